"""A cluster of two workers on this machine, one of which is lost in mid-fit."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time

import psutil
import pytest

from utils.files import ROOT
from utils.spark import cluster as room

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no cluster on Windows")

# What is fitted on the cluster, and in the tests' own session.
FIT = """
from pyspark.ml.evaluation import RegressionEvaluator
from pyspark.ml.recommendation import ALS
from utils.data import ratings_file

def rmse(spark, iterations):
    schema = "user INT, movie INT, rating DOUBLE, timestamp BIGINT"
    table = spark.read.csv(str(ratings_file()), schema=schema, header=True)
    table = table.where("user <= 20")
    als = ALS(userCol="user", itemCol="movie", maxIter=iterations, rank=3, seed=0,
              numUserBlocks=2, numItemBlocks=2, checkpointInterval=2)
    return RegressionEvaluator(labelCol="rating").evaluate(
        als.fit(table).transform(table))
"""
# Fits, and kills a worker when half-steps have been done and others are to come.
LOSE_A_WORKER = """
import json, sys, threading, time
import psutil
from utils.spark import get_spark, what_spark_did
from utils.spark.jobs import told

def listening():
    families = [psutil.Process(), *map(psutil.Process, pids)]
    return sorted({
        connection.laddr.ip.removeprefix("::ffff:")
        for one in families for process in [one, *one.children(recursive=True)]
        for connection in process.net_connections(kind="inet")
        if connection.status == psutil.CONN_LISTEN})

pids = json.loads(sys.argv[1])
spark = get_spark("a worker is lost")
context = spark.sparkContext
executors = lambda: context._jsc.sc().getExecutorMemoryStatus().size() - 1
while executors() < 2:
    time.sleep(0.05)
found = {"master": context.master, "before": executors()}
found["listening"] = listening()
answers, seen, tracker = [], set(), context.statusTracker()
fit = threading.Thread(target=lambda: answers.append(rmse(spark, 5)))
fit.start()
while fit.is_alive() and len(seen) < 8:
    seen |= set(tracker.getActiveStageIds())
    time.sleep(0.005)
worker = psutil.Process(pids[-1])
for process in [*worker.children(recursive=True), worker]:
    process.kill()
found["in mid-fit"] = fit.is_alive()
fit.join()
found["lost"], found["after"] = answers, executors()
again = [s for s in told(spark, "stages") if s["attemptId"] or s["numFailedTasks"]]
found["again"] = len(again)
print(json.dumps(found))
"""


def wait_until(condition, seconds=300):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def gone(processes):
    return not any(
        one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in processes
    )


def daemons_of(main):
    """The JVMs, not the shells that became or fed them."""
    return [one for one in main.children() if one.name() == "java"]


@pytest.fixture
def command_line(tmp_path):
    """A function that runs `make cluster`'s command under a parent of its own."""
    started = []

    def start(*arguments):
        command = [
            sys.executable,
            "-m",
            "utils.spark",
            "cluster",
            "--port",
            "0",
            *arguments,
        ]
        log = tmp_path / "log"
        with log.open("w") as file:
            parent = subprocess.Popen(
                ["sh", "-c", '"$@" & wait', "sh", *command],
                cwd=ROOT,
                env={**os.environ, "TMPDIR": str(tmp_path)},
                stdout=file,
                stderr=subprocess.STDOUT,
            )
        started.append(parent)
        wait_until(
            lambda: "Ctrl+C here" in log.read_text() or parent.poll() is not None
        )
        (main,) = psutil.Process(parent.pid).children()
        return parent, main, log.read_text()

    yield start
    for parent in started:
        parent.kill()
        parent.wait()


def test_a_worker_lost_in_mid_fit(command_line, spark, tmp_path):
    """Also: it listens to this machine only, and ends when its parent does."""
    parent, main, said = command_line()
    daemons = daemons_of(main)
    assert len(daemons) == 3
    (master,) = re.findall(r"SPARK_MASTER=(\S+) make lab", said)
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            FIT + LOSE_A_WORKER,
            json.dumps([p.pid for p in daemons]),
        ],
        cwd=ROOT,
        env={**os.environ, "SPARK_MASTER": master},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["master"] == master
    assert set(found["listening"]) <= {"127.0.0.1", "::1"}
    assert (found["before"], found["after"]) == (2, 1)
    assert found["in mid-fit"] and found["again"] > 0
    names = {}
    exec(FIT, names)
    assert found["lost"] == pytest.approx([names["rmse"](spark, 5)], abs=1e-4)
    parent.kill()
    wait_until(lambda: gone([main, *daemons]))
    wait_until(lambda: not list(tmp_path.glob("workbook-cluster-*")))


def test_a_signal_ends_it(command_line, tmp_path):
    _, main, _ = command_line("--workers", "1")
    daemons = daemons_of(main)
    assert len(daemons) == 2
    main.send_signal(signal.SIGINT)
    wait_until(lambda: gone([main, *daemons]))
    assert not list(tmp_path.glob("workbook-cluster-*"))


# Starts a program in the place of Spark's, says its number, and waits to be killed.
START = """
import sys, time
from pathlib import Path
from utils.spark.programs import _start

folder = Path(sys.argv[1])
print(_start({"SPARK_HOME": str(folder)}, folder / "log", ()).process.pid, flush=True)
time.sleep(300)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells of a death")
def test_what_was_started_goes_even_if_we_are_killed(tmp_path):
    program = tmp_path / "bin" / "spark-class"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\nexec /bin/sleep 300\n", encoding="utf-8")
    program.chmod(0o755)
    main = subprocess.Popen(
        [sys.executable, "-c", START, tmp_path],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    with main:
        started = psutil.Process(int(main.stdout.readline()))
        wait_until(lambda: started.name() == "sleep")
        main.kill()
    try:
        wait_until(lambda: gone([started]), seconds=20)
    finally:
        with contextlib.suppress(psutil.NoSuchProcess):
            started.kill()


def test_a_port_that_is_taken_is_named():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with (
            pytest.raises(RuntimeError, match=f"port {port} is taken"),
            room.cluster(port=port),
        ):
            pass


def test_a_program_that_ends_at_once_shows_its_log(tmp_path):
    with (
        pytest.raises(RuntimeError, match="Connect server did not start"),
        room.connect_server(master="nonsense"),
    ):
        pass
