"""Ratings that people bring along from a film service: titles become ids."""

import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from utils.data import damage
from utils.data.csv_rows import checked, read_lines
from utils.data.exports import Export, recognise, recognise_table, refusal
from utils.data.matching import Movies, words_of

# IMDb writes the kind of a title in the language of the page.
NO_MOVIE = re.compile(
    r"seri|episod|folge|show|season|staffel|saison|game|spiel|podcast"
)
MOVIE = re.compile(r"movie|film|short|video|special|pelicula|corto")
SHOWN = 10  # titles of a line


class Asked(NamedTuple):
    """A title that is of several movies: which is meant is asked, and not guessed."""

    movies: list[int]
    rating: float


class Imported(NamedTuple):
    """What became of each row of an export.

    Attributes
    ----------
    service : str
    scale : str
        How its ratings became half stars, in words; "" where they were.
    n_rows : int
    stars : dict of int -> float
        Movie -> half stars.
    asked : dict of str -> Asked
        Title and year, as the file has them -> the movies that they may be.
    told : dict of str -> list of str
        A reason -> the titles that were left out, or taken with doubts, for it.
    """

    service: str
    scale: str
    n_rows: int
    stars: dict[int, float]
    asked: dict[str, Asked]
    told: dict[str, list[str]]

    def tell(self, why: str, title: str) -> None:
        self.told.setdefault(why, []).append(title)

    def take(self, movie: int, rating: float, title: str) -> None:
        if movie in self.stars:
            self.tell("twice, the later rating kept", title)
        self.stars[movie] = rating


def import_table(path: Path, search: Movies, raw: bytes | None = None) -> Imported:
    """Sort the rows of an export: found, to be asked, or left out.

    Parameters
    ----------
    path : Path
    search : Movies
    raw : bytes, optional
        What the file holds, where it was uploaded and ``path`` is only its name.
    """
    (line, header), *rows = read_lines(path, ("title", "year", "rating"), raw)
    export = _export(path, line, header)
    header, rows = checked(path, line, [name.lower() for name in header], rows)
    words = [row[header.index(export.rating)] for _, row in rows]
    if known := damage.of_stars(words):
        at, what = known
        raise ValueError(f"{path}, line {rows[at][0]}: found {words[at]!r}, {what}")
    scale = f"; {export.lowest:g} to {export.highest:g} there is 0.5 to 5 stars here"
    scale *= (export.lowest, export.highest) != (0.5, 5)
    found = Imported(export.service, scale, len(rows), {}, {}, {})
    for line, row in rows:
        try:
            _sort(dict(zip(header, row)), export, search, found)
        except ValueError as error:
            raise ValueError(f"{path}, line {line}: {error}") from None
    return found


def _export(path: Path, line: int, header: list[str]) -> Export:
    """Whose table this is; refused if it holds no movies, or not all that is read."""
    header = [name for name in header if name]
    export, small = recognise(header), {name.lower() for name in header}
    if export is None and small & {"movie", "movieid"}:
        raise ValueError(
            f"{path}, line {line}: found {', '.join(header)}, a table by ids, expected "
            "one by titles: read it with read_ratings(path), of utils.data"
        )
    export = export or recognise_table(header)
    if export is None or export.things != "movies":
        raise ValueError(
            f"{path}, line {line}: "
            + (
                refusal(header)
                or f"found {', '.join(header)}, expected an export of IMDb, "
                "Letterboxd, Trakt, Netflix or movielens.org as it is, or the columns "
                "title, year and rating (0.5 to 5 stars) and none of a film service's"
            )
        )
    if lost := export.columns - small:
        raise ValueError(
            f"{path}, line {line}: the column {min(lost)!r} of {export.service}'s "
            "ratings is missing: take the file of the export that holds the ratings, "
            "as it is"
        )
    return export


