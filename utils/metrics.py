"""Is it any good? Errors of predicted stars, and how good a list of k movies is."""

from collections.abc import Callable, Iterable, Mapping, Set

import numpy as np


class Score(float):
    """A number, and a note of what was left out of it.

    Use it as any float; where it is shown, the note is shown with it.

    Attributes
    ----------
    left_out : int
        How many predictions or users are not in the number.
    note : str
        The same in words; empty if nothing was left out.

    Examples
    --------
    >>> score = Score(0.5, 2, "2 of 9 predictions were NaN")
    >>> score
    0.5 (2 of 9 predictions were NaN)
    >>> f"{score:.2f}", score < 0.6, score.left_out
    ('0.50', True, 2)
    """

    def __new__(cls, value: float, left_out: int = 0, note: str = ""):
        score = super().__new__(cls, value)
        score.left_out, score.note = left_out, note if left_out else ""
        return score

    def __repr__(self) -> str:
        return float.__repr__(self) + (f" ({self.note})" if self.note else "")


def _errors(actual: np.ndarray, predicted: np.ndarray) -> tuple[np.ndarray, int, str]:
    actual, predicted = np.asarray(actual, float), np.asarray(predicted, float)
    if actual.shape != predicted.shape:
        raise ValueError(
            f"predicted has shape {predicted.shape}, expected {actual.shape}, a "
            "prediction for each actual rating"
        )
    if actual.size == 0 or np.isnan(actual).any():
        raise ValueError(
            f"{np.isnan(actual).sum()} of {actual.size} actual ratings are NaN, "
            "expected at least one rating and no NaN: pass the known cells only"
        )
    known = ~np.isnan(predicted)
    left_out = int((~known).sum())
    note = f"{left_out:,} of {actual.size:,} predictions were NaN and are left out"
    return (actual - predicted)[known], left_out, note


def rmse(actual: np.ndarray, predicted: np.ndarray) -> Score:
    """Root of the mean squared error, in stars: √(mean((actual - predicted)²)).

    Parameters
    ----------
    actual : ndarray of shape (n,), stars 0.5–5
    predicted : ndarray of shape (n,), stars
        NaN where no prediction could be made.

    Returns
    -------
    Score
        A float. Predictions that are NaN are left out, and counted in its ``left_out``
        and ``note``: a method may look good by saying little. NaN if all are NaN.

    Raises
    ------
    ValueError
        If the shapes differ, there are no ratings, or an actual rating is NaN.

    Examples
    --------
    >>> rmse([3.0, 4.0], [2.0, 5.0])
    1.0
    >>> rmse([3.0, 4.0], [2.5, np.nan])
    0.5 (1 of 2 predictions were NaN and are left out)
    """
    errors, left_out, note = _errors(actual, predicted)
    return Score(np.sqrt(np.mean(errors**2)) if errors.size else np.nan, left_out, note)


def mae(actual: np.ndarray, predicted: np.ndarray) -> Score:
    """Mean absolute error, in stars: mean(|actual - predicted|).

    Parameters, result and errors are those of `rmse`.

    Examples
    --------
    >>> mae([3.0, 4.0], [2.5, 4.25])
    0.375
    """
    errors, left_out, note = _errors(actual, predicted)
    return Score(np.mean(np.abs(errors)) if errors.size else np.nan, left_out, note)


def _hits(recommended: Iterable[int], relevant: Set, k: int) -> np.ndarray:
    """Which of the first k places hold a relevant movie: bool, shape (at most k,)."""
    first = list(recommended)[:k]
    if len(set(first)) < len(first):
        raise ValueError(
            f"the list {first} has a movie twice, expected each once: a hit would "
            "count twice"
        )
    return np.array([movie in relevant for movie in first], dtype=bool)


def _score(one: Callable, recommended, relevant, k: int) -> Score:
    """Apply ``one(hits, n_relevant, k)`` to one user, or average it over users."""
    if k < 1:
        raise ValueError(f"k is {k}, expected 1 or more")
    if isinstance(recommended, Mapping) != isinstance(relevant, Mapping):
        raise TypeError(
            f"recommended is a {type(recommended).__name__} and relevant a "
            f"{type(relevant).__name__}, expected two dicts by user or a list and a set"
        )
    if not isinstance(relevant, Mapping):
        recommended, relevant = {0: recommended}, {0: relevant}
    relevant = {user: set(movies) for user, movies in relevant.items()}
    users = [user for user, movies in relevant.items() if movies]
    values = [
        one(_hits(recommended.get(u, ()), relevant[u], k), len(relevant[u]), k)
        for u in users
    ]
    everybody = len(recommended.keys() | relevant.keys())
    left_out = everybody - len(users)
    note = f"{left_out:,} of {everybody:,} users have no relevant movie: left out"
    return Score(np.mean(values) if values else np.nan, left_out, note)


