"""What is wrong with an answer, seen by calling it, or the solution, with other inputs.

A sentence is told under the same condition as in `findings`.
"""

# ruff: noqa: B023  (each function is used before the loop goes on)

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from utils.exercises import inputs
from utils.exercises.cases import Case, agree, unlike
from utils.exercises.compare import same
from utils.exercises.running import run

RATED = ("movies", "positions", "counts")  # inputs that λ is multiplied by the count of
SECONDS = 0.5  # of one call of the answer with another input


def find(cases: list[Case], solve: Callable, answer: Callable) -> str:
    """The first finding that holds, as a sentence; "" if none does."""
    for look in (_of_lambda, _of_inputs):
        for says, change in look(cases[0].args):
            if agree(cases, lambda c: _solved(solve, c.args, change(c.args))):
                return says
    for name in cases[0].args:
        if _is_ignored(cases, name, solve, answer):
            return (
                f"your answer does not depend on `{name}`: with another one it "
                "returns the same"
            )
    return ""


def _solved(solve: Callable, args: dict[str, Any], changed: dict[str, Any]) -> Any:
    """The solution on changed inputs; an error, and no warning, if that is absurd."""
    with np.errstate(all="raise", under="ignore"):
        return solve(**{**args, **changed})


def _of_lambda(args: dict[str, Any]) -> Iterator[tuple[str, Callable]]:
    """λ with another number in front of it than the number of what was rated."""
    rated = next((name for name in RATED if name in args), None)
    if "reg_param" not in args or rated is None:
        return

    def n(args: dict[str, Any]) -> float:
        return np.count_nonzero(args[rated]) if rated == "counts" else len(args[rated])

    table = "VtV" if "VtV" in args else "V"
    for says, factor in [
        ("λ is missing", lambda a: 0),
        ("λ stands alone; multiply it by the number of ratings", lambda a: 1 / n(a)),
        ("λ is multiplied by the number of ratings twice", n),
        ("you divided λ by the number of ratings; multiply it", lambda a: n(a) ** -2),
        ("λ is taken off; it has to be added", lambda a: -1),
        ("you multiplied λ by one more than their number", lambda a: 1 + 1 / n(a)),
        ("you multiplied λ by the rank", lambda a: a[table].shape[1] / n(a)),
        ("you multiplied λ by the number of all movies", lambda a: len(a["V"]) / n(a)),
        (
            "you multiplied λ by the sum of the counts; how many movies were played "
            "is wanted",
            lambda a: a["counts"].sum() / n(a),
        ),
        (
            "you multiplied λ by the sum of the confidences; how many movies were "
            "played is wanted",
            lambda a: (1 + a["alpha"] * a["counts"]).sum() / n(a),
        ),
    ]:
        yield says, lambda a: {"reg_param": a["reg_param"] * factor(a)}


def _of_inputs(args: dict[str, Any]) -> Iterator[tuple[str, Callable]]:
    """Inputs that are exchanged, or of which something else was made before."""
    for one, two in itertools.combinations(args, 2):
        if type(args[one]) is type(args[two]):
            yield (
                f"you exchanged `{one}` and `{two}`",
                lambda a: {one: a[two], two: a[one]},
            )
    for one, two in itertools.combinations(args, 2):
        for words, made in inputs.together([args[one], args[two]]):
            yield (
                f"this is the result for `{one}` and `{two}` {words}",
                lambda a: {name: made(a[name]) for name in (one, two)},
            )
    for name, value in args.items():
        for words, made in inputs.mistaken(value):
            yield (
                f"this is the result for a `{name}` {words}",
                lambda a: {name: made(a[name])},
            )


def _is_ignored(
    cases: list[Case], name: str, solve: Callable, answer: Callable
) -> bool:
    """Whether the answer stays the same where the solution changes with an input."""
    told = []
    for case in cases:
        for other in inputs.other(case.args[name]):
            changed = {**case.args, name: other}
            try:
                wanted = _solved(solve, changed, {})
            except Exception:  # such an input makes no sense
                continue
            outcome = run(answer, tuple(changed.values()), SECONDS)
            if outcome.fault is not None or not same(outcome.value, case.got):
                return False
            if not same(wanted, case.expected):
                told.append(case)
    return unlike(told)
