"""One sweep of ALS (both half-steps) as the table grows: Spark beside NumPy.

    python benchmarks/scaling.py                          # all: half an hour or more
    python benchmarks/scaling.py --sizes 0.1 1 --ranks 10 # a corner: two minutes
    python benchmarks/scaling.py --record data/scaling.csv

Sizes are millions of simulated ratings, with as many users and movies as the MovieLens
set of about that size has. Both engines take several sweeps with the same rank and λ on
all cores given to them, and the seconds are those of one sweep, without what is done
once: NumPy's are those of sweeps two to five, Spark's a fit with five (up to a million
ratings: with 21) less one with one, divided by the difference, after a fit that warms
the JVM up. Where it is short, the fastest of three is taken. CPU seconds, of both
cores, are printed too: they are the fairer measure while others use the machine. NumPy
counts in float64; Spark solves in float64 and keeps its vectors in float32, in two user
and two item blocks.

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
from utils.files import write_whole
from utils.matrix import to_matrix
from utils.simulate import simulate_to_parquet

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
MANY = 21  # Spark's sweeps up to a million ratings, where one is lost in the noise
SHORT = 20.0  # seconds: what takes less is run three times
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


def numpy_sweep(folder: Path, rank: int) -> np.ndarray:
    table = pd.read_parquet(folder, columns=["user", "movie", "rating"])
    X = to_matrix(table).X
    del table

    def once() -> np.ndarray:
        ends = []
        als(X, rank, REG_PARAM, SWEEPS, on_step=lambda *_: ends.append(clocks()))
        return (ends[-1] - ends[1]) / (SWEEPS - 1)  # two half-steps a sweep

    return fastest(once)


def spark_sweep(folder: Path, rank: int) -> np.ndarray:
    from pyspark.ml.recommendation import ALS

    from utils.spark import get_spark

    spark = get_spark("scaling", master="local[2]")
    columns = spark.read.parquet(str(folder)).select("user", "movie", "rating")
    ratings = columns.repartition(2).cache()
    n_ratings = ratings.count()
    sweeps = MANY if n_ratings <= 1e6 else SWEEPS
    jvm = psutil.Process().children(recursive=True)

    def fit(sweeps: int, table=ratings) -> np.ndarray:
        model = ALS(
            userCol="user",
            itemCol="movie",
            rank=rank,
            regParam=REG_PARAM,
            maxIter=sweeps,
            numUserBlocks=2,
            numItemBlocks=2,
            seed=1,
        )
        start = clocks(jvm)
        model.fit(table)
        return clocks(jvm) - start

    fit(SWEEPS, ratings.sample(min(1.0, WARM / n_ratings), seed=1))
    one, many = fastest(lambda: fit(1)), fastest(lambda: fit(sweeps))
    spark.stop()
    return (many - one) / (sweeps - 1)


ENGINES = {"NumPy": ("NumPy", numpy_sweep), "Spark": ("Spark local[2]", spark_sweep)}
now = time.perf_counter


def clocks(others: list[psutil.Process] = ()) -> np.ndarray:
    """Wall and CPU seconds, the latter of this process and others."""
    cpu = sum(sum(process.cpu_times()[:2]) for process in others)
    return np.array([now(), time.process_time() + cpu])


def fastest(run) -> np.ndarray:
    """What a run gives; the least of three if it is short."""
    start, found = now(), [run()]
    if now() - start < SHORT:
        found += [run(), run()]
    return np.min(found, axis=0)


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
    if wall <= 0:
        print(
            "  Many sweeps took no longer than one: measure it when less is going on."
        )
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
                    if row["seconds"] > 0:
                        results = add(results, row)
                    if wanted.record:
                        write_whole(wanted.record, results.to_csv(index=False))
    here = results[results["machine"] == machine()].drop(columns=["machine", "date"])
    print()
    print(with_bounds(here, flops, copied).to_string(index=False))


if __name__ == "__main__":
    main()