def _precision(hits: np.ndarray, n_relevant: int, k: int) -> float:
    return hits.sum() / k


def _recall(hits: np.ndarray, n_relevant: int, k: int) -> float:
    return hits.sum() / n_relevant


def _ndcg(hits: np.ndarray, n_relevant: int, k: int) -> float:
    gain = 1 / np.log2(np.arange(2, k + 2))  # places 1 ... k
    return gain[: len(hits)][hits].sum() / gain[:n_relevant].sum()


def _average_precision(hits: np.ndarray, n_relevant: int, k: int) -> float:
    precision = hits.cumsum() / np.arange(1, len(hits) + 1)  # at each place
    return precision[hits].sum() / min(k, n_relevant)


def precision_at_k(recommended, relevant, k: int) -> Score:
    """Share of the k places that hold a relevant movie: hits / k.

    Parameters
    ----------
    recommended : list of int, or dict of user -> list
        Movies, the best first. A shorter list than ``k`` is divided by ``k`` all the
        same: an empty place is no hit. A user without a list has no hits.
    relevant : set of int, or dict of user -> set
        The movies that would have been right, named as in ``recommended``.
    k : int
        Places that count.

    Returns
    -------
    Score
        A float: of the one user, or the mean over users. Users without a relevant
        movie are left out, and counted in ``left_out`` and ``note``.

    Raises
    ------
    ValueError
        If ``k`` is below 1, or a list holds a movie twice.
    TypeError
        If one of the two is a dict and the other is not.

    Notes
    -----
    Divided by ``k``, as in Spark, RecTools, ranx, pytrec_eval, torchmetrics and most
    others. LensKit divides by the length of a shorter list, implicit by the smaller of
    ``k`` and the number of relevant movies. docs/metrics.md has them side by side,
    also who counts users without a relevant movie (Spark: as 0).

    Examples
    --------
    >>> precision_at_k([30, 10, 20], {10, 40}, k=2)
    0.5
    >>> precision_at_k({7: [30, 10], 9: [20, 30]}, {7: {10, 40}, 9: set()}, k=2)
    0.5 (1 of 2 users have no relevant movie: left out)
    """
    return _score(_precision, recommended, relevant, k)


def recall_at_k(recommended, relevant, k: int) -> Score:
    """Share of the relevant movies that are in the first k: hits / relevant.

    Parameters, result and errors are those of `precision_at_k`.

    Notes
    -----
    Divided by all that is relevant, as nearly everywhere; so with more than ``k``
    relevant movies nobody reaches 1. LensKit divides by the smaller of both.

    Examples
    --------
    >>> recall_at_k([30, 10, 20], {10, 40, 50, 60}, k=2)
    0.25
    """
    return _score(_recall, recommended, relevant, k)


def ndcg_at_k(recommended, relevant, k: int) -> Score:
    """Normalised discounted cumulative gain: a hit further down is worth less.

        nDCG@k = Σ_hits 1 / log2(1 + place)  /  the same if the hits came first

    Parameters, result and errors are those of `precision_at_k`.

    Notes
    -----
    The usual definition, shared by Spark, RecBole, implicit, ranx, pytrec_eval,
    recommenders, cornac and recpack: at best, the first min(k, relevant) places are
    hits, and each place is discounted. LensKit discounts from the third place on, as
    the paper does; RecTools compares with k hits unless told
    ``divide_by_achievable=True``. See docs/metrics.md.

    References
    ----------
    Järvelin and Kekäläinen (2002), "Cumulated gain-based evaluation of IR techniques".

    Examples
    --------
    >>> ndcg_at_k([30, 20, 10], {10}, k=3)  # 1 / log2(4), and 1 at best
    0.5
    """
    return _score(_ndcg, recommended, relevant, k)


def map_at_k(recommended, relevant, k: int) -> Score:
    """Mean average precision: the precision at each hit, over the hits there could be.

        AP@k = Σ_hits precision at the hit's place  /  min(k, relevant)

    Parameters, result and errors are those of `precision_at_k`.

    Notes
    -----
    Divided by min(k, relevant), as in Spark's ``meanAveragePrecisionAtK``, implicit,
    RecBole and recommenders' ``map_at_k``. RecTools, ranx, pytrec_eval and
    recommenders' ``map`` divide by all that is relevant, torchmetrics by the hits.

    Examples
    --------
    >>> map_at_k([10, 30, 20], {10, 20}, k=3)  # (1/1 + 2/3) / 2
    0.8333333333333333
    """
    return _score(_average_precision, recommended, relevant, k)


