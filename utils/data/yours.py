"""Your own ratings, kept for every notebook, and the demo profile in their place."""

import difflib
import numbers
import time
from pathlib import Path

import numpy as np
import pandas as pd

from utils.data.movielens import DATA, load_movies
from utils.data.ratings_csv import read_ratings
from utils.files import work_folder, write_whole

YOU = 0  # the learner's user id; MovieLens's start at 1
ENOUGH = 10  # ratings that make good recommendations


def demo_ratings() -> pd.DataFrame:
    """Load the demo profile: the ratings of somebody who likes science fiction."""
    demo = pd.read_csv(DATA / "demo_ratings.csv")
    demo = demo.assign(user=np.int32(YOU), timestamp=np.int64(1_476_640_644))
    demo["movie"] = demo["movie"].astype(np.int32)
    return demo[["user", "movie", "rating", "timestamp"]]


def _my_file() -> Path | None:
    """Where your ratings are kept; None where there are none, or no folder for them."""
    try:
        path = work_folder() / "my_ratings.csv"
    except OSError:
        return None
    return path if path.exists() else None


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


def my_ratings() -> pd.DataFrame:
    """Load your ratings, or the demo profile if you have not rated yet.

    Returns
    -------
    DataFrame with the columns user (always ``YOU``), movie, rating, timestamp
        A line is printed if this is the demo profile.
    """
    if path := _my_file():
        return _checked_as_yours(path, read_ratings(path))
    demo = demo_ratings()
    print(
        f"You have not rated yet: a demo profile of {len(demo)} movies stands in for "
        "you. Rate yours in 00_start_here."
    )
    return demo


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
    if not _my_file():
        return {}
    mine = my_ratings()
    return dict(zip(mine["movie"].tolist(), mine["rating"].tolist()))


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
