"""One sweep of ALS (both half-steps) as the table grows: Spark beside utils.als.

    python benchmarks/scaling.py                          # all: half an hour or more
    python benchmarks/scaling.py --sizes 0.1 1 --ranks 10 # a corner: two minutes
    python benchmarks/scaling.py --record data/scaling.csv

Sizes are millions of simulated ratings, with as many users and movies as the MovieLens
set of about that size has. Both engines take several sweeps with the same rank and λ on
all cores given to them; the seconds are those of the shortest sweep after the first,
without what is done once. Ours says when a half-step is done; for Spark its own pages
tell when the vectors of each half-step had been handed over, in one fit with five
sweeps (up to a million ratings: with 21) after a small fit that warms the JVM up. CPU
seconds, of both cores, are printed too (Spark's: of its tasks): they are the fairer
measure while others use the machine. Ours counts in float64; Spark solves in float64
and keeps its vectors in float32, in two user and two item blocks.

Every measurement runs in a process of its own. Its peak is that of the process with its
JVM from beginning to end, reading and sorting included; Spark's heap may grow up to
what `get_spark` allows it, whether it is needed or not.

Two bounds say how far there is to go, with the rates of products of large matrices and
of copies, on all cores, measured here: the flops, ``2·nnz·rank² + 4·nnz·rank + (users +
movies)·rank³/3``, and the bytes: each cell read twice (a position of 4 bytes, stars of
8), each vector read once and written once. ``--record`` keeps each result at once, in
place of an older one of the same kind; then the printed table is of all that the file
has of this machine.
"""

import argparse
import datetime
import os
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import common
import numpy as np
import pandas as pd
import psutil
from threadpoolctl import threadpool_limits

from utils.als import als
from utils.data.simulate import simulate_to_parquet
from utils.files import write_whole
from utils.matrix import to_matrix
from utils.spark.jobs import told

SHAPES = {  # millions of ratings: users, movies of ml-latest-small, ml-1m, -10m, -25m
    0.1: (671, 9_066),
    1: (6_040, 3_706),
    10: (69_878, 10_677),
    25: (162_541, 59_047),
}
KEY = ["machine", "engine", "rank", "ratings"]
COLUMNS = ["date", *KEY, "users", "movies", "seconds", "peak_gib"]
REG_PARAM = 0.1
SWEEPS = 5
MANY = 21  # Spark's sweeps up to a million ratings
WARM = 100_000  # ratings of the fit that warms the JVM up


