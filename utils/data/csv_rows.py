"""A CSV file as text, each row with its line; what is no such file is named."""

import csv
import difflib
import io
import re
from pathlib import Path

from utils.data import exports
from utils.data.packed import content

MOVIELENS_NAMES = {"userId": "user", "movieId": "movie"}
SEPARATORS = {"::": "double colons", ";": "semicolons", "\t": "tabs", "|": "bars"}


def _text(path: Path, wanted: tuple[str, ...], raw: bytes) -> str:
    """The file as text; what is not UTF-8 is refused with its line."""
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


def _check_separator(path: Path, line: int, words: str) -> None:
    """Refuse a first line that is parted by something else than commas."""
    declared = re.match(r'"?sep=(.)', words)
    for sign, name in SEPARATORS.items():
        if (declared and declared[1] == sign) or words.count(sign) > words.count(","):
            how = {
                "::": '; for MovieLens 1M itself use load_ratings("ml-1m")',
                ";": "; in R write.csv in place of write.csv2",
            }.get(sign, "")
            raise ValueError(
                f"{path}, line {line}: found columns parted by {name}, expected "
                f"commas (and decimal points): save it so, or replace them{how}"
            )


def _lines(path: Path, text: str) -> list[tuple[int, list[str]]]:
    """The file's rows, stripped, each with its first line; blank rows left out."""
    at = len(text) - len(text.lstrip())
    line = 1 + text[:at].count("\n")
    first = re.split(r"[\r\n]", text[at:], maxsplit=1)[0]
    _check_separator(path, line, first)
    excels = re.fullmatch(r'"?sep=,"?[,\s]*', first)  # its own first line
    rows, start, reader = [], 1, csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            if any(cell.strip() for cell in row) and not (excels and start == line):
                rows.append((start, [cell.strip() for cell in row]))
            start = reader.line_num + 1
    except csv.Error as error:
        raise ValueError(
            f"{path}, line {start}: {error}: look for a quotation mark that is not "
            "closed, or that stands alone"
        ) from None
    return rows


def _near(name: str, columns: list[str]) -> str:
    """A column that is nearly called ``name``; "" if there is none."""
    plain = {re.sub(r"[\W_]|ids?$", "", c.lower()): c for c in columns}
    near = difflib.get_close_matches(name, plain, n=1, cutoff=0.8)
    return plain[near[0]] if near else ""


def _check_doubled(path: Path, line: int, columns: list) -> None:
    twice = sorted({c for c in columns if c and columns.count(c) > 1})
    if twice:
        raise ValueError(
            f"{path}, line {line}: the column {twice[0]!r} occurs twice: delete one"
        )


def _check_header(path: Path, line: int, columns: list, wanted: tuple) -> None:
    """Refuse a header that is none, and missing, misnamed or doubled columns."""
    if all(re.fullmatch(r"[-+\d.,:]*", c) for c in columns):
        raise ValueError(
            f"{path}, line {line}: found the values {','.join(columns)}, expected the "
            f"names of the columns: write {','.join(wanted)} above them, if these they "
            'are (Spark: option("header", True))'
        )
    missing = [c for c in wanted if c not in columns]
    if not missing:
        return
    if known := exports.refusal(columns):
        raise ValueError(f"{path}, line {line}: {known}")
    near = {c: _near(c, [o for o in columns if o not in wanted]) for c in missing}
    fixes = [f"rename {near[c]!r} to {c}" if near[c] else f"add {c}" for c in missing]
    if "timestamp" in missing and not near["timestamp"]:
        fixes[missing.index("timestamp")] += (
            " (seconds since 1970; 0 where you do not know)"
        )
    several = len(missing) > 1
    raise ValueError(
        f"{path}, line {line}: the column{'s' * several} "
        f"{', '.join(map(repr, missing))} {'are' if several else 'is'} missing; found "
        f"{', '.join(columns)}: {', '.join(fixes)}"
    )


def _without_blank_columns(path: Path, header: list, rows: list) -> tuple[list, list]:
    """Leave out what a spreadsheet appends; a value without a name is refused."""
    nameless = [at for at, name in enumerate(header) if not name and at]  # 0: pandas's
    for line, row in rows:
        for at in nameless:
            if row[at]:
                raise ValueError(
                    f"{path}, line {line}: found {row[at]!r} in column {at + 1}, which "
                    "has no name: name it, or look whether a comma (a decimal one?) "
                    "has parted a value of this line"
                )
    kept = [at for at in range(len(header)) if at not in nameless]
    rows = [(line, [row[at] for at in kept]) for line, row in rows]
    return [header[at] for at in kept], rows


def read_lines(
    path: Path, wanted: tuple[str, ...], raw: bytes | None = None
) -> list[tuple[int, list[str]]]:
    """The rows of any CSV file, its header the first, each with its line.

    ``raw`` is what the file holds, where it is not on this disk but was uploaded.
    """
    found = _lines(path, _text(path, wanted, content(path, raw)))
    if not found:
        raise ValueError(f"{path} holds commas alone, expected {','.join(wanted)}")
    return found


def checked(
    path: Path, line: int, header: list, rows: list
) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Header and rows without blank columns; refused if a row or a name is odd."""
    _check_doubled(path, line, header)
    for at, row in rows:
        if len(row) != len(header):
            raise ValueError(
                f"{path}, line {at}: found {len(row)} values, expected {len(header)}: "
                "quote a value that holds a comma, or complete the line"
            )
    return _without_blank_columns(path, header, rows)


def read_rows(
    path: Path, wanted: tuple[str, ...]
) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Read a CSV file's header and its rows, each with its line, all as text.

    Parameters
    ----------
    path : Path
        UTF-8, with commas; also gzipped, alone in a zip or there as ratings.csv, or as
        Parquet. Blank rows, and blank columns at the end, are left out, and so is
        Excel's ``sep=,``.
    wanted : tuple of str
        Columns that must be there, also under MovieLens's names; others may be.

    Raises
    ------
    ValueError
        Names file, line, what was found and the fix. Line 1 is the header.
    FileNotFoundError
        If there is no such file.
    """
    (line, header), *rows = read_lines(path, wanted)
    header = [MOVIELENS_NAMES.get(name, name) for name in header]
    _check_header(path, line, header, wanted)
    return checked(path, line, header, rows)
