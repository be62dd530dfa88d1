"""The capstone of notebook 09: a brief, a held-out part, and a scorer.

The held-out part is the last fifth of each user's ratings, in time, as in notebook 06.
Only the scorer reads it, but it is no secret: MovieLens is public, and
``last_split(load_ratings())`` gives it to anybody. Who tunes on it fools nobody but
themselves, and the leaderboard says how often each was scored. For a contest in earnest
use ratings that nobody has: split them, hand out the one part, and pass both to
`score_submission`.

``python -m utils.capstone`` computes the ladder's rows of data/leaderboard.csv again.
"""

import zlib
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from utils.capstone.leaderboard import MEASURES, OURS, leaderboard, post
from utils.capstone.rungs import RUNGS
from utils.capstone.submission import K, read_submission, write_submission
from utils.data import load_ratings
from utils.ladder import best_lists, liked_movies, list_quality
from utils.matrix import RatingMatrix, to_matrix
from utils.splits import last_split

__all__ = [
    "Scored",
    "capstone_ratings",
    "capstone_users",
    "ladder_rows",
    "leaderboard",
    "read_submission",
    "score_submission",
    "write_submission",
]

HELD_OUT = 0.2  # of each user's ratings, the last ones


def capstone_ratings() -> pd.DataFrame:
    """Load the training part: what you may learn from.

    Returns
    -------
    DataFrame with the columns user, movie, rating, timestamp

    Examples
    --------
    >>> capstone_ratings().shape
    (80251, 4)
    """
    return last_split(load_ratings(), HELD_OUT)[0]


def capstone_users() -> np.ndarray:
    """List the users to recommend for: everybody in the training part.

    Examples
    --------
    >>> len(capstone_users())
    671
    """
    return np.unique(capstone_ratings()["user"])


class Scored(NamedTuple):
    """What the scorer found; shown as a few lines of text."""

    name: str
    measures: dict[str, float]
    interval: tuple[float, float]
    place: int
    of: int
    tries: int
    note: str

    def __repr__(self) -> str:
        m, (low, high) = self.measures, self.interval
        times = "for the first time" if self.tries == 1 else f"{self.tries} times now"
        return (
            f"{self.name}: place {self.place} of {self.of}\n"
            f"nDCG@{K}    {m['nDCG@10']:.3f}  (95%: {low:.3f} to {high:.3f})\n"
            f"recall@{K}  {m['recall@10']:.3f}\n"
            f"coverage   {m['coverage']:.3f}  of the movies are in anybody's list\n"
            f"novelty    {m['novelty']:.1f}   bits\n"
            f"{self.note}The held-out part was asked {times} under this name."
        )


def _measure(lists: dict, liked: dict, train: RatingMatrix) -> dict:
    """The measures by their names on the leaderboard, and low, high, note."""
    found = list_quality(lists, liked, train, K)
    # Four digits, as the ladder's are kept, so that equal lists share a place.
    row = {m: round(float(found[m.removesuffix("@10")]), 4) for m in MEASURES}
    note = found["nDCG"].note
    return row | {"low": found["low"], "high": found["high"], "note": note}


def score_submission(
    path: str | Path,
    name: str = "you",
    board: str | Path | None = None,
    train: pd.DataFrame | None = None,
    held_out: pd.DataFrame | None = None,
) -> Scored:
    """Score a submission on the held-out part, and write it on the leaderboard.

    Parameters
    ----------
    path : str or Path
        A CSV file with the columns user, movie, rank: see `read_submission`.
    name : str
        Under which it stands on the leaderboard, in place of your last of that name.
    board : str or Path, optional
        Folder of the leaderboard that a room shares; by default ``work/leaderboard``.
    train, held_out : DataFrame with the columns user, movie, rating, optional
        An instructor's own parts, both or none. The ladder is then left out.

    Returns
    -------
    Scored
        nDCG@10, recall@10 (relevant: 4 stars or more), coverage of the training part's
        movies, novelty in bits, and the place among the rows of the leaderboard.

    Raises
    ------
    ValueError
        If the submission has faults; nothing is scored or written then.
    FileNotFoundError
        If there is no such file, or no place for the board.
    """
    if (train is None) != (held_out is None):
        raise ValueError(
            f"found only {'held_out' if train is None else 'train'}, expected train "
            "and held_out, or neither: they are the two parts of one table"
        )
    judged_on = OURS
    if train is None:
        train, held_out = last_split(load_ratings(), HELD_OUT)
    else:
        judged_on = _fingerprint(held_out)
    lists = read_submission(path, train)
    row = _measure(lists, liked_movies(held_out), to_matrix(train))
    measures = {m: row[m] for m in MEASURES}
    tries = post(name, measures, board, judged_on)
    others = leaderboard(board, judged_on)
    place = 1 + int((others["nDCG@10"] > measures["nDCG@10"]).sum())
    note = f"{row['note']}.\n" if row["note"] else ""
    interval = (row["low"], row["high"])
    return Scored(name, measures, interval, place, len(others), tries, note)


def _fingerprint(held_out: pd.DataFrame) -> str:
    """A word for a held-out part, so that rows of different ones are not compared."""
    rows = held_out.sort_values(["user", "movie"])[["user", "movie", "rating"]]
    return f"own parts {zlib.crc32(rows.to_csv(index=False).encode()):08x}"


def ladder_rows(names: list[str] | None = None) -> pd.DataFrame:
    """Compute the ladder's rows of the leaderboard, or some of them.

    Parameters
    ----------
    names : list of str, optional
        Keys of ``RUNGS``; by default all, which takes some seconds.

    Returns
    -------
    DataFrame indexed by name, with the columns nDCG@10, recall@10, coverage, novelty
    """
    train_table, test = last_split(load_ratings(), HELD_OUT)
    train, liked, rows = to_matrix(train_table), liked_movies(test), {}
    for name in names or RUNGS:
        row = _measure(best_lists(RUNGS[name](train), train, K), liked, train)
        rows[name] = {m: row[m] for m in MEASURES}
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("name")
    return table.sort_values("nDCG@10")
