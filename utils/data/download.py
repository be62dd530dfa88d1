"""The larger MovieLens sets: fetched once, checked, unpacked safely.

Nothing that is half-written is ever read: an archive is checked before it is
opened, and its files move to their place only when all of them are complete.
"""

import hashlib
import os
import shutil
import sys
import tempfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import pooch
import requests
from tqdm import tqdm

# What a damaged archive raises while it is read.
BROKEN = (KeyError, NotImplementedError, RuntimeError, zlib.error, zipfile.BadZipFile)
BASE_URL = "https://files.grouplens.org/datasets/movielens/"


class Archive(NamedTuple):
    """A zip file of GroupLens: its MD5 sum, or those of its members."""

    archive_md5: str | None
    members: dict[str, str | None]  # name in the zip's own folder -> MD5


ARCHIVES = {
    "ml-1m": Archive(
        "c4d9eecfca2ab87c1945afe126590906", {"ratings.dat": None, "movies.dat": None}
    ),
    "ml-25m": Archive(
        "6b51fb2759a8657d3bfcbfc42b592ada", {"ratings.csv": None, "movies.csv": None}
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


def _fetch(name: str, folder: Path) -> Path:
    """Download the archive into a folder, with a progress bar, and check its sum."""
    md5 = ARCHIVES[name].archive_md5
    pooch.get_logger().setLevel("WARNING")  # else it writes to stderr in a notebook
    shelf = pooch.create(
        path=folder,
        base_url=BASE_URL,
        registry={f"{name}.zip": f"md5:{md5}" if md5 else None},
        retry_if_failed=2,
    )
    # A total of 1 until pooch knows better: it takes a bar without one for no bar.
    bar = tqdm(desc=f"{name}.zip", total=1, unit="B", unit_scale=True, file=sys.stdout)
    try:
        downloader = pooch.HTTPDownloader(progressbar=bar, timeout=60)
        return Path(shelf.fetch(f"{name}.zip", downloader=downloader))
    except requests.RequestException as error:
        raise ConnectionError(
            f"{name}.zip could not be downloaded from {BASE_URL} ({error}): check the "
            'network and try again; load_ratings("movielens-small") needs none'
        ) from error
    except ValueError as error:  # pooch deletes what has a wrong sum
        raise ValueError(
            f"{name}.zip from {BASE_URL} is not the file that GroupLens published "
            f"({error}): try again, on another network if it stays so"
        ) from error
    finally:
        bar.close()


def _refuse_climbing_paths(archive: zipfile.ZipFile) -> None:
    for member in archive.namelist():
        parts = PurePosixPath(member.replace("\\", "/")).parts
        if ".." in parts or (parts and (parts[0] == "/" or ":" in parts[0])):
            raise ValueError(
                f"{archive.filename} holds the path {member!r}, which leads out of its "
                "folder: this is not GroupLens's file, so it was not unpacked"
            )


def _unpack(zip_path: Path, name: str, folder: Path) -> None:
    """Copy the members that we read into ``folder``, checking sums on the way."""
    with zipfile.ZipFile(zip_path) as archive:
        _refuse_climbing_paths(archive)
        for member, md5 in ARCHIVES[name].members.items():
            with (
                archive.open(f"{name}/{member}") as source,
                (folder / member).open("wb") as target,
            ):
                shutil.copyfileobj(source, target, 2**20)
            with (folder / member).open("rb") as written:
                found = hashlib.file_digest(written, "md5").hexdigest()
            if md5 and found != md5:
                raise ValueError(
                    f"{member} in {zip_path} has the MD5 sum {found}, expected {md5}"
                )


def movielens_folder(name: str) -> Path:
    """Folder of a larger MovieLens set, downloaded at the first call.

    Parameters
    ----------
    name : {"ml-1m", "ml-25m", "ml-32m"}

    Returns
    -------
    Path
        Holds the set's ratings and movies, as GroupLens wrote them.

    Raises
    ------
    ValueError
        If what came is not what GroupLens published; it is deleted then.
    ConnectionError
        If the download does not succeed.
    """
    folder = cache_folder() / name
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    # All that is unfinished is in a folder of this call's own.
    scratch = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=folder.parent))
    try:
        zip_path = _fetch(name, scratch)
        (scratch / name).mkdir()
        _unpack(zip_path, name, scratch / name)
        (scratch / name).replace(folder)  # all of it, or nothing
    except BROKEN as error:
        raise ValueError(
            f"{name}.zip can't be used and was deleted: {error}. "
            "Call again to download it anew"
        ) from error
    except OSError:
        if not folder.is_dir():  # else somebody else was quicker, with the same files
            raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return folder
