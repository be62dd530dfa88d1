"""Exercise 8.3, the cheapest way to recommend to 1,000 users."""

from functools import partial

import numpy as np

from utils.exercises.exercise import exercise


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
