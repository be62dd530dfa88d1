"""The larger MovieLens sets: fetched once, checked, unpacked safely.

Nothing that is half-written is ever read: an archive is checked before it is
opened, and its files move to their place only when all of them are complete.
"""

import shutil
import sys
import tempfile
import time
import zipfile
import zlib
from pathlib import Path, PurePosixPath

import pooch
import requests
from tqdm import tqdm

from utils.data.cached import (
    ARCHIVES,
    by_browser,
    cache_folder,
    fault_of,
    mark,
    md5_sum,
)

# What a damaged archive raises while it is read.
BROKEN = (KeyError, NotImplementedError, RuntimeError, zlib.error, zipfile.BadZipFile)
BASE_URL = "https://files.grouplens.org/datasets/movielens/"


def _by_hand(name: str) -> str:
    return (
        f"Or fetch {BASE_URL}{name}.zip with a browser, wherever that works, and put "
        f"the zip as it is into {cache_folder()}: it is checked before it is used"
    )


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
    except requests.exceptions.SSLError as error:
        raise ConnectionError(
            f"{name}.zip could not be downloaded from {BASE_URL}: its certificate was "
            f"refused ({error}). Look whether the date of this machine is right; one "
            "that has expired is GroupLens's to renew: try again later, or on another "
            f"network, and leave the check switched on. {_by_hand(name)}"
        ) from error
    except requests.RequestException as error:
        raise ConnectionError(
            f"{name}.zip could not be downloaded from {BASE_URL} ({error}): check the "
            'network and try again; load_ratings("movielens-small") needs none. '
            f"{_by_hand(name)}"
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
            if md5 and (found := md5_sum(folder / member)) != md5:
                raise ValueError(
                    f"{member} in {zip_path} has the MD5 sum {found}, expected {md5}: "
                    "delete the zip if it is still there, and call again"
                )


def movielens_folder(name: str) -> Path:
    """Folder of a larger MovieLens set, downloaded at the first call.

    What is in the cache already, unpacked or as the zip that a browser fetched, is
    used once it was checked; what does not pass is set aside, and not deleted.

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
        If what came is not what GroupLens published.
    ConnectionError
        If the download does not succeed.
    """
    folder, fault = cache_folder() / name, ""
    for place in (folder / name, folder):  # some programs unpack ml-32m into ml-32m
        if place.is_dir() and not (fault := fault_of(name, place)):
            return place
    if fault:
        print(
            f"{folder} is not used, since {fault}. The zip is looked for.", flush=True
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    # All that is unfinished is in a folder of this call's own.
    scratch = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=folder.parent))
    zip_path = scratch / f"{name}.zip"
    try:
        zip_path = by_browser(name) or _fetch(name, scratch)
        (scratch / name).mkdir()
        _unpack(zip_path, name, scratch / name)
        mark(name, scratch / name)
        _move(name, scratch / name, folder)
    except BROKEN as error:
        state = "was deleted" if scratch in zip_path.parents else "must be deleted"
        raise ValueError(
            f"{zip_path} can't be used and {state}: {error}. "
            "Call again to download it anew"
        ) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return folder


def _move(name: str, new: Path, folder: Path) -> None:
    """Put a whole folder into its place: all of it, or nothing."""
    if folder.is_dir() and fault_of(name, folder):
        aside = folder.with_name(f"{name}.not-used-{time.strftime('%Y%m%d-%H%M%S')}")
        folder.replace(aside)
        print(f"What was in {folder} is now in {aside}: delete it if it is not wanted.")
    try:
        new.replace(folder)
    except OSError:
        if not folder.is_dir() or fault_of(name, folder):
            raise
        # Somebody else was quicker, with the same files.
