"""Exercise 2.4, predict from neighbours."""

import numpy as np

from utils.exercises.exercise import exercise


def _asked(similarities: list, deviations: list) -> np.ndarray:
    """Rows (similarity, deviation) of the neighbours who rated the movie."""
    pairs = [(s, d) for s, d in zip(similarities, deviations) if d is not None]
    return np.array(pairs)


predict = exercise(
    "2.4",
    "predict from neighbours",
    cases=[
        (3.0, [0.5, 1.0], [1.0, -0.25]),
        (4.0, [0.8, 0.2], [None, 0.5]),
        (3.5, [0.6, -0.4], [1.0, 0.5]),
        (2.0, [0.9, 0.5, 0.1], [0.5, None, -1.0]),
        (4.5, [0.5, 0.4, -0.3, 0.2], [1.5, 0.5, -1.5, 0.0]),  # leaves the scale
        (1.0, [0.5, -0.25, 0.5], [-1.0, 0.5, 0.0]),  # below it
        (3.0, [0.3, -0.8], [0.5, -1.0]),
        (2.5, [0.7, 0.2, -0.4, 0.6], [None, 1.0, 0.5, -0.5]),
    ],
    hints="""
        A neighbour whose deviation is None says nothing: leave it out.
        A weighted mean: add up s · d, and divide by the sum of |s|.
        mean + sum(s * d) / sum(abs(s)), over the pairs with a known d.
    """,
    given=lambda mean, similarities, deviations: (
        mean,
        *_asked(similarities, deviations).T,
    ),
    wrong={
        "you divided by the number of neighbours, not by the sum of the "
        "|similarities|": (lambda mean, s, d: mean + s @ d / len(s)),
        "you divided by the sum of the similarities with their signs; take |s|": (
            lambda mean, s, d: mean + s @ d / s.sum()
        ),
        "you forgot the person's own mean": lambda mean, s, d: s @ d / np.abs(s).sum(),
        "you did not divide by the sum of the |similarities|": (
            lambda mean, s, d: mean + s @ d
        ),
        "you left out the neighbours whose similarity is negative": (
            lambda mean, s, d: mean + s[s > 0] @ d[s > 0] / s[s > 0].sum()
        ),
        "you took each neighbour for equally similar: weigh with s": (
            lambda mean, s, d: mean + d.mean()
        ),
        "you took |s| above, too: so an opposite counts like a twin": (
            lambda mean, s, d: mean + np.abs(s) @ d / np.abs(s).sum()
        ),
        "you left out deviations of 0, but they are known; only None is not": (
            lambda mean, s, d: mean + s @ d / np.abs(s[d != 0]).sum()
        ),
        "you divided by the root of the squares; take the sum of |s|": (
            lambda mean, s, d: mean + s @ d / np.sqrt(s @ s)
        ),
        "you cut the prediction to the scale; leaving it is no mistake": (
            lambda mean, s, d: min(5.0, max(0.5, mean + s @ d / np.abs(s).sum()))
        ),
        "you took the sum of s without its sign; take each |s|, then add up": (
            lambda mean, s, d: mean + s @ d / np.abs(s.sum())
        ),
        "you took your mean off the deviations; they have a mean taken off already": (
            lambda mean, s, d: mean + s @ (d - mean) / np.abs(s).sum()
        ),
    },
)


@predict.wrong(
    "you let neighbours vote who did not rate the movie, as if with their mean"
)
def _(mean, similarities, deviations):
    s, d = np.array(similarities), np.array([x or 0.0 for x in deviations])
    return mean + s @ d / np.abs(s).sum()