def shape(millions: float) -> tuple[int, int, int]:
    """Users, movies and ratings."""
    ratings = round(1e6 * millions)
    users, movies = SHAPES.get(millions, (ratings // 150, round(28 * ratings**0.5)))
    return max(users, 20), max(movies, 20), ratings


def machine() -> str:
    memory = round(psutil.virtual_memory().total / 2**30)
    return f"{os.cpu_count()} cores, {memory} GiB"


# -- engines: a folder of ratings and a rank -> wall and CPU seconds of one sweep ------


def our_sweep(folder: Path, rank: int) -> np.ndarray:
    table = pd.read_parquet(folder, columns=["user", "movie", "rating"])
    X = to_matrix(table).X
    del table

    ends = []
    als(X, rank, REG_PARAM, SWEEPS, on_step=lambda *_: ends.append(clocks()))
    return np.diff(ends[1::2], axis=0).min(axis=0)  # two half-steps a sweep


def spark_sweep(folder: Path, rank: int) -> np.ndarray:
    from pyspark.ml.recommendation import ALS

    from utils.spark import get_spark

    spark = get_spark("scaling", master="local[2]")
    columns = spark.read.parquet(str(folder)).select("user", "movie", "rating")
    ratings = columns.repartition(2).cache()
    n_ratings = ratings.count()
    model = ALS(
        userCol="user",
        itemCol="movie",
        rank=rank,
        regParam=REG_PARAM,
        maxIter=SWEEPS if n_ratings > 1e6 else MANY,
        numUserBlocks=2,
        numItemBlocks=2,
        checkpointInterval=-1,  # never, so that all half-steps are alike
        seed=1,
    )
    model.fit(ratings.sample(min(1.0, WARM / n_ratings), seed=1))  # warm up
    before = {stage["stageId"] for stage in told(spark, "stages")}
    model.fit(ratings)
    new = [s for s in told(spark, "stages") if s["stageId"] not in before]
    return least_sweep(new)


def least_sweep(stages: list[dict]) -> np.ndarray:
    """Wall and CPU seconds of the shortest sweep in what Spark tells of one fit.

    A half-step ends when its vectors have been handed to the blocks that need them.
    The first two of these stages hand over the random start.
    """
    hand_over = [
        (pd.to_datetime(s["completionTime"].removesuffix("GMT")), s["executorCpuTime"])
        for s in stages
        if s["name"].startswith("flatMap at ALS") and s["status"] == "COMPLETE"
    ]
    ends, cpu = zip(*sorted(hand_over)[2:])
    sweeps = [
        ((ends[i] - ends[i - 2]).total_seconds(), (cpu[i - 1] + cpu[i]) / 1e9)
        for i in range(2, len(ends), 2)
    ]
    return np.array(min(sweeps))


ENGINES = {
    "utils.als": ("utils.als", our_sweep),
    "Spark": ("Spark local[2]", spark_sweep),
}
now = time.perf_counter


def clocks() -> np.ndarray:
    """Wall and CPU seconds of this process."""
    return np.array([now(), time.process_time()])


# -- bounds ----------------------------------------------------------------------------


def rates() -> tuple[float, float]:
    """Flops per second of matrix products, and bytes per second of copies."""
    n, n_cores = 1500, os.cpu_count() or 1
    A = np.random.default_rng(0).random((n, n))
    parts = np.array_split(np.ones(2**25), n_cores)  # 256 MiB
    copies = [np.empty_like(part) for part in parts]
    with threadpool_limits(n_cores, "blas"), ThreadPoolExecutor(n_cores) as pool:
        product = min(seconds(lambda: A @ A) for _ in range(5))
        copy = min(
            seconds(lambda: list(pool.map(np.copyto, copies, parts))) for _ in range(5)
        )
    return 2 * n**3 / product, 2 * 8 * 2**25 / copy


def seconds(run) -> float:
    start = now()
    run()
    return now() - start


def with_bounds(results: pd.DataFrame, flops: float, copied: float) -> pd.DataFrame:
    """Results with the exponent since the size before and the distance from bounds."""
    table = results.sort_values(["engine", "rank", "ratings"], ignore_index=True)
    size = np.log(table[["seconds", "ratings"]].astype(float))
    steps = size.groupby([table["engine"], table["rank"]]).diff()
    r, n, rows = table["rank"], table["ratings"], table["users"] + table["movies"]
    work = 2 * n * r**2 + 4 * n * r + rows * r**3 / 3
    moved = 2 * 12 * n + 2 * 8 * rows * r
    return table.assign(
        exponent=(steps["seconds"] / steps["ratings"]).round(2),
        times_flops=(table["seconds"] / (work / flops)).round(1),
        times_bytes=(table["seconds"] / (moved / copied)).round(1),
    )


# -- what is kept ----------------------------------------------------------------------


def recorded(path: Path | None) -> pd.DataFrame:
    if path and path.exists():
        return pd.read_csv(path)
    return pd.DataFrame(columns=COLUMNS)


def add(results: pd.DataFrame, row: dict) -> pd.DataFrame:
    """Results with a new one in place of an older one of the same kind."""
    old = [tuple(key) == tuple(row[c] for c in KEY) for key in results[KEY].to_numpy()]
    kept = results[~np.array(old, dtype=bool)].to_dict("records")
    table = pd.DataFrame([*kept, row], columns=COLUMNS)
    return table.sort_values(KEY, ignore_index=True)


def make(folder: Path, millions: float) -> Path:
    """The ratings, and a line that says what it took to make them."""
    start, sizes = now(), shape(millions)
    path = folder / f"{sizes[2]}-ratings"
    path, peak = common.alone_with_peak(simulate_to_parquet, path, *sizes)
    made = now() - start
    print(f"{sizes[2]:,} ratings: made in {made:.1f} s, {peak / 2**30:.2f} GiB")
    return path


def measure(folder: Path, millions: float, engine: str, rank: int) -> dict:
    """One row of the record."""
    users, movies, ratings = shape(millions)
    name, sweep = ENGINES[engine]
    (wall, cpu), peak = common.alone_with_peak(sweep, folder, rank)
    row = {
        "date": datetime.date.today().isoformat(),
        "machine": machine(),
        "engine": name,
        "rank": rank,
        "ratings": ratings,
        "users": users,
        "movies": movies,
        "seconds": round(wall, 4),
        "peak_gib": round(peak / 2**30, 2),
    }
    took = f"{wall:.3f} s ({cpu:.3f} CPU s), {row['peak_gib']} GiB"
    print(f"  {name:14} rank {rank}: {took}", flush=True)
    return row


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sizes", nargs="+", type=float, default=list(SHAPES))
    parser.add_argument("--ranks", nargs="+", type=int, default=[10, 64])
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--record", type=Path, help="a CSV file to keep results in")
    parser.add_argument("--folder", type=Path, help="where made ratings stay")
    wanted = parser.parse_args()
    common.say_what_runs({})
    flops, copied = rates()
    print(f"Products: {flops / 1e9:.0f} Gflop/s; copies: {copied / 1e9:.1f} GB/s")
    results = recorded(wanted.record)
    with tempfile.TemporaryDirectory() as temporary:
        for millions in sorted(wanted.sizes):
            folder = make(wanted.folder or Path(temporary), millions)
            for rank in wanted.ranks:
                for engine in wanted.engines:
                    row = measure(folder, millions, engine, rank)
                    results = add(results, row)
                    if wanted.record:
                        write_whole(wanted.record, results.to_csv(index=False))
    here = results[results["machine"] == machine()].drop(columns=["machine", "date"])
    print()
    print(with_bounds(here, flops, copied).to_string(index=False))


if __name__ == "__main__":
    main()
