"""MovieLens's ratings and movies as tables, and simulated ones of the same kind."""

from pathlib import Path

import numpy as np
import pandas as pd

from utils.data.csv_rows import MOVIELENS_NAMES
from utils.data.download import ARCHIVES, movielens_folder
from utils.data.simulate import simulate_movies, simulate_ratings
from utils.files import ROOT

DATA = ROOT / "data"
NAMES = ("movielens-small", *ARCHIVES, "simulated")
SIMULATED = {"n_users": 671, "n_movies": 9066, "n_ratings": 100_004}  # as small is


def _folder(name: str) -> Path:
    if name not in NAMES:
        raise ValueError(
            f"there is no data set {name!r}; expected one of {', '.join(NAMES)}. "
            "For a file of your own use read_ratings(path)"
        )
    return DATA / name if name == "movielens-small" else movielens_folder(name)


def ratings_file(name: str = "movielens-small") -> Path:
    """Path of the ratings as GroupLens wrote them, for Spark to read.

    Parameters
    ----------
    name : {"movielens-small", "ml-1m", "ml-25m", "ml-32m"}
        All but the first are downloaded once.

    Returns
    -------
    Path
        A CSV file with the columns userId, movieId, rating, timestamp ("ml-1m": parted
        by "::", without a header).
    """
    if name == "simulated":
        raise ValueError('"simulated" is made in memory and has no file')
    return _folder(name) / ("ratings.dat" if name == "ml-1m" else "ratings.csv")


def ratings_of(name: str) -> pd.DataFrame:
    """The ratings of a data set, without yours; see `load_ratings`."""
    if name == "simulated":
        return simulate_ratings(**SIMULATED)
    path, columns = ratings_file(name), ["user", "movie", "rating", "timestamp"]
    if name == "ml-1m":
        # No field holds a colon, so every second column is empty: "::" read as ":".
        ratings = pd.read_csv(path, sep=":", header=None, usecols=[0, 2, 4, 6])
        ratings = ratings.set_axis(columns, axis=1)
    else:
        ratings = pd.read_csv(path).rename(columns=MOVIELENS_NAMES)
    return ratings.astype(dict(zip(columns, (np.int32, np.int32, float, np.int64))))


def load_movies(name: str = "movielens-small") -> pd.DataFrame:
    """Load the movies that go with `load_ratings`.

    Returns
    -------
    DataFrame with the columns movie, title, year, genres
        The title ends with its year, as in MovieLens; ``year`` is missing (``<NA>``)
        where it does not. Genres are parted by "|".

    Examples
    --------
    >>> load_movies()["title"].iloc[0]
    'Toy Story (1995)'
    """
    if name == "simulated":
        return simulate_movies(SIMULATED["n_movies"])
    folder = _folder(name)
    if name == "ml-1m":
        lines = (folder / "movies.dat").read_text("latin-1").splitlines()
        rows = [line.split("::") for line in lines]
        movies = pd.DataFrame(rows, columns=["movie", "title", "genres"])
    else:
        movies = pd.read_csv(folder / "movies.csv").rename(columns=MOVIELENS_NAMES)
    year = movies["title"].str.extract(r"\((\d{4})\)\s*$", expand=False)
    movies["year"] = pd.to_numeric(year).astype("Int64")
    movies["movie"] = movies["movie"].astype(np.int32)
    return movies[["movie", "title", "year", "genres"]]
