"""Similarities and predictions from neighbours, side by side with other libraries.

    python benchmarks/neighbours.py                 # 100 thousand and 1 million ratings
    python benchmarks/neighbours.py --sizes small   # the first alone, about a minute

Every measurement runs in a process of its own, so that its peak memory is its own. The
contenders for one result run one after the other; short ones are run three times and
the fastest time is kept. CPU seconds count both cores, and are the fairer measure while
others use the machine. "difference" compares what came out: the root of the mean
squared difference to ours, over a fixed sample.

Other libraries are optional: common.py says how to install them.
"""

import argparse
import sys
import time
import warnings
from functools import cache

import common
import numpy as np
import pandas as pd
from scipy import sparse

from utils.baselines import movie_means, residuals, user_means
from utils.data import load_ratings
from utils.data.simulate import simulate_ratings
from utils.knn import predict_item_item, predict_user_user
from utils.matrix import to_matrix
from utils.metrics import rmse
from utils.similarity import adjusted_cosine, cosine, jaccard, pearson
from utils.splits import cells_of, random_split

MODULES = {
    "implicit": "implicit",
    "LensKit": "lenskit",
    "scikit-learn": "sklearn",
    "Surprise": "surprise",
}
NEIGHBOURS = 40
KEPT = 50
SHORT = 3.0  # seconds: what takes less is run three times


@cache
def table(size: str) -> pd.DataFrame:
    if size == "small":
        return load_ratings()
    return simulate_ratings(6040, 3706, 1_000_209)


@cache
def parts(size: str):
    """Train table, its matrix, test cells (positions) and test stars; all in train."""
    train, test = random_split(table(size))
    matrix = to_matrix(train)
    cells = np.array(cells_of(test, matrix))
    known = (cells >= 0).all(axis=0)
    return train, matrix, tuple(cells[:, known]), test["rating"].to_numpy()[known]


@cache
def rows(size: str, side: str):
    """The matrix whose rows are compared."""
    X = to_matrix(table(size)).X
    return X if side == "users" else X.T.tocsr()


def sample(S) -> np.ndarray:
    """Some hundred thousand fixed off-diagonal cells of a matrix of similarities."""
    n = S.shape[0]
    u, v = np.random.default_rng(0).integers(0, n, (2, 200_000))
    return np.asarray(S)[u[u != v], v[u != v]]


def per_row(S) -> np.ndarray:
    """Sum of the kept similarities of each row, which knows no order of equal ones."""
    return np.asarray(S.sum(axis=1)).ravel()


# -- zero-filled cosine, all pairs, and the nearest of each ----------------------------


def all_utils(size, side):
    X = rows(size, side)
    return lambda: cosine(X, co_rated=False), sample


def all_sklearn(size, side):
    from sklearn.metrics.pairwise import cosine_similarity

    X = rows(size, side)
    return lambda: cosine_similarity(X), sample


def nearest_utils(size, side):
    X = rows(size, side)
    return lambda: cosine(X, co_rated=False, n_neighbors=KEPT), per_row


def nearest_implicit(size, side):
    from implicit.nearest_neighbours import CosineRecommender

    X = sparse.csr_matrix(rows(size, side).T)  # it compares columns, itself included

    def fit():
        model = CosineRecommender(K=KEPT + 1)
        model.fit(X, show_progress=False)
        return model.similarity

    def others(S):
        # Where more than KEPT are just like it, it may be missing from its own row.
        itself = np.asarray(S.diagonal())
        least = np.minimum.reduceat(S.data, S.indptr[:-1])
        full = np.diff(S.indptr) == KEPT + 1
        return per_row(S) - np.where((itself == 0) & full, least, itself)

    return fit, others


def nearest_sklearn(size, side):
    from sklearn.neighbors import NearestNeighbors

    X = rows(size, side)

    def fit():
        model = NearestNeighbors(n_neighbors=KEPT, metric="cosine").fit(X)
        return 1 - model.kneighbors()[0]  # without itself

    return fit, per_row


# -- co-rated similarities -------------------------------------------------------------


def co_rated_utils(size, side, name):
    X = rows(size, side)
    return {"cosine": lambda: cosine(X), "pearson": lambda: pearson(X)}[name], sample


