"""A leaderboard that a room can share: a folder with one small file a person.

Nobody writes into another's file, and each file is written whole, so that many may hand
in at once, also on a shared drive.
"""

import contextlib
import json
import math
import re
import time
import uuid
import zlib
from pathlib import Path

import pandas as pd

from utils.files import ROOT, work_folder, write_whole

LADDER = ROOT / "data" / "leaderboard.csv"
MEASURES = ("nDCG@10", "recall@10", "coverage", "novelty")
OURS = "movielens-small, last fifth"  # what the ladder was judged on


def board_folder(board: str | Path | None = None) -> Path:
    """Folder of the leaderboard: yours, ``work/leaderboard``, or one that you name."""
    folder = Path(board) if board is not None else work_folder() / "leaderboard"
    if board is not None and not folder.parent.is_dir():
        raise FileNotFoundError(
            f"there is no folder {folder.parent} for the leaderboard {folder.name}: "
            f"check the name, or mount the drive; you are in {Path.cwd()}"
        )
    folder.mkdir(exist_ok=True)
    return folder


def _token() -> str:
    """A word that tells this work folder from others, made once."""
    path = work_folder() / "leaderboard-token"
    with contextlib.suppress(FileExistsError), path.open("x", encoding="utf-8") as file:
        file.write(uuid.uuid4().hex[:8] + "\n")
    for _ in range(50):  # empty as long as another program is about to write it
        if token := path.read_text(encoding="utf-8").strip():
            return token
        time.sleep(0.02)
    raise ValueError(f"{path} is empty, expected a word: delete it, and hand in again")


def post(
    name: str,
    measures: dict[str, float],
    board: str | Path | None = None,
    judged_on: str = OURS,
) -> int:
    """Write a row of the leaderboard; your earlier row of that name is replaced.

    Parameters
    ----------
    name : str
        Up to 40 characters. Two people of one name have a row each.
    measures : dict
        nDCG@10, recall@10, coverage, novelty.
    board : str or Path, optional
        Folder that the room shares; by default your own.
    judged_on : str
        Rows of different data are never compared.

    Returns
    -------
    int
        How many submissions have been scored under this name, with this one.

    Raises
    ------
    ValueError
        If the name is empty, too long, or is a rung's, or measures are not possible.
    """
    numbers = _numbers(measures)
    name = name.strip()
    if not 1 <= len(name) <= 40 or not name.isprintable() or name in _ladder().index:
        raise ValueError(
            f"the name is {name!r}, expected 1 to 40 characters that are not the name "
            'of a rung of the ladder: name="Ana, EASE"'
        )
    mark = zlib.crc32(f"{name} {judged_on} {_token()}".encode())
    slug = re.sub(r"\W+", "-", name.casefold()).strip("-")
    path = board_folder(board) / f"{slug}-{mark:08x}.json"
    tries = 1
    if path.exists():
        try:
            tries += _read(path)["tries"]
        except ValueError as error:
            print(f"replaced {error}")
    row = {"name": name, **dict(zip(MEASURES, numbers)), "tries": tries}
    row |= {"judged_on": judged_on, "when": time.strftime("%Y-%m-%d %H:%M:%S")}
    write_whole(path, json.dumps(row, indent=1, ensure_ascii=False) + "\n")
    return tries


def _numbers(measures: dict) -> list[float]:
    """The four measures of a row; ValueError with the fault."""
    numbers = [float(measures[m]) for m in MEASURES]
    if math.isnan(numbers[0]):
        raise ValueError(
            "nobody in held_out has a rating of 4 or more: nDCG@10 is not a number; "
            "hold out ratings of which some are 4 or more"
        )
    if not all(0 <= n <= 1 for n in numbers[:3]) or not math.isfinite(numbers[3]):
        raise ValueError(
            f"{', '.join(MEASURES)} are {numbers}, expected three shares from 0 to 1 "
            "and a finite number: compute them with utils.ladder.list_quality"
        )
    return numbers


def _read(path: Path) -> dict:
    """One person's row; ValueError with the file's name and the fault."""
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
        _numbers(row)
        row = row | {"tries": int(row["tries"]), "name": str(row["name"])}
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise ValueError(
            f"{path.name}: it is no row of a leaderboard "
            f"({type(error).__name__}: {error}): hand in again, or delete it"
        ) from None
    return row


def _ladder() -> pd.DataFrame:
    return pd.read_csv(LADDER, index_col="name")


def leaderboard(board: str | Path | None = None, judged_on: str = OURS) -> pd.DataFrame:
    """Show the leaderboard: the ladder's rows, and everybody's, the best first.

    Parameters
    ----------
    board : str or Path, optional
        Folder that the room shares; by default your own.
    judged_on : str
        Rows of other data are skipped; the ladder is there for MovieLens small only.

    Returns
    -------
    DataFrame indexed by place (equal scores share one)
        With the columns name, by (ladder or you and the room), nDCG@10, recall@10,
        coverage, novelty, tries (how often the held-out part was asked). A line is
        printed for each file that was skipped, with its fault.
    """
    rows = []
    for path in sorted(board_folder(board).glob("*.json")):
        try:
            row = _read(path)
            if row.get("judged_on") != judged_on:
                raise ValueError(f"{path.name}: judged on {row.get('judged_on')!r}")
            rows.append(row | {"by": "room"})
        except ValueError as error:
            print(f"skipped {error}")
    if judged_on == OURS:
        rows += _ladder().reset_index().assign(by="ladder", tries=1).to_dict("records")
    columns = ["name", "by", *MEASURES, "tries"]
    table = pd.DataFrame(rows, columns=columns).sort_values(
        ["nDCG@10", "name"], ascending=[False, True]
    )
    place = table["nDCG@10"].rank(ascending=False, method="min").astype(int)
    return table.set_index(place.rename("place"))
