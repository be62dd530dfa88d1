"""Exercises of notebook 08."""

from functools import partial

import numpy as np

from utils.exercises.engine import exercise


def _csr(n_users, n_ratings, number, position=4, extra=1):
    return n_ratings * (number + position) + position * (n_users + extra)


def _vectors(n_users, n_movies, rank, number):
    return number * n_users * rank, number * n_movies * rank


memory = exercise(
    "8.1",
    "memory of X, U and V",
    cases=[
        (2, 5, 3, 2, 8),
        (3, 4, 10, 3, 4),
        (1_000, 500, 20_000, 10, 8),
        (200_948, 87_585, 32_000_204, 64, 4),
    ],
    hints="""
        U and V are dense: rows times rank, times the bytes of a number.
        X in CSR has three arrays: values, columns, row starts. Only the values are
          as wide as number; the others take 4 bytes each.
        X: n_ratings * number + n_ratings * 4 + 4 * (n_users + 1).
    """,
    wrong={  # of n users, m movies and r ratings, b bytes a number
        "you stored every cell of X; CSR stores the known ones only": (
            lambda n, m, r, rank, b: (b * n * m, *_vectors(n, m, rank, b))
        ),
        "U and V are exchanged: U has a row for each user, V for each movie": (
            lambda n, m, r, rank, b: (_csr(n, r, b), *_vectors(m, n, rank, b))
        ),
        "a vector is rank numbers long, and you counted one": (
            lambda n, m, r, rank, b: (_csr(n, r, b), *_vectors(n, m, 1, b))
        ),
        "X has its values only; CSR also stores the column of each rating, and "
        "where each row starts": (
            lambda n, m, r, rank, b: (r * b, *_vectors(n, m, rank, b))
        ),
        "the row starts of X are missing: one for each user, and the last end": (
            lambda n, m, r, rank, b: (r * (b + 4), *_vectors(n, m, rank, b))
        ),
        "X has one row start too few: where the last row ends is stored, too": (
            lambda n, m, r, rank, b: (_csr(n, r, b, extra=0), *_vectors(n, m, rank, b))
        ),
        "a position in X takes 4 bytes, however wide the numbers are": (
            lambda n, m, r, rank, b: (
                _csr(n, r, b, position=b),
                *_vectors(n, m, rank, b),
            )
        ),
        "you counted 8 bytes a number; number says how many it is": (
            lambda n, m, r, rank, b: (_csr(n, r, 8), *_vectors(n, m, rank, 8))
        ),
        "you counted the numbers in U and V; each takes `number` bytes": (
            lambda n, m, r, rank, b: (_csr(n, r, b), *_vectors(n, m, rank, 1))
        ),
        "you stored a start for each movie; CSR has one for each row, a user": (
            lambda n, m, r, rank, b: (_csr(m, r, b), *_vectors(n, m, rank, b))
        ),
        "you stored the row of each rating (this is COO); CSR has row starts": (
            lambda n, m, r, rank, b: (r * (b + 8), *_vectors(n, m, rank, b))
        ),
        "you added the three up; return them one by one": (
            lambda n, m, r, rank, b: _csr(n, r, b) + sum(_vectors(n, m, rank, b))
        ),
        "you counted 8 bytes for the column of a rating; here it takes 4": (
            lambda n, m, r, rank, b: (
                r * (b + 8) + 4 * (n + 1),
                *_vectors(n, m, rank, b),
            )
        ),
        "the column of each rating takes 4 bytes, however wide the numbers are": (
            lambda n, m, r, rank, b: (2 * r * b + 4 * (n + 1), *_vectors(n, m, rank, b))
        ),
        "you counted 8 bytes a number in U and V; number says how many it is": (
            lambda n, m, r, rank, b: (_csr(n, r, b), *_vectors(n, m, rank, 8))
        ),
        "you counted 8 bytes a number in X; number says how many it is": (
            lambda n, m, r, rank, b: (_csr(n, r, 8), *_vectors(n, m, rank, b))
        ),
    },
)


exponent = exercise(
    "8.2",
    "the exponent of a curve",
    cases=[
        (np.array([1.0, 10, 100]), np.array([2.0, 20, 200])),
        (np.array([1.0, 2, 4, 8]), np.array([3.0, 12, 48, 192])),
        (np.array([1e5, 1e6, 2e6, 2.5e7]), np.array([0.4, 0.9, 2.5, 21.0])),
        (np.array([10.0, 50, 400, 900, 1000]), np.array([0.2, 3.0, 5.0, 70, 40])),
    ],
    hints="""
        Take logarithms of seconds = c · sizes^e. What is the slope of this line?
        np.polyfit(x, y, 1) fits a line, and returns its slope and its start.
        np.polyfit(np.log(sizes), np.log(seconds), 1)[0]
    """,
    given=lambda sizes, seconds: (np.log(sizes), np.log(seconds)),
    wrong={
        "you fitted sizes against seconds; turn it around": (
            lambda x, y: float(np.polyfit(y, x, 1)[0])
        ),
        "you joined the first point to the last; all points should have a say, by "
        "least squares": (lambda x, y: float((y[-1] - y[0]) / (x[-1] - x[0]))),
        "that is where the line begins; np.polyfit gives the slope first": (
            lambda x, y: float(np.polyfit(x, y, 1)[1])
        ),
        "you averaged the slopes between neighbours, so that a short step counts as"
        " much as a long one; fit one line to all points": (
            lambda x, y: float(np.mean(np.diff(y) / np.diff(x)))
        ),
        "you fitted a curve of degree 2; fit a line, of degree 1": (
            lambda x, y: float(np.polyfit(x, y, 2)[0])
        ),
        "this is the correlation: how straight the line is, not how steep": (
            lambda x, y: float(np.corrcoef(x, y)[0, 1])
        ),
        "you raised e to the slope; the slope itself is the exponent": (
            lambda x, y: float(np.exp(np.polyfit(x, y, 1)[0]))
        ),
        "your line goes through the origin; let it begin where it fits": (
            lambda x, y: float(x @ y / (x @ x))
        ),
        "you divided logarithm by logarithm; without c that is no slope": (
            lambda x, y: float(np.mean(y / x))
        ),
    },
)


