"""Exercise 1.1, density."""

from utils.exercises.exercise import exercise
from utils.exercises.nb01 import MATRICES

density = exercise(
    "1.1",
    "density",
    cases=MATRICES,
    hints="""
        Density is known cells divided by all cells.
        All cells are rows times columns; X.shape has both.
        X.nnz is the number of stored cells, whatever their value.
    """,
    given=lambda X: (X, X.shape[0] * X.shape[1]),
    wrong={
        "you counted the values that are not 0, but a stored 0 is known": (
            lambda X, cells: X.count_nonzero() / cells
        ),
        "you returned the share of the unknown cells (the sparsity)": (
            lambda X, cells: 1 - X.nnz / cells
        ),
        "you returned per cent, not a share between 0 and 1": (
            lambda X, cells: 100 * X.nnz / cells
        ),
        "you divided by the number of movies: these are ratings per movie": (
            lambda X, cells: X.nnz / X.shape[1]
        ),
        "you added the stars; count the cells": lambda X, cells: X.sum() / cells,
        "you divided by the number of users: these are ratings per user": (
            lambda X, cells: X.nnz / X.shape[0]
        ),
        "you get 1 for every matrix: X.size of a sparse matrix counts its stored "
        "cells, and toarray() turns holes into zeros, which are not NaN": (
            lambda X, cells: X.nnz / X.size
        ),
        "X.size of a sparse matrix counts its stored cells, not all; and a stored 0"
        " is known": (lambda X, cells: (X != 0).sum() / X.size),
        "you divided by rows plus columns; all cells are rows times columns": (
            lambda X, cells: X.nnz / sum(X.shape)
        ),
        "you divided by the unknown cells; divide by all": (
            lambda X, cells: X.nnz / (cells - X.nnz)
        ),
        "you counted the movies that anybody rated; count the known cells": (
            lambda X, cells: len(set(X.indices.tolist())) / cells
        ),
    },
)
