"""A room full of people: everybody's ratings from one folder, and who is like whom."""

from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse

from utils.baselines import residuals, user_means
from utils.data import load_movies
from utils.data.ratings_csv import read_ratings
from utils.matrix import RatingMatrix, density, to_matrix
from utils.similarity import cosine, support


def class_ratings(folder: str | Path) -> pd.DataFrame:
    """Read the ratings that people of a class saved, one file each.

    Parameters
    ----------
    folder : str or Path
        With CSV files as `save_my_ratings` and the panel of notebook 00 write them
        (``work/my_ratings.csv``), each under its person's name, ``ana.csv``; or in a
        folder of that name, ``ana/my_ratings.csv``.

    Returns
    -------
    DataFrame with the columns user (1, 2, ... by name), name, movie, rating, timestamp
        A line is printed with the number of people and the density of the class, and
        one for each file that was skipped, with its fault.

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
    paths = sorted([*folder.glob("*.csv"), *folder.glob("*/my_ratings.csv")])
    known = set(load_movies()["movie"])
    tables, faults = {}, []
    for path in paths:
        name = path.parent.name if path.name == "my_ratings.csv" else path.stem
        try:
            tables[name] = _one(path, name, tables, known)
        except (ValueError, OSError) as error:
            faults.append(str(error))
    for fault in faults:
        print(f"skipped {fault}")
    if not tables:
        raise ValueError(
            f"{folder} holds {len(paths)} CSV files and none with ratings to use; "
            "expected one a person, for example ana.csv, as notebook 00 writes it"
        )
    named = enumerate(sorted(tables.items()), start=1)
    rows = [t.assign(user=np.int32(n), name=name) for n, (name, t) in named]
    ratings = pd.concat(rows, ignore_index=True)
    shares = density(to_matrix(ratings).X)
    print(
        f"{'1 person' if len(tables) == 1 else f'{len(tables)} people'} rated "
        f"{ratings['movie'].nunique()} movies; of all these "
        f"cells {shares:.0%} are known"
    )
    return ratings[["user", "name", "movie", "rating", "timestamp"]]


def _one(path: Path, name: str, others: dict, known: set) -> pd.DataFrame:
    """One person's ratings; a name that is taken and strange movies are refused."""
    table = read_ratings(path)
    if name in others:
        raise ValueError(f"{path}: there is another file of {name}: rename one")
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
