"""Exercise 4.2, reconstruction error."""

import numpy as np

from utils.exercises.exercise import exercise
from utils.exercises.nb04 import SWEPT, WIDE, U, V
from utils.exercises.toys import small_matrix

FIRST = small_matrix([[4, None, 2], [None, 1, None]])


ZEROS = small_matrix([[0, 1, None], [None, 0, -1], [3, None, 2]])  # known ones


def _errors(X, U, V):
    """X, its stars, and by how much each of them is missed."""
    cells = X.tocoo()
    return X, cells.data, cells.data - (U @ V.T)[cells.row, cells.col]


def _rmse(errors):
    return float(np.sqrt(np.mean(errors**2)))


error = exercise(
    "4.2",
    "reconstruction error",
    cases=[
        (FIRST, U[:2], V[:3]),
        (ZEROS, U[1:], V[2:]),
        (FIRST, np.array([[2.0], [1]]), np.array([[1.0], [0.5], [2]])),
        (SWEPT, WIDE[:4] / 3, WIDE[2:] * 1.7),
        (SWEPT, WIDE[1:] / 7, WIDE[1:4]),
    ],
    hints="""
        Only the known cells count. `X.tocoo()` has their row, col and data.
        `(U @ V.T)[row, col]` picks the predictions of the known cells.
        The square root of the mean of the squared differences.
    """,
    given=_errors,
    wrong={
        "the square root is missing, so this is in stars²": (
            lambda X, stars, errors: float(np.mean(errors**2))
        ),
        "this is the mean absolute error; square, then take the root": (
            lambda X, stars, errors: float(np.mean(np.abs(errors)))
        ),
        "you left out known cells that hold 0; what is stored is known": (
            lambda X, stars, errors: _rmse(errors[stars != 0])
        ),
        "you divided by all cells; divide by how many are known": (
            lambda X, stars, errors: float(np.sqrt(errors @ errors / np.prod(X.shape)))
        ),
        "you took the mean of the errors as they are: plus and minus cancel out": (
            lambda X, stars, errors: float(np.mean(errors))
        ),
        "you divided after the root; the mean comes before it": (
            lambda X, stars, errors: float(np.sqrt((errors**2).sum()) / X.nnz)
        ),
        "you added the squares up; take their mean": (
            lambda X, stars, errors: float(np.sqrt((errors**2).sum()))
        ),
        "you rounded the predictions to half stars; compare them as they are": (
            lambda X, stars, errors: _rmse(stars - np.round(2 * (stars - errors)) / 2)
        ),
        "you cut the predictions to the scale; compare them as they are": (
            lambda X, stars, errors: _rmse(stars - np.clip(stars - errors, 0.5, 5))
        ),
        "this is the standard deviation of the errors: their mean is taken off": (
            lambda X, stars, errors: float(np.std(errors))
        ),
        "this is the sum of the squares; take their mean, and then its root": (
            lambda X, stars, errors: float((errors**2).sum())
        ),
    },
)


@error.wrong("your error runs over all cells, and takes each hole for 0 stars")
def _(X, U, V):
    return _rmse(X.toarray() - U @ V.T)


@error.wrong("you took an error for each user, and the mean of these; take all cells")
def _(X, U, V):
    rows = np.split(_errors(X, U, V)[2], X.indptr[1:-1])
    return float(np.mean([_rmse(row) for row in rows if len(row)]))
