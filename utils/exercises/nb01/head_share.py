"""Exercise 1.4, share of the head."""

import numpy as np

from utils.exercises.exercise import exercise


def _head(counts, size):
    return counts[: int(size)].sum() / counts.sum()


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
    given=lambda counts, fraction: (
        counts,
        -np.sort(-counts),
        fraction * len(counts),
    ),
    wrong={  # of a head of n movies, which is not rounded yet
        "you took the first movies as they stand": (
            lambda counts, ordered, n: _head(counts, np.ceil(n))
        ),
        "you took the movies with the fewest ratings": (
            lambda counts, ordered, n: _head(ordered[::-1], np.ceil(n))
        ),
        "you rounded the number of movies in the head down; of a few movies that "
        "leaves none": (lambda counts, ordered, n: _head(ordered, n)),
        "you returned the ratings of the head, not their share of all": (
            lambda counts, ordered, n: ordered[: int(np.ceil(n))].sum()
        ),
        "you divided by the number of movies; divide by all ratings": (
            lambda counts, ordered, n: ordered[: int(np.ceil(n))].sum() / len(counts)
        ),
        "you rounded the number of movies in the head; round it up": (
            lambda counts, ordered, n: _head(ordered, round(n))
        ),
        "you rounded the number of movies in the head, with one at least: round up": (
            lambda counts, ordered, n: _head(ordered, max(1, round(n)))
        ),
        "you rounded down and added 1: one too many where it is a whole number": (
            lambda counts, ordered, n: _head(ordered, int(n) + 1)
        ),
    },
)


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
