"""Ratings and movies as tables, and your own row among them.

Tables have the columns user, movie, rating (stars 0.5-5), timestamp (seconds since
1970), and movie, title, year, genres.
"""

import difflib
import numbers
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from utils.data.download import ARCHIVES, movielens_folder
from utils.data.imports import choose as answer
from utils.data.imports import import_table, report
from utils.data.matching import Movies
from utils.data.ratings_csv import read_ratings
from utils.data.simulate import simulate_movies, simulate_ratings
from utils.files import ROOT, work_folder, write_whole

__all__ = [
    "YOU",
    "import_ratings",
    "load_movies",
    "load_ratings",
    "my_ratings",
    "ratings_file",
    "read_ratings",
    "save_my_ratings",
]

YOU = 0  # the learner's user id; MovieLens's start at 1
DATA = ROOT / "data"
NAMES = ("movielens-small", *ARCHIVES, "simulated")
SIMULATED = {"n_users": 671, "n_movies": 9066, "n_ratings": 100_004}  # as small is
ENOUGH = 10  # ratings that make good recommendations


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


def load_ratings(name: str = "movielens-small", with_you: bool = False) -> pd.DataFrame:
    """Load a table of ratings.

    Parameters
    ----------
    name : {"movielens-small", "ml-1m", "ml-25m", "ml-32m", "simulated"}
        The first is in the repository; "ml-..." are downloaded once, with their sums
        checked; "simulated" is made, and free of MovieLens's terms.
    with_you : bool
        Put your ratings first, as the user ``YOU``; see `my_ratings`.

    Returns
    -------
    DataFrame with the columns user, movie, rating (stars), timestamp (seconds)

    Raises
    ------
    ValueError
        If there is no data set of this name, or a download is damaged.

    Examples
    --------
    >>> load_ratings().shape
    (100004, 4)
    """
    columns = ["user", "movie", "rating", "timestamp"]
    kinds = dict(zip(columns, (np.int32, np.int32, np.float64, np.int64)))
    if name == "simulated":
        ratings = simulate_ratings(**SIMULATED)
    elif name == "ml-1m":
        path = ratings_file(name)
        # No field holds a colon, so every second column is empty: "::" read as ":".
        ratings = pd.read_csv(path, sep=":", header=None, usecols=[0, 2, 4, 6])
        ratings = ratings.set_axis(columns, axis=1).astype(kinds)
    else:
        ratings = pd.read_csv(ratings_file(name))
        ratings = ratings.rename(columns={"userId": "user", "movieId": "movie"})
        ratings = ratings.astype(kinds)
    if with_you:
        if name == "simulated":
            raise ValueError(
                "your ratings are of real movies, and the simulated ones are not: "
                "use with_you=False"
            )
        ratings = pd.concat([my_ratings(), ratings], ignore_index=True)
    return ratings


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
        movies = pd.read_csv(folder / "movies.csv")
        movies = movies.rename(columns={"movieId": "movie"})
    year = movies["title"].str.extract(r"\((\d{4})\)\s*$", expand=False)
    movies["year"] = pd.to_numeric(year).astype("Int64")
    movies["movie"] = movies["movie"].astype(np.int32)
    return movies[["movie", "title", "year", "genres"]]


def _checked_as_yours(path: Path, mine: pd.DataFrame) -> pd.DataFrame:
    """What somebody may have put into the file by hand is yours, and of real movies."""
    unknown = set(mine["movie"]) - set(load_movies()["movie"])
    if (mine["user"] != YOU).any() or unknown:
        found = f"the movie {min(unknown)}" if unknown else "another user"
        raise ValueError(
            f"{path} holds ratings of {found}; expected the user {YOU} and movies of "
            "MovieLens small: correct it, or delete it and rate again in 00_start_here"
        )
    return mine[["user", "movie", "rating", "timestamp"]]


def demo_ratings() -> pd.DataFrame:
    """Load the demo profile: the ratings of somebody who likes science fiction."""
    demo = pd.read_csv(DATA / "demo_ratings.csv")
    demo = demo.assign(user=np.int32(YOU), timestamp=np.int64(1_476_640_644))
    demo["movie"] = demo["movie"].astype(np.int32)
    return demo[["user", "movie", "rating", "timestamp"]]


def my_ratings() -> pd.DataFrame:
    """Load your ratings, or the demo profile if you have not rated yet.

    Returns
    -------
    DataFrame with the columns user (always ``YOU``), movie, rating, timestamp
        A line is printed if this is the demo profile.
    """
    path = work_folder() / "my_ratings.csv"
    if path.exists():
        return _checked_as_yours(path, read_ratings(path))
    demo = demo_ratings()
    print(
        f"You have not rated yet: a demo profile of {len(demo)} movies stands in for "
        "you. Rate yours in 00_start_here."
    )
    return demo


def _movie_id(movies: pd.DataFrame, key: str | int) -> int:
    """The id of a movie that a person named by its title or its id."""
    if not isinstance(key, str):
        if isinstance(key, bool) or key not in set(movies["movie"]):
            raise ValueError(f"there is no movie with the id {key!r}: use its title")
        return int(key)
    found = movies.loc[movies["title"] == key, "movie"].tolist()
    if len(found) > 1:
        raise ValueError(
            f"{len(found)} movies are called {key!r}: use the id, one of {found}"
        )
    if not found:
        plain = {title.lower(): title for title in movies["title"]}
        near = difflib.get_close_matches(key.lower(), plain, n=3, cutoff=0.7)
        near = [t for low, t in plain.items() if key.lower() in low][:3] or [
            plain[low] for low in near
        ]
        hint = " or ".join(repr(title) for title in near) or "a title of load_movies()"
        raise ValueError(f"there is no movie {key!r}: did you mean {hint}?")
    return int(found[0])