def _places(recommended) -> np.ndarray:
    """All movies in all lists, one after the other."""
    lists = recommended.values() if isinstance(recommended, Mapping) else [recommended]
    lists = [np.asarray(movies, dtype=np.int64) for movies in lists]
    return np.concatenate(lists) if lists else np.empty(0, dtype=np.int64)


def coverage(recommended, n_movies: int) -> float:
    """Share of the catalogue that is recommended to anybody at all.

    Parameters
    ----------
    recommended : dict of user -> list of int, or one list
    n_movies : int
        How many movies could have been recommended. (recommenders counts those of the
        training part only.)

    Raises
    ------
    ValueError
        If more movies are recommended than there are.

    Examples
    --------
    >>> coverage({7: [0, 2], 9: [2, 3]}, n_movies=6)
    0.5
    """
    different = len(np.unique(_places(recommended)))
    if different > n_movies:
        raise ValueError(
            f"{different} different movies are recommended out of n_movies={n_movies}: "
            "pass the size of the whole catalogue"
        )
    return different / n_movies


def novelty(recommended, popularity: np.ndarray) -> Score:
    """How surprising the recommended movies are, in bits, on average over all places.

        novelty = mean(-log2(p_i)),  p_i = ratings of movie i / all ratings

    One bit more: half as many ratings. (RecTools and rexmex take the share of the users
    instead, so that their numbers are smaller.)

    Parameters
    ----------
    recommended : dict of user -> list of int, or one list
        Positions (not ids) of movies.
    popularity : ndarray of shape (n_movies,)
        Number of ratings of each movie. A movie without any would be infinitely
        surprising; it is left out and counted.

    Raises
    ------
    ValueError
        If a position is outside of ``popularity``.

    References
    ----------
    Zhou et al. (2010), "Solving the apparent diversity-accuracy dilemma of recommender
    systems": self-information.

    Examples
    --------
    >>> novelty([0, 1], popularity=np.array([50, 25, 25]))  # (1 + 2) / 2
    1.5
    """
    places, popularity = _places(recommended), np.asarray(popularity, float)
    if len(places) and not 0 <= places.min() <= places.max() < len(popularity):
        raise ValueError(
            f"movies go from {places.min()} to {places.max()}, expected positions from "
            f"0 to {len(popularity) - 1}: did you pass ids?"
        )
    p = popularity[places] / popularity.sum()
    unrated = int((p == 0).sum())
    note = f"{unrated:,} of {len(p):,} places hold a movie without ratings: left out"
    bits = -np.log2(p[p > 0])
    return Score(bits.mean() if len(bits) else np.nan, unrated, note)


def bootstrap(
    values: np.ndarray, n_resamples: int = 1000, level: float = 0.95, seed: int = 0
) -> tuple[float, float]:
    """Say how far the mean might be off, had other users been asked.

    Draw as many values as there are, with replacement, and take their mean; again and
    again. The middle ``level`` of these means is the interval.

    Parameters
    ----------
    values : ndarray of shape (n_users,)
        A metric of each user; or each user's difference between two methods, which
        tells whether one beats the other: does the interval hold 0?
    n_resamples : int
    level : float between 0 and 1
    seed : int

    Returns
    -------
    low, high : float

    Raises
    ------
    ValueError
        If there are no values, one is NaN, or ``level`` is not between 0 and 1.

    References
    ----------
    Efron, Tibshirani (1993), "An introduction to the bootstrap", ch. 13: percentiles.

    Examples
    --------
    >>> bootstrap(np.array([0.5, 0.5, 0.5]))
    (0.5, 0.5)
    """
    values = np.asarray(values, dtype=np.float64)
    if values.size == 0 or np.isnan(values).any():
        raise ValueError(
            f"{np.isnan(values).sum()} of {values.size} values are NaN, expected at "
            "least one value and no NaN: leave out users without relevant movies"
        )
    if not 0 < level < 1:
        raise ValueError(f"level is {level}, expected a share between 0 and 1")
    rng = np.random.default_rng(seed)
    means = [
        values[rng.integers(0, len(values), len(values))].mean()
        for _ in range(n_resamples)
    ]
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
