"""Exercise 3.4, recommend without what was seen."""

import numpy as np

from utils.exercises.exercise import exercise


def _best(scores: np.ndarray) -> np.ndarray:
    return np.argsort(-scores, kind="stable")  # NaN come last


def _without(best: np.ndarray, seen: np.ndarray) -> np.ndarray:
    return np.array([i for i in best if i not in seen])


def _possible(scores, seen) -> np.ndarray:
    """-inf where a movie may not be recommended."""
    hidden = np.where(np.isnan(scores), -np.inf, scores)
    hidden[seen] = -np.inf
    return hidden


unseen = exercise(
    "3.4",
    "recommend without what was seen",
    cases=[
        (np.array([3.0, 5.0, 4.0]), np.array([1]), 2),
        (np.array([4.0, np.nan, 2.0, 5.0, 3.0]), np.array([3, 4]), 2),
        (np.array([1.0, 2.0, np.nan, 4.0, 3.5, 0.5]), np.array([3]), 3),
        (np.array([-0.5, 0.3, np.nan, -0.1, -0.9]), np.array([1]), 2),  # below 0
        (np.array([0.2, np.nan, -0.4, 0.6, -0.1]), np.array([0, 3]), 5),  # too few
        (np.array([0.9, 0.2, 0.6, np.nan, 0.4, 0.7]), np.array([5, 3, 0]), 2),
        (np.array([0.3, 0.5, 0.1]), np.array([], dtype=int), 2),  # nothing seen
    ],
    hints="""
        A score of NaN means that nothing can be said: such a movie can't be
          recommended.
        Make a copy of the scores, write NaN at the seen, then sort.
        np.argsort(-scores) sorts from high to low with the NaN last; drop these,
          then cut to k.
    """,
    wrong={
        "you recommended movies that were seen": (
            lambda scores, seen, k: _best(scores)[:k]
        ),
        "you cut the list to k before you dropped the seen, so it is too short": (
            lambda scores, seen, k: _without(_best(scores)[:k], seen)
        ),
        "you put the lowest scores first": (
            lambda scores, seen, k: _without(_best(-scores), seen)[:k]
        ),
        "movies of which nothing can be said (NaN) are still in your list": (
            lambda scores, seen, k: _without(_best(scores), seen)[:k]
        ),
        "you put 0 in place of NaN, and 0 passes the scores below it: drop them": (
            lambda scores, seen, k: _without(_best(np.nan_to_num(scores)), seen)[:k]
        ),
        "the seen, or those without a score, come last instead of never: a list may"
        " be shorter than k": (
            lambda scores, seen, k: _best(_possible(scores, seen))[:k]
        ),
        "you left out scores below 0; they may be the best there are": (
            lambda scores, seen, k: _best(_possible(scores, seen))[
                : min(k, (_possible(scores, seen) > 0).sum())
            ]
        ),
        "you counted positions among those that are left; count among all": (
            lambda scores, seen, k: _best(scores[_possible(scores, seen) > -np.inf])[:k]
        ),
    },
)


@unseen.wrong(
    "you put movies first of which nothing can be said: a sort puts NaN "
    "last, and turning it around puts them first"
)
def _(scores, seen, k):
    best = np.argsort(scores, kind="stable")[::-1]  # turns the NaN to the front
    return _without(best, seen)[:k]


@unseen.wrong("you gave the seen a score of 0, which passes those below 0: drop them")
def _(scores, seen, k):
    hidden = scores.copy()
    hidden[seen] = 0
    return _best(hidden)[: min(k, np.isfinite(hidden).sum())]


@unseen.wrong(
    "you cut the list to k before you dropped the seen, so that it is too short"
)
def _(scores, seen, k):
    best = _best(scores)[:k]
    return best[~np.isnan(scores[best]) & ~np.isin(best, seen)]
