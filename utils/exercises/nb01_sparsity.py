"""Cases, misconceptions and hints of notebook 01."""

import numpy as np
import pandas as pd
from scipy import sparse

from utils.exercises.engine import Exercise, Misconception


def small_matrix(rows: list[list]) -> sparse.csr_array:
    """A sparse matrix of small rows with None for unknown; 0 is stored."""
    known = [
        (stars, u, i)
        for u, row in enumerate(rows)
        for i, stars in enumerate(row)
        if stars is not None
    ]
    stars, u, i = zip(*known)
    shape = (len(rows), len(rows[0]))
    return sparse.coo_array((np.array(stars, float), (u, i)), shape=shape).tocsr()


def known_cells(X: sparse.csr_array) -> sparse.csr_array:
    """The same cells with 1 in each: the mask of what is known."""
    return sparse.csr_array((np.ones_like(X.data), X.indices, X.indptr), shape=X.shape)


def _matrices() -> list[tuple]:
    return [
        (small_matrix([[4, None, 2], [None, None, 5]]),),
        (small_matrix([[1, None, None, None], [None, None, 3, None]]),),
        (small_matrix([[0, None], [None, 0], [1, -1]]),),  # a centred row has zeros
    ]


# 1.2


def _ids() -> list[tuple]:
    return [([10, 7, 10],), ([3, 999, 20, 3],), ([1],), ([2, 1, 5, 5],)]


def minus_one(ids):
    return np.unique(ids), np.asarray(ids) - 1


def by_first_sight(ids):
    positions, distinct = pd.factorize(np.asarray(ids))
    return distinct, positions


def order_of_first(ids):
    return np.unique(ids, return_index=True)


# 1.3


def no_row_starts(n_users, n_movies, n_ratings):
    return 8 * n_users * n_movies, 12 * n_ratings


def one_start_short(n_users, n_movies, n_ratings):
    return 8 * n_users * n_movies, 12 * n_ratings + 4 * n_users


def row_of_each_rating(n_users, n_movies, n_ratings):
    return 8 * n_users * n_movies, 16 * n_ratings


def wide_positions(n_users, n_movies, n_ratings):
    return 8 * n_users * n_movies, 16 * n_ratings + 8 * (n_users + 1)


def four_byte_stars(n_users, n_movies, n_ratings):
    return 4 * n_users * n_movies, 8 * n_ratings + 4 * (n_users + 1)


# 1.4


def _counts() -> list[tuple]:
    return [
        (np.array([1, 5, 2, 2]), 0.25),
        (np.array([3, 1, 1, 1, 4, 2]), 0.5),
        (np.array([1, 1, 6]), 0.1),
        (np.arange(1, 21), 0.12),
        (np.arange(1, 21), 0.13),
        (np.array([2, 2, 2, 1]), 0.25),  # a tie at the border
    ]


def _head(counts, size):
    return counts[:size].sum() / counts.sum()


def _rounded_up(counts, fraction):
    return int(np.ceil(fraction * len(counts)))


def not_sorted(counts, fraction):
    return _head(counts, _rounded_up(counts, fraction))


def least_rated(counts, fraction):
    return _head(np.sort(counts), _rounded_up(counts, fraction))


def rounded_down(counts, fraction):
    return _head(-np.sort(-counts), int(fraction * len(counts)))


def ratings_not_share(counts, fraction):
    return (-np.sort(-counts))[: _rounded_up(counts, fraction)].sum()