def surprise_train(ratings):
    from surprise import Dataset, Reader

    columns = ratings.sort_values(["user", "movie"])[["user", "movie", "rating"]]
    data = Dataset.load_from_df(columns, Reader(rating_scale=(0.5, 5)))
    return data.build_full_trainset()


def surprise_model(name, side, n_neighbors=NEIGHBOURS):
    from surprise import KNNWithMeans

    options = {"name": name, "user_based": side == "users"}
    return KNNWithMeans(k=n_neighbors, sim_options=options, verbose=False)


def co_rated_surprise(size, side, name):
    train = surprise_train(table(size))
    ids = np.sort(table(size)[side[:-1]].unique())
    inner = [
        (train.to_inner_uid if side == "users" else train.to_inner_iid)(i) for i in ids
    ]

    def reordered(model):
        n = len(inner)
        u, v = np.random.default_rng(0).integers(0, n, (2, 200_000))
        inner_ = np.array(inner)
        return model.sim[inner_[u[u != v]], inner_[v[u != v]]]

    return lambda: surprise_model(name, side).fit(train), reordered


def alone_utils(size, side, name):
    X = rows(size, side)
    of = {
        "jaccard": lambda: jaccard(X),
        "adjusted": lambda: adjusted_cosine(X.T.tocsr()),
    }
    return of[name], sample


# -- predictions -----------------------------------------------------------------------


def means_utils(size, side):
    _, (X, *_), cells, _ = parts(size)

    def run():
        if side == "users":
            return predict_user_user(X, pearson(X), NEIGHBOURS, cells=cells)
        return predict_item_item(X, pearson(X.T.tocsr()), NEIGHBOURS, cells=cells)

    baseline = (user_means if side == "users" else movie_means)(X)
    means = baseline.mu + baseline[1][cells[0]] + baseline[2][cells[1]]
    return run, lambda p: np.where(np.isnan(p), means, p)


def means_surprise(size, side):
    train, (_, user_ids, movie_ids), cells, _ = parts(size)
    trainset = surprise_train(train)
    users = [trainset.to_inner_uid(i) for i in user_ids[cells[0]]]
    movies = [trainset.to_inner_iid(i) for i in movie_ids[cells[1]]]

    def run():
        model = surprise_model("pearson", side).fit(trainset)
        found = (model.estimate(u, i) for u, i in zip(users, movies))
        return np.array([e[0] if isinstance(e, tuple) else e for e in found])

    return run, np.asarray


def centred_utils(size, side):
    _, (X, *_), cells, _ = parts(size)

    def run():
        if side == "users":
            S = cosine(residuals(X, user_means(X)), co_rated=False)
            return predict_user_user(X, S, NEIGHBOURS, cells=cells)
        S = cosine(residuals(X, movie_means(X)).T.tocsr(), co_rated=False)
        return predict_item_item(X, S, NEIGHBOURS, cells=cells)

    return run, np.asarray


def centred_lenskit(size, side):
    from lenskit.data import ItemList, RecQuery, from_interactions_df
    from lenskit.knn import ItemKNNScorer, UserKNNScorer

    train, (_, user_ids, movie_ids), (users, movies), _ = parts(size)
    columns = {"user": "user_id", "movie": "item_id"}
    data = from_interactions_df(train.rename(columns=columns).drop(columns="timestamp"))
    scorer = UserKNNScorer if side == "users" else ItemKNNScorer
    wanted = pd.Series(movie_ids[movies]).groupby(user_ids[users]).indices
    items = {
        user: ItemList(item_ids=movie_ids[movies[w]]) for user, w in wanted.items()
    }

    def run():
        model = scorer(max_nbrs=NEIGHBOURS)
        model.train(data)
        out = np.empty(len(users))
        for user, places in wanted.items():
            query = RecQuery(user_id=user, history_items=data.user_row(user))
            out[places] = model(query, items[user]).scores()
        return out

    return run, np.asarray


