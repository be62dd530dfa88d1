"""A room full of people: everybody's ratings and guesses, and who is like whom."""

import os
import re
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse

from utils.baselines import residuals, user_means
from utils.classroom.guesses import class_guesses
from utils.data import all_movies
from utils.data.ratings_csv import read_ratings
from utils.matrix import RatingMatrix, density, to_matrix
from utils.similarity import cosine, support

__all__ = ["class_guesses", "class_ratings", "class_twins"]

TRIED = (".csv", ".txt", ".tsv", ".zip", ".gz", ".parquet", ".xlsx", ".xls", ".ods")
# What a browser, a file manager or a learner's own folder puts around a name.
COPY = re.compile(r"(\s*\(\d+\)|[-_ ]+copy|\s+-\s+copy)$", re.IGNORECASE)
ENDINGS = re.compile(rf"({'|'.join(map(re.escape, TRIED))})+$", re.IGNORECASE)
NOBODY = ("my_ratings", "ratings", "work")
SHOWN = 3  # names in a line of files that are no tables


def class_ratings(folder: str | Path) -> pd.DataFrame:
    """Read the ratings that people of a class saved, one file each.

    Parameters
    ----------
    folder : str or Path
        With CSV files (also zipped) as `save_my_ratings` and the panel of notebook 00
        write them (``work/my_ratings.csv``), each under its person's name,
        ``ana.csv``; or in a folder of that name, ``ana/my_ratings.csv`` or
        ``ana/work/my_ratings.csv``.

    Returns
    -------
    DataFrame with the columns user (1, 2, ... by name), name, movie, rating, timestamp
        A line is printed with the number of people and the density of the class. Every
        file is used, or named in a line with the reason; files of the same ratings are
        one person.

    Raises
    ------
    FileNotFoundError
        If there is no such folder.
    ValueError
        If no file in it can be read.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise FileNotFoundError(
            f"there is no folder {folder}: check the name; you are in {Path.cwd()}"
        )
    paths, others = _files(folder)
    known = set(all_movies().titles)
    tables: dict[str, pd.DataFrame] = {}
    sources: dict[str, str] = {}
    for path in paths:
        here, name = path.relative_to(folder).as_posix(), _name(path, folder)
        try:
            table = _one(path, known)
        except (ValueError, OSError) as error:
            print(f"skipped {error}")
            continue
        twin = next((n for n, t in tables.items() if _same(t, table)), None)
        taken = next((n for n in tables if n.casefold() == name.casefold()), None)
        if twin:
            print(f"skipped {here}: the same ratings as {sources[twin]}, one person")
        elif taken:
            print(
                f"skipped {here}: there is another file of {taken}, {sources[taken]}, "
                "with other ratings: rename one, or delete the older"
            )
        else:
            tables[name], sources[name] = table, here
    for line in others:
        print(f"skipped {line}")
    if not tables:
        raise ValueError(
            f"{folder} holds {len(paths)} CSV files and none with ratings to use; "
            "expected one a person, for example ana.csv, as notebook 00 writes it"
        )
    return _class(tables)


def _class(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Everybody's ratings in one table; people are numbered by name."""
    names = enumerate(sorted(tables, key=str.casefold), start=1)
    rows = [tables[name].assign(user=np.int32(n), name=name) for n, name in names]
    ratings = pd.concat(rows, ignore_index=True)
    shares = density(to_matrix(ratings).X)
    print(
        f"{'1 person' if len(tables) == 1 else f'{len(tables)} people'} rated "
        f"{ratings['movie'].nunique()} movies; of all these "
        f"cells {shares:.0%} are known"
    )
    return ratings[["user", "name", "movie", "rating", "timestamp"]]


def _files(folder: Path) -> tuple[list[Path], list[str]]:
    """The files to try, the shortest paths first, and a line for what is left out."""
    paths: list[Path] = []
    others: dict[str, list[str]] = {}
    for where, inner, files in os.walk(folder):
        hidden = [name for name in inner if _hidden(name)]
        inner[:] = [name for name in inner if not _hidden(name)]
        for name in sorted([*hidden, *files]):
            path = Path(where, name)
            if not _hidden(name) and path.suffix.lower() in TRIED:
                paths.append(path)
                continue
            why = "hidden" if _hidden(name) else f"no table: {path.suffix or 'a file'}"
            others.setdefault(why, []).append(path.relative_to(folder).as_posix())
    lines = []
    for why, names in others.items():
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        lines.append(f"{', '.join(names[:SHOWN])}{more} ({why})")
    return sorted(paths, key=lambda p: (len(p.parts), len(p.name), p)), lines


def _hidden(name: str) -> bool:
    return name.startswith(".") or name == "__MACOSX"


def _name(path: Path, folder: Path) -> str:
    """Whose file it is: its name without "(1)", or else its folder's."""
    words = [*path.relative_to(folder).parent.parts, ENDINGS.sub("", path.name)]
    words = [COPY.sub("", word).strip() or word for word in words]
    own = [word for word in words if word.lower() not in NOBODY]
    return own[-1] if own else words[-1]


def _same(a: pd.DataFrame, b: pd.DataFrame) -> bool:
    """Whether two files hold the same ratings, in whatever order."""
    columns = ["movie", "rating", "timestamp"]
    one, two = (t[columns].sort_values(columns).to_numpy() for t in (a, b))
    return np.array_equal(one, two)


def _one(path: Path, known: set) -> pd.DataFrame:
    """One person's ratings; strange movies and a second user are refused."""
    table = read_ratings(path)
    strange = sorted(set(table["movie"]) - known)
    if strange:
        raise ValueError(
            f"{path}: the movie {strange[0]} is not in MovieLens small: was it rated "
            "in notebook 00?"
        )
    if len(table["user"].unique()) > 1:
        raise ValueError(f"{path} holds ratings of more than one user")
    return table


def class_twins(ratings: pd.DataFrame, shrinkage: float = 5.0) -> pd.DataFrame:
    """Find for each person of a class who in the room is most like them.

    The cosine of what is left of the stars after each person's mean, over the movies
    that both rated, shrunk by how few these are.

    Parameters
    ----------
    ratings : DataFrame
        From `class_ratings`.
    shrinkage : float
        Movies in common that halve a similarity.

    Returns
    -------
    DataFrame indexed by name, with the columns twin, similarity, in common
        Without a twin (empty text, 0) for whom nobody is alike.
    """
    matrix: RatingMatrix = to_matrix(ratings)
    names = ratings.drop_duplicates("user").set_index("user")["name"]
    names = names.loc[matrix.user_ids].to_numpy()
    centred: sparse.csr_array = residuals(matrix.X, user_means(matrix.X))
    S = cosine(centred, shrinkage=shrinkage)
    best = S.argmax(axis=1)
    alike = S[np.arange(len(S)), best]
    common = support(matrix.X)[np.arange(len(S)), best].astype(int)
    table = pd.DataFrame({"twin": names[best], "similarity": alike.round(2)})
    table["in common"] = common
    table.loc[alike <= 0] = ["", 0.0, 0]
    return table.set_index(pd.Index(names, name="name"))
