"""Exercises of notebook 01."""

import numpy as np
import pandas as pd

from utils.exercises.compare import known_cells, small_matrix
from utils.exercises.engine import exercise

MATRICES = [
    (small_matrix([[4, None, 2], [None, None, 5]]),),
    (small_matrix([[1, None, None, None], [None, None, 3, None]]),),
    (small_matrix([[0, None], [None, 0], [1, -1]]),),  # a centred row has zeros
    (small_matrix([[2, None, 0, None], [None, None, 3, 0], [1, 5, None, None]]),),
    (small_matrix([[None, None], [3, None], [None, None], [4, 2]]),),  # empty rows
    (small_matrix([[1, 2, None], [None, None, None], [None, 5, 3]]),),
]

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


positions = exercise(
    "1.2",
    "ids to positions and back",
    cases=[
        ([10, 7, 10],),
        ([3, 999, 20, 3],),
        ([1],),
        ([2, 1, 5, 5],),
        ([40, 30, 10, 20, 30],),
    ],
    hints="""
        The way back is indexing: distinct[positions] must give the ids again.
        np.unique sorts and drops the doubles. Its options give more.
        np.unique(ids, return_inverse=True) returns exactly this pair.
    """,
    wrong={
        "you swapped the two: first the distinct ids, then the positions": (
            lambda ids: np.unique(ids, return_inverse=True)[::-1]
        ),
        "you took id - 1 for the position, but ids have gaps": (
            lambda ids: (np.unique(ids), np.asarray(ids) - 1)
        ),
        "you numbered the ids as they first occur, but they must be sorted": (
            lambda ids: pd.factorize(np.asarray(ids))[::-1]
        ),
        "you returned where each distinct id first occurs (return_index), not the "
        "position of each id": (lambda ids: np.unique(ids, return_index=True)),
        "you returned the ids themselves as positions": (
            lambda ids: (np.unique(ids), np.asarray(ids))
        ),
        "argsort gives the order that would sort the ids; wanted is where each id "
        "stands among the distinct ones": (
            lambda ids: (np.unique(ids), np.argsort(ids))
        ),
        "you numbered the given ids one after the other": (
            lambda ids: (np.unique(ids), np.arange(len(ids)))
        ),
        "an id that comes twice is twice among your distinct ids": (
            lambda ids: (np.sort(ids), np.searchsorted(np.sort(ids), ids))
        ),
        "you looked up where each id first stands in the given list; wanted is "
        "where it stands among the distinct ones": (
            lambda ids: (np.unique(ids), np.array([ids.index(one) for one in ids]))
        ),
    },
)


@positions.wrong("you sorted the ids as text, in which 10 comes before 2")
def _(ids):
    distinct, position = np.unique([str(one) for one in ids], return_inverse=True)
    return distinct.astype(int), position


memory = exercise(
    "1.3",
    "bytes of dense and of CSR",
    cases=[(1, 1, 1), (2, 3, 3), (671, 9066, 100_004), (1000, 10, 9000)],
    hints="""
        Dense: how many cells are there, and how many bytes has each?
        CSR holds three arrays: values and columns, one entry a rating each, and
          where each row starts.
        Values take 8 bytes each, columns 4, and the n_users + 1 starts 4 each.
    """,
    wrong={  # of n users, m movies and r ratings
        "you left out where each row starts": lambda n, m, r: (8 * n * m, 12 * r),
        "you counted one row start a user; the end of the last row is one more": (
            lambda n, m, r: (8 * n * m, 12 * r + 4 * n)
        ),
        "you stored the row of each rating (this is the COO format); CSR has only "
        "the start of each row": (lambda n, m, r: (8 * n * m, 16 * r)),
        "you gave the positions 8 bytes each; here they take 4": (
            lambda n, m, r: (8 * n * m, 16 * r + 8 * (n + 1))
        ),
        "you returned gigabytes; bytes are wanted": (
            lambda n, m, r: (
                8 * n * m / 1000000000.0,
                (12 * r + 4 * (n + 1)) / 1000000000.0,
            )
        ),
        "you gave the stars 4 bytes each; float64 takes 8": (
            lambda n, m, r: (4 * n * m, 8 * r + 4 * (n + 1))
        ),
        "you counted 8 bytes for the column of a rating; here it takes 4": (
            lambda n, m, r: (8 * n * m, 16 * r + 4 * (n + 1))
        ),
        "you stored a start for each movie; CSR has one for each row, a user": (
            lambda n, m, r: (8 * n * m, 12 * r + 4 * (m + 1))
        ),
        "you counted the cells of the dense matrix; each of them takes 8 bytes": (
            lambda n, m, r: (n * m, 12 * r + 4 * (n + 1))
        ),
        "the one start more takes 4 bytes, too: 4 * (n_users + 1)": (
            lambda n, m, r: (8 * n * m, 12 * r + 4 * n + 1)
        ),
        "a dense matrix has a number in every cell, not for each rating only": (
            lambda n, m, r: (8 * r, 12 * r + 4 * (n + 1))
        ),
    },
)


