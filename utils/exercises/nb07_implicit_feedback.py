"""Exercises of notebook 07."""

from functools import partial

import numpy as np

from utils.exercises.engine import exercise
from utils.metrics import ndcg_at_k
from utils.recommend import top_k


def _liked(counts) -> np.ndarray:
    return (np.asarray(counts) > 0).astype(float)


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
    given=lambda counts, alpha: (counts, _liked(counts), alpha),
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


def _users() -> list[tuple]:
    rng = np.random.default_rng(7)
    few = np.array([[1.0, 0], [0.5, 0.5], [0, 1.0], [0.2, 0.1]])
    return [
        (np.array([[1.0], [2.0]]), np.array([0.0, 3.0]), 2.0, 1.0),
        (few, np.array([2.0, 0, 1, 0]), 3.0, 0.5),
        (rng.normal(size=(8, 3)), rng.integers(0, 3, 8).astype(float), 0.7, 0.2),
        (rng.normal(size=(9, 2)), rng.integers(0, 4, 9).astype(float), 1.3, 0.4),
    ]


def _vector(base, V, weights, right, ridge) -> np.ndarray:
    A = base + V.T @ (weights[:, None] * V) + ridge * np.eye(V.shape[1])
    return np.linalg.solve(A, V.T @ right)


def _user(V, counts, reg_param, weights, right=None) -> np.ndarray:
    """A half-step with other weights, or another right side, than it should have."""
    right = weights * _liked(counts) if right is None else right
    return _vector(0, V, weights, right, reg_param * (counts > 0).sum())


user = exercise(
    "7.2",
    "one user's half-step",
    cases=_users,
    hints="""
        It is the ridge regression of notebook 04, with a weight for each movie.
        Confidence c and preference p have an entry for every movie. The weighted
          sum of the outer products is V.T @ (c[:, None] * V).
        A = V.T @ (c[:, None] * V) + reg_param * n * np.eye(rank) with
          n = (counts > 0).sum(); then np.linalg.solve(A, V.T @ (c * p)).
    """,
    given=lambda V, counts, alpha, reg_param: (
        partial(_user, V, counts, reg_param),
        counts,
        _liked(counts),
        1 + alpha * counts,
        alpha,
    ),
    wrong={  # of n plays, preference p and confidence c
        "you summed over the played movies alone, as for stars; here the others say"
        " something, too": (lambda solve, n, p, c, alpha: solve(c * p)),
        "you gave the unplayed movies the confidence of one play; theirs is 1": (
            lambda solve, n, p, c, alpha: solve(1 + alpha * np.where(n > 0, n, 1))
        ),
        "the right side is without the confidence: it is V.T @ (C p)": (
            lambda solve, n, p, c, alpha: solve(c, p)
        ),
        "the 1 is missing in the confidence 1 + alpha * counts": (
            lambda solve, n, p, c, alpha: solve(alpha * n)
        ),
        "you aimed at the counts; aim at the preference, which is 0 or 1": (
            lambda solve, n, p, c, alpha: solve(c, c * n)
        ),
        "the left side is without the confidence: it is V.T @ C @ V": (
            lambda solve, n, p, c, alpha: solve(np.ones(len(n)), c * p)
        ),
        "the confidence is squared: multiply V with it on one side only": (
            lambda solve, n, p, c, alpha: solve(c**2, c * p)
        ),
        "the 1 is missing on the right side: it is V.T @ (C p)": (
            lambda solve, n, p, c, alpha: solve(c, alpha * n)
        ),
        "the confidence grows with the counts, not with the preference": (
            lambda solve, n, p, c, alpha: solve(1 + alpha * p)
        ),
        "you forgot alpha, which says how much an event counts": (
            lambda solve, n, p, c, alpha: solve(1 + n)
        ),
    },
)


@user.wrong("λ stands alone; multiply it by the number of movies that were played")
def _(V, counts, alpha, reg_param):
    confidence = 1 + alpha * counts
    return _vector(0, V, confidence, confidence * _liked(counts), reg_param)


