"""Your ratings of a film service, taken along: added to those that you gave here."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from utils.data.imports import choose as answer
from utils.data.imports import import_table, report
from utils.data.matching import Movies
from utils.data.movielens import load_movies
from utils.data.yours import YOU, keep_my_ratings, kept_ratings


@cache
def all_movies() -> Movies:
    """The movies of MovieLens small, to be searched by title and year."""
    return Movies(load_movies())


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
        mine = kept_ratings()
        if new := {movie: s for movie, s in found.stars.items() if movie not in mine}:
            keep_my_ratings(mine | new)
        print(what_was_added(mine, found.stars))
    table = pd.DataFrame({"movie": found.stars.keys(), "rating": found.stars.values()})
    table = table.astype({"movie": np.int32, "rating": np.float64})
    table = table.assign(user=np.int32(YOU), timestamp=np.int64(0))
    table["title"] = table["movie"].map(search.titles)
    return table[["user", "movie", "rating", "timestamp", "title"]]


def what_was_added(mine: Mapping[int, float], stars: Mapping[int, float]) -> str:
    """Say in words what becomes of yours where imported stars are added."""
    n = sum(movie not in mine for movie in stars)
    other = sum(mine.get(movie, rating) != rating for movie, rating in stars.items())
    kept = f"; {other} that you rated otherwise here keep your stars" * (other > 0)
    return f"{n} rating{'s' * (n != 1)} added to the {len(mine)} that were yours{kept}."
