"""A person's own ratings file: read strictly, every fault named with its place."""

import difflib
import io
from pathlib import Path

import numpy as np
import pandas as pd

COLUMNS = ("user", "movie", "rating", "timestamp")
MOVIELENS_NAMES = {"userId": "user", "movieId": "movie"}
LOWEST, HIGHEST = 0.5, 5.0  # stars
LARGEST_ID = 2**31 - 1  # Spark's ALS takes 32-bit ids


def _text(path: Path) -> str:
    """The file as text; what is not UTF-8 is refused with its line."""
    if not path.is_file():
        raise FileNotFoundError(
            f"there is no file {path}: check the name; you are in {Path.cwd()}"
        )
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ValueError(
            f"{path}, line {line}: found a byte that is not UTF-8 "
            f"(0x{raw[error.start]:02x}): save the file again as 'CSV UTF-8'"
        ) from None
    if not text.strip():
        raise ValueError(
            f"{path} is empty: its first line must be {','.join(COLUMNS)}, and each "
            "line after it a rating"
        )
    return text


def _check_header(path: Path, columns: list[str]) -> None:
    """Refuse a wrong delimiter, and missing, misnamed or doubled columns."""
    if len(columns) == 1:
        for delimiter, word in [(";", "semicolons"), ("\t", "tabs"), ("|", "bars")]:
            if delimiter in columns[0]:
                raise ValueError(
                    f"{path}, line 1: found columns parted by {word}, expected commas: "
                    "save it with commas, or replace them in an editor"
                )
    twice = sorted({c for c in columns if columns.count(c) > 1})
    if twice:
        raise ValueError(
            f"{path}, line 1: the column {twice[0]!r} occurs twice: delete one"
        )
    missing = [c for c in COLUMNS if c not in columns]
    if missing:
        others = [c for c in columns if c not in COLUMNS]
        lowered = {c.strip().lower(): c for c in others}
        near = difflib.get_close_matches(missing[0], lowered, n=1, cutoff=0.5)
        fix = f"rename {lowered[near[0]]!r} to it" if near else "add it"
        if missing[0] == "timestamp" and not near:
            fix += " (seconds since 1970; 0 where you do not know)"
        raise ValueError(
            f"{path}, line 1: the column {missing[0]!r} is missing; found "
            f"{', '.join(columns)}: {fix}"
        )


def _fail(path: Path, table: pd.DataFrame, column: str, bad, expected: str, fix: str):
    """Raise for the first bad row, if there is one, saying how many more there are."""
    rows = np.flatnonzero(bad)
    if not len(rows):
        return
    found = table[column].iloc[rows[0]]
    shown = "nothing" if pd.isna(found) or found == "" else repr(found)
    more = f" ({len(rows) - 1} more rows have this fault)" if len(rows) > 1 else ""
    raise ValueError(
        f"{path}, line {table.index[rows[0]]}, column {column!r}: found {shown}, "
        f"expected {expected}{more}: {fix}"
    )


def _numbers(path: Path, table: pd.DataFrame, column: str) -> pd.Series:
    """One column as numbers; words, nothing, NaN and infinity are refused."""
    values = pd.to_numeric(table[column].str.strip(), errors="coerce").astype(float)
    bad = ~np.isfinite(values)
    fix = "delete the row if the rating is unknown, or correct it"
    _fail(path, table, column, bad, "a number with a decimal point", fix)
    return values


def _whole_numbers(path: Path, table: pd.DataFrame, column: str, most: int):
    values = _numbers(path, table, column)
    bad = (values % 1 != 0) | (values < 0) | (values > most)
    fix = "give every user and every movie a whole number, and keep the names elsewhere"
    if column == "timestamp":
        fix = "give the time in seconds since 1970"
    _fail(path, table, column, bad, f"a whole number from 0 to {most}", fix)
    return values.astype(np.int64)


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
    text = _text(path)
    try:
        table = pd.read_csv(
            io.StringIO(text),
            dtype=str,
            header=None,
            keep_default_na=False,
            skip_blank_lines=False,
        )
    except pd.errors.ParserError as error:  # says "Expected 4 fields in line 5, saw 6"
        raise ValueError(
            f"{path}: {str(error).split('C error: ')[-1].strip()}: put quotes around a "
            "value that holds a comma"
        ) from None
    table.index = range(1, len(table) + 1)  # the file's lines
    table = table[~(table.isna() | (table == "")).all(axis=1)]  # blank lines
    header, table = table.iloc[0].fillna("").tolist(), table.iloc[1:]
    table.columns = [MOVIELENS_NAMES.get(name, name) for name in header]
    _check_header(path, table.columns.tolist())
    if table.empty:
        raise ValueError(f"{path} has a header and no ratings: add a line for each")
    return _checked_values(path, table)


def _checked_values(path: Path, table: pd.DataFrame) -> pd.DataFrame:
    user = _whole_numbers(path, table, "user", LARGEST_ID)
    movie = _whole_numbers(path, table, "movie", LARGEST_ID)
    rating = _numbers(path, table, "rating")
    zero = "delete the row: an unknown rating is not written down as 0"
    _fail(path, table, "rating", rating == 0, f"{LOWEST} to {HIGHEST} stars", zero)
    out = (rating < LOWEST) | (rating > HIGHEST)
    fix = f"rescale your ratings to {LOWEST}-{HIGHEST}, or correct the row"
    _fail(path, table, "rating", out, f"{LOWEST} to {HIGHEST} stars", fix)
    timestamp = _whole_numbers(path, table, "timestamp", 2**53)
    cells = pd.DataFrame({"user": user, "movie": movie})
    again = cells.duplicated()
    if again.any():
        line = again.idxmax()
        first = (cells == cells.loc[line]).all(axis=1).idxmax()
        raise ValueError(
            f"{path}, line {line}, columns 'user' and 'movie': user {user[line]} rated "
            f"movie {movie[line]} already in line {first} ({again.sum()} such lines): "
            "keep one of them"
        )
    table = table.assign(user=user, movie=movie, rating=rating, timestamp=timestamp)
    return table.astype({"user": np.int32, "movie": np.int32}).reset_index(drop=True)
