"""Exercise 2.3, cosine of co-rated movies."""

import numpy as np

from utils.exercises.exercise import exercise
from utils.exercises.nb02 import mean


def _co_rated(a: list, b: list) -> tuple[np.ndarray, np.ndarray]:
    both = [(x, y) for x, y in zip(a, b) if x is not None and y is not None]
    x, y = np.array(both, dtype=float).reshape(-1, 2).T
    return x, y


def _ratio(above: float, below: float) -> float:
    return above / below if below else 0.0


def _cosine(x: np.ndarray, y: np.ndarray) -> float:
    return _ratio(x @ y, np.sqrt((x @ x) * (y @ y)))


cosine = exercise(
    "2.3",
    "cosine of co-rated movies",
    cases=[
        ([3, 4, None], [4, 3, 5]),
        ([5, None, 1, 2], [None, 4, 1, 2]),
        ([1, None], [None, 5]),
        ([4, 2, 5], [1, 5, None]),
        ([2, None, 5, 1, 3], [4, 1, 2, None, 5]),
        ([None, 1, 4, 5], [3, 5, 2, 1]),
    ],
    hints="""
        First keep only the movies that both rated, in both rows.
        Then: sum of products, divided by the root of the product of the two sums
          of squares.
        both = [(x, y) for x, y in zip(a, b) if x is not None and y is not None];
          if it is empty, return 0.
    """,
    given=_co_rated,
    wrong={
        "you did not divide by the lengths": lambda x, y: x @ y,
        "you forgot the square root of the squared lengths": (
            lambda x, y: _ratio(x @ y, x @ x * (y @ y))
        ),
        "you took the square of the sums of the stars; the sum of their squares is "
        "meant": (lambda x, y: _ratio(x @ y, x.sum() * y.sum())),
        "you took off the means of the co-rated movies; that is Pearson's measure": (
            lambda x, y: _cosine(x - x.mean(), y - y.mean()) if len(x) else 0.0
        ),
        "you divided by the squares of the first row alone; both rows have a length": (
            lambda x, y: _ratio(x @ y, x @ x)
        ),
        "you returned the distance, 1 minus the cosine": (
            lambda x, y: 1 - _cosine(x, y) if len(x) else 0.0
        ),
        "the root is missing over the sum of squares of the second row": (
            lambda x, y: _ratio(x @ y, np.sqrt(x @ x) * (y @ y))
        ),
        "the root is missing over the sum of squares of the first row": (
            lambda x, y: _ratio(x @ y, x @ x * np.sqrt(y @ y))
        ),
        "you added the two sums of squares; multiply them below the root": (
            lambda x, y: _ratio(x @ y, np.sqrt(x @ x + y @ y))
        ),
    },
)


@cosine.wrong(
    "your lengths run over more than the co-rated movies, as if the unknown cells were "
    "zeros"
)
def _(a, b):
    return _cosine(*(np.array([x or 0 for x in row], dtype=float) for row in (a, b)))


@cosine.wrong("you centred the rows first; that is a good idea, but another measure")
def _(a, b):
    x, y = _co_rated(a, b)
    return _cosine(x - mean(a), y - mean(b))


@cosine.wrong("you left out the unknown cells of each row alone: now the movies shift")
def _(a, b):
    x, y = (np.array([s for s in row if s is not None], float) for row in (a, b))
    n = min(len(x), len(y))
    return _cosine(x[:n], y[:n]) if set(zip(a, b)) else 0.0
