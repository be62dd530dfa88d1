"""Check an answer: against the solution, and against known wrong ways."""

import copy
import functools
import importlib.util
import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from utils.exercises.compare import same, show, unchanged
from utils.exercises.running import Run, is_stub, run

SOLUTIONS = Path(__file__).resolve().parents[2] / "notebooks" / "solutions"


@dataclass(frozen=True)
class Exercise:
    """What is needed to check, to hint and to solve one exercise.

    Attributes
    ----------
    id : str
        Notebook and number, "1.1".
    title : str
    cases : callable
        Makes the inputs anew at each call: a list of tuples of arguments, small first.
    hints : list of str
        From gentle to nearly there.
    extra : bool
        Whether it is beyond the core.
    view : callable
        Turns a result into what is compared, for example rows of a Spark DataFrame.
    seconds : float
        How long one call of the answer may take.
    mistakes : list of (str, callable)
        The sentence that names a wrong way, and the wrong way; `wrong` adds one.
    """

    id: str
    title: str
    cases: Callable[[], list[tuple]]
    hints: list[str]
    extra: bool = False
    view: Callable[[Any], Any] = lambda result: result
    seconds: float = 10.0
    mistakes: list[tuple[str, Callable]] = field(default_factory=list)

    def wrong(self, says: str) -> Callable[[Callable], Callable]:
        """Take the function below as a wrong way that people go.

        ``says`` is shown before ": for row = [4, ?, 2] you returned 2.0, expected 3.0".
        """

        def keep(function: Callable) -> Callable:
            self.mistakes.append((says, function))
            return function

        return keep


def exercise(
    exercise_id: str,
    title: str,
    *,
    cases: list[tuple] | Callable[[], list[tuple]],
    hints: str,
    **more: Any,
) -> Exercise:
    """Make an exercise as it is written in a notebook's file.

    Parameters
    ----------
    exercise_id, title : str
    cases : list of tuple, or callable
        Tuples of arguments, the small ones first; a list is copied for each call. What
        is dear to make, or lives in Spark, is returned by a function.
    hints : str
        One a line; a line that is indented further goes on with the hint above it.
    extra, view, seconds
        As in `Exercise`.

    Examples
    --------
    >>> hints = "Add it\\n  to itself.\\nx + x"
    >>> exercise("9.9", "doubled", cases=[(1,)], hints=hints).hints
    ['Add it to itself.', 'x + x']
    """
    each = re.split(r"\n(?! )", inspect.cleandoc(hints))
    fresh = cases if callable(cases) else functools.partial(copy.deepcopy, cases)
    words = [" ".join(one.split()) for one in each]
    return Exercise(exercise_id, title, fresh, words, **more)


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
    if not all(map(unchanged, fresh, args)):
        return Run(
            fault="it changes its input: work on a copy, since others use it too"
        )
    return _viewed(exercise, outcome.value)


def _viewed(exercise: Exercise, value: Any) -> Run:
    """The result as it is compared; one of another kind than asked for is a fault."""
    try:
        return Run(copy.deepcopy(exercise.view(value)))
    except (AttributeError, TypeError):
        words = "nothing: a function without return gives None"
        if value is not None:
            kind = type(value)
            words = f"a {kind.__name__} of {kind.__module__.split('.')[0]}"
        return Run(fault=f"it returned {words}; something else was asked for")
    except Exception as error:  # a lazy result that fails when it is looked at
        first = str(error).strip().splitlines()[0]
        return Run(fault=f"its result can't be computed: {first}")


def _input_in_words(exercise: Exercise, solve: Callable, number: int) -> str:
    names = inspect.signature(solve).parameters
    pairs = zip(names, exercise.cases()[number])
    return ", ".join(f"{name} = {show(value)}" for name, value in pairs)


def _agrees(exercise: Exercise, wrong: Callable, got: list[Run]) -> bool:
    """Whether a wrong way gives on every case what the answer gave."""
    for number, mine in enumerate(got):
        theirs = _outcome(exercise, wrong, number)
        if theirs.fault is not None or not same(theirs.value, mine.value):
            return False
    return True


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
    solve = reference(exercise.id, solution_file(exercise))
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
    got: list[Run] = []
    failing = None
    for number in range(len(exercise.cases())):
        outcome = _outcome(exercise, answer, number)
        if outcome.fault is not None:
            words = _input_in_words(exercise, solve, number)
            return Verdict("not yet", f"for {words}\n{outcome.fault}")
        expected = _outcome(exercise, solve, number).value
        got.append(outcome)
        if failing is None and not same(outcome.value, expected):
            failing = (number, outcome.value, expected)
    if failing is None:
        cases = "every case" if len(got) > 1 else "the case"
        return Verdict("right", f"it agrees with the solution on {cases}")
    number, value, expected = failing
    words = _input_in_words(exercise, solve, number)
    seen = f"for {words} you returned {show(value)}, expected {show(expected)}"
    if show(value) == show(expected):  # they differ in a late digit, or in kind
        seen = f"for {words} you returned {value!r}, expected {expected!r}"
    for says, wrong in exercise.mistakes:
        if _agrees(exercise, wrong, got):
            return Verdict("not yet", f"{says}: {seen}")
    if value is None:
        seen += " (a function without return gives None)"
    return Verdict("not yet", seen)
