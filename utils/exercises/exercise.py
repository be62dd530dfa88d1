"""What an exercise is: its cases, its hints, and each known mistake with a sentence."""

import copy
import functools
import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, eq=False)
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
        Turns a result into what is compared, for example rows of a Spark DataFrame; a
        TypeError says what is asked for.
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

        ``says`` is shown before ": you returned 2.0, expected 3.0, for row = [4, 2]".
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
    wrong: dict[str, Callable] | None = None,
    given: Callable[..., tuple] | None = None,
    **more: Any,
) -> Exercise:
    """Make an exercise as it is written in its file.

    Parameters
    ----------
    exercise_id, title : str
    cases : list of tuple, or callable
        Tuples of arguments, the small ones first; a list is copied for each call. What
        is dear to make, or lives in Spark, is returned by a function.
    hints : str
        One a line; a line that is indented further goes on with the hint above it.
    wrong : dict of str -> callable
        The sentence that names a wrong way -> the wrong way, where that is a formula;
        `Exercise.wrong` takes those that are longer.
    given : callable, optional
        Makes of the arguments what these formulas begin with; without it they are given
        the arguments themselves.
    extra, view, seconds
        As in `Exercise`.

    Examples
    --------
    >>> hints = "Add it\\n  to itself.\\nx + x"
    >>> made = exercise(
    ...     "9.9", "doubled", cases=[(1,)], hints=hints,
    ...     given=lambda x: (x, x * x), wrong={"the square": lambda x, square: square},
    ... )
    >>> made.hints, [(says, way(3)) for says, way in made.mistakes]
    (['Add it to itself.', 'x + x'], [('the square', 9)])
    """
    each = re.split(r"\n(?! )", inspect.cleandoc(hints))
    fresh = cases if callable(cases) else functools.partial(copy.deepcopy, cases)
    words = [" ".join(one.split()) for one in each]
    made = Exercise(exercise_id, title, fresh, words, **more)
    for says, formula in (wrong or {}).items():
        made.wrong(says)(formula if given is None else _after(given, formula))
    return made


def _after(given: Callable[..., tuple], formula: Callable) -> Callable:
    return lambda *args: formula(*given(*args))
