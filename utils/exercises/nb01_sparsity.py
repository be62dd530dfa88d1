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
)


@density.wrong("you counted the values that are not 0, but a stored 0 is known")
def _(X):
    return X.count_nonzero() / (X.shape[0] * X.shape[1])


@density.wrong("you returned the share of the unknown cells (the sparsity)")
def _(X):
    return 1 - X.nnz / (X.shape[0] * X.shape[1])


@density.wrong("you returned per cent, not a share between 0 and 1")
def _(X):
    return 100 * X.nnz / (X.shape[0] * X.shape[1])


@density.wrong("you divided by the number of movies: these are ratings per movie")
def _(X):
    return X.nnz / X.shape[1]


@density.wrong("you added the stars; count the cells")
def _(X):
    return X.sum() / (X.shape[0] * X.shape[1])


@density.wrong("you divided by the number of users: these are ratings per user")
def _(X):
    return X.nnz / X.shape[0]


@density.wrong(
    "you get 1 for every matrix: X.size of a sparse matrix counts its "
    "stored cells, and toarray() turns holes into zeros, which are not NaN"
)
def _(X):
    return X.nnz / X.size


@density.wrong(
    "X.size of a sparse matrix counts its stored cells, not all; and a "
    "stored 0 is known"
)
def _(X):
    return (X != 0).sum() / X.size


@density.wrong("you divided by rows plus columns; all cells are rows times columns")
def _(X):
    return X.nnz / sum(X.shape)


@density.wrong("you divided by the unknown cells; divide by all")
def _(X):
    cells = X.shape[0] * X.shape[1]
    return X.nnz / (cells - X.nnz)


@density.wrong("you counted the movies that anybody rated; count the known cells")
def _(X):
    return len(set(X.indices.tolist())) / (X.shape[0] * X.shape[1])


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
)


@positions.wrong("you swapped the two: first the distinct ids, then the positions")
def _(ids):
    return np.unique(ids, return_inverse=True)[::-1]


@positions.wrong("you took id - 1 for the position, but ids have gaps")
def _(ids):
    return np.unique(ids), np.asarray(ids) - 1


@positions.wrong("you numbered the ids as they first occur, but they must be sorted")
def _(ids):
    return pd.factorize(np.asarray(ids))[::-1]


@positions.wrong(
    "you returned where each distinct id first occurs (return_index), not "
    "the position of each id"
)
def _(ids):
    return np.unique(ids, return_index=True)


@positions.wrong("you returned the ids themselves as positions")
def _(ids):
    return np.unique(ids), np.asarray(ids)


@positions.wrong(
    "argsort gives the order that would sort the ids; wanted is where each id stands "
    "among the distinct ones"
)
def _(ids):
    return np.unique(ids), np.argsort(ids)


@positions.wrong("you numbered the given ids one after the other")
def _(ids):
    return np.unique(ids), np.arange(len(ids))


@positions.wrong("an id that comes twice is twice among your distinct ids")
def _(ids):
    return np.sort(ids), np.searchsorted(np.sort(ids), ids)


@positions.wrong(
    "you looked up where each id first stands in the given list; wanted is where it "
    "stands among the distinct ones"
)
def _(ids):
    return np.unique(ids), np.array([ids.index(one) for one in ids])


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
)


@memory.wrong("you left out where each row starts")
def _(n_users, n_movies, n_ratings):
    return 8 * n_users * n_movies, 12 * n_ratings


@memory.wrong("you counted one row start a user; the end of the last row is one more")
def _(n_users, n_movies, n_ratings):
    return 8 * n_users * n_movies, 12 * n_ratings + 4 * n_users


@memory.wrong(
    "you stored the row of each rating (this is the COO format); CSR has "
    "only the start of each row"
)
def _(n_users, n_movies, n_ratings):
    return 8 * n_users * n_movies, 16 * n_ratings


@memory.wrong("you gave the positions 8 bytes each; here they take 4")
def _(n_users, n_movies, n_ratings):
    return 8 * n_users * n_movies, 16 * n_ratings + 8 * (n_users + 1)


@memory.wrong("you returned gigabytes; bytes are wanted")
def _(n_users, n_movies, n_ratings):
    sparse = 12 * n_ratings + 4 * (n_users + 1)
    return 8 * n_users * n_movies / 1e9, sparse / 1e9


