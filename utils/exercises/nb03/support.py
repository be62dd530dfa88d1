"""Exercise 3.1, co-ratings and support."""

import numpy as np
from scipy import sparse

from utils.exercises.exercise import exercise
from utils.exercises.toys import known_cells, small_matrix


def _no_diagonal(counts) -> np.ndarray:
    counts = np.asarray(counts.todense() if sparse.issparse(counts) else counts)
    return counts - np.diag(np.diag(counts))


support = exercise(
    "3.1",
    "co-ratings and support",
    cases=[
        (small_matrix([[4, None, 2], [5, 1, None], [3, 3, 3]]),),
        (small_matrix([[1, 2, None, None], [2, None, None, 5]]),),
        (small_matrix([[0, 1], [0, None], [None, 3]]),),  # a centred row has zeros
        (small_matrix([[2, 0, 1, None], [None, 0, 3, 4], [5, 0, None, 1]]),),
    ],
    hints="""
        It is exercise 1.5 on columns: a 1 in each known cell, and one product.
        With B for the mask, the users of each pair of movies are B.T @ B.
        np.fill_diagonal(counts, 0) takes out each movie with itself.
    """,
    wrong={
        "you kept the diagonal: a movie would be its own best neighbour": (
            lambda X: (known_cells(X).T @ known_cells(X)).toarray()
        ),
        "you counted movies for pairs of users; turn it around": (
            lambda X: _no_diagonal(known_cells(X) @ known_cells(X).T)
        ),
        "you multiplied the stars; only who rated may count": (
            lambda X: _no_diagonal(X.T @ X)
        ),
        "you took X != 0 for what is known, which loses stored zeros": (
            lambda X: _no_diagonal((X != 0).astype(float).T @ (X != 0).astype(float))
        ),
    },
)


@support.wrong("you counted the users who rated either of the two; both are wanted")
def _(X):
    n = np.asarray(known_cells(X).sum(axis=0)).ravel()
    both = (known_cells(X).T @ known_cells(X)).toarray()
    return _no_diagonal(n[:, None] + n - both)