@exponent.wrong(
    "that is the slope without logarithms, in seconds a rating; the "
    "exponent is the slope on two log axes"
)
def _(sizes, seconds):
    return float(np.polyfit(sizes, seconds, 1)[0])


@exponent.wrong("you took the logarithm of the seconds only; the sizes need it, too")
def _(sizes, seconds):
    return float(np.polyfit(sizes, np.log(seconds), 1)[0])


def _requests() -> list[tuple]:
    rng = np.random.default_rng(8)
    few = (
        np.array([[1.0, 0], [0, 1], [1, 1], [2, 1], [1, 3]]),
        np.array([[1.0, 0], [0, 2], [3, 0.5], [0.4, 0.3]]),
        np.array([4, 0, 2]),
        2,
        64,
    )
    U, V = rng.normal(size=(40, 3)), rng.normal(size=(10, 3))
    wanted = rng.permutation(40)[:17]
    return [
        few,
        (U, V, wanted, 3, 400),
        (U, V, wanted[:5], 4, 10),
        (U, V, wanted[::-1], 2, 8 * len(V) * 3 + 79),  # nearly four rows
        # So long that no partition, however it is made, leaves the lists sorted.
        (U[:4], rng.normal(size=(2_000, 3)), np.array([2, 0]), 400, 16_000),
    ]


def _rows(V, limit, each=8) -> int:
    return max(1, limit // (each * len(V)))


def _lists(U, V, k, users, rows) -> tuple[np.ndarray, int]:
    """What is asked for, for these users in this order, so many in a block."""
    order = np.argsort(-(U[users] @ V.T), axis=1, kind="stable")
    return order[:, :k], -(-len(users) // rows)


blocks = exercise(
    "8.3",
    "the cheapest way to recommend to 1,000 users",
    cases=_requests,
    hints="""
        One row of scores takes 8 * len(V) bytes. How many rows fit into limit?
        for first in range(0, len(wanted), rows): take wanted[first : first + rows];
          a slice may be shorter at the end.
        scores = U[part] @ V.T; np.argsort(-scores, axis=1)[:, :k]; collect the
          lists and put them together with np.concatenate.
    """,
    given=lambda U, V, wanted, k, limit: (
        partial(_lists, U, V, k),
        V,
        wanted,
        _rows(V, limit),
        limit,
    ),
    wrong={
        "the last users are missing: the last block may be smaller than others": (
            lambda lists, V, wanted, rows, limit: lists(
                wanted[: len(wanted) // rows * rows], rows
            )
        ),
        "you took the limit for a number of scores; it is in bytes, and a score "
        "takes 8 of them": (
            lambda lists, V, wanted, rows, limit: lists(wanted, _rows(V, limit, each=1))
        ),
        "you counted 4 bytes for a score; a float64 takes 8": (
            lambda lists, V, wanted, rows, limit: lists(wanted, _rows(V, limit, each=4))
        ),
        "you took one user at a time; take as many as the limit allows, since each "
        "block has its own overhead": (
            lambda lists, V, wanted, rows, limit: lists(wanted, 1)
        ),
        "the best k are there, but the best one must stand first": (
            lambda lists, V, wanted, rows, limit: (
                lists(wanted, rows)[0][:, ::-1],
                lists(wanted, rows)[1],
            )
        ),
        "you took the first users, and not those in wanted": (
            lambda lists, V, wanted, rows, limit: lists(np.arange(len(wanted)), rows)
        ),
        "you rounded up how many users fit; one too many does not fit": (
            lambda lists, V, wanted, rows, limit: lists(
                wanted, max(1, -(-limit // (8 * len(V))))
            )
        ),
        "the number of blocks is one too many where they fit without a rest": (
            lambda lists, V, wanted, rows, limit: (
                lists(wanted, rows)[0],
                len(wanted) // rows + 1,
            )
        ),
        "a row of scores has a number for each movie, not for each feature": (
            lambda lists, V, wanted, rows, limit: lists(
                wanted, max(1, limit // (8 * V.shape[1]))
            )
        ),
        "you returned how many users are in a block; how many blocks there are": (
            lambda lists, V, wanted, rows, limit: (lists(wanted, rows)[0], rows)
        ),
        "you took all at once; the limit allows only so many users in a block": (
            lambda lists, V, wanted, rows, limit: lists(wanted, len(wanted))
        ),
        "a last block that is not full is missing in the number of blocks": (
            lambda lists, V, wanted, rows, limit: (
                lists(wanted, rows)[0],
                len(wanted) // rows,
            )
        ),
    },
)


@blocks.wrong("this counts blocks of all users, and only the wanted are scored")
def _(U, V, wanted, k, limit):
    lists, n_blocks = _lists(U, V, k, np.arange(len(U)), _rows(V, limit))
    return lists[wanted], n_blocks


@blocks.wrong("these are the lowest scores; sort the negative ones")
def _(U, V, wanted, k, limit):
    return _lists(U, -V, k, wanted, _rows(V, limit))