def save_my_ratings(ratings: dict[str | int, float | None]) -> pd.DataFrame:
    """Keep your ratings for every notebook, in place of those kept before.

    Parameters
    ----------
    ratings : dict
        Title (or movie id) -> stars 0.5, 1, ... 5, or None for a movie that you have
        not seen: that is unknown, and not kept. With nothing but None, what was kept
        before stays.

    Returns
    -------
    DataFrame
        What `my_ratings` returns from now on.

    Raises
    ------
    ValueError
        If a title is unknown or shared by two movies, a movie is named twice, or stars
        are not 0.5-5 in half steps. Nothing is saved then.
    """
    if not isinstance(ratings, dict):
        raise ValueError(
            f"found a {type(ratings).__name__}, expected a dictionary: "
            '{"Toy Story (1995)": 4, ...}'
        )
    movies = load_movies()
    rows: dict[int, float] = {}
    for key, stars in ratings.items():
        movie = _movie_id(movies, key)
        if stars is None:
            continue
        number = isinstance(stars, numbers.Real) and not isinstance(stars, bool)
        if not number or stars not in np.arange(0.5, 5.5, 0.5):
            raise ValueError(
                f"{key!r} has {stars!r} stars; expected 0.5, 1, 1.5, ... 5, or None if "
                "you have not seen it"
            )
        if movie in rows:
            raise ValueError(f"{key!r} is named twice: keep one of its ratings")
        rows[movie] = float(stars)
    if not rows:
        print("Nothing to save yet: put stars in place of None.")
        return my_ratings()
    keep_my_ratings(rows)
    more = ENOUGH - len(rows)
    advice = f" {more} more would make better recommendations." if more > 0 else ""
    print(f"{len(rows)} rating{'' if len(rows) == 1 else 's'} saved.{advice}")
    return my_ratings()


def import_ratings(
    path: str | Path,
    choose: Mapping[str, int | None] | None = None,
    save: bool = False,
) -> pd.DataFrame:
    """Take your ratings along from a film service: its titles become MovieLens's ids.

    Everything stays on this machine. The panel of notebook 00 does the same by mouse.

    Parameters
    ----------
    path : str or Path
        The CSV file that IMDb, Letterboxd, Trakt, Netflix or movielens.org exports, as
        it is, or the zip with it; or a table with the columns title, year, rating (0.5
        to 5 stars) or Rating10 (1 to 10).
    choose : dict, optional
        Which movie a title is that may be one of several, ``{"Hamlet": 1411}``, or
        None for none of them. They are listed with their ids; without your choice they
        are left out.
    save : bool
        Add these ratings to yours, for every notebook. What you rated here already
        keeps its stars, and where they differ it is said.

    Returns
    -------
    DataFrame with the columns user (always ``YOU``), movie, rating, timestamp, title
        Half stars, whatever the service's scale; timestamp 0, unknown. What was not
        found, is ambiguous, unrated, twice, or no movie is printed, a line a kind.

    Raises
    ------
    ValueError
        If this is no such file, a rating in it is none of the service's scale, or a
        choice is none of those listed. Nothing is saved then.
    FileNotFoundError
        If there is no such file.
    """
    search = all_movies()
    found = import_table(Path(path), search)
    answer(found, choose or {})
    print("\n".join(report(found, search.titles)))
    if found.asked:
        title, (several, _) = next(iter(found.asked.items()))
        print(
            f"Say which: import_ratings(path, choose={{{title!r}: {several[0]}, ...}})"
        )
    if save:
        print(add_to_mine(found.stars))
    table = pd.DataFrame({"movie": found.stars.keys(), "rating": found.stars.values()})
    table = table.astype({"movie": np.int32, "rating": np.float64})
    table = table.assign(user=np.int32(YOU), timestamp=np.int64(0))
    table["title"] = table["movie"].map(search.titles)
    return table[["user", "movie", "rating", "timestamp", "title"]]


@cache
def all_movies() -> Movies:
    """The movies of MovieLens small, to be searched by title and year."""
    return Movies(load_movies())


def add_to_mine(stars: Mapping[int, float]) -> str:
    """Add imported stars to yours, which stay as they are, and say what was done."""
    mine = kept_ratings()
    new = {movie: rating for movie, rating in stars.items() if movie not in mine}
    if new:
        keep_my_ratings(mine | new)
    return what_was_added(mine, stars)


def what_was_added(mine: Mapping[int, float], stars: Mapping[int, float]) -> str:
    """Say in words what becomes of yours where imported stars are added."""
    n = sum(movie not in mine for movie in stars)
    other = sum(mine.get(movie, rating) != rating for movie, rating in stars.items())
    kept = f"; {other} that you rated otherwise here keep your stars" * (other > 0)
    return f"{n} rating{'s' * (n != 1)} added to the {len(mine)} that were yours{kept}."


def keep_my_ratings(stars: dict[int, float]) -> None:
    """Write your ratings, {movie id: stars}; without any, you have not rated."""
    path = work_folder() / "my_ratings.csv"
    if not stars:
        path.unlink(missing_ok=True)
        return
    mine = pd.DataFrame({"user": YOU, "movie": stars.keys(), "rating": stars.values()})
    write_whole(path, mine.assign(timestamp=int(time.time())).to_csv(index=False))


def kept_ratings() -> dict[int, float]:
    """Your own ratings, {movie id: stars}, in the order they were saved; {} if none."""
    if not (work_folder() / "my_ratings.csv").exists():
        return {}
    mine = my_ratings()
    return dict(zip(mine["movie"].tolist(), mine["rating"].tolist()))
