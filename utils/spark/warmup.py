"""Class-data sharing: let the JVM map Spark's classes from a file, already parsed.

``make warmup`` makes that file, once for a Java and a PySpark; `get_spark` uses it
when it is there. A JVM passes over an archive that does not fit it, so the worst that
an old or a damaged one does is nothing.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from utils.data.download import cache_folder
from utils.files import ROOT
from utils.spark.java import Java, find_java

SWITCH = "WORKBOOK_CLASS_DATA"  # "off", or where the JVM is to write an archive
# What an archive is good for is what was run while it was made.
TRAINING = """
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


def archive(java: Java) -> Path:
    """Where the archive for this Java and this PySpark is, or would be.

    Its name changes when Java, PySpark or the folder of either does: the JVM would
    pass over the old one.
    """
    jars = Path(find_spec("pyspark").origin).parent / "jars"
    made = jars.stat().st_mtime_ns if jars.exists() else 0
    key = f"{java.home}|{java.version}|{jars}|{made}"
    digest = hashlib.sha256(key.encode()).hexdigest()[:8]
    name = f"java-{java.version}-pyspark-{version('pyspark')}-{digest}.jsa"
    return cache_folder() / "class-data" / name


def why_not(java: Java) -> str:
    """Why no archive can be had with this Java, in words; empty if it can.

    Java 21 writes one, but then does not accept it: Spark's launcher names one of its
    jars twice, and 21 remembers it once. Windows was never tried.
    """
    if os.name == "nt":
        return "not made for Windows"
    if not java.version.startswith("17."):
        return f"Java 17 is needed, and this is {java.version} from {java.source}"
    if not (java.home / "lib" / "server" / "classes.jsa").exists():
        return f"{java.home} lacks the archive of its own that ours would build on"
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
    # A JVM says on stdout, and so in a notebook, why it passes over an archive.
    options = ["-Xshare:auto", "-Xlog:disable", "-Xlog:all=error:stderr"]
    if wanted:
        return [*options, f"-XX:ArchiveClassesAtExit={wanted}"]
    path = archive(java)
    return [*options, f"-XX:SharedArchiveFile={path}"] if path.exists() else []


def make_archive(java: Java) -> Path:
    """Run a little of everything in a JVM that then keeps the classes it has loaded.

    Takes about a minute, and 180 MB in the cache.

    Returns
    -------
    Path
        The archive; nothing happens if it was there.

    Raises
    ------
    RuntimeError
        If this Java does not make one; everything works without it, too.
    """
    path = archive(java)
    if path.exists():
        return path
    try:
        if why_not(java):
            raise OSError(why_not(java))
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as scratch:
            part = Path(scratch) / path.name
            environment = {**os.environ, SWITCH: str(part), "PYTHONPATH": str(ROOT)}
            _run([sys.executable, "-c", TRAINING], environment)
            part.replace(path)  # whole, or not at all
    except OSError as error:
        raise RuntimeError(
            f"no archive was made for Java {java.version}: {error}"
        ) from error
    return path


def _run(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, env=environment
    )
    if done.returncode:
        raise OSError((done.stderr or done.stdout).strip()[-500:])


def main(arguments: list[str]) -> int:
    """Make the archive, and say how it went."""
    if arguments:
        print(f"found {' '.join(arguments)}, expected nothing after warmup")
        return 2
    start = time.perf_counter()
    print(
        "Making Spark start faster on this machine: about a minute, once.", flush=True
    )
    try:
        path = make_archive(find_java())
    except RuntimeError as error:
        print(f"{error}\nSpark works without it, and starts more slowly.")
        return 1
    size, seconds = path.stat().st_size / 1e6, time.perf_counter() - start
    print(f"Done in {seconds:.0f} s: {size:.0f} MB in {path}. Delete it at any time.")
    return 0
