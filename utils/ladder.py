"""Rungs of a ladder: from scores to lists, and from lists to numbers side by side."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy import sparse

from utils.baselines import popularity
from utils.matrix import RatingMatrix
from utils.metrics import (
    bootstrap,
    coverage,
    map_at_k,
    ndcg_at_k,
    novelty,
    precision_at_k,
    recall_at_k,
)
from utils.recommend import top_k_all

LIKED = 4.0  # stars


def likes(X: sparse.csr_array, stars: float = LIKED) -> sparse.csr_array:
    """Make stars into evidence: 1 where somebody liked a movie, nothing elsewhere.

    Parameters
    ----------
    X : csr_array of shape (n_users, n_movies), stars 0.5–5
    stars : float
        From so many stars on, a movie is liked.

    Returns
    -------
    csr_array of shape (n_users, n_movies)

    Examples
    --------
    >>> likes(sparse.csr_array(np.array([[5.0, 2.0, 0], [0, 4.0, 3.5]]))).toarray()
    array([[1., 0., 0.],
           [0., 1., 0.]])
    """
    cells = X.tocoo()
    liked = cells.data >= stars
    where = (cells.row[liked], cells.col[liked])
    return sparse.coo_array((np.ones(liked.sum()), where), shape=X.shape).tocsr()


def liked_movies(ratings: pd.DataFrame, stars: float = LIKED) -> dict[int, set[int]]:
    """Find what each user liked, such as in a test part: user -> set of movie ids.

    A user who liked nothing has an empty set.

    Examples
    --------
    >>> table = pd.DataFrame({"user": [7, 7, 9], "movie": [30, 10, 10],
    ...                       "rating": [4.0, 5.0, 2.5]})
    >>> liked_movies(table)
    {7: {10, 30}, 9: set()}
    """
    liked = ratings["movie"].where(ratings["rating"] >= stars)
    by_user = liked.groupby(ratings["user"])
    return {int(u): set(m.dropna().astype(int).tolist()) for u, m in by_user}


def best_lists(
    scores: np.ndarray,
    train: RatingMatrix,
    k: int = 10,
    among: sparse.csr_array | None = None,
) -> dict[int, list[int]]:
    """Recommend k unseen movies to everybody: user -> list of movie ids, best first.

    Parameters
    ----------
    scores : ndarray of shape (n_users, n_movies), or (n_movies,) for all alike
        NaN where nothing can be said.
    train : RatingMatrix
        What it stores has been seen.
    k : int
    among : csr_array of shape (n_users, n_movies), optional
        Choose only from the stored cells, such as the rated test movies.

    Raises
    ------
    ValueError
        If the shapes differ or ``k`` is below 1.

    Examples
    --------
    >>> X = sparse.csr_array(np.array([[0, 4.0, 0], [5.0, 0, 2.0]]))
    >>> train = RatingMatrix(X, np.array([7, 9]), np.array([10, 20, 30]))
    >>> best_lists(np.array([1.0, 2.0, 3.0]), train, k=2)
    {7: [30, 10], 9: [20]}
    """
    X, user_ids, movie_ids = train
    if among is not None:
        cells = among.tocoo()
        chosen = np.full(X.shape, np.nan)
        every = np.broadcast_to(scores, X.shape)
        chosen[cells.row, cells.col] = every[cells.row, cells.col]
        scores = chosen
    lists = top_k_all(scores, X, k)
    ids = movie_ids.tolist()
    return {
        int(user): [ids[i] for i in row if i >= 0]
        for user, row in zip(user_ids, lists.tolist())
    }


def ndcg_of_users(
    lists: Mapping[int, list[int]], liked: Mapping[int, set[int]], k: int = 10
) -> np.ndarray:
    """nDCG@k of each user who liked something, in the order of ``liked``.

    Examples
    --------
    >>> ndcg_of_users({7: [30, 10], 9: [20]}, {7: {30}, 9: {10}, 8: set()}, k=2)
    array([1., 0.])
    """
    users = [user for user, movies in liked.items() if movies]
    return np.array([ndcg_at_k(lists.get(u, ()), liked[u], k) for u in users])


def list_quality(
    lists: Mapping[int, list[int]],
    liked: Mapping[int, set[int]],
    train: RatingMatrix,
    k: int = 10,
) -> dict[str, float]:
    """Judge everybody's lists: one rung of the ladder.

    Parameters
    ----------
    lists : dict of user -> list of movie ids, the best first
    liked : dict of user -> set of movie ids
        What they liked in the test part; movies that are not in ``train`` count as
        missed. Users who liked nothing are left out of all but coverage and novelty.
    train : RatingMatrix
        The catalogue, and how often each movie was rated.
    k : int
        Places that count.

    Returns
    -------
    dict
        precision, recall, nDCG, low, high, MAP, coverage, novelty: means over users at
        ``k``; low and high bound 95% of `bootstrap`'s means of nDCG.

    Examples
    --------
    >>> X = sparse.csr_array(np.array([[0, 4.0, 0], [5.0, 0, 2.0]]))
    >>> train = RatingMatrix(X, np.array([7, 9]), np.array([10, 20, 30]))
    >>> found = list_quality({7: [30, 10], 9: [20]}, {7: {30}, 9: {10}}, train, k=2)
    >>> float(found["precision"]), float(found["nDCG"]), found["coverage"]
    (0.25, 0.5, 1.0)
    """
    X, _, movie_ids = train
    positions = {u: np.searchsorted(movie_ids, ids) for u, ids in lists.items()}
    low, high = bootstrap(ndcg_of_users(lists, liked, k))
    return {
        "precision": precision_at_k(lists, liked, k),
        "recall": recall_at_k(lists, liked, k),
        "nDCG": ndcg_at_k(lists, liked, k),
        "low": low,
        "high": high,
        "MAP": map_at_k(lists, liked, k),
        "coverage": coverage(positions, X.shape[1]),
        "novelty": novelty(positions, popularity(X)),
    }
