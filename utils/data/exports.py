"""Tables that film services and forms write: told by their columns, and named."""

import re
from typing import NamedTuple


class Export(NamedTuple):
    """How one service writes its ratings.

    Parameters
    ----------
    service, things : str
        Whose export it is, and what is rated there.
    marks : tuple of str
        Columns by which it is told, in small letters; all must be there.
    title, year, rating : str
        Its columns, in small letters; "" where there is none.
    lowest, highest : float
        The ends of its scale.
    unrated : str
        What stands for no rating; "" where only an empty cell does.
    """

    service: str
    things: str
    marks: tuple[str, ...]
    title: str
    year: str
    rating: str
    lowest: float
    highest: float
    unrated: str = ""


# The first that fits is taken, so the more particular ones stand first.
EXPORTS = (
    Export("IMDb", "movies", ("const", "your rating"),
           "title", "year", "your rating", 1, 10),
    Export("IMDb", "movies", ("const", "you rated"),  # before 2017
           "title", "year", "you rated", 1, 10),
    Export("Letterboxd", "movies", ("name", "letterboxd uri"),
           "name", "year", "rating", 0.5, 5),
    Export("Trakt", "movies", ("rated_at", "rating", "title"),
           "title", "year", "rating", 1, 10),
    Export("movielens.org", "movies", ("movie_id", "imdb_id", "rating"),
           "title", "", "rating", 0.5, 5),
    Export("Netflix", "movies", ("title name", "star value"),
           "title name", "", "star value", 1, 5),
    Export("Goodreads", "books", ("book id", "my rating"),
           "title", "original publication year", "my rating", 1, 5, "0"),
    Export("BoardGameGeek", "games", ("objectname", "rating"),
           "objectname", "yearpublished", "rating", 1, 10, "0"),
)  # fmt: skip


def recognise(columns: list[str]) -> Export | None:
    """The service that writes these columns, or None.

    Examples
    --------
    >>> recognise(["Date", "Name", "Year", "Letterboxd URI", "Rating"]).service
    'Letterboxd'
    >>> recognise(["user", "movie", "rating", "timestamp"])
    """
    small = {column.strip().lower() for column in columns}
    return next((e for e in EXPORTS if small.issuperset(e.marks)), None)


def refusal(columns: list[str]) -> str:
    """A sentence on a table that is no table of ratings by id; "" if it is unknown.

    It never advises to rename columns: a year that is called "user" would be read.
    """
    export = recognise(columns)
    if export is None:
        small = {column.lower() for column in columns}
        if {"title", "year", "rating"} <= small and not small & {"user", "movie"}:
            return (
                "this is a table of movies by title and year: read it with "
                "import_ratings(path), of utils.data"
            )
        return _of_a_class(columns)
    scale = f"{export.lowest:g} to {export.highest:g}"
    start = f"this is an export of {export.service}"
    if export.things == "movies":
        return (
            f"{start}, whose movies are titles and not the ids of MovieLens small, and "
            f"whose ratings are {scale}: read it with import_ratings(path), of "
            "utils.data, which finds the movies by title and year"
        )
    return (
        f"{start}: its ratings are of {export.things}, {scale}, {export.unrated} for "
        "what is not rated. MovieLens has movies alone; to try the methods on these, "
        "make a new table of user,movie,rating,timestamp with a whole number for each "
        f"of the {export.things}, 0.5 to 5 stars, and no line for what is not rated"
    )


def _of_a_class(columns: list[str]) -> str:
    """The sentence on a form's table: a person a row, a movie a column."""
    movies = [c for c in columns if re.search(r"\(\d{4}\)\]?\s*$", c)]
    if not movies:
        return ""
    form = " (as Google Forms writes it)" * (columns[0].lower() == "timestamp")
    return (
        f"this is a table with a person a row and a movie a column{form}: found the "
        f"column {movies[0]!r}, expected a rating a row. Turn it round: in pandas "
        'table.melt(id_vars=PERSON, var_name="title", value_name="rating").dropna(), '
        "then number the persons as user, take each title's movie from load_movies(), "
        "and write 0 as timestamp"
    )