def _head(counts, size):
    return counts[:size].sum() / counts.sum()


def _rounded_up(counts, fraction):
    return int(np.ceil(fraction * len(counts)))


head = exercise(
    "1.4",
    "share of the head",
    cases=[
        (np.array([1, 5, 2, 2]), 0.25),
        (np.array([3, 1, 1, 1, 4, 2]), 0.5),
        (np.array([1, 1, 6]), 0.1),
        (np.arange(1, 21), 0.12),
        (np.arange(1, 21), 0.13),
        (np.array([2, 2, 2, 1]), 0.25),  # a tie at the border
        (np.array([1, 3, 3, 9, 3, 4]), 0.4),  # and another one
    ],
    hints="""
        Sort the counts, the largest first.
        The head has np.ceil(fraction * len(counts)) movies.
        Share: the sum of the head's counts divided by the sum of all counts.
          np.sort(counts)[::-1] is sorted from large to small.
    """,
    wrong={
        "you took the first movies as they stand": (
            lambda counts, fraction: _head(counts, _rounded_up(counts, fraction))
        ),
        "you took the movies with the fewest ratings": (
            lambda counts, fraction: _head(
                np.sort(counts), _rounded_up(counts, fraction)
            )
        ),
        "you rounded the number of movies in the head down; of a few movies that "
        "leaves none": (
            lambda counts, fraction: _head(
                -np.sort(-counts), int(fraction * len(counts))
            )
        ),
        "you returned the ratings of the head, not their share of all": (
            lambda counts, fraction: (-np.sort(-counts))[
                : _rounded_up(counts, fraction)
            ].sum()
        ),
        "you divided by the number of movies; divide by all ratings": (
            lambda counts, fraction: (
                (-np.sort(-counts))[: _rounded_up(counts, fraction)].sum() / len(counts)
            )
        ),
        "you rounded the number of movies in the head; round it up": (
            lambda counts, fraction: _head(
                -np.sort(-counts), round(fraction * len(counts))
            )
        ),
        "you rounded the number of movies in the head, with one at least: round up": (
            lambda counts, fraction: _head(
                -np.sort(-counts), max(1, round(fraction * len(counts)))
            )
        ),
        "you rounded down and added 1: one too many where it is a whole number": (
            lambda counts, fraction: _head(
                -np.sort(-counts), int(fraction * len(counts)) + 1
            )
        ),
        "you took all movies above a quantile: with equal counts these are more "
        "than the head has": (
            lambda counts, fraction: (
                counts[counts >= np.quantile(counts, 1 - fraction)].sum() / counts.sum()
            )
        ),
        "you took movies until they held this fraction of the ratings; take this "
        "fraction of the movies": (
            lambda counts, fraction: (
                (np.argmax(np.cumsum(-np.sort(-counts)) >= fraction * counts.sum()) + 1)
                / len(counts)
            )
        ),
    },
)


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
