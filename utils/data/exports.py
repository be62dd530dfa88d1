"""Tables that film services and forms write: told by their columns, and named.

Where the columns were seen, all looked up again in November 2026:

- IMDb, to 2016: const ... You rated, all in quotes, Title type "Feature Film" (programs
  that read files of 2012 and 2015). End of 2017: Const, Your Rating, Date Added
  (TraktRater, change 74). May 2018: Date Rated in its place, Title Type "movie" and
  "tvSeries" (TraktRater, issue 90). June 2024: Original Title, Title Type "Movie" and
  "TV Series" (IMDB-Trakt-Syncer, issue 93), or in the language of the page, "Film",
  "Serie TV" (Watcharr, issue 870). A list: Position, Const, ... Your Rating near the
  end and mostly empty (TraktRater, issue 165, August 2024).
- Letterboxd, January 2026: Date, Name, Year, Letterboxd URI, Rating, in a zip beside
  diary.csv and others (media-kraken, issue 30).
- Trakt, August 2018: rated_at, type, title, year, ... and rating at the end (TMDB's
  example file, trakt_v2.csv).
- movielens.org, August 2020: movie_id, which is MovieLens's own, imdb_id, tmdb_id,
  rating, average_rating, title; a wish list has no rating (TraktRater, issue 118).
- Netflix, September 2026: Title Name, Star Value, Thumbs Value; 0 or nothing beside a
  thumb (a program that reads it).
- Goodreads, October 2022: Book Id, ... ISBN as ="...", My Rating, 0 for none
  (Enhance-GoodReads-Export, issue 5); in 2026 without Average Rating (jelu, issue 351).
- BoardGameGeek, 2026: objectname, objectid, rating, 0 for none (a program's tests).
"""

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
    kind, movie : str
        Its columns of what is no movie, and of MovieLens's own ids; or "".
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
    kind: str = ""
    movie: str = ""

    @property
    def columns(self) -> set[str]:
        """The columns that are read, of which none may be missing."""
        named = {self.title, self.year, self.rating, self.kind, self.movie}
        return named - {""}


# The first that fits is taken, so the more particular ones stand first.
EXPORTS = (
    Export("IMDb", "movies", ("const", "you rated"),  # to 2016
           "title", "year", "you rated", 1, 10, kind="title type"),
    Export("IMDb", "movies", ("const", "your rating"),
           "title", "year", "your rating", 1, 10, kind="title type"),
    Export("IMDb", "movies", ("const", "title type"),  # a list without ratings
           "title", "year", "your rating", 1, 10, kind="title type"),
    Export("Letterboxd", "movies", ("name", "letterboxd uri"),
           "name", "year", "rating", 0.5, 5),
    Export("Trakt", "movies", ("rated_at", "rating", "title"),
           "title", "year", "rating", 1, 10, kind="type"),
    Export("movielens.org", "movies", ("movie_id", "imdb_id", "title"),
           "title", "", "rating", 0.5, 5, movie="movie_id"),
    Export("Netflix", "movies", ("title name", "star value"),
           "title name", "", "star value", 1, 5, "0"),
    Export("Goodreads", "books", ("book id", "my rating"),
           "title", "original publication year", "my rating", 1, 5, "0"),
    Export("BoardGameGeek", "games", ("objectname", "rating"),
           "objectname", "yearpublished", "rating", 1, 10, "0"),
)  # fmt: skip
# Tables of one's own; Rating10 is the name that Letterboxd's import has for 1 to 10.
TEN = Export("the table", "movies", (), "title", "year", "rating10", 1, 10)
OF_SERVICES = ("const", "imdb_id", "tmdb_id", "trakt_id", "movie_id", "letterboxd uri")
FIVE = Export("the table", "movies", (), "title", "year", "rating", 0.5, 5)


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


def recognise_table(columns: list[str]) -> Export | None:
    """A table of titles, years and ratings that somebody made, or None.

    With a column of a film service it is none: half of its export may be lost.

    Examples
    --------
    >>> recognise_table(["Title", "Year", "Rating10"]).highest
    10
    """
    small = {column.strip().lower() for column in columns}
    if small.intersection(OF_SERVICES):  # whose scale is not to be guessed
        return None
    for export in (TEN, FIVE):
        if small.issuperset((export.title, export.rating)):
            return export if export.year in small else export._replace(year="")
    return None


def refusal(columns: list[str]) -> str:
    """A sentence on a table that is no table of ratings by id; "" if it is unknown.

    It never advises to rename columns: a year that is called "user" would be read.
    """
    export = recognise(columns)
    if export is None:
        small = {column.lower() for column in columns}
        if recognise_table(columns) and not small & {"user", "movie"}:
            return (
                "this is a table of movies by title and year: read it with "
                "import_ratings(path), of utils.data"
            )
        return _of_a_class(columns)
    scale = f"{export.lowest:g} to {export.highest:g}"
    start = f"this is an export of {export.service}"
    if export.things == "movies":
        return (
            f"{start}, with ratings from {scale}: read it with import_ratings(path), "
            "of utils.data, which finds MovieLens's movies by title and year"
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
