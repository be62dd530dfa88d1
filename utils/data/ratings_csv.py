"""A person's own ratings file: read strictly, every fault named with its place."""

import csv
import difflib
import io
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

COLUMNS = ("user", "movie", "rating", "timestamp")
MOVIELENS_NAMES = {"userId": "user", "movieId": "movie"}
LOWEST, HIGHEST = 0.5, 5.0  # stars
LARGEST_ID = 2**31 - 1  # Spark's ALS takes 32-bit ids
LARGEST_TIME = 2**53


def _text(path: Path, wanted: tuple[str, ...]) -> str:
    """The file as text; what is not UTF-8 is refused with its line."""
    if not path.is_file():
        raise FileNotFoundError(
            f"there is no file {path}: check the name; you are in {Path.cwd()}"
        )
    raw = path.read_bytes()
    wrong = raw.find(b"\0")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        wrong = error.start
    if wrong >= 0:
        raise ValueError(
            f"{path}, line {raw[:wrong].count(10) + 1}: found a byte that is not UTF-8 "
            f"text (0x{raw[wrong]:02x}): save the file again as 'CSV UTF-8'"
        )
    if not text.strip():
        raise ValueError(
            f"{path} is empty: its first line must be {','.join(wanted)}, and each "
            "line after it has a value for each of these"
        )
    return text


def _lines(path: Path, text: str) -> list[tuple[int, list[str]]]:
    """The file's rows, stripped, each with its first line; blank lines left out."""
    reader, rows, line = csv.reader(io.StringIO(text, newline=""), strict=True), [], 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row) or len(row) > 1:
                rows.append((line, [cell.strip() for cell in row]))
            line = reader.line_num + 1
    except csv.Error as error:
        raise ValueError(
            f"{path}, line {line}: {error}: look for a quotation mark that is not "
            "closed, or that stands alone"
        ) from None
    return rows


def _check_header(path: Path, line: int, columns: list, wanted: tuple) -> None:
    """Refuse a wrong delimiter, and missing, misnamed or doubled columns."""
    if len(columns) == 1:
        for delimiter, word in [(";", "semicolons"), ("\t", "tabs"), ("|", "bars")]:
            if delimiter in columns[0]:
                raise ValueError(
                    f"{path}, line {line}: found columns parted by {word}, expected "
                    "commas (and decimal points): save it so, or replace them"
                )
    twice = sorted({c for c in columns if columns.count(c) > 1})
    if twice:
        raise ValueError(
            f"{path}, line {line}: the column {twice[0]!r} occurs twice: delete one"
        )
    missing = [c for c in wanted if c not in columns]
    if missing:
        others = {c.lower(): c for c in columns if c not in wanted}
        near = difflib.get_close_matches(missing[0], others, n=1, cutoff=0.5)
        fix = f"rename {others[near[0]]!r} to it" if near else "add it"
        if missing[0] == "timestamp" and not near:
            fix += " (seconds since 1970; 0 where you do not know)"
        raise ValueError(
            f"{path}, line {line}: the column {missing[0]!r} is missing; found "
            f"{', '.join(columns)}: {fix}"
        )


def read_rows(
    path: Path, wanted: tuple[str, ...] = COLUMNS
) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Read a CSV file's header and its rows, each with its line, all as text.

    Parameters
    ----------
    path : Path
        UTF-8, with commas; blank lines are left out.
    wanted : tuple of str
        Columns that must be there, also under MovieLens's names; others may be.

    Raises
    ------
    ValueError
        Names file, line, what was found and the fix. Line 1 is the header.
    FileNotFoundError
        If there is no such file.
    """
    (line, header), *rows = _lines(path, _text(path, wanted))
    header = [MOVIELENS_NAMES.get(name, name) for name in header]
    _check_header(path, line, header, wanted)
    for line, row in rows:
        if len(row) != len(header):
            raise ValueError(
                f"{path}, line {line}: found {len(row)} values, expected "
                f"{len(header)}: quote a value that holds a comma, or complete the line"
            )
    return header, rows


def whole_number(most: int) -> Callable[[str], int | None]:
    """Make a reader of whole numbers up to ``most``; None for any other word."""

    def read(word: str) -> int | None:
        plain = re.fullmatch(r"(\d+)(?:\.0*)?", word)  # 7 or 7.0, and not 7e3
        return int(plain[1]) if plain and int(plain[1]) <= most else None

    return read


def _stars(word: str) -> float | None:
    try:
        stars = float(word)
    except ValueError:
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
        "rescale your ratings; delete the row if the rating is unknown",
    ),
    "timestamp": (
        whole_number(LARGEST_TIME),
        "seconds since 1970, a whole number",
        "convert the time, or write 0 where you do not know it",
    ),
}


def _column(path: Path, rows: list, name: str, at: int) -> list:
    """Read one column; the first fault is named, the others are counted."""
    read, expected, fix = READ[name]
    values = [read(row[at]) for _, row in rows]
    bad = [i for i, value in enumerate(values) if value is None]
    if bad:
        line, row = rows[bad[0]]
        found = repr(row[at]) if row[at] else "nothing"
        more = f" ({len(bad) - 1} more rows have this fault)" if len(bad) > 1 else ""
        raise ValueError(
            f"{path}, line {line}, column {name!r}: found {found}, expected "
            f"{expected}{more}: {fix}"
        )
    return values


def _check_twice(path: Path, rows: list, table: pd.DataFrame) -> None:
    again = table.duplicated(["user", "movie"])
    if again.any():
        i = int(again.idxmax())
        user, movie = table.loc[i, ["user", "movie"]].astype(int)
        same = (table["user"] == user) & (table["movie"] == movie)
        raise ValueError(
            f"{path}, line {rows[i][0]}, columns 'user' and 'movie': user {user} rated "
            f"movie {movie} already in line {rows[int(same.idxmax())][0]} "
            f"({again.sum()} such lines): keep one of them"
        )


def read_ratings(path: str | Path) -> pd.DataFrame:
    """Read your own ratings from a CSV file, and refuse it if anything is wrong.

    Parameters
    ----------
    path : str or Path
        A UTF-8 file with commas and the columns user, movie (whole numbers; also under
        MovieLens's names userId, movieId), rating (stars 0.5-5) and timestamp (seconds
        since 1970). Further columns are kept as text.

    Returns
    -------
    DataFrame with the columns user, movie, rating, timestamp, and any others
        In the order of the file.

    Raises
    ------
    ValueError
        Names file, line, column, what was found and the fix. Line 1 is the header.
    FileNotFoundError
        If there is no such file.
    """
    path = Path(path)
    header, rows = read_rows(path)
    if not rows:
        raise ValueError(f"{path} has a header and no ratings: add a line for each")
    table = pd.DataFrame(
        {
            name: _column(path, rows, name, at)
            if name in READ
            else [row[at] for _, row in rows]
            for at, name in enumerate(header)
        }
    )
    _check_twice(path, rows, table)
    return table.astype({"user": np.int32, "movie": np.int32})
