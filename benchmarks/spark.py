"""Seconds until Spark is there and has fitted: its defaults against `get_spark`.

    python benchmarks/spark.py              # five rounds, about five minutes
    python benchmarks/spark.py --rounds 2

Each run is a fresh process with a fresh JVM: a session, MovieLens small from its file,
one ALS fit (rank 10, 10 iterations), one evaluation. In each round every contender runs
once, so that what else the machine does meets all alike. Printed are medians of the
seconds, and medians of the ratios to the defaults *of the same round*: quote these.
`make warmup` makes the archive of the last contender; without it that one is left out.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time

from utils.data import ratings_file
from utils.spark import get_spark
from utils.spark.archive import SWITCH, archive
from utils.spark.java import find_java

CONTENDERS = {
    "Spark's defaults": {},
    "get_spark, 2 + 2 blocks": {SWITCH: "off"},
    "the same, with the archive": {SWITCH: ""},
}
PARTS = ("session", "first fit", "whole script")


def plain_session():
    """What a newcomer types, on loopback as ours."""
    from pyspark.sql import SparkSession

    os.environ.update(JAVA_HOME=str(find_java().home), SPARK_LOCAL_IP="127.0.0.1")
    return SparkSession.builder.master("local[*]").getOrCreate()


def run_one(contender: str) -> None:
    """Run one script as a learner would, and print its seconds."""
    from pyspark.ml.evaluation import RegressionEvaluator
    from pyspark.ml.recommendation import ALS

    plain = not CONTENDERS[contender]
    start = time.perf_counter()
    spark = plain_session() if plain else get_spark()
    ready = time.perf_counter()
    schema = "user INT, movie INT, rating DOUBLE, timestamp BIGINT"
    ratings = spark.read.csv(str(ratings_file()), schema=schema, header=True).cache()
    blocks = {} if plain else {"numUserBlocks": 2, "numItemBlocks": 2}
    als = ALS(userCol="user", itemCol="movie", seed=0, **blocks)
    model = als.fit(ratings)
    fitted = time.perf_counter()
    evaluator = RegressionEvaluator(labelCol="rating")
    rmse = evaluator.evaluate(model.transform(ratings))
    spark.stop()
    print(json.dumps([ready - start, fitted - ready, rmse]))


def measure(contender: str) -> list[float]:
    """Seconds of session, first fit and whole script in a process of its own."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, __file__, "--one", contender],
        env={**os.environ, **CONTENDERS[contender]},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
    )
    seconds = time.perf_counter() - start
    session, fit, rmse = json.loads(done.stdout.splitlines()[-1])
    assert 0.5 < rmse < 1, rmse  # all of them did the work
    return [session, fit, seconds]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--one", choices=CONTENDERS, help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.one:
        return run_one(wanted.one)
    java, names = find_java(), list(CONTENDERS)
    if not archive(java).exists():
        print("No archive for this Java: make warmup may make one. Left out here.")
        names.pop()
    print(f"Java {java.version} of {java.source}, {os.cpu_count()} cores")
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
