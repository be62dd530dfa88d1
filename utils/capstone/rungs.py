"""Rungs of the ladder, ready to use: from a training part to a score for every cell.

Each function takes a `RatingMatrix` and a setting or two, and returns scores of the
shape (n_users, n_movies), or (n_movies,) where all users get the same. Notebook 06
writes them out; `best_lists` makes lists of them.
"""

from collections.abc import Callable

import numpy as np

from utils.als import als, als_implicit
from utils.baselines import (
    baseline_at,
    damped_means,
    popularity,
    random_scores,
    residuals,
)
from utils.ease import ease_scores
from utils.knn import predict_user_user
from utils.ladder import likes
from utils.matrix import RatingMatrix
from utils.similarity import cosine


def by_means(train: RatingMatrix, damping: float) -> np.ndarray:
    """Damped means, in stars: no learning beyond counting."""
    return baseline_at(damped_means(train.X, damping))


def by_users(train: RatingMatrix, n_neighbors: int) -> np.ndarray:
    """User-user, in stars: neighbours in what the means leave over."""
    baseline = damped_means(train.X)
    S = cosine(residuals(train.X, baseline), shrinkage=100)
    return predict_user_user(train.X, S, n_neighbors, baseline)


def by_items(train: RatingMatrix, damping: float) -> np.ndarray:
    """Item-item, in stars: the 200 nearest movies, in what the means leave over."""
    baseline = damped_means(train.X)
    R = residuals(train.X, baseline)
    S = cosine(R.T.tocsr(), False, 100, 200)
    weight = (S @ likes(train.X, stars=0).T.toarray()).T  # Σ s
    return baseline_at(baseline) + (S @ R.T.toarray()).T / (weight + damping)


def by_als(train: RatingMatrix, rank: int, reg_param: float) -> np.ndarray:
    """ALS for stars, of this package: `utils.als`."""
    U, V = als(train.X, rank, reg_param)
    return U @ V.T


def by_bias_and_als(train: RatingMatrix, rank: int, reg_param: float) -> np.ndarray:
    """Damped means, and ALS for what they leave over, in stars."""
    baseline = damped_means(train.X)
    U, V = als(residuals(train.X, baseline), rank, reg_param)
    return baseline_at(baseline) + U @ V.T


def by_users_likes(train: RatingMatrix, n_neighbors: int) -> np.ndarray:
    """User-user from likes: how much those like you like it."""
    Y = likes(train.X)
    return cosine(Y, False, n_neighbors=n_neighbors) @ Y.toarray()


def by_items_likes(train: RatingMatrix, n_neighbors: int) -> np.ndarray:
    """Item-item from likes: how much of what you like is like it."""
    Y = likes(train.X)
    return (cosine(Y.T.tocsr(), False, n_neighbors=n_neighbors) @ Y.T.toarray()).T


def by_implicit_als(
    train: RatingMatrix, rank: int, reg_param: float, alpha: float
) -> np.ndarray:
    """ALS for implicit feedback, from likes."""
    U, V = als_implicit(likes(train.X), rank, reg_param, alpha)
    return U @ V.T


def by_ease(train: RatingMatrix, reg_param: float) -> np.ndarray:
    """EASE from likes: see `utils.ease`."""
    return ease_scores(likes(train.X), reg_param)


# Name in notebook 06 -> how, with the settings picked there on an inner split.
RUNGS: dict[str, Callable[[RatingMatrix], np.ndarray]] = {
    "random": lambda train: random_scores(train.X.shape),
    "popularity": lambda train: popularity(train.X),
    "damped means": lambda train: by_means(train, 5),
    "user-user": lambda train: by_users(train, 40),
    "item-item": lambda train: by_items(train, 0.1),
    "ALS for stars": lambda train: by_als(train, 10, 0.2),
    "bias + ALS": lambda train: by_bias_and_als(train, 20, 0.2),
    "user-user, likes": lambda train: by_users_likes(train, 50),
    "item-item, likes": lambda train: by_items_likes(train, 200),
    "implicit ALS, likes": lambda train: by_implicit_als(train, 32, 0.03, 1.0),
    "EASE, likes": lambda train: by_ease(train, 100),
}
