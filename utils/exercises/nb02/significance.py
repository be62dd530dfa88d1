"""Exercise 2.5, significance weighting."""

import numpy as np

from utils.exercises.exercise import exercise

significance = exercise(
    "2.5",
    "significance weighting",
    cases=[
        (np.array([1.0, 0.8]), np.array([1, 30]), 10),
        (np.array([0.5, -0.5, 1.0]), np.array([4, 4, 0]), 4),
        (np.array([0.9, 0.9, 0.2]), np.array([1, 2, 400]), 25),
    ],
    hints="""
        The weight should be near 0 for no support and near 1 for a lot of it.
        With as much support as shrinkage, the similarity is halved.
        similarities * support / (support + shrinkage)
    """,
    extra=True,
    wrong={  # similarities s that rest on n ratings
        "you left the similarities as they were: one common movie still counts as "
        "much as thirty": (lambda s, n, shrinkage: s),
        "you used the weight min(support, n) / n; that exists too, but here it is "
        "support / (support + shrinkage)": (
            lambda s, n, shrinkage: s * np.minimum(n, shrinkage) / shrinkage
        ),
        "you divided, but did not multiply by the support": (
            lambda s, n, shrinkage: s / (n + shrinkage)
        ),
        "you gave the large weight to the small support": (
            lambda s, n, shrinkage: s * shrinkage / (n + shrinkage)
        ),
        "you divided by the weight; multiply with it": (
            lambda s, n, shrinkage: s * (n + shrinkage) / n
        ),
        "you returned the weights; they still have to meet the similarities": (
            lambda s, n, shrinkage: n / (n + shrinkage)
        ),
        "the parentheses are missing around support + shrinkage": (
            lambda s, n, shrinkage: s * n / n + shrinkage
        ),
        "you drew a line at the support; the weight grows with it, smoothly": (
            lambda s, n, shrinkage: np.where(n >= shrinkage, s, 0.0)
        ),
        "you took the largest support below; each movie has its own": (
            lambda s, n, shrinkage: s * n / (n.max() + shrinkage)
        ),
        "you took 1 off the support; take it as it is": (
            lambda s, n, shrinkage: s * (n - 1) / (n + shrinkage)
        ),
    },
)
