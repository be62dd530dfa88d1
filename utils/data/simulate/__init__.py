"""Ratings with MovieLens's shape at any size, from known latent vectors.

Made data is free of anybody's terms: use it where MovieLens may not be used,
or where you must know the vectors that a method should find again.
"""

import numpy as np
import pandas as pd

from utils.data.simulate.parquet import simulate_to_parquet
from utils.data.simulate.stream import check_sizes, chunks, draw_vectors

__all__ = [
    "planted_vectors",
    "simulate_movies",
    "simulate_ratings",
    "simulate_to_parquet",
]

GENRES = ("Action", "Comedy", "Drama", "Horror", "Romance", "Sci-Fi", "Thriller")


def simulate_ratings(
    n_users: int, n_movies: int, n_ratings: int, rank: int = 8, seed: int = 0
) -> pd.DataFrame:
    """Make a table of ratings from planted biases and latent vectors.

    A rating is ``mu + user_bias + item_bias + U[u] · V[i] + noise``, rounded to
    whole or half stars and clipped to 0.5–5. Few movies get most ratings, and few
    users give them, as in MovieLens; popular movies are a little better liked. Whoever
    came before 2003 gives whole stars.

    Parameters
    ----------
    n_users, n_movies : int
        How many of each exist. Every user has 20 ratings or more, if there are 40 for
        each, and every movie one or more, if there are four for each.
    n_ratings : int
        Rows of the table, at most half of all cells.
    rank : int
        Length of the planted latent vectors.
    seed : int
        The same seed gives the same table.

    Returns
    -------
    DataFrame with the columns user, movie, rating (stars), timestamp (seconds)
        Ids start at 1; sorted by user and movie; no cell occurs twice.

    Raises
    ------
    ValueError
        If a size is below 1 or the matrix is too small for so many ratings.

    Examples
    --------
    >>> simulate_ratings(20, 30, 100).shape
    (100, 4)
    """
    parts = list(chunks((n_users, n_movies, n_ratings), rank, seed))
    return pd.DataFrame({c: np.concatenate([p[c] for p in parts]) for c in parts[0]})


def planted_vectors(
    n_users: int, n_movies: int, rank: int = 8, seed: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """Give the latent vectors that `simulate_ratings` plants, to compare with.

    Returns
    -------
    U : ndarray of shape (n_users, rank), float32
        Row u is of the user with the id ``u + 1``.
    V : ndarray of shape (n_movies, rank), float32
        ``U @ V.T`` has a standard deviation of half a star.

    Examples
    --------
    >>> U, V = planted_vectors(20, 30)
    >>> U.shape, V.shape
    ((20, 8), (30, 8))
    """
    check_sizes((n_users, n_movies, 1), rank)
    return draw_vectors(np.random.default_rng(seed), n_users, n_movies, rank)


def simulate_movies(n_movies: int, seed: int = 0) -> pd.DataFrame:
    """Make the table of movies that goes with `simulate_ratings`.

    Examples
    --------
    >>> simulate_movies(2)["title"].str.startswith("Simulated movie").all()
    np.True_
    """
    rng = np.random.default_rng(seed)
    year = rng.integers(1950, 2017, n_movies)
    movie = np.arange(1, n_movies + 1, dtype=np.int32)
    return pd.DataFrame(
        {
            "movie": movie,
            "title": [f"Simulated movie {m} ({y})" for m, y in zip(movie, year)],
            "year": pd.array(year, dtype="Int64"),
            "genres": rng.choice(GENRES, n_movies),
        }
    )
