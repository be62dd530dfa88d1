"""Spark without tears: start a quiet session, read factors.

The only file that imports pyspark, and only inside functions, so that the lessons
without Spark neither wait for it nor need a Java.
"""

import atexit
import logging
import os
import re
import shutil
import socket
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import psutil

from utils.spark import guard, remedies
from utils.spark.java import find_java
from utils.spark.jobs import about, what_spark_did
from utils.spark.lost import explain_lost_sessions
from utils.spark.settings import environment, on_loopback, settings_for

__all__ = [
    "about",
    "can_write",
    "factors",
    "find_java",
    "get_spark",
    "what_spark_did",
]

if TYPE_CHECKING:
    from pyspark.ml.recommendation import ALSModel
    from pyspark.sql import SparkSession


def _scratch_folder() -> Path:
    """A folder for this process; those of processes that are gone are removed."""
    for old in Path(tempfile.gettempdir()).glob("workbook-spark-*-*"):
        pid = old.name.split("-")[2]
        if pid.isdigit() and not psutil.pid_exists(int(pid)):
            shutil.rmtree(old, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"workbook-spark-{os.getpid()}-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _running() -> "SparkSession | None":
    """The session of this process, if there is one and its JVM is alive."""
    from py4j.protocol import Py4JError, Py4JNetworkError
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    context, gateway = SparkContext._active_spark_context, SparkContext._gateway
    try:
        if context is not None and not context._jsc.sc().isStopped():
            return SparkSession._instantiatedSession or SparkSession(context)
    except (Py4JError, Py4JNetworkError, OSError, AttributeError):
        print("The last Spark died; starting a new one.")
    ended = gateway is not None and gateway.proc and gateway.proc.poll() is not None
    if context is not None or ended:
        _forget()
    return None


def _forget() -> None:
    """PySpark keeps what it knew of a dead JVM, and would ask it for ever."""
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    gateway = SparkContext._gateway
    if gateway is not None and gateway.proc:
        gateway.proc.kill()
        gateway.proc.wait()
    SparkContext._active_spark_context = SparkContext._gateway = None
    SparkContext._jvm = None
    SparkSession._instantiatedSession = None


def _start(
    app_name: str, settings: dict[str, str], log: Path, checkpoints: str | None
) -> "SparkSession":
    """A session in a JVM whose stdout and stderr go to a file, for its whole life."""
    from pyspark import SparkConf, SparkContext
    from pyspark.java_gateway import launch_gateway
    from pyspark.sql import SparkSession

    conf = SparkConf().setAll(list(settings.items())).setAppName(app_name)
    if SparkContext._gateway is None:  # the JVM of a session that was stopped serves
        with log.open("ab") as file:
            gateway = launch_gateway(conf, {"stdout": file, "stderr": file})
        SparkContext._ensure_initialized(gateway=gateway)
    with remedies.in_words(), ThreadPoolExecutor(1) as beside:
        guard.sign_in(SparkContext._jvm)
        context = SparkContext.getOrCreate(conf)
        # Hadoop's files and Spark's SQL each load a thousand classes: at the same time.
        folder = checkpoints and beside.submit(context.setCheckpointDir, checkpoints)
        spark = SparkSession.builder.config(conf=conf).getOrCreate()
        if folder:
            folder.result()
        return spark


def _refuse_silent(url: str) -> str:
    """Spark would ask for minutes whether somebody is there; we ask once."""
    place = re.fullmatch(r"(?:spark|sc)://([^/:;,]+)(?::(\d+))?(?:/.*)?", url)
    if place is None:
        return ""  # several masters, or no address: Spark's to understand
    try:
        socket.create_connection((place[1], int(place[2] or 15002)), timeout=20).close()
    except OSError as error:
        raise RuntimeError(
            f"nobody answers at {url} ({error}): start that cluster first (on this "
            "machine: make cluster), or unset SPARK_MASTER and SPARK_REMOTE"
        ) from error
    return place[1]


def _connect(url: str, app_name: str) -> "SparkSession":
    from pyspark.sql import SparkSession

    guard.without_proxy(_refuse_silent(url))
    try:
        guard.greeted(url)
        with guard.limited(guard.LIMIT):
            return SparkSession.builder.appName(app_name).remote(url).getOrCreate()
    except ImportError as error:
        raise RuntimeError(
            f"SPARK_REMOTE={url} needs Spark Connect's packages ({error}): "
            ".venv/bin/pip install -c constraints.txt -e '.[connect]' installs them; "
            "or unset SPARK_REMOTE"
        ) from error
    except TimeoutError as error:
        raise RuntimeError(
            f"no Spark Connect server answers at {url} ({error}): something else may "
            "listen there; give the server's address, or unset SPARK_REMOTE"
        ) from error


def get_spark(app_name: str = "workbook", master: str | None = None) -> "SparkSession":
    """Start a quiet Spark session, or return the one that runs.

    On one machine only loopback sockets listen, memory and partitions fit the
    machine, the time zone is UTC, and Spark's own log goes to a file.

    Parameters
    ----------
    app_name : str
        What Spark's pages call it.
    master : str, optional
        For example "local[2]" or "spark://host:7077". By default SPARK_REMOTE (Spark
        Connect) or SPARK_MASTER of the environment, else every core of this machine.
        A session that runs is returned as it is, whatever its master. On a cluster set
        a checkpoint folder that all workers see, with setCheckpointDir.

    Returns
    -------
    SparkSession

    Raises
    ------
    RuntimeError
        If nobody answers at that address, no Java serves (see `find_java`), or Spark
        does not start within five minutes (fifteen on a cluster). The message has the
        cause, the end of the log, and what helps; nothing is left of the start.
    """
    if master is None and os.environ.get("SPARK_REMOTE"):
        return _connect(os.environ["SPARK_REMOTE"], app_name)
    for name in guard.CONNECT:
        os.environ.pop(name, None)
    running = _running()
    if running is not None:
        return running
    master = master or os.environ.get("SPARK_MASTER") or "local[*]"
    _refuse_silent(master)
    java = find_java()
    for line in java.passed_over:
        print(f"{line} Using Java {java.version} of {java.source}.")
    # PySpark writes its own logs of failed queries, as JSON, to stderr.
    for name in ("SQLQueryContextLogger", "DataFrameQueryContextLogger"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    folder = _scratch_folder()
    log, settings = folder / "spark.log", settings_for(master, folder, java)
    limit = guard.LIMIT if on_loopback(master) else guard.CLUSTER_LIMIT
    try:
        with environment(java, master, folder), guard.limited(limit):
            # ALS cuts its lineage there now and then, so that long fits do not
            # overflow. On a cluster all workers must see the folder.
            keep = on_loopback(master) and _writes()
            checkpoints = (folder / "checkpoints").as_uri() if keep else None
            spark = _start(app_name, settings, log, checkpoints)
    except BaseException as error:
        _forget()
        if not isinstance(error, Exception):
            raise  # an interrupt
        heap = settings["spark.driver.memory"]
        raise RuntimeError(remedies.failed(master, java, log, error, heap)) from error
    explain_lost_sessions()
    return spark


def _writes() -> bool:
    return os.name != "nt" or "HADOOP_HOME" in os.environ


def can_write() -> bool:
    """Whether Spark can write files here; says why if it can't.

    On Windows Spark needs a program of Hadoop's, winutils, in HADOOP_HOME's ``bin``.
    """
    if not _writes():
        print(
            "Spark does not write files on Windows without Hadoop's winutils.exe: put "
            "it into a folder named bin, let HADOOP_HOME name the folder above, and "
            "restart the kernel. Nothing else here needs it."
        )
    return _writes()


def factors(
    model: "ALSModel", user_ids: np.ndarray, movie_ids: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Fetch the factors of a fitted ALS model in the order of your ids.

    Parameters
    ----------
    model : ALSModel
    user_ids, movie_ids : ndarray of int
        The ids whose vectors you want; see `RatingMatrix`.

    Returns
    -------
    U : ndarray of shape (len(user_ids), rank)
    V : ndarray of shape (len(movie_ids), rank)
        NaN in the row of an id that the model has not seen.
    """

    def in_order(rows: list, ids: np.ndarray) -> np.ndarray:
        vectors = {row["id"]: row["features"] for row in rows}
        unseen = [np.nan] * model.rank
        return np.array([vectors.get(int(i), unseen) for i in ids], dtype=np.float64)

    return (
        in_order(model.userFactors.collect(), user_ids),
        in_order(model.itemFactors.collect(), movie_ids),
    )
