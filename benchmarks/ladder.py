"""The ladder of notebook 06 beside other libraries: errors in stars, and lists of ten.

    python benchmarks/ladder.py                  # a few minutes
    python benchmarks/ladder.py --only implicit  # contenders whose name has this word

Everybody gets the same: the last fifth of each user's ratings is the test part. The
settings of each contender are picked on the last fifth of what remains, those that
predict stars by RMSE and the others by nDCG@10; then it is fitted once more on all of
the training part, and judged on the test part, once. "seconds" are those of that fit
and of scoring every cell, one run with one thread of BLAS each; the libraries' own
threads are theirs. A setting that stands alone is the library's default or a named
choice.

Other libraries are optional: common.py says how to install them.
"""

import argparse
import time
import warnings

import common
import numpy as np
import pandas as pd
from scipy import sparse

from utils.baselines import popularity
from utils.capstone import rungs
from utils.data import load_ratings
from utils.ladder import (
    best_lists,
    liked_movies,
    likes,
    list_quality,
    ndcg_of_users,
)
from utils.matrix import RatingMatrix, to_matrix, to_ratings
from utils.metrics import rmse
from utils.splits import cells_of, last_split

MODULES = {"implicit": "implicit", "LensKit": "lenskit", "Surprise": "surprise"}


# -- Surprise --------------------------------------------------------------------------


def surprise_fit(train, model):
    from surprise import Dataset, Reader

    table = to_ratings(train)
    data = Dataset.load_from_df(table, Reader(rating_scale=(0.5, 5)))
    trainset = data.build_full_trainset()
    users = [trainset.to_inner_uid(u) for u in train.user_ids]
    movies = [trainset.to_inner_iid(i) for i in train.movie_ids]
    return model.fit(trainset), np.array(users), np.array(movies)


def surprise_svd(train, n_epochs, reg_all):
    from surprise import SVD

    model = SVD(n_factors=100, n_epochs=n_epochs, reg_all=reg_all, random_state=0)
    model, users, movies = surprise_fit(train, model)
    bias = model.bu[users][:, None] + model.bi[movies]
    return model.trainset.global_mean + bias + model.pu[users] @ model.qi[movies].T


def surprise_knn(train, n_neighbors, cells):
    """Of the wanted cells only: every cell would be five million calls."""
    from surprise import KNNBaseline

    options = {"name": "pearson_baseline", "user_based": False}
    model = KNNBaseline(k=n_neighbors, sim_options=options, verbose=False)
    model, users, movies = surprise_fit(train, model)
    found = (model.estimate(users[u], movies[i]) for u, i in zip(*cells))
    X_hat = np.full(train.X.shape, np.nan)
    X_hat[cells] = [e[0] if isinstance(e, tuple) else e for e in found]
    return X_hat


# -- LensKit ---------------------------------------------------------------------------


def lenskit_scores(train, scorer):
    from lenskit.data import ItemList, RecQuery, from_interactions_df

    columns = {"user": "user_id", "movie": "item_id"}
    data = from_interactions_df(to_ratings(train).rename(columns=columns))
    scorer.train(data)
    items, out = ItemList(item_ids=train.movie_ids), np.full(train.X.shape, np.nan)
    known = set(data.users.ids().tolist())
    for u, user in enumerate(train.user_ids):
        if user in known:
            query = RecQuery(user_id=user, history_items=data.user_row(user))
            out[u] = scorer(query, items).scores()
    return out


def lenskit_mf(train, rank, reg_param):
    from lenskit.als import BiasedMFScorer

    scorer = BiasedMFScorer(embedding_size=rank, regularization=reg_param)
    return lenskit_scores(train, scorer)


def lenskit_knn(train, n_neighbors):
    from lenskit.knn import ItemKNNScorer

    of_likes = RatingMatrix(likes(train.X), *train[1:])
    scorer = ItemKNNScorer(max_nbrs=n_neighbors, feedback="implicit")
    return lenskit_scores(of_likes, scorer)


# -- implicit --------------------------------------------------------------------------


def implicit_library_als(train, rank, reg_param, alpha):
    from implicit.cpu.als import AlternatingLeastSquares

    model = AlternatingLeastSquares(
        factors=rank, regularization=reg_param, alpha=alpha, random_state=0
    )
    model.fit(sparse.csr_matrix(likes(train.X)), show_progress=False)
    return model.user_factors @ model.item_factors.T


def implicit_cosine(train, n_neighbors):
    from implicit.nearest_neighbours import CosineRecommender

    Y = sparse.csr_matrix(likes(train.X))
    model = CosineRecommender(K=n_neighbors)
    model.fit(Y, show_progress=False)
    return (Y @ model.similarity).toarray()


