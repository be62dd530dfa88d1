"""Exercise 7.2, one user's half-step."""

from functools import partial

import numpy as np

from utils.exercises.exercise import exercise
from utils.exercises.nb07 import no_identity, players, preference, vector


def _user(V, counts, reg_param, weights, right=None) -> np.ndarray:
    """A half-step with other weights, or another right side, than it should have."""
    right = weights * preference(counts) if right is None else right
    return vector(0, V, weights, right, reg_param * (counts > 0).sum())


user = exercise(
    "7.2",
    "one user's half-step",
    cases=players,
    hints="""
        It is the ridge regression of notebook 04, with a weight for each movie.
        Confidence c and preference p have an entry for every movie. The weighted
          sum of the outer products is V.T @ (c[:, None] * V).
        A = V.T @ (c[:, None] * V) + reg_param * n * np.eye(rank) with
          n = (counts > 0).sum(); then np.linalg.solve(A, V.T @ (c * p)).
    """,
    given=lambda V, counts, alpha, reg_param: (
        partial(_user, V, counts, reg_param),
        counts,
        preference(counts),
        1 + alpha * counts,
        alpha,
    ),
    wrong={  # of n plays, preference p and confidence c
        "you summed over the played movies alone, as for stars; here the others say"
        " something, too": (lambda solve, n, p, c, alpha: solve(c * p)),
        "you gave the unplayed movies the confidence of one play; theirs is 1": (
            lambda solve, n, p, c, alpha: solve(1 + alpha * np.where(n > 0, n, 1))
        ),
        "the right side is without the confidence: it is V.T @ (C p)": (
            lambda solve, n, p, c, alpha: solve(c, p)
        ),
        "the 1 is missing in the confidence 1 + alpha * counts": (
            lambda solve, n, p, c, alpha: solve(alpha * n)
        ),
        "you aimed at the counts; aim at the preference, which is 0 or 1": (
            lambda solve, n, p, c, alpha: solve(c, c * n)
        ),
        "the left side is without the confidence: it is V.T @ C @ V": (
            lambda solve, n, p, c, alpha: solve(np.ones(len(n)), c * p)
        ),
        "the confidence is squared: multiply V with it on one side only": (
            lambda solve, n, p, c, alpha: solve(c**2, c * p)
        ),
        "the 1 is missing on the right side: it is V.T @ (C p)": (
            lambda solve, n, p, c, alpha: solve(c, alpha * n)
        ),
        "the confidence grows with the counts, not with the preference": (
            lambda solve, n, p, c, alpha: solve(1 + alpha * p)
        ),
        "you forgot alpha, which says how much an event counts": (
            lambda solve, n, p, c, alpha: solve(1 + n)
        ),
    },
)


@user.wrong("λ stands alone; multiply it by the number of movies that were played")
def _(V, counts, alpha, reg_param):
    confidence = 1 + alpha * counts
    return vector(0, V, confidence, confidence * preference(counts), reg_param)


@user.wrong("you multiplied λ by the number of all movies; only those played count")
def _(V, counts, alpha, reg_param):
    right, ridge = (1 + alpha * counts) * preference(counts), reg_param * len(counts)
    return vector(0, V, 1 + alpha * counts, right, ridge)


@user.wrong("λ has to stand on the diagonal alone: the identity matrix is missing")
def _(V, counts, alpha, reg_param):
    confidence, played = 1 + alpha * counts, preference(counts)
    ridge = reg_param * played.sum()
    return no_identity(0, V, confidence, confidence * played, ridge)
