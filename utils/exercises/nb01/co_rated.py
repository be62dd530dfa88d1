"""Exercise 1.5, co-rated movies of every pair of users."""

import numpy as np

from utils.exercises.exercise import exercise
from utils.exercises.nb01 import MATRICES
from utils.exercises.toys import known_cells, small_matrix

co_rated = exercise(
    "1.5",
    "co-rated movies of every pair of users",
    cases=[(small_matrix([[4, None, 2], [5, 1, None], [3, 3, 3]]),), *MATRICES],
    hints="""
        Put 1 in place of every stored value. What is then a row times a row?
        All dot products of the rows of B at once are B @ B.T.
        The mask is sparse.csr_array((np.ones(X.nnz), X.indices, X.indptr),
          shape=X.shape); X != 0 would lose stored zeros.
    """,
    extra=True,
    wrong={
        "you multiplied the stars; only whether a cell is known may count": (
            lambda X: X @ X.T
        ),
        "you took X != 0 for what is known, which loses stored zeros": (
            lambda X: (X != 0).astype(float) @ (X != 0).astype(float).T
        ),
        "you multiplied truth values of X != 0: True plus True is True, and stored "
        "zeros are lost; put the number 1 into each stored cell": (
            lambda X: ((X != 0) @ (X != 0).T).astype(float)
        ),
        "you counted the users of every pair of movies": (
            lambda X: known_cells(X).T @ known_cells(X)
        ),
        "you multiplied truth values, and True plus True is True: count with numbers": (
            lambda X: (known_cells(X) @ known_cells(X).T).astype(bool).astype(float)
        ),
        "you counted the movies that either of the two rated; both have to": (
            lambda X: (
                np.diff(X.indptr)[:, None]
                + np.diff(X.indptr)
                - (known_cells(X) @ known_cells(X).T).toarray()
            )
        ),
    },
)
