import os
import subprocess
from pathlib import Path

import pytest

from utils.spark import warmup as room
from utils.spark.java import Java, find_java

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
@pytest.mark.parametrize("version", ["17.0.1", "21.0.8"])
def test_java_21_and_a_java_without_its_own_archive_go_without(
    cache, tmp_path, version
):
    other = java(tmp_path, version, with_base=version.startswith("21"))
    made(other)
    assert room.java_options(other) == []
    assert room.why_not(other)


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


@posix
def test_a_java_that_makes_none_is_not_fatal(cache, tmp_path, monkeypatch, capsys):
    broken = java(tmp_path, with_base=False)
    with pytest.raises(RuntimeError, match="lacks the archive of its own"):
        room.make_archive(broken)
    monkeypatch.setattr(room, "find_java", lambda: broken)
    assert room.main() == 1
    assert "Spark works without it" in capsys.readouterr().out


def test_nothing_is_made_twice(cache, monkeypatch, tmp_path):
    own = java(tmp_path)
    path = made(own)
    monkeypatch.setattr(room, "_run", None)  # would fail if it were called
    assert room.make_archive(own) == path


@posix
def test_only_a_whole_archive_is_kept(cache, tmp_path, monkeypatch):
    own = java(tmp_path)

    def half(command, environment):
        Path(environment[room.SWITCH]).write_bytes(b"half")
        raise OSError("disk full")

    monkeypatch.setattr(room, "_run", half)
    with pytest.raises(RuntimeError, match="disk full"):
        room.make_archive(own)
    assert list(cache.rglob("*.jsa")) == []