# (title, [(library, maker, its other arguments)]); the first is the one compared with
TASKS = [
    (
        "cosine, unknown as 0, all pairs",
        [("utils", all_utils, ()), ("scikit-learn", all_sklearn, ())],
    ),
    (
        f"cosine, unknown as 0, {KEPT} nearest",
        [
            ("utils", nearest_utils, ()),
            ("implicit", nearest_implicit, ()),
            ("scikit-learn", nearest_sklearn, ()),
        ],
    ),
    (
        "cosine, co-rated",
        [
            ("utils", co_rated_utils, ("cosine",)),
            ("Surprise", co_rated_surprise, ("cosine",)),
        ],
    ),
    (
        "Pearson",
        [
            ("utils", co_rated_utils, ("pearson",)),
            ("Surprise", co_rated_surprise, ("pearson",)),
        ],
    ),
    ("Jaccard", [("utils", alone_utils, ("jaccard",))]),
    ("adjusted cosine", [("utils", alone_utils, ("adjusted",))]),
    (
        "predictions, Pearson, means",
        [("utils", means_utils, ()), ("Surprise", means_surprise, ())],
    ),
    (
        "predictions, centred cosine",
        [("utils", centred_utils, ()), ("LensKit", centred_lenskit, ())],
    ),
]


def peak_mib() -> float:
    """Most memory this process ever had, in MiB; NaN where it can't be asked."""
    try:
        import resource
    except ImportError:  # Windows
        return float("nan")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def compile_loops() -> None:
    """Have the loops of utils compiled, or read, before anything is timed."""
    X = sparse.csr_array(np.eye(2))
    cosine(X, n_neighbors=1)
    predict_user_user(X, cosine(X), cells=(np.array([0]), np.array([0])))


def measure(make, size: str, side: str, more: tuple) -> dict:
    """Time one contender; runs in a process of its own."""
    warnings.simplefilter("ignore")
    compile_loops()
    run, digest = make(size, side, *more)
    before, times, cpu = peak_mib(), [], []
    while not times or (times[0] < SHORT and len(times) < 3):
        result = None  # let go of the last one first
        start, start_cpu = time.perf_counter(), time.process_time()
        result = run()
        times.append(time.perf_counter() - start)
        cpu.append(time.process_time() - start_cpu)
    more_memory = peak_mib() - before
    values = digest(result)
    predicts = make.__name__.startswith(("means", "centred"))
    error = float(rmse(parts(size)[3], values)) if predicts else float("nan")
    found = {"s": min(times), "cpu": min(cpu), "MiB": more_memory}
    return {**found, "RMSE": error, "values": values}


def compare(size: str, side: str, title: str, contenders: list, missing: set) -> list:
    """One result from all contenders: lines of the table."""
    lines, ours = [], None
    for library, make, more in contenders:
        if library in missing:
            continue
        found = common.alone(measure, make, size, side, more)
        ours = ours or found
        # Some give NaN where others give nothing at all: compare what both know.
        off = found["values"] - ours["values"]
        lines.append(
            {
                "ratings": size,
                "compared": side,
                "result": title,
                "library": library,
                "seconds": found["s"],
                "times ours": found["s"] / ours["s"],
                "CPU seconds": found["cpu"],
                "times our CPU": found["cpu"] / ours["cpu"],
                "MiB more": found["MiB"],
                "RMSE": found["RMSE"],
                "difference": np.sqrt(np.nanmean(off**2)),
            }
        )
        print(pd.DataFrame(lines[-1:]).to_string(header=False, index=False), flush=True)
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sizes", nargs="+", default=["small", "1m"])
    parser.add_argument("--only", default="", help="results whose title has this word")
    arguments = parser.parse_args()
    missing, lines = common.say_what_runs(MODULES), []
    for size in arguments.sizes:
        for title, contenders in TASKS:
            if arguments.only.lower() not in title.lower():
                continue
            for side in ("users", "movies"):
                if "adjusted" in title and side == "users":
                    continue  # it compares movies by its nature
                lines += compare(size, side, title, contenders, missing)
    print()
    shown = (
        pd.DataFrame(lines)
        .round({"seconds": 3, "times ours": 2, "CPU seconds": 3, "times our CPU": 2})
        .round({"MiB more": 0, "RMSE": 4, "difference": 8})
    )
    print(shown.to_string(index=False))


if __name__ == "__main__":
    main()
