"""Check an answer: against the solution, and against known wrong ways."""

import copy
import functools
import importlib.util
import inspect
import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from scipy import sparse

from utils.exercises import findings, probing, where
from utils.exercises.cases import Case, said, unlike
from utils.exercises.compare import (
    kind,
    same,
    show,
    show_both,
    show_input,
    unchanged,
)
from utils.exercises.exercise import Exercise
from utils.exercises.running import Run, is_stub, run, why_none

SOLUTIONS = Path(__file__).resolve().parents[2] / "notebooks" / "solutions"


class Verdict(NamedTuple):
    """The outcome of a check: "right", "not yet" or "not attempted", and why."""

    state: str
    message: str


def solution_file(exercise: Exercise) -> Path:
    """Path of the shipped solution, named for notebook, number and function."""
    notebook, number = exercise.id.split(".")
    return next(SOLUTIONS.glob(f"{int(notebook):02d}_{number}_*.py"))


@functools.cache
def reference(exercise_id: str, path: Path) -> Callable:
    """The function in a solution's file; it has the name that the file ends with."""
    spec = importlib.util.spec_from_file_location(f"solution_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, path.stem.split("_", 2)[2])


def _outcome(exercise: Exercise, function: Callable, number: int) -> Run:
    """Run a function on fresh inputs of one case, and look at these afterwards."""
    args, fresh = exercise.cases()[number], exercise.cases()[number]
    outcome = run(function, args, exercise.seconds)
    if outcome.fault is not None:
        return outcome
    for name, before, after in zip(_names(exercise), fresh, args):
        if not unchanged(before, after):
            words = f"it changes its input `{name}`: work on a copy, "
            return Run(fault=words + "since others use it too")
    return _viewed(exercise, function, outcome.value)


@functools.cache
def _known(exercise: Exercise, function: Callable, number: int) -> Run:
    """The outcome of one of our own functions, which stays what it is."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what a wrong way divides by is not theirs
        return _outcome(exercise, function, number)


def _viewed(exercise: Exercise, function: Callable, value: Any) -> Run:
    """The result as it is compared; one of another kind than asked for is a fault."""
    try:
        seen = exercise.view(value)
    except TypeError as error:
        words = f"None ({why_none(function)})" if value is None else kind(value)
        return Run(fault=f"it returned {words}; {error}")
    except Exception as error:  # a lazy result that fails when it is looked at
        first = (str(error).strip() or type(error).__name__).splitlines()[0]
        return Run(fault=f"its result can't be computed: {first}")
    try:
        return Run(copy.deepcopy(seen))
    except Exception:  # such as a generator
        return Run(seen)


def _solve(exercise: Exercise) -> Callable:
    return reference(exercise.id, solution_file(exercise))


def _names(exercise: Exercise) -> list[str]:
    return list(inspect.signature(_solve(exercise)).parameters)


def _in_words(seen: str, args: dict[str, Any]) -> str:
    """What was seen, and for which inputs; and what the ? in it stand for."""
    words = f"{seen}for {', '.join(show_input(*pair) for pair in args.items())}"
    if re.search(r"[\[( ]\?[,\])]", words):
        held = any(map(sparse.issparse, args.values()))
        words += " (? is not stored)" if held else " (? is None)"
    return words


def _mistake(exercise: Exercise, cases: list[Case]) -> str:
    """The known mistake that gives on every case what the answer gave, or ""."""
    for says, wrong in exercise.mistakes:
        theirs = (_known(exercise, wrong, number) for number in range(len(cases)))
        if all(t.fault is None and same(t.value, c.got) for t, c in zip(theirs, cases)):
            return says
    return ""


def _meant(exercise: Exercise, answer: Any) -> str:
    """Another exercise of the notebook that asks for a function of this name, if any.

    Such as in a copy of the notebook that was made before exercises were renumbered.
    """
    mine = solution_file(exercise)
    for path in SOLUTIONS.glob(f"{mine.stem[:3]}*.py"):
        _, number, name = path.stem.split("_", 2)
        if path != mine and name == getattr(answer, "__name__", ""):
            return f"{exercise.id.split('.')[0]}.{number}"
    return ""


def judge(exercise: Exercise, answer: Callable) -> Verdict:
    """Run an answer on all cases and say what is wrong with it, if anything is."""
    solve = _solve(exercise)
    if meant := _meant(exercise, answer):
        name = answer.__name__
        return Verdict(
            "not attempted",
            f"found {name}, which is exercise {meant} in this version, expected "
            f'{solve.__name__}: write check("{meant}", {name})',
        )
    if not callable(answer):
        return Verdict(
            "not yet",
            f"found {show(answer)}, expected the function itself: write "
            f'check("{exercise.id}", {solve.__name__}), without calling it',
        )
    if is_stub(answer):
        return Verdict(
            "not attempted", "replace the ... in the cell above, and run both"
        )
    cases: list[Case] = []
    for number, values in enumerate(exercise.cases()):
        args = dict(zip(_names(exercise), values))
        # Ours first: what it compiles does not count as the time of yours.
        expected = _known(exercise, solve, number).value
        outcome = _outcome(exercise, answer, number)
        if outcome.fault is not None:
            if unlike(cases):  # what is wrong with plain cases comes first
                break
            return Verdict("not yet", _in_words(f"{outcome.fault}\n", args))
        cases.append(Case(args, outcome.value, expected))
    wrong = next((c for c in cases if c.fails), None)
    if wrong is None:
        agreed = "every case" if len(cases) > 1 else "the case"
        return Verdict("right", f"it agrees with the solution on {agreed}")
    got, expected = show_both(wrong.got, wrong.expected)
    seen = _in_words(f"you returned {got}, expected {expected}, ", wrong.args)
    says = why_none(answer) if all(c.got is None for c in cases) else ""
    says = says or _mistake(exercise, cases) or said(findings.find, cases)
    if not says and exercise.seconds <= Exercise.seconds:  # else calls take too long
        says = said(probing.find, cases, solve, answer)
    says = says or said(where.find, cases)
    return Verdict("not yet", f"{says}: {seen}" if says else seen)
