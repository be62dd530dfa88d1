"""What to do next, and what a latecomer needs: in words, read from the notebooks."""

import json
import re
from pathlib import Path

import pandas as pd

from utils.files import work_folder

TAKE = "**To take along.** "


def how_many_right(table: pd.DataFrame) -> str:
    """Say how many core exercises are right, and how many extra ones.

    Parameters
    ----------
    table : DataFrame indexed by exercise
        As `progress` has it.

    Examples
    --------
    >>> how_many_right(pd.DataFrame({"kind": ["core", "core", "extra"],
    ...                              "state": ["right", "not yet", "right"]}))
    '1 of 2 core exercises are right, and 1 of 1 extra.'
    """
    right, every = table[table["state"] == "right"]["kind"], table["kind"]
    core, extra = (int((right == kind).sum()) for kind in ("core", "extra"))
    words = f"{core} of {(every == 'core').sum()} core exercises are right"
    n = (every == "extra").sum()
    return words + f", and {extra} of {n} extra" * bool(n) + "."


def what_next(table: pd.DataFrame) -> str:
    """Say in a line or two how far somebody is, and what to do next.

    Parameters
    ----------
    table : DataFrame indexed by exercise
        As `progress` has it.
    """
    return f"{how_many_right(table)} {_next(table, table[table['kind'] == 'core'])}"


MARKS = {"right": "✔", "not yet": "✘", "skipped": "–", "not attempted": "○"}


def a_line_a_notebook(table: pd.DataFrame) -> list[str]:
    """A line a notebook: a mark an exercise, extra ones in brackets, and how many.

    Parameters
    ----------
    table : DataFrame indexed by exercise
        As `progress` has it.
    """
    wide = table.groupby("notebook").size().max() + 3
    lines = []
    for notebook, some in table.groupby("notebook"):
        marks = "".join(
            MARKS[row.state] if row.kind == "core" else f"({MARKS[row.state]})"
            for row in some.itertuples()
        )
        name = notebook.replace("_", " ")
        right = (some["state"] == "right").sum()
        lines.append(f"{name:<24}{marks:<{wide}} {right} of {len(some)}")
    return lines


def so_far(table: pd.DataFrame, exercise_id: str) -> str:
    """Say how many of this exercise's notebook are right, and which is next there."""
    here = table[table["notebook"] == table.loc[exercise_id, "notebook"]]
    right = int((here["state"] == "right").sum())
    words = f"{right} of {len(here)} in this notebook are right"
    left = here[here["state"] != "right"]
    if not len(left):
        return f"{words}: all of them."
    after = left[left.index.map(_order) > _order(exercise_id)]
    following = (after if len(after) else left).iloc[0]
    return f"{words}. Next: {following.name} ({following['title']})."


def _order(exercise_id: str) -> tuple[int, ...]:
    return tuple(int(part) for part in exercise_id.split("."))


def _next(table: pd.DataFrame, core: pd.DataFrame) -> str:
    begun = table[table["state"] == "not yet"]
    if len(begun):
        row, number = begun.iloc[-1], begun.index[-1]
        return f'Go on with {_named(row)}. Stuck? hint("{number}")'
    new, skipped = (core[core["state"] == s] for s in ("not attempted", "skipped"))
    if len(new):
        later = f" ({len(skipped)} skipped ones can wait)" if len(skipped) else ""
        return f"Next: {_named(new.iloc[0])}{later}."
    if len(skipped):
        return f"You skipped {len(skipped)}; begin with {_named(skipped.iloc[0])}."
    extras = table[(table["kind"] == "extra") & (table["state"] != "right")]
    if len(extras):
        return f"If you want more: {_named(extras.iloc[0])}."
    return "And all extra ones: what is left is a recommender of your own."


def _named(row: pd.Series) -> str:
    return f"{row.name} ({row['title']}) in {row['notebook']}.ipynb"


def _cells(path: Path) -> list[str]:
    """Texts of the notebook's first and last cell."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cells[at]["source"]) for at in (0, -1)]


def _plain(text: str) -> str:
    """Without the marks of links and emphasis."""
    return re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", text).replace("*", "").strip()


def what_it_needs(target: Path, missed: list[Path]) -> list[str]:
    """Say what a notebook needs, and what was shown in those that somebody missed.

    Parameters
    ----------
    target : Path
        The notebook to go on with.
    missed : list of Path
        Notebooks before it.

    Returns
    -------
    list of str
        Lines: its own *You need*, your ratings, and what to take along from each.
    """
    first, _ = _cells(target)
    lines = [_plain(p) for p in first.split("\n\n") if p.startswith("**You need**")]
    try:
        rated = (work_folder() / "my_ratings.csv").exists()
    except OSError:  # no folder for work can be made here
        rated = False
    if not rated:
        lines.append(
            "You have not rated yet: a demo profile stands in for you, and nothing is "
            "missing. Rate ten movies in 00_start_here.ipynb when there is a minute."
        )
    if missed:
        lines.append("What the room has seen, in brief:")
    for path in missed:
        said = [p for p in _cells(path)[1].split("\n\n") if p.startswith(TAKE)]
        lines += [f"{path.name[:2]} · {_plain(p.removeprefix(TAKE))}" for p in said]
    return lines
