"""Cases, misconceptions and hints of notebook 07."""

import numpy as np

from utils.exercises.engine import Exercise, Misconception

# 7.1


def _counts() -> list[tuple]:
    return [
        (np.array([[0, 3], [1, 0]]), 2.0),
        (np.array([[4, 0, 0], [0, 0.5, 1], [0, 0, 0]]), 40.0),
        (np.array([[2.0]]), 0.1),
    ]


def _liked(counts) -> np.ndarray:
    return (np.asarray(counts) > 0).astype(float)


# 7.2: the plain form, over all cells


def _users() -> list[tuple]:
    rng = np.random.default_rng(7)
    return [
        (np.array([[1.0], [2.0]]), np.array([0.0, 3.0]), 2.0, 1.0),
        (
            np.array([[1.0, 0], [0.5, 0.5], [0, 1.0], [0.2, 0.1]]),
            np.array([2.0, 0, 1, 0]),
            3.0,
            0.5,
        ),
        (rng.normal(size=(8, 3)), rng.integers(0, 3, 8).astype(float), 0.7, 0.2),
    ]


def _vector(V, weights, right, ridge) -> np.ndarray:
    A = V.T @ (weights[:, None] * V) + ridge * np.eye(V.shape[1])
    return np.linalg.solve(A, V.T @ right)


def _user(V, counts, alpha, weights, right=None, times=None) -> np.ndarray:
    """A half-step of which one part may be replaced by a wrong one."""
    confidence, liked = 1 + alpha * counts, _liked(counts)
    right = confidence * liked if right is None else right
    return _vector(V, confidence if weights is None else weights, right, times)


def without_scale(V, counts, alpha, reg_param):
    return _user(V, counts, alpha, None, times=reg_param)


def scaled_by_all(V, counts, alpha, reg_param):
    return _user(V, counts, alpha, None, times=reg_param * len(counts))


def known_cells_only(V, counts, alpha, reg_param):
    weights = (1 + alpha * counts) * _liked(counts)
    return _user(V, counts, alpha, weights, times=reg_param * (counts > 0).sum())


def unknown_as_sure_as_seen(V, counts, alpha, reg_param):
    confidence = 1 + alpha * np.where(counts > 0, counts, 1)
    times = reg_param * (counts > 0).sum()
    return _user(V, counts, alpha, confidence, confidence * _liked(counts), times)


def right_side_without_confidence(V, counts, alpha, reg_param):
    times = reg_param * (counts > 0).sum()
    return _user(V, counts, alpha, None, _liked(counts), times)


def one_missing(V, counts, alpha, reg_param):
    weights = alpha * counts
    times = reg_param * (counts > 0).sum()
    return _user(V, counts, alpha, weights, weights, times)


def counts_as_preference(V, counts, alpha, reg_param):
    right = (1 + alpha * counts) * counts
    times = reg_param * (counts > 0).sum()
    return _user(V, counts, alpha, None, right, times)


# 7.3: the cheap form, from VᵀV and what was played


def _cheap() -> list[tuple]:
    cases = []
    for V, counts, alpha, reg_param in _users():
        played = counts > 0
        cases.append((V.T @ V, V[played], counts[played], alpha, reg_param))
    return cases


def _from_base(base, V_u, counts, weights, right, ridge) -> np.ndarray:
    A = base + V_u.T @ (weights[:, None] * V_u) + ridge * np.eye(len(base))
    return np.linalg.solve(A, V_u.T @ right)


def played_counted_twice(VtV, V_u, counts, alpha, reg_param):
    confidence = 1 + alpha * counts
    return _from_base(VtV, V_u, counts, confidence, confidence, reg_param * len(counts))


def base_forgotten(VtV, V_u, counts, alpha, reg_param):
    confidence = 1 + alpha * counts
    return _from_base(
        0 * VtV, V_u, counts, confidence, confidence, reg_param * len(counts)
    )


def right_side_one_missing(VtV, V_u, counts, alpha, reg_param):
    more = alpha * counts
    return _from_base(VtV, V_u, counts, more, more, reg_param * len(counts))


def cheap_without_scale(VtV, V_u, counts, alpha, reg_param):
    more = alpha * counts
    return _from_base(VtV, V_u, counts, more, 1 + more, reg_param)


def alpha_forgotten(VtV, V_u, counts, alpha, reg_param):
    return _from_base(VtV, V_u, counts, counts, 1 + counts, reg_param * len(counts))


# 7.4


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
    return [small, (a, b, seen, liked, 3), (b, a, seen, liked, 2)]


def _gains(scores, seen, liked, k) -> np.ndarray:
    """nDCG@k of each user, NaN for who liked nothing."""
    discount = 1 / np.log2(np.arange(2, k + 2))
    best = np.argsort(np.where(seen, np.inf, -scores), axis=1, kind="stable")[:, :k]
    hits = np.take_along_axis(liked & ~seen, best, axis=1)
    n_liked = np.minimum(liked.sum(axis=1), k)
    ideal = np.array([discount[:n].sum() if n else np.nan for n in n_liked])
    return hits @ discount[: best.shape[1]] / ideal


def seen_left_in_the_lists(a, b, seen, liked, k):
    nothing = np.zeros_like(seen)
    return float(
        np.nanmean(_gains(a, nothing, liked, k) - _gains(b, nothing, liked, k))
    )


