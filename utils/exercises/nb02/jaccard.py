"""Exercise 2.1, Jaccard."""

import numpy as np

from utils.exercises.exercise import exercise


def _over(a: set, b: set, below: float) -> float:
    return len(a & b) / below if below else 0.0


jaccard = exercise(
    "2.1",
    "Jaccard",
    cases=[
        ({1, 2}, {2, 3, 4}),
        ({1, 2, 3}, {1, 2, 3}),
        ({5}, {7}),
        ({1, 2, 3, 4}, {4}),
        ({1, 2, 3, 8}, {2, 3, 9}),
        ({4, 5, 6, 7}, {1, 2, 3, 4, 5}),  # 2/7, a number of many digits
        (set(), set()),
        (set(), {1}),
    ],
    hints="""
        Count twice: what both have, and what at least one of them has.
        In Python, a & b is what two sets share, a | b is all that is in either.
        Two empty sets have nothing in either: return 0 before you divide.
    """,
    wrong={
        "you counted what is common, but did not divide": lambda a, b: len(a & b),
        "you divided by the two sizes together, so common ones count twice": (
            lambda a, b: _over(a, b, len(a) + len(b))
        ),
        "you divided by the smaller set: who has one movie is then a twin": (
            lambda a, b: _over(a, b, min(len(a), len(b)))
        ),
        "you divided by the first set only: similarity must not depend on who comes"
        " first": (lambda a, b: _over(a, b, len(a))),
        "you counted what is common twice (this is the Dice coefficient)": (
            lambda a, b: _over(a, b, (len(a) + len(b)) / 2)
        ),
        "you divided by the root of the two sizes (this is the cosine of two sets)": (
            lambda a, b: _over(a, b, np.sqrt(len(a) * len(b)))
        ),
        "you divided by what only one of the two has; divide by what either has": (
            lambda a, b: _over(a, b, len(a ^ b))
        ),
        "you called two empty sets alike; they have nothing in common: 0": (
            lambda a, b: _over(a, b, len(a | b)) if a or b else 1.0
        ),
        "you divided by the larger set; divide by what either of the two has": (
            lambda a, b: _over(a, b, max(len(a), len(b)))
        ),
        "you returned the distance, 1 minus the similarity": (
            lambda a, b: 1 - _over(a, b, len(a | b)) if a or b else 0.0
        ),
    },
)
