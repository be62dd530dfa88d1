"""Three recommenders that answer while you rate, each with its reasons.

All three work on what damped means leave over, and all are linear in your ratings, so
each score is a sum of parts, one for each movie that you rated.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from utils.als import als, fold_in
from utils.baselines import Baseline, damped_means, popularity, residuals
from utils.matrix import to_matrix
from utils.recommend import top_k
from utils.similarity import cosine

REG_PARAM, RANK = 0.2, 20
DAMPING = 5.0
TWINS = 50
WELL_KNOWN = 200
FEW = 5  # a movie with fewer ratings is like no other: shrinkage leaves nothing of it
SUPPORT = 20  # a movie that fewer people rated is not recommended


class Live(NamedTuple):
    """What is computed once, before anybody rates.

    Attributes
    ----------
    movie_ids : ndarray of int, sorted
    counts : ndarray of int, shape (n_movies,)
        Ratings of each movie.
    means : Baseline
    left_over : csr_array of shape (n_users, n_movies), stars
        Residuals of the means.
    S : csr_array of shape (n_movies, n_movies)
        Row i: the movies that are most like movie i, if it has 5 ratings or more.
    V : ndarray of shape (n_movies, rank)
    """

    movie_ids: np.ndarray
    counts: np.ndarray
    means: Baseline
    left_over: sparse.csr_array
    S: sparse.csr_array
    V: np.ndarray


class Scores(NamedTuple):
    """What one method says of every movie, and why.

    A score is ``usual``, what anybody would get, and a sum of parts, one for each movie
    that you rated: ``parts(places)`` gives them, of shape (len(places), n_rated).
    ``usual`` is 0 for the two that look only at what the means leave over.
    """

    scores: np.ndarray
    usual: np.ndarray
    parts: Callable[[np.ndarray], np.ndarray]


class Whose(NamedTuple):
    """Whose ratings these are, as reasons say it."""

    one: str = "you"
    have: str = "You have"
    are: str = "you are"
    take: str = "you take"
    of_one: str = "your"


YOURS = Whose()
OF_DEMO = Whose(
    "the profile", "The profile has", "the profile is", "the profile takes", "its"
)


class Answer(NamedTuple):
    """What all methods say to one set of ratings.

    Attributes
    ----------
    rated : ndarray of int, shape (n_rated,)
        Positions of what you rated.
    stars : ndarray of shape (n_rated,), stars 0.5–5
    bias : float, stars
        How much more generous you are than most.
    x : ndarray of shape (n_rated,), stars
        What is left of your stars when the means are taken off.
    methods : dict of str -> Scores
        Empty if nothing was rated.
    whose : Whose
    """

    rated: np.ndarray
    stars: np.ndarray
    bias: float
    x: np.ndarray
    methods: dict[str, Scores]
    whose: Whose = YOURS


class Listed(NamedTuple):
    """One list: positions of its movies, their scores, and what these are made of.

    ``usual`` is what of a score anybody would get, and ``parts``, of shape
    (k, n_rated), what each of your ratings adds.
    """

    movies: np.ndarray
    scores: np.ndarray
    usual: np.ndarray
    parts: np.ndarray


def prepare(ratings: pd.DataFrame) -> Live:
    """Compute means, similarities and item vectors, in a few seconds.

    Parameters
    ----------
    ratings : DataFrame with the columns user, movie, rating
        Of everybody else.
    """
    X, _, movie_ids = to_matrix(ratings)
    means = damped_means(X, DAMPING)
    left_over = residuals(X, means)
    counts = popularity(X)
    _, V = als(left_over, RANK, REG_PARAM)
    S = _similar_movies(left_over, np.flatnonzero(counts >= FEW))
    return Live(movie_ids, counts, means, left_over, S, V)


def _similar_movies(left_over: sparse.csr_array, some: np.ndarray) -> sparse.csr_array:
    """Similarities of some movies, at their places among all."""
    S = cosine(left_over[:, some].T.tocsr(), True, shrinkage=100, n_neighbors=200)
    cells, n = S.tocoo(), left_over.shape[1]
    placed = (cells.data, (some[cells.row], some[cells.col]))
    return sparse.coo_array(placed, shape=(n, n)).tocsr()


def _user_user(live: Live, rated: np.ndarray, x: np.ndarray) -> Scores:
    theirs = live.left_over[:, rated].toarray()  # (n_users, n_rated)
    support = np.diff(live.left_over[:, rated].indptr)
    lengths = np.sqrt((live.left_over**2).sum(axis=1)) * np.sqrt(x @ x)
    weight = support / (support + 10) / np.maximum(lengths, 1e-12)  # (n_users,)
    s = weight * (theirs @ x)  # cosine, shrunk
    twins = np.argsort(-s, kind="stable")[:TWINS]
    twins = twins[s[twins] > 0]
    towards = live.left_over[twins]  # (n_twins, n_movies)
    # Σ_v s_v · r_vi, and of movie j the part x_j · Σ_v weight_v · r_vj · r_vi
    links = (weight[twins, None] * theirs[twins]).T  # (n_rated, n_twins)
    usual = np.zeros(len(live.movie_ids))
    return Scores(
        s[twins] @ towards, usual, lambda best: (links @ towards[:, best]).T * x
    )


def _item_item(live: Live, rated: np.ndarray, x: np.ndarray) -> Scores:
    scores, usual = live.S[:, rated] @ x, np.zeros(len(live.movie_ids))
    return Scores(scores, usual, lambda best: live.S[best][:, rated].toarray() * x)


def _als(live: Live, rated: np.ndarray, x: np.ndarray) -> Scores:
    V_u, n = live.V[rated], len(rated)  # (n, rank)
    A = V_u.T @ V_u + REG_PARAM * n * np.eye(V_u.shape[1])
    usual = live.means.item_bias
    scores = usual + live.V @ fold_in(live.V, rated, x, REG_PARAM)
    parts = np.linalg.solve(A, V_u.T) * x  # (rank, n)
    return Scores(scores, usual, lambda best: live.V[best] @ parts)


METHODS = {"User-user": _user_user, "Item-item": _item_item, "ALS": _als}


def answer(live: Live, rated: np.ndarray, stars: np.ndarray) -> Answer:
    """Score every movie by three methods.

    Parameters
    ----------
    live : Live
    rated : ndarray of int, shape (n_rated,)
        Positions in ``live.movie_ids`` of what you rated.
    stars : ndarray of shape (n_rated,), stars 0.5–5
    """
    stars = np.asarray(stars, dtype=np.float64)
    rest = stars - live.means.mu - live.means.item_bias[rated]
    bias = rest.sum() / (len(rest) + DAMPING)
    x = rest - bias
    some = METHODS.items() if len(rated) else ()
    methods = {name: method(live, rated, x) for name, method in some}
    return Answer(rated, stars, float(bias), x, methods)


def best(live: Live, said: Answer, k: int = 10) -> dict[str, Listed]:
    """Recommend by each method, of what you have not rated and 20 people or more have.

    Returns
    -------
    dict of str -> Listed
        "User-user" and "Item-item" score by evidence, Σ s · deviation, and "ALS" by
        stars above the mean; only the order of a list has a meaning. Empty if nothing
        was rated.
    """
    lists = {}
    for name, (scores, usual, parts) in said.methods.items():
        known = np.where(live.counts >= SUPPORT, scores, np.nan)
        top = top_k(known, seen=said.rated, k=k)
        lists[name] = Listed(top, scores[top], usual[top], parts(top))
    return lists


def next_questions(live: Live, known: np.ndarray, left: np.ndarray, k: int = 5):
    """Choose the well-known movies whose stars would tell most about your taste.

    Among the most rated ones, one after the other: the movie i with the largest
    p_i · v_iᵀ A⁻¹ v_i, where p_i is the share of people who rated it, and
    A = V_kᵀ V_k + λ I of what is known by then. v_iᵀ A⁻¹ v_i is how uncertain its
    prediction still is.

    Parameters
    ----------
    live : Live
    known : ndarray of int
        Positions of what was rated.
    left : ndarray of int
        Positions of what was passed over, and is not asked again.
    k : int

    Returns
    -------
    ndarray of int of shape (k,)
    """
    A = live.V[known].T @ live.V[known] + REG_PARAM * np.eye(live.V.shape[1])
    asked = live.counts >= np.sort(live.counts)[-WELL_KNOWN]
    asked[known] = asked[left] = False
    asked = np.flatnonzero(asked)
    p = live.counts[asked] / live.left_over.shape[0]
    V = live.V[asked]
    chosen: list[int] = []
    for _ in range(min(k, len(asked))):
        gain = p * (V @ np.linalg.inv(A) * V).sum(axis=1)
        gain[chosen] = -1
        chosen.append(int(gain.argmax()))
        A += np.outer(V[chosen[-1]], V[chosen[-1]])
    return asked[chosen]