def over_all_users(a, b, seen, liked, k):
    off = _gains(a, seen, liked, k) - _gains(b, seen, liked, k)
    return float(np.nan_to_num(off).mean())


def places_ignored(a, b, seen, liked, k):
    def precision(scores):
        best = np.argsort(np.where(seen, np.inf, -scores), axis=1, kind="stable")
        hits = np.take_along_axis(liked & ~seen, best[:, :k], axis=1)
        return hits[liked.any(axis=1)].sum(axis=1) / k

    return float((precision(a) - precision(b)).mean())


def second_minus_first(a, b, seen, liked, k):
    return float(np.nanmean(_gains(b, seen, liked, k) - _gains(a, seen, liked, k)))


EXERCISES = [
    Exercise(
        id="7.1",
        title="counts to preference and confidence",
        cases=_counts,
        misconceptions=[
            Misconception(
                lambda counts, alpha: (_liked(counts), alpha * counts),
                "the 1 is missing in the confidence: without it the unplayed ones "
                "have no weight at all",
            ),
            Misconception(
                lambda counts, alpha: (_liked(counts), 1 + counts),
                "you forgot alpha, which says how much an event counts",
            ),
            Misconception(
                lambda counts, alpha: (counts, 1 + alpha * counts),
                "your preference counts; it only says whether there was an event",
            ),
            Misconception(
                lambda counts, alpha: (
                    _liked(counts),
                    _liked(counts) * (1 + alpha * counts),
                ),
                "you gave no confidence to what was not played; it has a little, 1",
            ),
            Misconception(
                lambda counts, alpha: (1 + alpha * counts, _liked(counts)),
                "you returned the confidence first; the preference goes first",
            ),
        ],
        hints=[
            "Two arrays of the shape of counts. The first knows only yes and no.",
            "The preference is counts > 0, as numbers: (counts > 0).astype(float).",
            "The confidence is 1 + alpha * counts. Where counts is 0, it is 1.",
        ],
    ),
    Exercise(
        id="7.2",
        title="one user's half-step",
        cases=_users,
        misconceptions=[
            Misconception(
                without_scale,
                "λ stands alone; multiply it by the number of movies that were played",
            ),
            Misconception(
                scaled_by_all,
                "you multiplied λ by the number of all movies; only those played count",
            ),
            Misconception(
                known_cells_only,
                "you summed over the played movies alone, as for stars; here the "
                "others say something, too",
            ),
            Misconception(
                unknown_as_sure_as_seen,
                "you gave the unplayed movies the confidence of one play; theirs is 1",
            ),
            Misconception(
                right_side_without_confidence,
                "the right side is without the confidence: it is V.T @ (C p)",
            ),
            Misconception(
                one_missing, "the 1 is missing in the confidence 1 + alpha * counts"
            ),
            Misconception(
                counts_as_preference,
                "you aimed at the counts; aim at the preference, which is 0 or 1",
            ),
        ],
        hints=[
            "It is the ridge regression of notebook 04, with a weight for each movie.",
            "Confidence c and preference p have an entry for every movie. The weighted "
            "sum of the outer products is V.T @ (c[:, None] * V).",
            "A = V.T @ (c[:, None] * V) + reg_param * n * np.eye(rank) with "
            "n = (counts > 0).sum(); then np.linalg.solve(A, V.T @ (c * p)).",
        ],
    ),
    Exercise(
        id="7.3",
        title="the cheap form equals the plain one",
        cases=_cheap,
        misconceptions=[
            Misconception(
                played_counted_twice,
                "you added 1 + alpha * c for what was played; VᵀV has the 1 already",
            ),
            Misconception(
                base_forgotten,
                "VᵀV is missing: so the movies that were not played say nothing",
            ),
            Misconception(
                right_side_one_missing,
                "the right side needs the whole confidence, 1 + alpha * c: there, VᵀV "
                "does not help",
            ),
            Misconception(
                cheap_without_scale,
                "λ stands alone; multiply it by the number of movies that were played",
            ),
            Misconception(
                alpha_forgotten, "you forgot alpha, which says how much an event counts"
            ),
        ],
        hints=[
            "Which weight does VᵀV give to every movie? How much is left for those "
            "that were played?",
            "Left: VtV plus V_u.T @ ((alpha * counts)[:, None] * V_u) plus the ridge.",
            "Right: V_u.T @ (1 + alpha * counts), since preferences elsewhere are 0.",
        ],
    ),
    Exercise(
        id="7.4",
        title="compare on ranking",
        cases=_rankings,
        misconceptions=[
            Misconception(
                seen_left_in_the_lists,
                "you left the seen in the lists: they take the best places",
            ),
            Misconception(
                over_all_users,
                "you took users who liked nothing for a difference of 0; leave them "
                "out, since nothing can be said of them",
            ),
            Misconception(
                places_ignored,
                "a hit counted the same at every place; nDCG discounts the later ones",
            ),
            Misconception(
                second_minus_first,
                "you took the second minus the first; turn it around",
            ),
        ],
        hints=[
            "For one user: the list of a, the list of b, the nDCG of each. Then the "
            "mean of the differences over the users who liked something.",
            "top_k(scores[u], np.flatnonzero(seen[u]), k) of utils.recommend makes a "
            "list, ndcg_at_k(list, set, k) of utils.metrics judges it.",
            "users = np.flatnonzero(liked.any(axis=1)), and the set of user u is "
            "set(np.flatnonzero(liked[u])).",
        ],
    ),
]
