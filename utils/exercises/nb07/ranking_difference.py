"""Exercise 7.4, compare on ranking."""

import numpy as np

from utils.exercises.exercise import exercise
from utils.metrics import ndcg_at_k
from utils.recommend import top_k


def _rankings() -> list[tuple]:
    rng = np.random.default_rng(3)
    small = (
        np.array([[0.9, 0.2, 0.8], [0.1, 0.3, 0.2]]),
        np.array([[0.9, 0.8, 0.2], [0.3, 0.2, 0.1]]),
        np.array([[True, False, False], [False, False, False]]),
        np.array([[False, True, False], [False, False, False]]),
        2,
    )
    a, b = rng.random((2, 5, 8))
    seen = rng.random((5, 8)) < 0.3
    a = a + 2 * seen  # what was seen scores highest, as it does in ALS
    liked = (rng.random((5, 8)) < 0.4) & ~seen
    liked[2] = False
    alike = np.where(np.arange(5)[:, None] % 2, a, b)  # as b for every second user
    return [
        small,
        (a, b, seen, liked, 3),
        (b, a, seen, liked, 2),
        (alike, b, seen, liked, 4),
        (a, alike, seen, liked, 2),
    ]


def _gains(scores, seen, liked, k) -> np.ndarray:
    """nDCG@k of each user, NaN for who liked nothing."""
    discount = 1 / np.log2(np.arange(2, k + 2))
    best = np.argsort(np.where(seen, np.inf, -scores), axis=1, kind="stable")[:, :k]
    hits = np.take_along_axis(liked & ~seen, best, axis=1)
    n_liked = np.minimum(liked.sum(axis=1), k)
    ideal = np.array([discount[:n].sum() if n else np.nan for n in n_liked])
    return hits @ discount[: best.shape[1]] / ideal


ranking = exercise(
    "7.4",
    "compare on ranking",
    cases=_rankings,
    hints="""
        For one user: the list of a, the list of b, the nDCG of each. Then the mean
          of the differences over the users who liked something.
        top_k(scores[u], np.flatnonzero(seen[u]), k) of utils.recommend makes a
          list, ndcg_at_k(list, set, k) of utils.metrics judges it.
        users = np.flatnonzero(liked.any(axis=1)), and the set of user u is
          set(np.flatnonzero(liked[u])).
    """,
    given=lambda a, b, seen, liked, k: (
        _gains(a, seen, liked, k),
        _gains(b, seen, liked, k),
    ),
    wrong={
        "you took users who liked nothing for a difference of 0; leave them out, "
        "since nothing can be said of them": (
            lambda of_a, of_b: float(np.nan_to_num(of_a - of_b).mean())
        ),
        "you took the second minus the first; turn it around": (
            lambda of_a, of_b: float(np.nanmean(of_b - of_a))
        ),
        "this is the nDCG of a; that of b has to be taken off": (
            lambda of_a, of_b: float(np.nanmean(of_a))
        ),
        "you took differences without their sign: plus and minus have to meet": (
            lambda of_a, of_b: float(np.nanmean(np.abs(of_a - of_b)))
        ),
        "you added the differences up; take their mean": (
            lambda of_a, of_b: float(np.nansum(of_a - of_b))
        ),
        "you returned the gain over b in per cent; the difference is wanted": (
            lambda of_a, of_b: float(100 * (np.nanmean(of_a) / np.nanmean(of_b) - 1))
        ),
        "you returned the gain as a share of b; the difference is wanted": (
            lambda of_a, of_b: float(np.nanmean(of_a) / np.nanmean(of_b) - 1)
        ),
    },
)


@ranking.wrong("you left the seen in the lists: they take the best places")
def _(a, b, seen, liked, k):
    none = np.zeros_like(seen)
    return float(np.nanmean(_gains(a, none, liked, k) - _gains(b, none, liked, k)))


@ranking.wrong("a hit counted the same at every place; nDCG discounts the later ones")
def _(a, b, seen, liked, k):
    def precision(scores):
        best = np.argsort(np.where(seen, np.inf, -scores), axis=1, kind="stable")
        hits = np.take_along_axis(liked & ~seen, best[:, :k], axis=1)
        return hits[liked.any(axis=1)].sum(axis=1) / k

    return float((precision(a) - precision(b)).mean())


def _numbers(mask) -> np.ndarray:
    return mask.astype(int)


def _by_hand(a, b, seen, liked, k, of_seen=np.flatnonzero, of_liked=np.flatnonzero):
    """As with top_k and ndcg_at_k, with what is made of the two masks."""
    users = np.flatnonzero(liked.any(axis=1))
    lists = [[top_k(s[u], of_seen(seen[u]), k) for u in users] for s in (a, b)]
    sets = [set(of_liked(liked[u]).tolist()) for u in users]
    worth = [[ndcg_at_k(*pair, k) for pair in zip(some, sets)] for some in lists]
    return float(np.mean(worth[0]) - np.mean(worth[1]))


@ranking.wrong("you took the mask `seen` for positions: np.flatnonzero makes these")
def _(*asked):
    return _by_hand(*asked, of_seen=_numbers)


@ranking.wrong("you took the mask `liked` for movies: np.flatnonzero makes positions")
def _(*asked):
    return _by_hand(*asked, of_liked=_numbers)


@ranking.wrong("you took both masks for positions: np.flatnonzero makes these")
def _(*asked):
    return _by_hand(*asked, of_seen=_numbers, of_liked=_numbers)


@ranking.wrong(
    "you made one list of the difference of the scores; make a list of each, and take "
    "the difference of what they are worth"
)
def _(a, b, seen, liked, k):
    return float(np.nanmean(_gains(a - b, seen, liked, k)))


@ranking.wrong("you left out users for whom both are equal; their difference is 0")
def _(a, b, seen, liked, k):
    off = _gains(a, seen, liked, k) - _gains(b, seen, liked, k)
    kept = off[~np.isnan(off) & (off != 0)]
    return float(kept.mean()) if len(kept) else 0.0
