"""Part a table of ratings into what a method may learn from and what judges it."""

from collections.abc import Iterator

import numpy as np
import pandas as pd


def _check(ratings: pd.DataFrame, columns: list[str], test_fraction: float) -> None:
    missing = [c for c in columns if c not in ratings.columns]
    if missing:
        raise ValueError(
            f"the table has the columns {list(ratings.columns)}, expected also "
            f"{', '.join(missing)}: rename or add them"
        )
    if not 0 < test_fraction < 1:
        raise ValueError(
            f"test_fraction is {test_fraction}, expected a share between 0 and 1, such "
            "as 0.2"
        )


def _part(ratings: pd.DataFrame, in_test: np.ndarray):
    if in_test.all() or not in_test.any():
        raise ValueError(
            f"{in_test.sum()} of {len(ratings)} ratings would be in the test part, "
            "expected at least one in each part: change test_fraction, or take more "
            "ratings"
        )
    return ratings[~in_test], ratings[in_test]


def random_split(
    ratings: pd.DataFrame, test_fraction: float = 0.2, seed: int = 0
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Put a random share of the ratings into the test part.

    Parameters
    ----------
    ratings : DataFrame
        One row a rating; any columns.
    test_fraction : float between 0 and 1
        Share of the rows in the test part.
    seed : int
        The same seed parts the same table in the same way.

    Returns
    -------
    train, test : DataFrame
        Rows in the order of the table, with its columns and index.

    Raises
    ------
    ValueError
        If the share is not between 0 and 1, or a part would be empty.

    Examples
    --------
    >>> table = pd.DataFrame({"user": [1, 1, 2, 2, 2], "rating": [3, 4, 5, 1, 2]})
    >>> train, test = random_split(table)
    >>> len(train), len(test)
    (4, 1)
    """
    _check(ratings, [], test_fraction)
    rng = np.random.default_rng(seed)
    in_test = np.zeros(len(ratings), dtype=bool)
    in_test[rng.permutation(len(ratings))[: round(test_fraction * len(ratings))]] = True
    return _part(ratings, in_test)


def k_folds(
    ratings: pd.DataFrame, n_folds: int = 5, seed: int = 0
) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
    """Split at random ``n_folds`` times: each rating is in one test part.

    Yields
    ------
    train, test : DataFrame
        Rows in the order of the table, with its columns and index.

    Raises
    ------
    ValueError
        If there are fewer than two folds, or fewer ratings than folds.

    Examples
    --------
    >>> table = pd.DataFrame({"user": [1, 1, 2, 2], "rating": [3, 4, 5, 1]})
    >>> [len(test) for train, test in k_folds(table, n_folds=2)]
    [2, 2]
    """
    if not 2 <= n_folds <= len(ratings):
        raise ValueError(
            f"n_folds is {n_folds}, expected 2 to {len(ratings)}, the number of ratings"
        )
    fold = np.arange(len(ratings)) % n_folds
    np.random.default_rng(seed).shuffle(fold)
    return (_part(ratings, fold == f) for f in range(n_folds))


def last_split(
    ratings: pd.DataFrame, test_fraction: float = 0.2
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Put the last share of every user's own ratings into the test part.

    A user with ``n`` ratings gives ``floor(test_fraction · n)`` to the test part. The
    past of one user may lie after the future of another: see `time_split`.

    Of ratings with equal times nobody knows the order. There the larger movie id counts
    as the later one: a rule for its own sake, so that sorting the table differently
    changes nothing. In MovieLens small it decides for 153 of 671 users, whose cut falls
    between ratings of one second; differences that small are not worth a rank.

    Parameters
    ----------
    ratings : DataFrame with the columns user, movie, timestamp
    test_fraction : float between 0 and 1

    Returns
    -------
    train, test : DataFrame
        Rows in the order of the table, with its columns and index.

    Raises
    ------
    ValueError
        If a column is missing, the share is not between 0 and 1, or a part would be
        empty.

    Examples
    --------
    >>> table = pd.DataFrame({"user": [1, 1, 2, 2], "movie": [5, 3, 6, 4]})
    >>> table["timestamp"] = [20, 10, 7, 7]
    >>> last_split(table, test_fraction=0.5)[1]
       user  movie  timestamp
    0     1      5         20
    2     2      6          7
    """
    _check(ratings, ["user", "movie", "timestamp"], test_fraction)
    order = np.lexsort((ratings["movie"], ratings["timestamp"]))  # the last key first
    by_user = ratings.iloc[order].groupby("user")["user"]
    n = by_user.transform("size").to_numpy()
    from_end = by_user.cumcount(ascending=False).to_numpy()  # 0 is the last rating
    in_test = np.empty(len(ratings), dtype=bool)
    # 0.29 · 100 is 28.999999999999996 in floating point
    in_test[order] = from_end < np.floor(test_fraction * n + 1e-9)
    return _part(ratings, in_test)


def time_split(
    ratings: pd.DataFrame, test_fraction: float = 0.2
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Cut at one moment: before it is train, from it on is test, for everybody.

    The only one of the splits in which nothing that is learned from lies in the
    future of anything that is predicted.

    Parameters
    ----------
    ratings : DataFrame with the column timestamp
    test_fraction : float between 0 and 1
        Reached up to the ratings of one moment, which are never parted.

    Returns
    -------
    train, test : DataFrame
        Rows in the order of the table, with its columns and index.

    Raises
    ------
    ValueError
        If the column is missing, the share is not between 0 and 1, or a part would be
        empty.

    Examples
    --------
    >>> table = pd.DataFrame({"user": [1, 1, 2, 2], "timestamp": [20, 10, 7, 30]})
    >>> time_split(table, test_fraction=0.25)[1]
       user  timestamp
    3     2         30
    """
    _check(ratings, ["timestamp"], test_fraction)
    times = ratings["timestamp"].to_numpy()
    moment = np.sort(times)[-max(1, round(test_fraction * len(times))) :][:1]
    return _part(ratings, times >= moment)


def cells_of(ratings: pd.DataFrame, matrix: tuple) -> tuple[np.ndarray, np.ndarray]:
    """Find where a table's rows are in the matrix of another, such as a train part.

    Parameters
    ----------
    ratings : DataFrame with the columns user, movie
    matrix : RatingMatrix, that is (X, user_ids, movie_ids)

    Returns
    -------
    users, movies : ndarray of int, shape (n_rows,)
        Positions in its ``X``; -1 for a user or movie that is not in it.

    Examples
    --------
    >>> matrix = (None, np.array([7, 9]), np.array([10, 30]))
    >>> cells_of(pd.DataFrame({"user": [9, 8], "movie": [10, 30]}), matrix)
    (array([ 1, -1]), array([0, 1]))
    """
    _check(ratings, ["user", "movie"], 0.5)
    _, user_ids, movie_ids = matrix
    users = pd.Index(user_ids).get_indexer(ratings["user"])
    movies = pd.Index(movie_ids).get_indexer(ratings["movie"])
    return users, movies
