"""A submission of the capstone: ten movies for each user, as a file that is checked.

The file is a CSV with the columns user, movie, rank; rank 1 is the best movie.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from utils.data.csv_rows import read_rows
from utils.data.ratings_csv import LARGEST_ID, whole_number
from utils.files import write_whole
from utils.matrix import RatingMatrix, to_matrix

COLUMNS = ("user", "movie", "rank")
K = 10  # movies a user
SHOWN = 3  # lines that are named of each kind of fault


def write_submission(
    lists: Mapping[int, Sequence[int]], path: str | Path, train: pd.DataFrame
) -> Path:
    """Write lists as a submission, if they are a valid one.

    Parameters
    ----------
    lists : dict of user -> list of movie ids, the best first
        As `best_lists` makes them.
    path : str or Path
        Written whole, in place of what was there.
    train : DataFrame with the columns user, movie, rating
        The training part: who wants a list, and what they have seen.

    Returns
    -------
    Path

    Raises
    ------
    ValueError
        As `read_submission`; nothing is written then.
    """
    path = Path(path)
    rows = [
        (user, movie, rank)
        for user, movies in lists.items()
        for rank, movie in enumerate(movies, start=1)
    ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    table.index += 2  # their lines in the file
    _refuse(path, _faults(table, to_matrix(train)))
    write_whole(path, table.to_csv(index=False))
    return path


def read_submission(path: str | Path, train: pd.DataFrame) -> dict[int, list[int]]:
    """Read a submission, and refuse all of it if anything is wrong.

    Parameters
    ----------
    path : str or Path
    train : DataFrame with the columns user, movie, rating
        The training part.

    Returns
    -------
    dict of user -> list of 10 movie ids, the best first

    Raises
    ------
    ValueError
        Says how many faults there are, and of each kind the first lines, what was
        found, what is expected and the fix. Line 1 is the header.
    FileNotFoundError
        If there is no such file.
    """
    path = Path(path)
    header, rows = read_rows(path, COLUMNS)
    more = [name for name in header if name not in COLUMNS]
    if more:
        raise ValueError(
            f"{path}, line 1: found also the column {more[0]!r}, expected "
            f"{','.join(COLUMNS)} alone: leave it out (pandas: to_csv(index=False))"
        )
    words = pd.DataFrame(
        [row for _, row in rows], [line for line, _ in rows], columns=header
    )
    table = words[list(COLUMNS)].map(whole_number(LARGEST_ID))
    unread = table.isna().to_numpy().any(axis=1)
    _refuse(path, _unreadable(words[unread]))
    table = table.astype(np.int64)
    _refuse(path, _faults(table, to_matrix(train)))
    best_first = table.sort_values(["user", "rank"])
    return {int(u): m.tolist() for u, m in best_first.groupby("user")["movie"]}


Fault = tuple[int, str]  # how often, and a sentence


def _refuse(path: Path, faults: list[Fault]) -> None:
    """Raise an error with all kinds of faults, if there are any."""
    if faults:
        n = sum(count for count, _ in faults)
        lines = "".join(f"\n- {count:,} × {text}" for count, text in faults)
        raise ValueError(
            f"{path.name} was refused: found {n:,} fault{'s' * (n > 1)}, expected "
            f"none{lines}"
        )


def _unreadable(words: pd.DataFrame) -> list[Fault]:
    if words.empty:
        return []
    found = [",".join(row) for row in words.head(SHOWN).to_numpy()]
    where = "; ".join(f"line {i}: {f!r}" for i, f in zip(words.index, found))
    return [
        (
            len(words),
            f"a value that is missing or no whole number ({where}): drop NaN before "
            "you write the file, and write ids, not titles",
        )
    ]


def _faults(table: pd.DataFrame, train: RatingMatrix) -> list[Fault]:
    """All kinds of faults of a table of whole numbers, the index being its lines."""
    X, user_ids, movie_ids = train
    u = pd.Index(user_ids).get_indexer(table["user"])
    i = pd.Index(movie_ids).get_indexer(table["movie"])
    known = (u >= 0) & (i >= 0)
    seen = np.zeros(len(table), dtype=bool)
    stored = pd.MultiIndex.from_arrays(X.tocoo().coords)
    seen[known] = pd.MultiIndex.from_arrays([u[known], i[known]]).isin(stored)
    kinds = [
        (u < 0, "user", "a user that is not in the training part: rank for its users"),
        (i < 0, "movie", "a movie that is not in the training part: write ids"),
        (seen, "movie", "a movie that the user has seen: leave out what X stores"),
        (~table["rank"].between(1, K), "rank", f"a rank that is not 1 to {K}"),
        (table.duplicated(["user", "movie"]), "movie", "a movie twice for a user"),
        (table.duplicated(["user", "rank"]), "rank", "a rank twice for a user"),
    ]
    faults = [_in_lines(table, np.asarray(bad), *rest) for bad, *rest in kinds]
    return [f for f in faults if f[0]] + _incomplete(table["user"], user_ids)


def _in_lines(table: pd.DataFrame, bad: np.ndarray, column: str, text: str) -> Fault:
    first = table[bad].head(SHOWN)
    places = zip(first.index, first["user"], first[column])
    own = column != "user"
    where = "; ".join(
        f"line {line}: user {user}" + own * f", {column} {value}"
        for line, user, value in places
    )
    what, _, fix = text.partition(": ")
    return int(bad.sum()), f"{what} ({where})" + (f": {fix}" if fix else "")


def _incomplete(users: pd.Series, user_ids: np.ndarray) -> list[Fault]:
    """Users without a list, and lists that are not ten long."""
    found = users.value_counts().reindex(user_ids, fill_value=0)
    faults = []
    for bad, text in [
        (found[found == 0], "a user of the training part without a list"),
        (found[(found > 0) & (found != K)], f"a list that is not {K} movies long"),
    ]:
        if len(bad):
            where = [f"user {u} has {n}" for u, n in bad.head(SHOWN).items()]
            fix = f"each of the {len(user_ids):,} users needs {K} movies"
            faults.append((len(bad), f"{text} ({'; '.join(where)}): {fix}"))
    return faults