def _sort(
    values: dict[str, str], export: Export, search: Movies, found: Imported
) -> None:
    """Put one row where it belongs."""
    rating, kind = _stars(values, export), values.get(export.kind, "")
    plain = " ".join(words_of(kind))
    if rating is None:
        thumb = values.get("thumbs value", "0") not in ("", "0")
        why = "with a thumb in place of stars: rate them in notebook 00"
        found.tell(why if thumb else "without a rating", values[export.title])
        return
    if NO_MOVIE.search(plain):
        found.tell("no movies", f"{values[export.title]} ({kind})")
        return
    title, year = _title(values, export)
    label = f"{title} ({year})" if year else title
    if kind and not MOVIE.search(plain):
        found.tell("of an unknown kind, looked for as movies", f"{label} ({kind})")
    movies, nearly = _movies(values, export, search, title, year)
    half = round(2 * rating) / 2
    if half != rating:
        found.tell("rounded to half stars", label)
    if not movies:
        found.tell("not in MovieLens small", label)
    elif len(movies) > 1:
        found.asked[label] = Asked(movies, half)
    else:
        if nearly:
            found.tell("taken for a longer title", label)
        if year is None:
            found.tell("found by the title alone, without a year", label)
        found.take(movies[0], half, label)


def _movies(values, export, search, title, year) -> tuple[list[int], bool]:
    """The movies that a row may mean, and whether its title was only the beginning."""
    names = [title, values.get("original title", "")]
    finds = [search.find(name, year) for name in names if name]
    best = next((f for f in finds if f.movies), None)
    movies, nearly = best or ([], False)
    own = values.get(export.movie, "")
    if own.isdecimal() and int(own) in search.titles:
        # Its title may have changed since; where it is another's, one of both is wrong.
        agree = not movies or int(own) in movies
        movies = [int(own)] if agree else sorted({*movies, int(own)})
    return movies, nearly


def _stars(values: dict[str, str], export: Export) -> float | None:
    """Stars 0.5 to 5; None where there is no rating."""
    word = values[export.rating]
    try:
        rating = math.nan if "_" in word else float(word)
    except ValueError:
        rating = math.nan
    if not word or (export.unrated and rating == float(export.unrated)):
        return None
    if not export.lowest <= rating <= export.highest:
        scale = f"{export.lowest:g} to {export.highest:g}"
        fix = f"as {export.service} writes it: export it once more"
        if not export.marks:
            fix = (
                "call the column Rating10 where the scale is 1 to 10, or rescale it"
                if export.highest == 5
                else "rescale it"
            )
        raise ValueError(f"found the rating {word!r}, expected {scale}: {fix}")
    return rating * 5 / export.highest


def _title(values: dict[str, str], export: Export) -> tuple[str, int | None]:
    """Title and year, which may stand behind the title in brackets."""
    title, year = values[export.title], values.get(export.year, "")
    if not title:
        raise ValueError("found no title, expected one: complete the line or delete it")
    inside = re.search(r"\s*\((\d{4})\)\s*$", title)
    if inside:
        title, year = title[: inside.start()], year or inside[1]
    plain = re.fullmatch(r"(\d{4})(\.0)?", year)
    if year and not plain:
        raise ValueError(
            f"found the year {year!r}, expected four digits: correct it, or leave it "
            "empty where it is not known"
        )
    return title, int(plain[1]) if plain else None


def choose(found: Imported, chosen: Mapping[str, int | None]) -> None:
    """Answer what was asked: a title, as it was asked -> its movie, or None for none.

    Raises
    ------
    ValueError
        If that was not asked, or the movie is none of those to choose from.
    """
    for title, movie in chosen.items():
        if title not in found.asked:
            asked = ", ".join(map(repr, found.asked)) or "nothing"
            raise ValueError(f"{title!r} was not asked about; asked was {asked}")
        movies, rating = found.asked[title]
        if movie is not None and movie not in movies:
            raise ValueError(
                f"{title!r} can't be the movie {movie!r}, expected one of "
                f"{', '.join(map(str, movies))}, or None"
            )
        del found.asked[title]
        if movie is None:
            found.tell("left out, as you chose", title)
        else:
            found.take(movie, rating, title)


def report(found: Imported, titles: Mapping[int, str]) -> list[str]:
    """Say what was found, and of all the rest why not, a line a reason."""
    n = found.n_rows
    lines = [
        f"{found.service}: {n} row{'s' * (n != 1)}, {len(found.stars)} "
        f"movie{'s' * (len(found.stars) != 1)} found{found.scale}."
    ]
    for why, named in found.told.items():
        more = f" and {len(named) - SHOWN} more" if len(named) > SHOWN else ""
        lines.append(f"- {len(named)} {why}: {'; '.join(named[:SHOWN])}{more}")
    if found.asked:
        lines.append(f"- {len(found.asked)} may be one of several movies:")
    for title, (movies, _) in found.asked.items():
        named = " or ".join(f"{m}, {titles[m]}" for m in movies)
        lines.append(f"  {title!r}: {named}?")
    return lines