@user.wrong("you multiplied λ by the number of all movies; only those played count")
def _(V, counts, alpha, reg_param):
    right, ridge = (1 + alpha * counts) * _liked(counts), reg_param * len(counts)
    return _vector(0, V, 1 + alpha * counts, right, ridge)


def _no_identity(base, V, weights, right, ridge) -> np.ndarray:
    return np.linalg.lstsq(base + V.T @ (weights[:, None] * V) + ridge, V.T @ right)[0]


@user.wrong("λ has to stand on the diagonal alone: the identity matrix is missing")
def _(V, counts, alpha, reg_param):
    confidence, played = 1 + alpha * counts, _liked(counts)
    ridge = reg_param * played.sum()
    return _no_identity(0, V, confidence, confidence * played, ridge)


def _cheap() -> list[tuple]:
    cases = []
    for V, counts, alpha, reg_param in _users():
        played = counts > 0
        cases.append((V.T @ V, V[played], counts[played], alpha, reg_param))
    return cases


cheap = exercise(
    "7.3",
    "the cheap form equals the plain one",
    cases=_cheap,
    hints="""
        Which weight does VᵀV give to every movie? How much is left for those that
          were played?
        Left: VtV plus V_u.T @ ((alpha * counts)[:, None] * V_u) plus the ridge.
        Right: V_u.T @ (1 + alpha * counts), since preferences elsewhere are 0.
    """,
    given=lambda VtV, V_u, counts, alpha, reg_param: (
        partial(_vector, VtV, V_u),
        counts,
        alpha * counts,
        reg_param * len(counts),
    ),
    wrong={
        "you added 1 + alpha * c for what was played; VᵀV has the 1 already": (
            lambda solve, counts, more, ridge: solve(1 + more, 1 + more, ridge)
        ),
        "the right side needs the whole confidence, 1 + alpha * c: there, VᵀV does "
        "not help": (lambda solve, counts, more, ridge: solve(more, more, ridge)),
        "λ stands alone; multiply it by the number of movies that were played": (
            lambda solve, counts, more, ridge: solve(
                more, 1 + more, ridge / len(counts)
            )
        ),
        "you forgot alpha, which says how much an event counts": (
            lambda solve, counts, more, ridge: solve(counts, 1 + counts, ridge)
        ),
        "what was played has to be added to VᵀV, each with the weight alpha * c": (
            lambda solve, counts, more, ridge: solve(0 * more, 1 + more, ridge)
        ),
        "you aimed at the counts; aim at the preference, which is 1 here": (
            lambda solve, counts, more, ridge: solve(more, (1 + more) * counts, ridge)
        ),
        "the right side is without the confidence: it is V_u.T @ (1 + alpha * c)": (
            lambda solve, counts, more, ridge: solve(more, np.ones(len(counts)), ridge)
        ),
        "you forgot alpha on the left side: each weight there is alpha * c": (
            lambda solve, counts, more, ridge: solve(counts, 1 + more, ridge)
        ),
    },
)


@cheap.wrong("VᵀV is missing: so the movies that were not played say nothing")
def _(VtV, V_u, counts, alpha, reg_param):
    confidence = 1 + alpha * counts
    return _vector(0, V_u, confidence, confidence, reg_param * len(counts))


@cheap.wrong("λ has to stand on the diagonal alone: the identity matrix is missing")
def _(VtV, V_u, counts, alpha, reg_param):
    more = alpha * counts
    return _no_identity(VtV, V_u, more, 1 + more, reg_param * len(counts))


@cheap.wrong("you took VᵀV of the played movies off; that of all movies stays whole")
def _(VtV, V_u, counts, alpha, reg_param):
    more = alpha * counts
    return _vector(VtV - V_u.T @ V_u, V_u, more, 1 + more, reg_param * len(counts))


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
            lambda of_a, of_b: 100 * (np.nanmean(of_a) / np.nanmean(of_b) - 1)
        ),
        "you returned the gain as a share of b; the difference is wanted": (
            lambda of_a, of_b: np.nanmean(of_a) / np.nanmean(of_b) - 1
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
