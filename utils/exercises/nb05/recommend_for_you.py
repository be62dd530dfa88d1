"""Exercise 5.5, your recommendations from Spark's factors."""

import numpy as np

from utils.als import fold_in
from utils.exercises.exercise import exercise
from utils.recommend import top_k


def _small_models() -> list[tuple]:
    few = np.array([[1.0, 0.2], [0.9, 0.1], [0.2, 1.1], [0.1, 0.6], [1.6, 0.9]])
    more = [[-0.6, 0.2], [0.0, 1.6], [0.3, -0.8], [1.8, 0.9], [-0.6, -0.7], [0.4, -0.7]]
    large = np.random.default_rng(0).normal(size=(40, 4))
    return [
        (few, np.array([0, 2]), np.array([5.0, 1.0]), 0.3, 2),
        (np.array(more), np.array([0, 1, 2]), np.array([4.0, 4.0, 3.0]), 0.2, 2),
        (large, np.arange(0, 40, 5), np.arange(1.5, 5.5, 0.5), 0.02, 5),
        (large[:9] - 1, np.array([3, 1, 4]), np.array([5.0, 2.0, 4.5]), 0.4, 4),
    ]


yours = exercise(
    "5.5",
    "your recommendations from Spark's factors",
    cases=_small_models,
    hints="""
        Two steps: a vector for the user, then the best scores among the unseen.
        The vector is fold_in(V, positions, stars, reg_param).
        The scores of all movies are V @ user; top_k(scores, positions, k) leaves
          out what was rated.
    """,
    given=lambda V, positions, stars, reg_param, k: (
        V @ fold_in(V, positions, stars, reg_param),
        positions,
        k,
    ),
    wrong={
        "you recommended movies that were seen": (
            lambda scores, positions, k: top_k(scores, [], k)
        ),
        "you put the lowest scores first": (
            lambda scores, positions, k: top_k(-scores, positions, k)
        ),
        "you counted positions among the unseen; count among all movies": (
            lambda scores, positions, k: np.argsort(-np.delete(scores, positions))[:k]
        ),
        "you cut to k before you dropped the seen, so the list is too short": (
            lambda scores, positions, k: top_k(scores, [], k)[
                ~np.isin(top_k(scores, [], k), positions)
            ]
        ),
        "you returned the scores; the positions of the movies are wanted": (
            lambda scores, positions, k: scores[top_k(scores, positions, k)]
        ),
    },
)


@yours.wrong("you did not multiply λ by the number of ratings, as Spark does")
def _(V, positions, stars, reg_param, k):
    user = fold_in(V, positions, stars, reg_param / len(positions))
    return top_k(V @ user, positions, k)


@yours.wrong("you multiplied λ by the number of ratings; fold_in does that already")
def _(V, positions, stars, reg_param, k):
    user = fold_in(V, positions, stars, reg_param * len(positions))
    return top_k(V @ user, positions, k)


@yours.wrong("you averaged the vectors of the rated movies; solve the half-step")
def _(V, positions, stars, reg_param, k):
    user = np.average(V[positions], axis=0, weights=stars)
    return top_k(V @ user, positions, k)


@yours.wrong("you gave the seen a score of 0, which passes those below 0: drop them")
def _(V, positions, stars, reg_param, k):
    scores = V @ fold_in(V, positions, stars, reg_param)
    scores[positions] = 0
    return np.argsort(-scores, kind="stable")[:k]


@yours.wrong("you returned your vector; it still has to meet each movie's")
def _(V, positions, stars, reg_param, k):
    return fold_in(V, positions, stars, reg_param)
