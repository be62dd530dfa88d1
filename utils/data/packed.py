"""A table that is packed, or no CSV file: unpacked, or named."""

import gzip
import io
import zipfile
import zlib
from pathlib import Path

import pandas as pd

OTHER_FILES = {  # what such a zip holds -> what it is
    "xl/workbook.xml": "an Excel workbook",
    "content.xml": "a LibreOffice spreadsheet",
    "Index/Document.iwa": "a Numbers spreadsheet",
}
SAVE_AS_CSV = "save the table as 'CSV UTF-8', with commas"


def _unzipped(path: Path, raw: bytes) -> bytes:
    """The one CSV file of a zip."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        names = archive.namelist()
        for inner, what in OTHER_FILES.items():
            if inner in names:
                raise ValueError(f"{path} is {what}, expected CSV: {SAVE_AS_CSV}")
        own = [n for n in names if not n.startswith("__MACOSX/")]  # macOS's notes
        tables = [n for n in own if n.lower().endswith(".csv")]
        if len(tables) > 1:  # what Letterboxd, Netflix and GroupLens pack
            tables = [
                n for n in tables if Path(n).name.lower() == "ratings.csv"
            ] or tables
        if len(tables) != 1:
            raise ValueError(
                f"{path} holds {len(tables)} CSV files, expected one: unpack it, and "
                "name the file with the ratings"
            )
        return archive.read(tables[0])


def content(path: Path, raw: bytes | None = None) -> bytes:
    """The bytes of a table as CSV, told by its first bytes and not by its name.

    ``raw`` is what the file holds, where it is not on this disk but was uploaded.
    """
    raw = _bytes(path) if raw is None else raw
    try:
        if raw.startswith(b"\x1f\x8b"):
            return gzip.decompress(raw)
        if raw.startswith(b"PK\x03\x04"):
            return _unzipped(path, raw)
    except (OSError, EOFError, RuntimeError, zlib.error, zipfile.BadZipFile) as error:
        raise ValueError(
            f"{path} can't be unpacked ({error}): fetch or copy it once more"
        ) from None
    if raw.startswith(b"PAR1"):
        try:
            table = pd.read_parquet(io.BytesIO(raw))
        except (OSError, ValueError) as error:
            raise ValueError(
                f"{path} is a damaged Parquet file ({error}): copy it once more"
            ) from None
        return table.to_csv(index=False).encode()
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise ValueError(
            f"{path} is an old Excel workbook, expected CSV: {SAVE_AS_CSV}"
        )
    return raw


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise ValueError(f"{path} is a folder, expected a file: name the file in it")
    if not path.is_file():
        raise FileNotFoundError(
            f"there is no file {path}: check the name; you are in {Path.cwd()}"
        )
    return path.read_bytes()
