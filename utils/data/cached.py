"""What is in the cache of larger data sets: checked once, then marked.

People fill this folder by hand, with what a browser fetched or a friend copied, so
nothing in it is trusted for its name.
"""

import contextlib
import hashlib
import json
import os
from pathlib import Path
from typing import NamedTuple

import pooch

MARK = "checked.json"  # size and time of each file when it was checked


class Archive(NamedTuple):
    """A zip file of GroupLens, and by what it and its files are checked."""

    archive_md5: str | None
    members: dict[str, str | None]  # name in the zip's own folder -> MD5
    lines: dict[str, int] | None = None  # of each member without a sum


# Lines as `wc -l` counts them, with the header; seen in November 2026 in what people
# wrote of their copies.
ARCHIVES = {
    "ml-1m": Archive(
        "c4d9eecfca2ab87c1945afe126590906",
        {"ratings.dat": None, "movies.dat": None},
        {"ratings.dat": 1_000_209, "movies.dat": 3_883},
    ),
    "ml-25m": Archive(
        "6b51fb2759a8657d3bfcbfc42b592ada",
        {"ratings.csv": None, "movies.csv": None},
        {"ratings.csv": 25_000_096, "movies.csv": 62_424},
    ),
    "ml-32m": Archive(
        None,  # GroupLens gives the sums of the files in it
        {
            "ratings.csv": "cf12b74f9ad4b94a011f079e26d4270a",
            "movies.csv": "0df90835c19151f9d819d0822e190797",
        },
    ),
}


def cache_folder() -> Path:
    """Where downloads are kept; WORKBOOK_CACHE names another place, such as a stick."""
    default = pooch.os_cache("recommender-workbook")
    return Path(os.environ.get("WORKBOOK_CACHE") or default)


def md5_sum(path: Path) -> str:
    """The MD5 sum of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "md5").hexdigest()


def _sizes(name: str, folder: Path) -> dict[str, list[int]]:
    stats = {member: (folder / member).stat() for member in ARCHIVES[name].members}
    return {member: [s.st_size, s.st_mtime_ns] for member, s in stats.items()}


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        blocks = iter(lambda: file.read(2**20), b"")
        return sum(block.count(b"\n") for block in blocks)


def mark(name: str, folder: Path) -> None:
    """Keep that the files of a set's folder were checked as they are now."""
    with contextlib.suppress(OSError):  # a stick that is read only is checked each time
        text = json.dumps(_sizes(name, folder))
        (folder / MARK).write_text(text, encoding="utf-8")


def fault_of(name: str, folder: Path) -> str:
    """What is wrong with a set's folder; "" if it was checked, now or before."""
    _, members, lines = ARCHIVES[name]
    for member in members:
        if not (folder / member).is_file():
            return f"{member} is not in it"
    with contextlib.suppress(OSError, ValueError):
        text = (folder / MARK).read_text(encoding="utf-8")
        if json.loads(text) == _sizes(name, folder):
            return ""
    for member, md5 in members.items():
        if md5 and (found := md5_sum(folder / member)) != md5:
            return f"{member} has the MD5 sum {found}, expected {md5}"
        if not md5:
            n, wanted = _lines(folder / member), (lines or {}).get(member, "known ones")
            if n != wanted:
                return f"{member} has {n} lines, expected {wanted}"
    mark(name, folder)
    return ""


def by_browser(name: str) -> Path | None:
    """A zip that somebody put into the cache, if it is there and GroupLens's."""
    path, md5 = cache_folder() / f"{name}.zip", ARCHIVES[name].archive_md5
    if not path.is_file():
        return None
    if md5 and (found := md5_sum(path)) != md5:
        raise ValueError(
            f"{path} has the MD5 sum {found}, expected {md5}: it was cut short, or is "
            "not GroupLens's file. Delete it, and call again or fetch it once more"
        )
    return path
