"""Exercise 3.2, adjusted cosine."""

import numpy as np
from scipy import sparse

from utils.exercises.exercise import exercise
from utils.exercises.toys import small_matrix

FIRST = small_matrix([[5, 4, 3], [2, 4, None], [None, 1, 5], [4, None, 2]])


SECOND = [[5, 3, 1, None], [4, None, 2, 5], [1, 5, None, 3], [2, 2, 4, 1]]


def _stars(X: sparse.csr_array) -> np.ndarray:
    """Dense stars with NaN for unknown."""
    dense = np.full(X.shape, np.nan)
    cells = X.tocoo()
    dense[cells.row, cells.col] = cells.data
    return dense


def _means(dense: np.ndarray) -> np.ndarray:
    return np.nanmean(dense, axis=1, keepdims=True)  # (n_users, 1)


def _centred(dense: np.ndarray) -> np.ndarray:
    return dense - _means(dense)


def _cosine(x: np.ndarray, y: np.ndarray) -> float:
    length = np.sqrt((x @ x) * (y @ y))
    return float(x @ y / length) if length else 0.0


def _co_rated(dense: np.ndarray, i: int, j: int) -> np.ndarray:
    return dense[~np.isnan(dense[:, i] + dense[:, j])][:, [i, j]].T


adjusted = exercise(
    "3.2",
    "adjusted cosine",
    cases=[
        (FIRST, 0, 1),
        *((small_matrix(SECOND), i, j) for i, j in [(0, 2), (1, 3)]),
        (small_matrix([[3, None, 4], [None, 2, 1]]), 0, 1),
        (small_matrix([[0, -1, 1, None], [2, 0, None, -2], [-1, 0, 1, 4]]), 0, 1),
        (small_matrix([[3, 2, 4], [2, 1, 3], [None, 5, 1]]), 0, 1),  # all 0 of one
        (small_matrix([[5, 2, 2], [None, 3, 1], [1, None, 4]]), 0, 1),  # one rated both
        (small_matrix([[4, 5, 1, 1], [None, 3, 1, 2]]), 0, 1),
        (small_matrix([[4, 4, None], [None, 1, 2], [2, 2, 2]]), 0, 1),  # of both
    ],
    hints="""
        A user's mean is over all that they rated, not over these two movies.
        Keep the users who rated both; take each one's own mean off both stars; then
          it is the cosine of 2.3.
        Row u has the stars X.data[X.indptr[u]:X.indptr[u + 1]] in the columns
          X.indices[X.indptr[u]:X.indptr[u + 1]].
    """,
    given=lambda X, i, j: (_stars(X), i, j),
    wrong={
        "you did not take off the means: this is the plain cosine": (
            lambda dense, i, j: _cosine(*_co_rated(dense, i, j))
        ),
        "you took off the mean of each movie; it is the user's mean that is harsh "
        "or generous": (
            lambda dense, i, j: _cosine(
                *_co_rated(dense - np.nanmean(dense, axis=0), i, j)
            )
        ),
        "you let users into the lengths who rated only one of the two movies": (
            lambda dense, i, j: _cosine(*np.nan_to_num(_centred(dense))[:, [i, j]].T)
        ),
        "you took the mean off the unknown cells as well: silence became dislike": (
            lambda dense, i, j: _cosine(
                *(np.nan_to_num(dense) - _means(dense))[:, [i, j]].T
            )
        ),
        "you took off the mean of the two stars; take that of all of the user's": (
            lambda dense, i, j: _cosine(
                *_co_rated(dense, i, j) - _co_rated(dense, i, j).mean(axis=0)
            )
        ),
        "you took off the mean of all ratings; take each user's own": (
            lambda dense, i, j: _cosine(*_co_rated(dense - np.nanmean(dense), i, j))
        ),
        "you did not divide by the lengths": (
            lambda dense, i, j: float(np.dot(*_co_rated(_centred(dense), i, j)))
        ),
        "you compared two users; i and j are columns, movies": (
            lambda dense, i, j: _cosine(*_co_rated(_centred(dense).T, i, j))
        ),
    },
)


@adjusted.wrong("you counted unknown cells as zeros in the users' means")
def _(X, i, j):
    dense, means = _stars(X), X.toarray().mean(axis=1, keepdims=True)
    return _cosine(*_co_rated(dense - means, i, j))


@adjusted.wrong("you took X != 0 for what is known, which loses stored zeros")
def _(X, i, j):
    dense = np.where(X.toarray() != 0, X.toarray(), np.nan)
    return _cosine(*_co_rated(_centred(dense), i, j))


@adjusted.wrong(
    "you took off the mean of each movie (this is Pearson's measure); take off the "
    "mean of each user"
)
def _(X, i, j):
    x, y = _co_rated(_stars(X), i, j)
    return _cosine(x - x.mean(), y - y.mean()) if len(x) else 0.0


@adjusted.wrong(
    "you left out users with a deviation of 0, but they rated both: their star is known"
)
def _(X, i, j):
    x, y = _co_rated(_centred(_stars(X)), i, j)
    kept = (x != 0) & (y != 0)
    return _cosine(x[kept], y[kept])


@adjusted.wrong("where all deviations are 0 there is NaN in place of 0")
def _(X, i, j):
    x, y = _co_rated(_centred(_stars(X)), i, j)
    return float(x @ y / np.sqrt((x @ x) * (y @ y))) if len(x) else 0.0