EXERCISES = [
    Exercise(
        id="1.1",
        title="density",
        cases=_matrices,
        misconceptions=[
            Misconception(
                lambda X: X.count_nonzero() / (X.shape[0] * X.shape[1]),
                "you counted the values that are not 0, but a stored 0 is known",
            ),
            Misconception(
                lambda X: 1 - X.nnz / (X.shape[0] * X.shape[1]),
                "you returned the share of the unknown cells (the sparsity)",
            ),
            Misconception(
                lambda X: 100 * X.nnz / (X.shape[0] * X.shape[1]),
                "you returned per cent, not a share between 0 and 1",
            ),
            Misconception(
                lambda X: X.nnz / X.shape[1],
                "you divided by the number of movies: these are ratings per movie",
            ),
            Misconception(
                lambda X: X.sum() / (X.shape[0] * X.shape[1]),
                "you added the stars; count the cells",
            ),
            Misconception(
                lambda X: X.nnz / X.shape[0],
                "you divided by the number of users: these are ratings per user",
            ),
            Misconception(
                lambda X: X.nnz / X.size,
                "you get 1 for every matrix: X.size of a sparse matrix counts its "
                "stored cells, and toarray() turns holes into zeros, which are not NaN",
            ),
            Misconception(
                lambda X: (X != 0).sum() / X.size,
                "X.size of a sparse matrix counts its stored cells, not all; and a "
                "stored 0 is known",
            ),
        ],
        hints=[
            "Density is known cells divided by all cells.",
            "All cells are rows times columns; X.shape has both.",
            "X.nnz is the number of stored cells, whatever their value.",
        ],
    ),
    Exercise(
        id="1.2",
        title="ids to positions and back",
        cases=_ids,
        misconceptions=[
            Misconception(
                lambda ids: np.unique(ids, return_inverse=True)[::-1],
                "you swapped the two: first the distinct ids, then the positions",
            ),
            Misconception(
                minus_one,
                "you took id - 1 for the position, but ids have gaps",
            ),
            Misconception(
                by_first_sight,
                "you numbered the ids as they first occur, but they must be sorted",
            ),
            Misconception(
                order_of_first,
                "you returned where each distinct id first occurs (return_index), not "
                "the position of each id",
            ),
            Misconception(
                lambda ids: (np.unique(ids), np.asarray(ids)),
                "you returned the ids themselves as positions",
            ),
        ],
        hints=[
            "The way back is indexing: distinct[positions] must give the ids again.",
            "np.unique sorts and drops the doubles. Its options give more.",
            "np.unique(ids, return_inverse=True) returns exactly this pair.",
        ],
    ),
    Exercise(
        id="1.3",
        title="bytes of dense and of CSR",
        cases=lambda: [(1, 1, 1), (2, 3, 3), (671, 9066, 100_004), (1000, 10, 9000)],
        misconceptions=[
            Misconception(no_row_starts, "you left out where each row starts"),
            Misconception(
                one_start_short,
                "you counted one row start a user; the end of the last row is one more",
            ),
            Misconception(
                row_of_each_rating,
                "you stored the row of each rating (this is the COO format); CSR has "
                "only the start of each row",
            ),
            Misconception(
                wide_positions,
                "you gave the positions 8 bytes each; here they take 4",
            ),
            Misconception(
                lambda n_users, n_movies, n_ratings: (
                    8 * n_users * n_movies / 1e9,
                    (12 * n_ratings + 4 * (n_users + 1)) / 1e9,
                ),
                "you returned gigabytes; bytes are wanted",
            ),
            Misconception(
                four_byte_stars, "you gave the stars 4 bytes each; float64 takes 8"
            ),
        ],
        hints=[
            "Dense: how many cells are there, and how many bytes has each?",
            "CSR holds three arrays: values and columns, one entry a rating each, and "
            "where each row starts.",
            "Values take 8 bytes each, columns 4, and the n_users + 1 starts 4 each.",
        ],
    ),
    Exercise(
        id="1.4",
        title="share of the head",
        cases=_counts,
        misconceptions=[
            Misconception(not_sorted, "you took the first movies as they stand"),
            Misconception(least_rated, "you took the movies with the fewest ratings"),
            Misconception(
                rounded_down,
                "you rounded the number of movies in the head down; of a few movies "
                "that leaves none",
            ),
            Misconception(
                ratings_not_share,
                "you returned the ratings of the head, not their share of all",
            ),
        ],
        hints=[
            "Sort the counts, the largest first.",
            "The head has np.ceil(fraction * len(counts)) movies.",
            "Share: the sum of the head's counts divided by the sum of all counts. "
            "np.sort(counts)[::-1] is sorted from large to small.",
        ],
    ),
    Exercise(
        id="1.5",
        title="co-rated movies of every pair of users",
        extra=True,
        cases=lambda: [
            (small_matrix([[4, None, 2], [5, 1, None], [3, 3, 3]]),),
            *_matrices(),
        ],
        misconceptions=[
            Misconception(
                lambda X: X @ X.T,
                "you multiplied the stars; only whether a cell is known may count",
            ),
            Misconception(
                lambda X: (X != 0).astype(float) @ (X != 0).astype(float).T,
                "you took X != 0 for what is known, which loses stored zeros",
            ),
            Misconception(
                lambda X: ((X != 0) @ (X != 0).T).astype(float),
                "you multiplied truth values of X != 0: True plus True is True, and "
                "stored zeros are lost; put the number 1 into each stored cell",
            ),
            Misconception(
                lambda X: known_cells(X).T @ known_cells(X),
                "you counted the users of every pair of movies",
            ),
            Misconception(
                lambda X: (
                    (known_cells(X) @ known_cells(X).T).astype(bool).astype(float)
                ),
                "you multiplied truth values, and True plus True is True: count with "
                "numbers",
            ),
        ],
        hints=[
            "Put 1 in place of every stored value. What is then a row times a row?",
            "All dot products of the rows of B at once are B @ B.T.",
            "The mask is sparse.csr_array((np.ones(X.nnz), X.indices, X.indptr), "
            "shape=X.shape); X != 0 would lose stored zeros.",
        ],
    ),
]
