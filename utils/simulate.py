"""Ratings with MovieLens's shape at any size, from known latent vectors.

Made data is free of anybody's terms: use it where MovieLens may not be used,
or where you must know the vectors that a method should find again.
"""

import numpy as np
import pandas as pd

GENRES = ("Action", "Comedy", "Drama", "Horror", "Romance", "Sci-Fi", "Thriller")


def _draw_cells(
    rng: np.random.Generator, activity: np.ndarray, popularity: np.ndarray, size: int
) -> np.ndarray:
    """Flat positions of ``size`` different cells, drawn by activity x popularity."""
    cells = np.empty(0, dtype=np.int64)
    while len(cells) < size:
        n = size - len(cells)
        users = rng.choice(len(activity), n, p=activity / activity.sum())
        movies = rng.choice(len(popularity), n, p=popularity / popularity.sum())
        cells = np.union1d(cells, users * len(popularity) + movies)
        # Cells drawn before cost a draw: flatter weights make the rest quick.
        activity, popularity = activity**0.9, popularity**0.9
    return cells


def simulate_ratings(
    n_users: int, n_movies: int, n_ratings: int, rank: int = 8, seed: int = 0
) -> pd.DataFrame:
    """Make a table of ratings from planted biases and latent vectors.

    A rating is ``mu + user_bias + item_bias + U[u] . V[i] + noise``, rounded to
    whole or half stars and clipped to 0.5-5. Few movies get most ratings, and few
    users give them, as in MovieLens; popular movies are a little better liked.

    Parameters
    ----------
    n_users, n_movies : int
        How many of each exist; one that is never drawn is absent from the table.
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
    for name, size in [("n_users", n_users), ("n_movies", n_movies), ("rank", rank)]:
        if size < 1:
            raise ValueError(f"{name} is {size}, expected 1 or more")
    if not 1 <= n_ratings <= n_users * n_movies // 2:
        raise ValueError(
            f"n_ratings is {n_ratings}, expected 1 to {n_users * n_movies // 2} (half "
            f"of {n_users} x {n_movies} cells): ask for fewer, or for a larger matrix"
        )
    rng = np.random.default_rng(seed)
    activity = rng.lognormal(0.0, 1.1, n_users)
    popularity = (np.arange(n_movies) + 0.01 * n_movies + 1) ** -1.2
    rng.shuffle(popularity)
    user, movie = np.divmod(
        _draw_cells(rng, activity, popularity, n_ratings), n_movies
    )  # (n_ratings,) each

    U = rng.normal(0, 1, (n_users, rank))
    V = rng.normal(0, 0.5 / np.sqrt(rank), (n_movies, rank))
    liked = 0.1 * (np.log(popularity) - np.log(popularity).mean())
    stars = (
        3.4
        + rng.normal(0, 0.4, n_users)[user]
        + (liked + rng.normal(0, 0.35, n_movies))[movie]
        + np.einsum("nr,nr->n", U[user], V[movie])
        + rng.normal(0, 0.7, n_ratings)
    )
    step = np.where(rng.random(n_users) < 0.5, 1.0, 0.5)[user]  # whole stars only?
    first_visit = rng.integers(850_000_000, 1_470_000_000, n_users)  # 1996-2016
    return pd.DataFrame(
        {
            "user": (user + 1).astype(np.int32),
            "movie": (movie + 1).astype(np.int32),
            "rating": np.clip(np.round(stars / step) * step, 0.5, 5.0),
            "timestamp": first_visit[user] + rng.integers(0, 30_000_000, n_ratings),
        }
    )


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
