"""Made ratings as a folder of Parquet files, for tables that memory does not hold."""

import json
import os
import shutil
from pathlib import Path

from utils.data.simulate.stream import check_sizes, chunks

ABOUT = "_simulated.json"  # readers of Parquet pass over names with an underscore
RECIPE = 1  # goes up when the same seed gives other ratings


def simulate_to_parquet(
    folder: str | Path,
    n_users: int,
    n_movies: int,
    n_ratings: int,
    rank: int = 8,
    seed: int = 0,
) -> Path:
    """Write the table of `simulate_ratings` to a folder, a block of users at a time.

    The folder appears whole or not at all. If it is there already, with the same
    parameters, nothing is done.

    Parameters
    ----------
    folder : str or Path
        New, empty, or made by an earlier call with the same parameters.
    n_users, n_movies, n_ratings, rank, seed : int
        See `simulate_ratings`: the rows are the same, and in the same order of files
        and rows.

    Returns
    -------
    Path
        The folder: Parquet files of about half a million rows, with the columns user
        and movie (int32), rating (float64), timestamp (int64). Read it with
        ``spark.read.parquet(str(folder))`` or ``pd.read_parquet(folder)``.

    Raises
    ------
    ValueError
        If a size is below 1 or the matrix is too small for so many ratings.
    FileExistsError
        If the folder holds anything else, or ratings of other parameters.
    """
    check_sizes((n_users, n_movies, n_ratings), rank)
    folder = Path(folder)
    about = {
        "n_users": n_users,
        "n_movies": n_movies,
        "n_ratings": n_ratings,
        "rank": rank,
        "seed": seed,
        "recipe": RECIPE,
    }
    if _is_there(folder, about):
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        _write(part, about)
        if not _is_there(folder, about):  # somebody else may have been faster
            try:
                if folder.exists():
                    folder.rmdir()  # empty; Windows renames nothing onto it
                part.rename(folder)
            except OSError:
                if not _is_there(folder, about):  # or faster since we looked
                    raise
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return folder


def _is_there(folder: Path, about: dict[str, int]) -> bool:
    """Whether the folder holds these ratings; refuse one that holds anything else."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return False
    if not (folder / ABOUT).is_file():
        raise FileExistsError(
            f"{folder} holds something that is no simulated ratings; expected a new or "
            "an empty folder: choose another name, or delete it"
        )
    found = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    if found != about:
        other = [name for name in about if found.get(name) != about[name]]
        raise FileExistsError(
            f"{folder} holds simulated ratings with "
            f"{', '.join(f'{name}={found.get(name)}' for name in other)}; expected "
            f"{', '.join(f'{name}={about[name]}' for name in other)}: choose another "
            "name, or delete it"
        )
    return True


def _write(folder: Path, about: dict[str, int]) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    folder.mkdir()
    sizes = about["n_users"], about["n_movies"], about["n_ratings"]
    for number, columns in enumerate(chunks(sizes, about["rank"], about["seed"])):
        parquet.write_table(pa.table(columns), folder / f"part-{number:05}.parquet")
    (folder / ABOUT).write_text(json.dumps(about) + "\n", encoding="utf-8")
