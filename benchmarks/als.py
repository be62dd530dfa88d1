"""One sweep of ALS (both half-steps), side by side with other libraries.

    python benchmarks/als.py                          # all, over a quarter of an hour
    python benchmarks/als.py --sizes small --ranks 10 # a corner of it, a minute

Every measurement runs in a process of its own, so that its memory is its own. A
fit with six sweeps minus a fit with one, divided by five, leaves out what is done once:
reading, sorting, starting. Both are run five times, or twice where it takes long, and
the fastest of each is taken. CPU seconds count both cores, and are the fairer measure
while others use the machine; those of Spark's own process are not seen from here.

All have the same rank, and two threads, and are set to the same problem where their
parameters can be (docs/als-parameters.md): implicit weighs a cell by α · r and not by
1 + α · r, so it gets the matrix 1 + α · r, and α = 1; LensKit counts with
use_ratings=True, cmfrec multiplies the λ of stars by the row's count with
scale_lam=True, and leaves out its biases. What can't be set: LensKit takes biases off
stars first; implicit, LensKit and cmfrec have one λ for all rows of implicit feedback,
where Spark and ours multiply it by the row's count; and LensKit and implicit count in
float32, Spark keeps its vectors so. "approximate" takes three steps of conjugate
gradient for each row, and leaves the rest for the next sweep; all others solve each row
exactly.

Other libraries are optional: common.py says how to install them.
"""

import argparse
import threading
import time
import warnings
from functools import cache

import common
import numpy as np
import pandas as pd
import psutil
from scipy import sparse

from utils.als import als, als_implicit
from utils.als.loops import alternate, start
from utils.data import load_ratings
from utils.data.simulate import simulate_ratings
from utils.matrix import to_matrix

MODULES = {
    "implicit": "implicit",
    "LensKit": "lenskit",
    "cmfrec": "cmfrec",
    "Spark": "pyspark",
}
REG_PARAM = 0.1
ALPHA = 2.0
SWEEPS = 5
LONG = 5.0  # seconds: what takes more is run twice only


@cache
def table(size: str) -> pd.DataFrame:
    if size == "small":
        return load_ratings()
    return simulate_ratings(6040, 3706, 1_000_209)


@cache
def matrix(size: str) -> sparse.csr_array:
    return to_matrix(table(size)).X


# -- contenders: each maker returns a function that takes n sweeps ---------------------


def utils_stars(size, rank, dtype):
    X = matrix(size)
    return lambda n: als(X, rank, REG_PARAM, max_iter=n, dtype=dtype)


def utils_implicit(size, rank, dtype):
    C = matrix(size)
    return lambda n: als_implicit(C, rank, REG_PARAM, ALPHA, max_iter=n, dtype=dtype)


def loop_half_step(X, V, implicit):
    """The formula, a row at a time: what a notebook would write."""
    rank = V.shape[1]
    base = V.T @ V if implicit else np.zeros((rank, rank))
    U = np.zeros((X.shape[0], rank))
    for u in range(X.shape[0]):
        cells = slice(X.indptr[u], X.indptr[u + 1])
        V_u, x_u = V[X.indices[cells]], X.data[cells]
        weights = ALPHA * x_u if implicit else np.ones(len(x_u))
        A = base + V_u.T @ (weights[:, None] * V_u)
        A += REG_PARAM * len(x_u) * np.eye(rank)
        U[u] = np.linalg.solve(A, V_u.T @ (1 + weights if implicit else x_u))
    return U


def loop(size, rank, implicit):
    X = matrix(size)

    def half_step(Y, V):
        return loop_half_step(Y, V, implicit)

    def run(n):
        return alternate(X, half_step, half_step, start(X.shape[0], rank, 0), n, None)

    return run


def implicit_exact(size, rank, use_cg=False):
    from implicit.cpu.als import AlternatingLeastSquares

    C = sparse.csr_matrix(matrix(size)).astype(np.float32)
    C.data = 1 + ALPHA * C.data  # its weight is alpha times the cell

    def run(n):
        model = AlternatingLeastSquares(
            factors=rank,
            regularization=REG_PARAM,
            alpha=1.0,
            use_cg=use_cg,
            iterations=n,
            num_threads=2,
        )
        model.fit(C, show_progress=False)

    return run


def lenskit(size, rank, implicit):
    from lenskit.als import BiasedMFScorer, ImplicitMFScorer
    from lenskit.data import from_interactions_df
    from lenskit.training import TrainingOptions

    columns = {"user": "user_id", "movie": "item_id"}
    ratings = table(size).rename(columns=columns).drop(columns="timestamp")
    data = from_interactions_df(ratings)
    shared = {"embedding_size": rank, "regularization": REG_PARAM}
    if implicit:
        scorer = ImplicitMFScorer(weight=ALPHA, use_ratings=True, **shared)
    else:
        scorer = BiasedMFScorer(**shared)
    trainer = scorer.create_trainer(data, TrainingOptions())

    def run(n):
        for _ in range(n):
            trainer.train_epoch()

    return run