# (library, name, scores, predicts stars?, settings to pick from)
CONTENDERS = [
    ("utils", "popularity", lambda train: popularity(train.X), False, [()]),
    ("utils", "damped means", rungs.by_means, True, [(2,), (5,), (10,)]),
    ("utils", "user-user", rungs.by_users, True, [(20,), (40,), (80,)]),
    ("utils", "item-item", rungs.by_items, True, [(0.02,), (0.1,), (0.5,)]),
    ("utils", "ALS for stars", rungs.by_als, True,
     [(10, 0.1), (10, 0.15), (10, 0.2)]),
    ("utils", "bias + ALS", rungs.by_bias_and_als, True,
     [(20, 0.15), (20, 0.2), (20, 0.25)]),
    ("utils", "user-user, likes", rungs.by_users_likes, False,
     [(20,), (50,), (100,)]),
    ("utils", "item-item, likes", rungs.by_items_likes, False,
     [(20,), (50,), (100,), (200,)]),
    ("utils", "implicit ALS, likes", rungs.by_implicit_als, False,
     [(16, 0.03, 1), (32, 0.03, 1), (32, 0.1, 1), (32, 0.03, 5), (64, 0.1, 1),
      (64, 0.3, 1), (128, 0.3, 1)]),
    ("utils", "EASE, likes", rungs.by_ease, False, [(30,), (100,), (300,)]),
    ("Surprise", "SVD", surprise_svd, True,
     [(20, 0.02), (20, 0.1), (50, 0.1), (100, 0.1), (200, 0.1)]),
    ("Surprise", "KNNBaseline, items", surprise_knn, True, [(40,)]),
    ("LensKit", "BiasedMF", lenskit_mf, True, [(10, 0.1), (20, 0.2), (20, 0.3)]),
    ("LensKit", "ItemKNN, likes", lenskit_knn, False, [(20,), (50,), (100,), (200,)]),
    ("implicit", "ALS, likes", implicit_library_als, False,
     [(32, 0.01, 1), (32, 5.0, 1), (32, 1.0, 5), (64, 5.0, 1), (64, 10.0, 1),
      (128, 10.0, 1), (128, 20.0, 1)]),
    ("implicit", "cosine, likes", implicit_cosine, False, [(20,), (50,), (100,)]),
]  # fmt: skip


class Parts:
    """One split: the train matrix, and what judges it."""

    def __init__(self, ratings: pd.DataFrame):
        self.train_table, test = last_split(ratings)
        self.train = to_matrix(self.train_table)
        self.liked = {u: m for u, m in liked_movies(test).items() if m}
        users, movies = cells_of(test, self.train)
        self.at = users[movies >= 0], movies[movies >= 0]
        self.actual = test["rating"].to_numpy()[movies >= 0]


def scored(make, setting: tuple, parts: Parts) -> np.ndarray:
    more = (parts.at,) if make is surprise_knn else ()
    return make(parts.train, *setting, *more)


def error_of(scores: np.ndarray, parts: Parts) -> tuple[float, int]:
    """RMSE over what was predicted, and how many cells that is."""
    score = rmse(parts.actual, np.clip(scores[parts.at], 0.5, 5))
    return float(score), len(parts.actual) - score.left_out


def worth(make, setting: tuple, in_stars: bool, inner: Parts) -> float:
    """How good a setting is on the inner split; more is better."""
    scores = scored(make, setting, inner)
    if in_stars:
        return -error_of(scores, inner)[0]
    return ndcg_of_users(best_lists(scores, inner.train), inner.liked).mean()


def judge(contender: tuple, inner: Parts, outer: Parts) -> dict:
    """Pick, fit, and judge once: a line of the table."""
    library, name, make, in_stars, settings = contender
    best = settings[0]
    if len(settings) > 1:
        best = max(settings, key=lambda s: worth(make, s, in_stars, inner))
    start = time.perf_counter()
    scores = scored(make, best, outer)
    line = {"library": library, "method": name, "setting": ", ".join(map(str, best))}
    line["seconds"] = time.perf_counter() - start
    if in_stars:
        line["RMSE"], line["predicted"] = error_of(scores, outer)
    if make is not surprise_knn:
        lists = best_lists(scores, outer.train)
        line |= list_quality(lists, outer.liked, outer.train)
    return line


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument(
        "--only", default="", help="methods or libraries with this word"
    )
    word = parser.parse_args().only.lower()
    warnings.simplefilter("ignore")
    missing, lines = common.say_what_runs(MODULES), []
    outer = Parts(load_ratings())
    inner = Parts(outer.train_table)
    for contender in CONTENDERS:
        if contender[0] in missing or word not in " ".join(contender[:2]).lower():
            continue
        lines.append(judge(contender, inner, outer))
        print(f"{contender[0]}, {contender[1]}", flush=True)
    table = pd.DataFrame(lines)
    first = ["library", "method", "setting", "seconds", "RMSE", "predicted"]
    table = table.reindex(columns=[*first, *(c for c in table if c not in first)])
    predicted = table["predicted"].astype("Int64").astype(object)
    table["predicted"] = predicted.where(predicted.notna(), "")
    numbers = table.columns.difference([*first[:3], "predicted"])
    table[numbers] = table[numbers].astype(float).round(3)
    print("\n" + table.to_string(index=False, na_rep=""))


if __name__ == "__main__":
    main()
