"""Exercise 9.2, the simplest that is good enough."""

import numpy as np

from utils.exercises.exercise import exercise


def _worths() -> list[tuple]:
    level = np.array([0.0, 0.2, 0.4, 0.6, 0.8, 1.0])  # users differ much
    wave = np.array([1.0, -1.0, 1.0, -1.0, 1.0, -1.0])
    rng = np.random.default_rng(2)
    hard = rng.random(40)
    methods = [(0.5, 0.1), (0.78, 0.2), (0.8, 0.2), (0.7, 0.05)]  # worth, luck
    return [
        # Behind by 0.02 with nearly every user, although users differ by far more.
        (np.array([level * 0.9, level * 0.9 + 0.02, level * 0.9 + 0.02]),),
        # The difference is as often in favour of the first as against it.
        (np.array([level * 0.5, level * 0.5 + 0.1 * wave + 0.01]),),
        (np.array([level * 0.5, level * 0.5 + 0.1 + 0.05 * wave, level * 0.5 + 0.1]),),
        (np.array([hard * 0.8, hard * 0.8 + 0.05, hard * 0.8 + 0.05, hard * 0.8]),),
        (np.array([hard * a + b * rng.normal(size=40) for a, b in methods]),),
        # Behind by so many standard errors; with 0 the best.
        (_behind(16, (1.9, 0.8, 0.0, 2.5, 1.2)),),
        (_behind(25, (4.0, 2.1, 1.5, 0.9, 0.0)),),
        (_behind(9, (2.5, 1.3, 1.8, 0.0)),),
        (_behind(36, (5.0, 2.2, 0.5, 0.0, 0.7, 3.0)),),
        (np.array([np.full(6, 0.5), 0.6 + wave / 2]),),  # the first has no spread
    ]


def _behind(n_users, errors) -> np.ndarray:
    """Methods that are behind the best by so many standard errors."""
    rng = np.random.default_rng(n_users)
    rows = rng.normal(size=(len(errors), n_users))
    rows -= rows.mean(axis=1, keepdims=True)
    rows /= rows.std(axis=1, keepdims=True, ddof=1)
    best = rng.random(n_users)
    off = 0.1 * (rows + np.array(errors)[:, None] / np.sqrt(n_users))
    return best - off * (np.array(errors) > 0)[:, None]


def _behind_the_best(worth):
    """Mean and deviation of how far each method is behind the best, and n users."""
    off = worth[worth.mean(axis=1).argmax()] - worth
    return off.mean(axis=1), off.std(axis=1, ddof=1), worth.shape[1]


simplest = exercise(
    "9.2",
    "the simplest that is good enough",
    cases=_worths,
    hints="""
        Who is the best on average? Subtract every row from that one.
        Each row of differences has a mean, and that mean has a standard error: the
          standard deviation over the users, divided by √n.
        off = worth[worth.mean(axis=1).argmax()] - worth; np.argmax(mask) is the
          first True of a mask.
    """,
    given=_behind_the_best,
    wrong={
        "you took the highest mean, however small its lead is": (
            lambda off, spread, n: int(off.argmin())
        ),
        "you took the standard deviation of the differences; that of their mean is "
        "√n times smaller": (lambda off, spread, n: int(np.argmax(off <= spread))),
        "you took the last of those that are good enough": (
            lambda off, spread, n: int(np.flatnonzero(off <= spread / np.sqrt(n))[-1])
        ),
        "you took the simplest, whether good enough or not": lambda off, spread, n: 0,
        "you divided by n; the standard error divides by √n": (
            lambda off, spread, n: int(np.argmax(off <= spread / n))
        ),
        "n is the number of users, who were judged; you took the methods": (
            lambda off, spread, n: int(np.argmax(off <= spread / np.sqrt(len(off))))
        ),
        "you asked for less than an error, so the best itself is left out: <=": (
            lambda off, spread, n: int(np.argmax(off < spread / np.sqrt(n)))
        ),
        "you allowed two standard errors; one is asked for": (
            lambda off, spread, n: int(np.argmax(off <= 2 * spread / np.sqrt(n)))
        ),
        "you returned all that are good enough; the first of them is wanted": (
            lambda off, spread, n: np.flatnonzero(off <= spread / np.sqrt(n))
        ),
    },
)


@simplest.wrong(
    "you took the standard error of the best method itself; all were "
    "judged on the same users, so look at the differences"
)
def _(worth):
    best = worth[worth.mean(axis=1).argmax()]
    error = best.std(ddof=1) / np.sqrt(worth.shape[1])
    return int(np.argmax(_behind_the_best(worth)[0] <= error))


@simplest.wrong(
    "you took each method's own standard error; take that of the difference"
)
def _(worth):
    means = worth.mean(axis=1)
    error = worth.std(axis=1, ddof=1) / np.sqrt(worth.shape[1])
    return int(np.argmax(means >= means.max() - error))


@simplest.wrong(
    "you asked for less than an error, so that the best itself is left out, and there "
    "may be nothing to return: <="
)
def _(worth):
    off, spread, n = _behind_the_best(worth)
    good = off < spread / np.sqrt(n)
    return int(np.argmax(good)) if good.any() else None