def cmfrec(size, rank, implicit):
    from cmfrec import CMF, CMF_implicit

    cells = matrix(size).tocoo()
    columns = {"UserId": cells.row, "ItemId": cells.col}
    value = "Value" if implicit else "Rating"
    data = pd.DataFrame({**columns, value: cells.data})
    shared = {
        "k": rank,
        "lambda_": REG_PARAM,
        "use_cg": False,
        "nthreads": 2,
        "verbose": False,
        "precompute_for_predictions": False,
    }
    plain = {"user_bias": False, "item_bias": False, "center": False}

    def run(n):
        if implicit:
            model = CMF_implicit(alpha=ALPHA, niter=n, **shared)
        else:
            model = CMF(method="als", niter=n, scale_lam=True, **plain, **shared)
        model.fit(data)

    return run


def spark_als(size, rank, implicit):
    from pyspark.ml.recommendation import ALS

    from utils.spark import get_spark

    spark = get_spark("benchmark", master="local[2]")
    columns = table(size)[["user", "movie", "rating"]]
    ratings = spark.createDataFrame(columns).repartition(2).cache()
    ratings.count()

    def run(n):
        ALS(
            userCol="user",
            itemCol="movie",
            rank=rank,
            regParam=REG_PARAM,
            alpha=ALPHA,
            implicitPrefs=implicit,
            maxIter=n,
            numUserBlocks=2,
            numItemBlocks=2,
            seed=1,
        ).fit(ratings)

    return run


# kind: [(library, how, maker, its other arguments)]; the first is the one compared with
TASKS = {
    "stars": [
        ("utils", "float64", utils_stars, (np.float64,)),
        ("utils", "float32", utils_stars, (np.float32,)),
        ("Python loop", "float64", loop, (False,)),
        ("LensKit", "float32", lenskit, (False,)),
        ("cmfrec", "float64", cmfrec, (False,)),
        ("Spark", "float64", spark_als, (False,)),
    ],
    "implicit": [
        ("utils", "float64", utils_implicit, (np.float64,)),
        ("utils", "float32", utils_implicit, (np.float32,)),
        ("Python loop", "float64", loop, (True,)),
        ("implicit", "float32", implicit_exact, ()),
        ("implicit", "approximate", implicit_exact, (True,)),
        ("LensKit", "float32", lenskit, (True,)),
        ("cmfrec", "float64", cmfrec, (True,)),
        ("Spark", "float64", spark_als, (True,)),
    ],
}


def mib_of(run, n: int) -> float:
    """Most memory that n sweeps take on top of what was there, looked at all the time.

    Not the process's own peak: reading and sorting the ratings may have needed more.
    """
    process, done = psutil.Process(), threading.Event()
    seen = [process.memory_info().rss]

    def look():
        while not done.wait(0.002):
            seen.append(process.memory_info().rss)

    watcher = threading.Thread(target=look)
    watcher.start()
    run(n)
    done.set()
    watcher.join()
    return (max(seen) - seen[0]) / 2**20


def seconds(run, n: int) -> np.ndarray:
    """Wall and CPU seconds of n sweeps."""
    start, start_cpu = time.perf_counter(), time.process_time()
    run(n)
    return np.array([time.perf_counter() - start, time.process_time() - start_cpu])


def measure(make, size: str, rank: int, more: tuple) -> dict:
    """Time one contender; runs in a process of its own."""
    warnings.simplefilter("ignore")
    run = make(size, rank, *more)
    more_memory = mib_of(run, 1 + SWEEPS)  # and warms up
    one, many = [], []
    while not many or len(many) < (2 if many[0][0] > LONG else 5):
        one.append(seconds(run, 1))
        many.append(seconds(run, 1 + SWEEPS))
    # Not the smallest difference: that would be the one with the slowest single sweep.
    wall, cpu = (np.min(many, axis=0) - np.min(one, axis=0)) / SWEEPS
    if make is spark_als:
        return {"s": wall, "cpu": np.nan, "MiB": np.nan}
    return {"s": wall, "cpu": cpu, "MiB": more_memory}


def compare(size: str, rank: int, kind: str, missing: set, only: set) -> list[dict]:
    """One sweep of all contenders: lines of the table."""
    lines, ours = [], None
    for library, how, make, more in TASKS[kind]:
        if library in missing or (only and library not in only):
            continue
        found = common.alone(measure, make, size, rank, more)
        ours = ours or found
        lines.append(
            {
                "ratings": size,
                "rank": rank,
                "kind": kind,
                "library": library,
                "how": how,
                "ms": 1000 * found["s"],
                "times ours": found["s"] / ours["s"],
                "CPU ms": 1000 * found["cpu"],
                "times our CPU": found["cpu"] / ours["cpu"],
                "MiB more": found["MiB"],
            }
        )
        print(pd.DataFrame(lines[-1:]).to_string(header=False, index=False), flush=True)
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sizes", nargs="+", default=["small", "1m"])
    parser.add_argument("--ranks", nargs="+", type=int, default=[10, 64])
    parser.add_argument("--kinds", nargs="+", default=list(TASKS))
    parser.add_argument("--only", nargs="+", default=[], help="of these libraries")
    arguments = parser.parse_args()
    missing, lines = common.say_what_runs(MODULES), []
    for size in arguments.sizes:
        for rank in arguments.ranks:
            for kind in arguments.kinds:
                lines += compare(size, rank, kind, missing, set(arguments.only))
    print()
    digits = {"ms": 1, "CPU ms": 1, "times ours": 2, "times our CPU": 2, "MiB more": 0}
    print(pd.DataFrame(lines).round(digits).to_string(index=False))


if __name__ == "__main__":
    main()
