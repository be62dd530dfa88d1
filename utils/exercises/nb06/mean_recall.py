"""Exercise 6.4, find and mend the trap."""

from functools import partial

import numpy as np

from utils.exercises.exercise import exercise


def _tables() -> list[tuple]:
    nan = np.nan
    few = np.array([[0.3, 0.9, 0.5], [0.8, 0.1, 0.6], [0.2, 0.4, 0.7]])
    seen = np.array([[0, 1, 0], [0, 0, 0], [0, 0, 1]], dtype=bool)
    liked = np.array([[0, 0, 1], [0, 1, 0], [0, 0, 0]], dtype=bool)
    below = np.array([[-0.5, nan, -0.2, -0.9], [nan, 0.4, -0.1, nan]])
    fan = np.array([[0, 0, 1, 1], [1, 0, 1, 0]], dtype=bool)
    once = np.array([[0, 0, 0, 0], [0, 1, 0, 0]], dtype=bool)
    rng = np.random.default_rng(0)
    scores = rng.normal(size=(6, 12))
    known = rng.random((6, 12)) < 0.3
    later = ~known & (rng.random((6, 12)) < 0.25)
    later[2] = False
    scores[rng.random((6, 12)) < 0.2] = nan
    return [
        (few, seen, liked, 1),
        (below, once, fan, 1),
        (below, once, fan, 3),  # longer than what may be recommended
        (scores, known, later, 4),
        (scores - 1, known, later, 2),
        (np.where(known, -scores, scores - 2), known, later, 3),
    ]


def _found(scores, liked, k) -> np.ndarray:
    best = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(liked, best, axis=1).sum(axis=1)


def _recall(scores, seen, liked, k, zeros=False, drop_seen=True, everybody=False):
    """The broken code and its repairs, one by one."""
    scores = np.nan_to_num(scores) if zeros else scores
    possible = ~np.isnan(scores) & (~seen | (not drop_seen))
    found = _found(np.where(possible, scores, -np.inf), liked & possible, k)
    n_liked = liked.sum(axis=1)
    if everybody:
        return np.mean(found / np.maximum(n_liked, 1))
    return np.mean(found[n_liked > 0] / n_liked[n_liked > 0])


def _mended(scores, seen, liked, k):
    """The recall with some traps left; and hits and liked movies of each user."""
    closed = seen | np.isnan(scores)
    hits = _found(np.where(closed, -np.inf, scores), liked & ~closed, k)
    return partial(_recall, scores, seen, liked, k), hits, liked.sum(axis=1), k


trap = exercise(
    "6.4",
    "find and mend the trap",
    cases=_tables,
    hints="""
        One trap in each line: what are the scores, who is in the list, who is in
          the mean?
        Make the score of whatever may not be recommended -inf, in a copy. Where a
          list would then reach into the -inf, there is no hit.
        np.where(seen | np.isnan(scores), -np.inf, scores); and at the end keep the
          users with n_liked > 0.
    """,
    given=_mended,
    wrong={
        "nothing is mended yet; there are three traps": (
            lambda recall, hits, n, k: recall(
                zeros=True, drop_seen=False, everybody=True
            )
        ),
        "one trap is left: a movie of which nothing can be said has the score 0, "
        "and passes those below 0": (lambda recall, hits, n, k: recall(zeros=True)),
        "one trap is left: seen movies take up places": (
            lambda recall, hits, n, k: recall(drop_seen=False)
        ),
        "one trap is left: users who liked nothing count as failures": (
            lambda recall, hits, n, k: recall(everybody=True)
        ),
        "the seen are out; two other traps are left": (
            lambda recall, hits, n, k: recall(zeros=True, everybody=True)
        ),
        "the NaN are right now; two other traps are left": (
            lambda recall, hits, n, k: recall(drop_seen=False, everybody=True)
        ),
        "the mean is over the right users; two other traps are left": (
            lambda recall, hits, n, k: recall(zeros=True, drop_seen=False)
        ),
        "you added the recalls up; take their mean": (
            lambda recall, hits, n, k: recall() * (n > 0).sum()
        ),
        "this is the precision; the recall is wanted": (
            lambda recall, hits, n, k: np.mean(hits[n > 0] / k)
        ),
        "you divided by k where more was liked; the recall divides by all of it": (
            lambda recall, hits, n, k: np.mean(hits[n > 0] / np.minimum(n, k)[n > 0])
        ),
        "you divided all hits by all that was liked; take each user's recall, then "
        "the mean": (lambda recall, hits, n, k: hits.sum() / n.sum()),
        "you left out users without a hit; their recall is 0": (
            lambda recall, hits, n, k: (
                np.mean(hits[hits > 0] / n[hits > 0]) if hits.any() else 0.0
            )
        ),
    },
)


@trap.wrong(
    "where a list is too short, you let movies in of which nothing can be "
    "said, and count them as hits"
)
def _(scores, seen, liked, k):
    possible = np.where(seen | np.isnan(scores), -np.inf, scores)
    hits, n = _found(possible, liked, k), liked.sum(axis=1)
    return np.mean(hits[n > 0] / n[n > 0])


@trap.wrong(
    "you gave the seen a score of 0, which passes those below 0: -inf is below all"
)
def _(scores, seen, liked, k):
    hidden = np.where(seen, 0, np.where(np.isnan(scores), -np.inf, scores))
    hits, n = _found(hidden, liked & np.isfinite(hidden), k), liked.sum(axis=1)
    return np.mean(hits[n > 0] / n[n > 0])


@trap.wrong("liked movies without a score are missing below; they are not found either")
def _(scores, seen, liked, k):
    return _recall(scores, seen, liked & ~np.isnan(scores), k)
