"""Exercise 3.3, shrinkage that removes a one-rating twin."""

import numpy as np

from utils.exercises.exercise import exercise

partner = exercise(
    "3.3",
    "shrinkage that removes a one-rating twin",
    cases=[
        (np.array([1.0, 0.6]), np.array([1, 30]), 10),
        (np.array([0.2, 0.9, 1.0]), np.array([300, 40, 2]), 20),
        (np.array([1.0, 0.5, 0.4]), np.array([3, 3, 100]), 5),
        (np.array([0.9, 1.0, 0.8]), np.array([2, 40, 30]), 10),
        (np.array([0.5, -0.9, 0.4]), np.array([10, 80, 20]), 10),  # an opposite
        (np.array([0.3, 0.8, 0.45, 0.2]), np.array([12, 9, 11, 90]), 10),
        (np.array([0.6, 0.3, 0.1]), np.array([8, 25, 70]), 12),
        (np.array([-0.2, -0.6, 0.1, 0.9, 0.35]), np.array([50, 7, 60, 3, 30]), 20),
        (np.array([0.7, 0.3, 0.9, 0.8, 0.6, 0.1]), np.array([9, 99, 4, 6, 30, 2]), 15),
        (np.array([-0.4, -0.1, -0.3]), np.array([40, 30, 2]), 10),  # all below 0
        (np.array([0.9, 0.65, 0.3]), np.array([30, 900, 60]), 5),  # a great hit
        (np.array([0.4, 0.75, 0.2, 0.95]), np.array([5000, 60, 90, 3]), 8),
        (np.array([-0.7, -0.8, -0.6, -0.9]), np.array([20, 50, 25, 1]), 5),
    ],
    hints="""
        Weigh each similarity first, as in exercise 2.5, then choose.
        The weight is support / (support + shrinkage).
        np.argmax gives the position of the largest number.
    """,
    extra=True,
    given=lambda s, n, shrinkage: (s, n, shrinkage, s * n / (n + shrinkage)),
    wrong={
        "the similarity alone decides, so that the one-rating twin wins; a weight "
        "needs parentheses around support + shrinkage": (
            lambda s, n, shrinkage, weighed: int(np.argmax(s))
        ),
        "you chose by support alone: the hit wins, which is like everything": (
            lambda s, n, shrinkage, weighed: int(np.argmax(n))
        ),
        "you divided by the support instead of weighing with it": (
            lambda s, n, shrinkage, weighed: int(np.argmax(s / (n + shrinkage)))
        ),
        "you returned the similarity; the position is wanted": (
            lambda s, n, shrinkage, weighed: weighed.max()
        ),
        "you drew a line at the support; the weight grows with it, smoothly": (
            lambda s, n, shrinkage, weighed: int(
                np.argmax(np.where(n >= shrinkage, s, -np.inf))
            )
        ),
        "you took the largest by size: an opposite is no partner": (
            lambda s, n, shrinkage, weighed: int(
                np.argmax(np.abs(s) * n / (n + shrinkage))
            )
        ),
        "you took the lowest; the highest is the best": (
            lambda s, n, shrinkage, weighed: int(np.argmin(weighed))
        ),
        "you multiplied by the support itself, so that hits win": (
            lambda s, n, shrinkage, weighed: int(np.argmax(s * n))
        ),
        "you dropped twins by one rating, and counted positions among those that "
        "are left": (lambda s, n, shrinkage, weighed: int(np.argmax(weighed[n > 1]))),
        "your search begins with 0, so that nobody below 0 is ever found": (
            lambda s, n, shrinkage, weighed: int(np.argmax(np.maximum(weighed, 0)))
        ),
    },
)
