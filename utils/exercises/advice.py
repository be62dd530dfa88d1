"""What to do next, and what a latecomer needs: in words, read from the notebooks."""

import json
import re
from pathlib import Path

import pandas as pd

from utils.files import work_folder

TAKE = "**To take along.** "


def what_next(table: pd.DataFrame) -> str:
    """Say in a line or two how far somebody is, and what to do next.

    Parameters
    ----------
    table : DataFrame indexed by exercise
        As `progress` returns it.
    """
    core = table[table["kind"] == "core"]
    right = int((core["state"] == "right").sum())
    return f"{right} of {len(core)} core exercises are right. {_next(table, core)}"


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