@memory.wrong("you gave the stars 4 bytes each; float64 takes 8")
def _(n_users, n_movies, n_ratings):
    return 4 * n_users * n_movies, 8 * n_ratings + 4 * (n_users + 1)


@memory.wrong("you counted 8 bytes for the column of a rating; here it takes 4")
def _(n_users, n_movies, n_ratings):
    return 8 * n_users * n_movies, 16 * n_ratings + 4 * (n_users + 1)


@memory.wrong("you stored a start for each movie; CSR has one for each row, a user")
def _(n_users, n_movies, n_ratings):
    return 8 * n_users * n_movies, 12 * n_ratings + 4 * (n_movies + 1)


@memory.wrong("you counted the cells of the dense matrix; each of them takes 8 bytes")
def _(n_users, n_movies, n_ratings):
    return n_users * n_movies, 12 * n_ratings + 4 * (n_users + 1)


@memory.wrong("the one start more takes 4 bytes, too: 4 * (n_users + 1)")
def _(n_users, n_movies, n_ratings):
    return 8 * n_users * n_movies, 12 * n_ratings + 4 * n_users + 1


@memory.wrong("a dense matrix has a number in every cell, not for each rating only")
def _(n_users, n_movies, n_ratings):
    return 8 * n_ratings, 12 * n_ratings + 4 * (n_users + 1)


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
)


@head.wrong("you took the first movies as they stand")
def _(counts, fraction):
    return _head(counts, _rounded_up(counts, fraction))


@head.wrong("you took the movies with the fewest ratings")
def _(counts, fraction):
    return _head(np.sort(counts), _rounded_up(counts, fraction))


@head.wrong(
    "you rounded the number of movies in the head down; of a few movies "
    "that leaves none"
)
def _(counts, fraction):
    return _head(-np.sort(-counts), int(fraction * len(counts)))


@head.wrong("you returned the ratings of the head, not their share of all")
def _(counts, fraction):
    return (-np.sort(-counts))[: _rounded_up(counts, fraction)].sum()


@head.wrong("you divided by the number of movies; divide by all ratings")
def _(counts, fraction):
    head = (-np.sort(-counts))[: _rounded_up(counts, fraction)]
    return head.sum() / len(counts)


@head.wrong("you rounded the number of movies in the head; round it up")
def _(counts, fraction):
    return _head(-np.sort(-counts), round(fraction * len(counts)))


@head.wrong("you rounded the number of movies in the head, with one at least: round up")
def _(counts, fraction):
    return _head(-np.sort(-counts), max(1, round(fraction * len(counts))))


@head.wrong("you rounded down and added 1: one too many where it is a whole number")
def _(counts, fraction):
    return _head(-np.sort(-counts), int(fraction * len(counts)) + 1)


@head.wrong(
    "you took all movies above a quantile: with equal counts these are more than the "
    "head has"
)
def _(counts, fraction):
    return counts[counts >= np.quantile(counts, 1 - fraction)].sum() / counts.sum()


@head.wrong(
    "you took movies until they held this fraction of the ratings; take this fraction "
    "of the movies"
)
def _(counts, fraction):
    held = np.cumsum(-np.sort(-counts))
    return (np.argmax(held >= fraction * counts.sum()) + 1) / len(counts)


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
)


@co_rated.wrong("you multiplied the stars; only whether a cell is known may count")
def _(X):
    return X @ X.T


@co_rated.wrong("you took X != 0 for what is known, which loses stored zeros")
def _(X):
    return (X != 0).astype(float) @ (X != 0).astype(float).T


@co_rated.wrong(
    "you multiplied truth values of X != 0: True plus True is True, and "
    "stored zeros are lost; put the number 1 into each stored cell"
)
def _(X):
    return ((X != 0) @ (X != 0).T).astype(float)


@co_rated.wrong("you counted the users of every pair of movies")
def _(X):
    return known_cells(X).T @ known_cells(X)


@co_rated.wrong(
    "you multiplied truth values, and True plus True is True: count with numbers"
)
def _(X):
    return (known_cells(X) @ known_cells(X).T).astype(bool).astype(float)


@co_rated.wrong("you counted the movies that either of the two rated; both have to")
def _(X):
    B, n = known_cells(X), np.diff(X.indptr)
    return n[:, None] + n - (B @ B.T).toarray()
