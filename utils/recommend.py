"""The best k movies that somebody has not seen, and a readable table of them."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import sparse

CELLS = 2**22  # of one block of scores: 32 MB


def top_k(scores: np.ndarray, seen: ArrayLike, k: int = 10) -> np.ndarray:
    """Find the movies with the highest scores among those not seen.

    Parameters
    ----------
    scores : ndarray of shape (n_movies,)
        NaN where nothing can be said; such a movie is never recommended.
    seen : array_like of int
        Positions (not ids) of the movies to leave out; ``[]`` leaves none out.
    k : int
        Length of the list.

    Returns
    -------
    ndarray of int
        Positions, the best first; equal scores in the order of the positions. Shorter
        than ``k`` if fewer movies can be recommended.

    Raises
    ------
    ValueError
        If ``k`` is below 1 or a seen position is outside of ``scores``.

    Examples
    --------
    >>> top_k(np.array([3.0, 5.0, np.nan, 4.0]), seen=np.array([1]), k=2)
    array([3, 0])
    """
    seen = np.asarray(seen, dtype=np.int64)
    if k < 1:
        raise ValueError(f"k is {k}, expected 1 or more")
    if len(seen) and not 0 <= seen.min() <= seen.max() < len(scores):
        raise ValueError(
            f"seen goes from {seen.min()} to {seen.max()}, expected positions from 0 "
            f"to {len(scores) - 1}: did you pass ids?"
        )
    open_ = np.setdiff1d(np.flatnonzero(~np.isnan(scores)), seen)
    best = np.argsort(-scores[open_], kind="stable")[:k]
    return open_[best]


def top_k_all(scores: np.ndarray, seen: sparse.csr_array, k: int = 10) -> np.ndarray:
    """Find the best k unseen movies of every user at once.

    Parameters
    ----------
    scores : ndarray of shape (n_users, n_movies), or (n_movies,) for all alike
        NaN where nothing can be said; such a movie is never recommended.
    seen : csr_array of shape (n_users, n_movies)
        What is stored is seen, whatever its value: pass ``X`` of the train part.
    k : int
        Length of the lists.

    Returns
    -------
    ndarray of int, shape (n_users, k)
        A row is what `top_k` gives, filled up with -1 if it is shorter.

    Raises
    ------
    ValueError
        If ``k`` is below 1, or the shapes differ.

    Examples
    --------
    >>> seen = sparse.csr_array(np.array([[0, 4.0, 0], [5.0, 0, 2.0]]))
    >>> top_k_all(np.array([[3.0, 5.0, 4.0], [1.0, 2.0, 3.0]]), seen, k=2)
    array([[ 2,  0],
           [ 1, -1]])
    """
    n_users, n_movies = seen.shape
    if k < 1:
        raise ValueError(f"k is {k}, expected 1 or more")
    if scores.shape not in (seen.shape, (n_movies,)):
        raise ValueError(
            f"scores have shape {scores.shape}, expected {seen.shape}, that of seen: "
            "did you transpose one of them?"
        )
    lists = np.full((n_users, k), -1, dtype=np.int64)
    size = max(1, CELLS // n_movies)
    for first in range(0, n_users, size):
        part = slice(first, first + size)
        block = np.broadcast_to(scores, seen.shape)[part].astype(np.float64)
        block[np.isnan(block)] = -np.inf
        rows = seen[part]  # not .nonzero(), which forgets stored zeros
        users = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
        block[users, rows.indices] = -np.inf
        lists[part, : min(k, n_movies)] = _best(block, min(k, n_movies))
    return lists


def _best(block: np.ndarray, k: int) -> np.ndarray:
    """Positions of the k highest of each row, of equal ones the first; -1 for -inf."""
    least = -np.partition(-block, k - 1, axis=1)[:, [k - 1]]  # the k-th highest
    keep, tied = block > least, block == least
    keep |= tied & (tied.cumsum(axis=1) <= k - keep.sum(axis=1, keepdims=True))
    best = np.nonzero(keep)[1].reshape(len(block), k)
    values = np.take_along_axis(block, best, axis=1)
    order = np.argsort(-values, axis=1, kind="stable")
    best = np.where(np.isneginf(values), -1, best)
    return np.take_along_axis(best, order, axis=1)


def recommendation_table(
    movies: pd.DataFrame, ids: np.ndarray, scores: np.ndarray
) -> pd.DataFrame:
    """Make a readable table of recommendations.

    Parameters
    ----------
    movies : DataFrame with the columns movie, title, genres
    ids : ndarray of int, shape (k,)
        Ids (not positions), the best first.
    scores : ndarray of shape (k,)
        Their scores, in the same order.

    Returns
    -------
    DataFrame with the columns title, genres, score; numbered from 1

    Raises
    ------
    ValueError
        If an id is not among the movies.

    Examples
    --------
    >>> movies = pd.DataFrame({"movie": [7, 9], "title": ["Heat (1995)", "Up (2009)"],
    ...                        "genres": ["Crime", "Animation"]})
    >>> recommendation_table(movies, np.array([9]), np.array([4.5]))
           title     genres  score
    1  Up (2009)  Animation    4.5
    """
    unknown = np.setdiff1d(ids, movies["movie"])
    if len(unknown):
        raise ValueError(
            f"there is no movie with the id {unknown[0]}: did you pass positions?"
        )
    table = movies.set_index("movie").loc[ids, ["title", "genres"]]
    table["score"] = scores
    return table.set_axis(range(1, len(table) + 1), axis=0)
