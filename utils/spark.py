"""Spark without tears: start a quiet session, read factors.

The only file that imports pyspark, and only inside functions, so that the lessons
without Spark neither wait for it nor need a Java.
"""

import atexit
import logging
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import psutil

from utils.java import Java, find_java, home_for_spark

__all__ = ["factors", "find_java", "get_spark"]

if TYPE_CHECKING:
    from pyspark.ml.recommendation import ALSModel
    from pyspark.sql import SparkSession


def _memory_bytes() -> int:
    """Bytes of memory that this process may use; a container's limit counts."""
    limit = Path("/sys/fs/cgroup/memory.max")
    text = limit.read_text().strip() if limit.exists() else "max"
    machine = psutil.virtual_memory().total
    return machine if text == "max" else min(machine, int(text))


def _driver_memory() -> str:
    """A third of the memory, 1 to 8 GiB, as Spark writes it."""
    return f"{min(max(_memory_bytes() // 3, 2**30), 2**33) // 2**20}m"


@contextmanager
def _stderr_into(log: Path) -> Iterator[None]:
    """Send file descriptor 2 to a file: a JVM started meanwhile keeps it."""
    saved = os.dup(2)
    with log.open("ab") as file:
        os.dup2(file.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)


def _gist(log: Path) -> str:
    """The last lines of a log that are not a Java stack."""
    lines = log.read_text(errors="replace").splitlines()
    return "\n".join([line for line in lines if not line.startswith("\tat ")][-15:])


def _on_loopback(master: str) -> bool:
    return master.startswith(("local", "spark://127.0.0.1:", "spark://localhost:"))


def _settings(master: str, folder: Path) -> dict[str, str]:
    """Spark's settings for a laptop; a real cluster keeps its own addresses."""
    settings = {
        "spark.driver.memory": _driver_memory(),
        "spark.driver.extraJavaOptions": "-Xss4m",  # ALS has a deep lineage
        "spark.local.dir": str(folder / "local"),
        "spark.log.level": "ERROR",
        # Arrow needs a large package that no lesson does; without it toPandas warns.
        "spark.sql.execution.arrow.pyspark.enabled": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": str(max(2, os.cpu_count() or 2)),
        "spark.sql.warehouse.dir": (folder / "warehouse").as_uri(),
        "spark.ui.showConsoleProgress": "false",
    }
    if _on_loopback(master):
        # Nothing may listen on the workshop's network. The UI and the block
        # manager bind to SPARK_LOCAL_IP, the driver to these two.
        os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
        settings["spark.driver.bindAddress"] = "127.0.0.1"
        settings["spark.driver.host"] = "127.0.0.1"
    return settings


def _prepare(java: Java, folder: Path) -> None:
    """Set what Spark's launcher reads from the environment; say what was wrong."""
    import pyspark

    for line in java.passed_over:
        print(f"{line} Using Java {java.version} of {java.source}.")
    os.environ["JAVA_HOME"] = str(home_for_spark(java, folder))
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    own = Path(pyspark.__file__).parent
    other = os.environ.get("SPARK_HOME")
    if other and Path(other).resolve() != own.resolve():
        print(f"SPARK_HOME={other} passed over: using pyspark {pyspark.__version__}.")
    os.environ["SPARK_HOME"] = str(own)
    # PySpark writes its own log of query errors, as JSON, to stderr.
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)


def _connect(url: str, app_name: str) -> "SparkSession":
    from pyspark.sql import SparkSession

    try:
        return SparkSession.builder.appName(app_name).remote(url).getOrCreate()
    except ImportError as error:
        raise RuntimeError(
            f"SPARK_REMOTE={url} needs Spark Connect's packages ({error}): "
            "pip install 'pyspark[connect]', or unset SPARK_REMOTE"
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
        A session that runs is returned as it is, whatever its master.

    Returns
    -------
    SparkSession

    Raises
    ------
    RuntimeError
        If no Java serves (see `find_java`) or Spark does not start; the end of its
        log is then in the message.
    """
    from pyspark.sql import SparkSession

    running = SparkSession.getActiveSession()
    if running is not None:
        return running
    if master is None and os.environ.get("SPARK_REMOTE"):
        return _connect(os.environ["SPARK_REMOTE"], app_name)
    master = master or os.environ.get("SPARK_MASTER") or "local[*]"
    java = find_java()
    folder = Path(tempfile.mkdtemp(prefix="workbook-spark-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _prepare(java, folder)
    builder = SparkSession.builder.appName(app_name).master(master)
    for key, value in _settings(master, folder).items():
        builder = builder.config(key, value)
    log = folder / "spark.log"
    try:
        with _stderr_into(log):
            spark = builder.getOrCreate()
    except Exception as error:
        raise RuntimeError(
            f"Spark did not start on {master} with Java {java.version} of "
            f"{java.source} ({platform.platform()}).\nIts log says:\n{_gist(log)}"
        ) from error
    if os.name != "nt" or "HADOOP_HOME" in os.environ:  # Windows: only with winutils
        # ALS cuts its lineage there now and then, so that long fits do not overflow.
        spark.sparkContext.setCheckpointDir((folder / "checkpoints").as_uri())
    return spark


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
