"""The best k movies that somebody has not seen, and a readable table of them."""

import numpy as np
import pandas as pd


def top_k(scores: np.ndarray, seen: np.ndarray, k: int = 10) -> np.ndarray:
    """Find the movies with the highest scores among those not seen.

    Parameters
    ----------
    scores : ndarray of shape (n_movies,)
        NaN where nothing can be said; such a movie is never recommended.
    seen : ndarray of int
        Positions (not ids) of the movies to leave out.
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
