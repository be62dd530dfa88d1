"""Ratings that people bring along from a film service: titles become ids."""

import re
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from utils.data.csv_rows import check_lengths, read_lines
from utils.data.exports import Export, recognise
from utils.data.matching import Movies

NO_MOVIE = re.compile(r"series|episode|show|season|game|podcast", re.IGNORECASE)
SHOWN = 10  # titles of a line


def _stars(word: str, export: Export) -> float | None:
    """Stars 0.5 to 5 in half steps; None where there is no rating."""
    if word in ("", export.unrated):
        return None
    try:
        rating = float(word)
    except ValueError:
        rating = float("nan")
    if not export.lowest <= rating <= export.highest:
        raise ValueError(
            f"found the rating {word!r}, expected {export.lowest:g} to "
            f"{export.highest:g}, as {export.service} writes it: export it once more, "
            "and do not open it with a spreadsheet in between"
        )
    return round(rating * 10 / export.highest) / 2


def import_table(path: Path, movies: pd.DataFrame) -> pd.DataFrame:
    """The ratings of an export that `movies` has, with lines on all that it has not.

    Returns
    -------
    DataFrame with the columns movie, rating (stars)
    """
    (line, header), *rows = read_lines(path, ("title", "year", "rating"))
    small, export = [name.lower() for name in header], recognise(header)
    if export is None and {"title", "rating"} <= set(small):
        export = Export("a table", "movies", (), "title", "year", "rating", 0.5, 5)
    if export is None or export.things != "movies":
        what = f"{export.things} of {export.service}" if export else ", ".join(header)
        raise ValueError(
            f"{path}, line {line}: found {what}, expected the movies of an export of "
            "IMDb, Letterboxd, Trakt, Netflix or movielens.org, or the columns title, "
            "year and rating (0.5 to 5 stars)"
        )
    if lost := {export.title, export.rating} - set(small):
        raise ValueError(
            f"{path}, line {line}: the column {min(lost)!r} of {export.service}'s "
            "ratings is missing: take the file of the export that holds the ratings"
        )
    check_lengths(path, header, rows)
    search, stars = Movies(movies), {}
    told: dict[str, list[str]] = {}
    for line, row in rows:
        values = dict(zip(small, row))
        try:
            rating = _stars(values[export.rating], export)
        except ValueError as error:
            raise ValueError(f"{path}, line {line}: {error}") from None
        title, year = _title(values, export)
        kind = values.get("title type", values.get("type", ""))
        if rating is None:
            told.setdefault("without a rating", []).append(title)
        elif NO_MOVIE.search(kind):
            told.setdefault("no movies", []).append(f"{title} ({kind})")
        else:
            names = [title, values.get("original title", "")]
            _take(search, names, year, rating, stars, told)
    _tell(export, len(rows), stars, told)
    return pd.DataFrame({"movie": list(stars), "rating": list(stars.values())})


def _title(values: dict[str, str], export: Export) -> tuple[str, int | None]:
    """Title and year, which may stand behind the title in brackets."""
    title = values[export.title]
    inside = re.search(r"\s*\((\d{4})\)\s*$", title)
    year = values.get(export.year, "") or (inside[1] if inside else "")
    if inside:
        title = title[: inside.start()]
    return title, int(float(year)) if re.fullmatch(r"\d{4}(\.0)?", year) else None


def _take(search, names: Iterable[str], year, rating, stars: dict, told: dict) -> None:
    """Keep the stars of one title, or say why not."""
    title, *_ = names
    label = f"{title} ({year})" if year else title
    finds = [search.find(name, year) for name in names if name]
    found = next((f for f in finds if f.movies), finds[0])
    if not found.movies:
        told.setdefault("not in MovieLens small", []).append(label)
    elif len(found.movies) > 1:
        ids = " or ".join(map(str, found.movies))
        told.setdefault("more than one movie", []).append(f"{label}: {ids}")
    else:
        (movie,) = found.movies
        if movie in stars:
            told.setdefault("twice, the later rating kept", []).append(label)
        if found.nearly:
            told.setdefault("taken for a longer title", []).append(label)
        stars[movie] = rating


def _tell(export: Export, n: int, stars: dict, told: dict[str, list[str]]) -> None:
    print(
        f"{export.service}: {n} rows, {len(stars)} movies found by title and year; "
        f"{export.lowest:g} to {export.highest:g} there is 0.5 to 5 stars here."
    )
    for why, titles in told.items():
        more = f" and {len(titles) - SHOWN} more" if len(titles) > SHOWN else ""
        print(f"- {len(titles)} {why}: {'; '.join(titles[:SHOWN])}{more}")
