"""Exercises: check an answer, get a hint or the solution, see your progress."""

import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pandas as pd

from utils.exercises import record
from utils.exercises.advice import a_line_a_notebook, so_far, what_it_needs, what_next
from utils.exercises.cards import Card, Progress
from utils.exercises.engine import judge, solution_file
from utils.exercises.exercise import Exercise
from utils.exercises.questions import foreseen

__all__ = ["catch_up", "check", "hint", "progress", "solution"]

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
MODULES = [  # an exercise each
    import_module(f"{__name__}.{path.parent.name}.{path.stem}")
    for path in Path(__file__).parent.glob("nb*/[!_]*.py")
]
EXERCISES: dict[str, Exercise] = dict(
    sorted(
        (found.id, found)
        for module in MODULES
        for found in vars(module).values()
        if isinstance(found, Exercise)
    )
)


def _find(exercise_id: str) -> Exercise:
    try:
        return EXERCISES[exercise_id]
    except (KeyError, TypeError):
        raise ValueError(
            f"there is no exercise {exercise_id!r}; expected one of "
            f'{", ".join(EXERCISES)}, as text in quotes: check("1.1", density)'
        ) from None


def _title(exercise: Exercise) -> str:
    return f"{exercise.id} {exercise.title}"


def check(exercise_id: str, answer: Callable, keep: bool = True) -> Card:
    """Check your answer to an exercise.

    Parameters
    ----------
    exercise_id : str
        "1.1" is the first exercise of notebook 01.
    answer : callable
        Your function itself, not its result.
    keep : bool
        Whether `progress` counts it; a demonstration is no try of yours.

    Returns
    -------
    Card
        Right, not yet (with the mistake, or the smallest case that fails) or not
        attempted.

    Raises
    ------
    ValueError
        If there is no such exercise.
    """
    exercise = _find(exercise_id)
    state, message = judge(exercise, answer)
    unkept = _keep(record.note_state, exercise_id, state) if keep else ""
    if state == "right":
        message += f"\n{so_far(_table(), exercise_id)}"
    if state == "not yet":
        message += f'\nStuck? hint("{exercise_id}"), then solution("{exercise_id}")'
    return Card(state, _title(exercise), message + unkept)


def _keep(write: Callable, *what, **changes) -> str:
    """Write to the record; "" or a line that it could not be: it comes second."""
    try:
        write(*what, **changes)
    except OSError as error:
        return (
            f"\nThis could not be kept for progress() ({error}): make room, or let "
            "WORKBOOK_WORK name a folder that can be written."
        )
    return ""


def hint(exercise_id: str) -> Card:
    """Show the next hint of an exercise; after the last one, the last one again."""
    exercise = _find(exercise_id)
    taken = record.entry(exercise_id).get("hints", 0)
    number = min(taken + 1, len(exercise.hints))
    unkept = _keep(record.change, exercise_id, hints=number)
    message = exercise.hints[number - 1]
    if number == len(exercise.hints):
        message += f'\nThis was the last hint. The whole: solution("{exercise_id}")'
    title = f"{_title(exercise)} · {number} of {len(exercise.hints)}"
    return Card("hint", title, message + unkept)


def solution(exercise_id: str) -> Card:
    """Show a solution of an exercise, and why it is one."""
    exercise = _find(exercise_id)
    text = solution_file(exercise).read_text(encoding="utf-8")
    _, why, code = text.split('"""', 2)
    return Card("solution", _title(exercise), why.strip(), code.strip())


def _state(exercise_id: str, kept: dict) -> str:
    return kept.get(exercise_id, {}).get("state", "not attempted")


def _table() -> pd.DataFrame:
    """Every exercise, indexed by its number, and its state."""
    kept = record.load()
    rows = [
        {
            "exercise": exercise.id,
            "notebook": _notebook(exercise.id.split(".")[0]).stem,
            "title": exercise.title,
            "kind": "extra" if exercise.extra else "core",
            "state": _state(exercise.id, kept),
            "attempts": kept.get(exercise.id, {}).get("attempts", 0),
            "hints": kept.get(exercise.id, {}).get("hints", 0),
        }
        for exercise in EXERCISES.values()
    ]
    return pd.DataFrame(rows).set_index("exercise")


def progress() -> Progress:
    """Show where you are: a line a notebook, what you foresaw, and what is next.

    Returns
    -------
    Progress
        Its ``table``, indexed by exercise, has the columns notebook, title, kind (core,
        extra), state, attempts, hints.
    """
    table = _table()
    lines = [*a_line_a_notebook(table), "", str(foreseen()), what_next(table)]
    return Progress(table, "\n".join(lines))


def _notebook(number: str) -> Path:
    """Path of a notebook by its number, "3" or "03"."""
    found = sorted(NOTEBOOKS.glob(f"{number:0>2}_*.ipynb"))
    if not re.fullmatch(r"[0-9]{1,2}", number) or not found:
        there = ", ".join(sorted(p.name[:2] for p in NOTEBOOKS.glob("[0-9]*.ipynb")))
        raise ValueError(f"there is no notebook {number!r}; expected one of {there}")
    return found[0]


def catch_up(notebook: str | int) -> Card:
    """Skip to a notebook: what is needed there, and what can be done later.

    Every notebook runs alone, with what earlier ones built imported from ``utils``; so
    the card says in words what the room has seen. Exercises before it that were not
    attempted are marked as skipped.

    Parameters
    ----------
    notebook : str or int
        The number of the notebook to go on with, "03" or 3.

    Raises
    ------
    ValueError
        If there is no such notebook.
    """
    target = _notebook(str(notebook))
    kept = record.load()
    before = [e for e in EXERCISES if int(e.split(".")[0]) < int(notebook)]
    later, unkept = [e for e in before if _state(e, kept) != "right"], ""
    for exercise_id in later:
        if _state(exercise_id, kept) == "not attempted":
            unkept = _keep(record.note_state, exercise_id, "skipped") or unkept
    message = f"Open {target.name} and run it from its top: it needs no other notebook."
    missed = dict.fromkeys(_notebook(e.split(".")[0]) for e in later)
    message += "".join(f"\n{line}" for line in what_it_needs(target, list(missed)))
    if later:
        message += f"\nFor later: {', '.join(later)}. progress() shows them."
    return Card("catch up", target.stem, message + unkept)
