"""Exercise 7.1, counts to preference and confidence."""

import numpy as np

from utils.exercises.exercise import exercise
from utils.exercises.nb07 import preference

prefer = exercise(
    "7.1",
    "counts to preference and confidence",
    cases=[
        (np.array([[0, 3], [1, 0]]), 2.0),
        (np.array([[4, 0, 0], [0, 0.5, 1], [0, 0, 0]]), 40.0),
        (np.array([[2.0]]), 0.1),
    ],
    hints="""
        Two arrays of the shape of counts. The first knows only yes and no.
        The preference is counts > 0, as numbers: (counts > 0).astype(float).
        The confidence is 1 + alpha * counts. Where counts is 0, it is 1.
    """,
    given=lambda counts, alpha: (counts, preference(counts), alpha),
    wrong={
        "the 1 is missing in the confidence: without it the unplayed ones have no "
        "weight at all": (lambda counts, liked, alpha: (liked, alpha * counts)),
        "you forgot alpha, which says how much an event counts": (
            lambda counts, liked, alpha: (liked, 1 + counts)
        ),
        "your preference counts; it only says whether there was an event": (
            lambda counts, liked, alpha: (counts, 1 + alpha * counts)
        ),
        "you gave no confidence to what was not played; it has a little, 1": (
            lambda counts, liked, alpha: (liked, liked * (1 + alpha * counts))
        ),
        "you returned the confidence first; the preference goes first": (
            lambda counts, liked, alpha: (1 + alpha * counts, liked)
        ),
        "you added alpha; multiply the counts by it": (
            lambda counts, liked, alpha: (liked, 1 + alpha + counts)
        ),
        "you multiplied by 1 + alpha; the 1 stands alone: 1 + alpha * counts": (
            lambda counts, liked, alpha: (liked, (1 + alpha) * counts)
        ),
        "one event is enough for a preference of 1, or less than one: counts > 0": (
            lambda counts, liked, alpha: (
                (counts > 1).astype(float),
                1 + alpha * counts,
            )
        ),
        "the confidence grows with the counts, not with the preference": (
            lambda counts, liked, alpha: (liked, 1 + alpha * liked)
        ),
        "what was not played has the preference 0; -1 would say that it is disliked": (
            lambda counts, liked, alpha: (
                np.where(counts > 0, 1.0, -1.0),
                1 + alpha * counts,
            )
        ),
        "your preference is a degree; it only says whether there was an event": (
            lambda counts, liked, alpha: (counts / counts.max(), 1 + alpha * counts)
        ),
        "the 1 is missing in the confidence of what was played": (
            lambda counts, liked, alpha: (
                liked,
                np.where(counts > 0, alpha * counts, 1.0),
            )
        ),
    },
)
