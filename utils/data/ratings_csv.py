"""A person's own ratings file: read strictly, every fault named with its place."""

import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from utils.data import damage
from utils.data.csv_rows import read_rows

COLUMNS = ("user", "movie", "rating", "timestamp")
LOWEST, HIGHEST = 0.5, 5.0  # stars
LARGEST_ID = 2**31 - 1  # Spark's ALS takes 32-bit ids
LARGEST_TIME = 10**11 - 1  # seconds; what is larger is in milliseconds


def whole_number(most: int) -> Callable[[str], int | None]:
    """Make a reader of whole numbers up to ``most``; None for any other word."""

    def read(word: str) -> int | None:
        # 7 or 7.0; and not 7e3, nor 7.000, which is seven thousand to many.
        plain = re.fullmatch(r"(\d+)(?:\.0{0,2})?", word)
        return int(plain[1]) if plain and int(plain[1]) <= most else None

    return read


def _stars(word: str) -> float | None:
    try:
        stars = float(word)
    except ValueError:
        return None
    if "_" in word:  # Python's own way to write 05 as 0_5
        return None
    return stars if math.isfinite(stars) and LOWEST <= stars <= HIGHEST else None


# Column -> how to read a word (None: can't), what is expected, and the fix.
AN_ID = f"a whole number from 0 to {LARGEST_ID}"
NUMBER_THEM = "give each user and each movie a whole number, and keep names elsewhere"
READ: dict[str, tuple[Callable[[str], Any], str, str]] = {
    "user": (whole_number(LARGEST_ID), AN_ID, NUMBER_THEM),
    "movie": (whole_number(LARGEST_ID), AN_ID, NUMBER_THEM),
    "rating": (
        _stars,
        f"{LOWEST} to {HIGHEST} stars, with a decimal point",
        "rescale your ratings",
    ),
    "timestamp": (
        whole_number(LARGEST_TIME),
        "seconds since 1970, a whole number",
        "convert the time, or write 0 where you do not know it",
    ),
}
UNKNOWN = ("", "0", "0.0", "na", "nan", "null", "none", "-")
DAMAGE = {"rating": damage.of_stars, "timestamp": damage.of_times}


def _column(path: Path, rows: list, name: str, at: int) -> list:
    """Read one column; the first fault is named, the others are counted."""
    read, expected, fix = READ[name]
    words = [row[at] for _, row in rows]
    if name in DAMAGE and (known := DAMAGE[name](words)):
        i, what = known
        raise ValueError(
            f"{path}, line {rows[i][0]}, column {name!r}: found {words[i]!r}, {what}"
        )
    values = [read(word) for word in words]
    bad = [i for i, value in enumerate(values) if value is None]
    if bad:
        found = repr(words[bad[0]]) if words[bad[0]] else "nothing"
        if name == "rating" and words[bad[0]].lower() in UNKNOWN:
            fix = "delete the row if the rating is unknown"
        more = f" ({len(bad) - 1} more rows have this fault)" if len(bad) > 1 else ""
        raise ValueError(
            f"{path}, line {rows[bad[0]][0]}, column {name!r}: found {found}, expected "
            f"{expected}{more}: {fix}"
        )
    return values


def _check_twice(path: Path, lines: list[int], table: pd.DataFrame) -> None:
    again = table.duplicated(["user", "movie"])
    if again.any():
        i = int(again.idxmax())
        user, movie = table.loc[i, ["user", "movie"]].astype(int)
        same = (table["user"] == user) & (table["movie"] == movie)
        raise ValueError(
            f"{path}, line {lines[i]}, columns 'user' and 'movie': user {user} rated "
            f"movie {movie} already in line {lines[int(same.idxmax())]} "
            f"({again.sum()} such lines): keep one of them"
        )


def _table(path: Path) -> pd.DataFrame:
    """One file, which may have a header alone."""
    header, rows = read_rows(path, COLUMNS)
    table = pd.DataFrame(
        {
            name: _column(path, rows, name, at)
            if name in READ
            else [row[at] for _, row in rows]
            for at, name in enumerate(header)
        }
    )
    _check_twice(path, [line for line, _ in rows], table)
    return table


def _parts(folder: Path) -> list[Path]:
    """The files of a table that Spark wrote as a folder."""
    parts = sorted(p for p in folder.glob("part-*") if p.stat().st_size)
    if not parts:
        raise ValueError(
            f"{folder} is a folder without files named part-..., expected a CSV file, "
            "or a folder that Spark wrote: name the file in it"
        )
    if not (folder / "_SUCCESS").exists():
        raise ValueError(
            f"{folder} holds parts of a table and no file _SUCCESS: Spark did not "
            "finish, or not all was copied. Write or copy it once more"
        )
    return parts


def read_ratings(path: str | Path) -> pd.DataFrame:
    """Read your own ratings from a CSV file, and refuse it if anything is wrong.

    Parameters
    ----------
    path : str or Path
        A UTF-8 file with commas and the columns user, movie (whole numbers; also under
        MovieLens's names userId, movieId), rating (stars 0.5-5) and timestamp (seconds
        since 1970). Further columns are kept as text. It may be gzipped, alone in a
        zip, Parquet, or a folder of such files as Spark writes it.

    Returns
    -------
    DataFrame with the columns user, movie, rating, timestamp, and any others
        In the order of the file.

    Raises
    ------
    ValueError
        Names file, line, column, what was found and the fix. Line 1 is the header.
        Exports of film services, forms, and what spreadsheets made of half stars are
        told by what they are.
    FileNotFoundError
        If there is no such file.
    """
    path = Path(path)
    paths = _parts(path) if path.is_dir() else [path]
    tables = [_table(one) for one in paths]
    table = pd.concat([t for t in tables if len(t)] or tables[:1], ignore_index=True)
    if table.empty:
        raise ValueError(f"{path} has a header and no ratings: add a line for each")
    if len(paths) > 1:
        _check_parts(path, tables, table)
    return table.astype({"user": np.int32, "movie": np.int32})


def _check_parts(path: Path, tables: list[pd.DataFrame], table: pd.DataFrame) -> None:
    """Parts of one table have its columns, and nobody rates a movie in two of them."""
    if len({tuple(t.columns) for t in tables}) > 1:
        raise ValueError(f"{path} holds parts with different columns: write it anew")
    again = table.duplicated(["user", "movie"])
    if again.any():
        user, movie = table.loc[again.idxmax(), ["user", "movie"]].astype(int)
        raise ValueError(
            f"{path}: user {user} rated movie {movie} in two of its parts "
            f"({again.sum()} such rows): keep one of them"
        )
