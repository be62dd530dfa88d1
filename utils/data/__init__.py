"""Ratings and movies as tables, and your own row among them.

Tables have the columns user, movie, rating (stars 0.5-5), timestamp (seconds since
1970), and movie, title, year, genres.
"""

import pandas as pd

from utils.data.brought import all_movies, import_ratings, what_was_added
from utils.data.movielens import DATA, load_movies, ratings_file, ratings_of
from utils.data.ratings_csv import read_ratings
from utils.data.simulate import simulate_ratings
from utils.data.yours import (
    ENOUGH,
    YOU,
    demo_ratings,
    keep_my_ratings,
    kept_ratings,
    my_ratings,
    save_my_ratings,
)

__all__ = [
    "DATA",
    "ENOUGH",
    "YOU",
    "all_movies",
    "demo_ratings",
    "import_ratings",
    "keep_my_ratings",
    "kept_ratings",
    "load_movies",
    "load_ratings",
    "my_ratings",
    "ratings_file",
    "read_ratings",
    "save_my_ratings",
    "simulate_ratings",
    "what_was_added",
]


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
    ratings = ratings_of(name)
    if with_you:
        if name == "simulated":
            raise ValueError(
                "your ratings are of real movies, and the simulated ones are not: "
                "use with_you=False"
            )
        ratings = pd.concat([my_ratings(), ratings], ignore_index=True)
    return ratings
