"""Where an answer is wrong: what it misses, at which numbers, in which of the cases.

These sentences say what is seen, not what was done. Each is true of all cases, and is
told only if two that fail, with unlike expected results, agree.
"""

# ruff: noqa: B023  (each function is used before the loop goes on)

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from scipy import sparse

from utils.exercises.cases import ORDINALS, Case, array, parts, said, unlike
from utils.exercises.compare import same

Condition = tuple[str, Callable[[dict[str, Any]], bool]]


def find(cases: list[Case]) -> str:
    """The first finding that holds, as a sentence; "" if none does."""
    if not unlike(cases):
        return ""
    for look in (_in_parts, _in_lists, _in_masks, _at_numbers, _in_cases):
        if says := said(look, cases):
            return says
    return ""


def _in_parts(cases: list[Case]) -> str:
    """The one part of several that is wrong, and where."""
    split = [(parts(c.got), parts(c.expected)) for c in cases]
    if any(None in pair or len(pair[0]) != len(pair[1]) for pair in split):
        return ""
    each = [
        [Case(c.args, got[i], wanted[i]) for c, (got, wanted) in zip(cases, split)]
        for i in range(len(split[0][1]))
    ]
    wrong = [i for i, some in enumerate(each) if any(c.fails for c in some)]
    if len(each) < 2 or len(wrong) != 1:
        return ""
    says = find(each[wrong[0]]) or "it is wrong, and all else is right"
    return f"the {ORDINALS[wrong[0]]} part: {says}"


def _in_lists(cases: list[Case]) -> str:
    """Lists of which some entries are missing, or into which some have come."""
    wrong = [(_entries(c.got), _entries(c.expected)) for c in cases if c.fails]
    if any(None in pair for pair in wrong):
        return ""
    for name, value in cases[0].args.items():
        held = isinstance(value, np.ndarray) and value.dtype.kind == "i"
        if held and all(_holds(c, name) for c in cases if c.fails):
            return f"there are positions in your list that are in `{name}`"
    if all(_within(*pair) for pair in wrong) and any(got for got, _ in wrong):
        return "what you returned is right, and in order, but something is missing"
    if all(_within(wanted, got) for got, wanted in wrong):
        return "what is asked for is there, in order, but there is more than that"
    return ""


def _entries(value: Any) -> list | None:
    """Positions, or rows of a list: not numbers that may be alike by chance."""
    if isinstance(value, np.ndarray):
        return value.tolist() if value.ndim == 1 and value.dtype.kind == "i" else None
    rows = isinstance(value, list) and all(isinstance(v, (tuple, str)) for v in value)
    return value if rows else None


def _within(some: list, more: list) -> bool:
    """Whether all of some are in more, in this order."""
    rest = iter(more)
    return len(some) < len(more) and all(
        any(same(one, other) for other in rest) for one in some
    )


def _holds(c: Case, name: str) -> bool:
    kept = c.args[name]
    return bool(np.isin(c.got, kept).any() and not np.isin(c.expected, kept).any())


def _in_masks(cases: list[Case]) -> str:
    """Masks that are True at too many places, or at too few."""
    wrong = [(array(c.got), array(c.expected)) for c in cases if c.fails]
    masks = all(np.asarray(c.expected).dtype.kind == "b" for c in cases)
    if not masks or any(got.shape != wanted.shape for got, wanted in wrong):
        return ""
    if all((got >= wanted).all() for got, wanted in wrong):
        return "True stands where it should, but at other places as well"
    if all((got <= wanted).all() for got, wanted in wrong):
        return "True stands at right places only, but not at all of them"
    return ""


AT: list[tuple[str, Callable]] = [
    ("is NaN", np.isnan),
    ("is 0", lambda v: v == 0),
    ("is not 0", lambda v: v != 0),
    ("is below 0", lambda v: v < 0),
    ("is above 0", lambda v: v > 0),
    ("is True", lambda v: v == 1),
]


def _at_numbers(cases: list[Case]) -> str:
    """Tables that are right at some places: at which, in all cases."""
    tables = [(array(c.got), array(c.expected), c.args) for c in cases if c.fails]
    if any(got is None or got.shape != wanted.shape for got, wanted, _ in tables):
        return ""
    off = [~np.isclose(g, w, equal_nan=True) for g, w, _ in tables]
    if all((np.isnan(g) != np.isnan(w)).any() for g, w, _ in tables):
        at = [np.isnan(g) | np.isnan(w) for g, w, _ in tables]
        if all(not (o & ~a).any() for o, a in zip(off, at)):
            return "NaN stands at other places than it should"
        return ""
    for name, (words, holds) in itertools.product(cases[0].args, AT):
        at = [_at(args[name], holds, o.shape) for o, (*_, args) in zip(off, tables)]
        if any(a is None or (o & ~a).any() for o, a in zip(off, at)):
            continue
        if sum(not a.all() for a in at) > 1:  # and right numbers are elsewhere
            return f"only numbers are wrong for which `{name}` {words}"
    for words, i in (("first", 0), ("last", -1)):
        flat = all(o.ndim == 1 < o.size for o in off)
        if flat and all(not o[i] and np.delete(o, i).all() for o in off):
            return f"of your numbers only the {words} is right"
        if flat and all(o[i] and not np.delete(o, i).any() for o in off):
            return f"of your numbers only the {words} is wrong"
    return ""


def _at(value: Any, holds: Callable, shape: tuple) -> np.ndarray | None:
    """Where an input of the same shape holds; None if it has another shape."""
    same_shape = isinstance(value, np.ndarray) and value.shape == shape != ()
    return holds(value) if same_shape else None


def _in_cases(cases: list[Case]) -> str:
    """A condition that parts the cases that fail from those that are right."""
    fails = [c.fails for c in cases]
    if sum(fails) < 2 or fails.count(False) < 2:
        return ""
    for words, holds in _conditions(cases[0].args):
        if [bool(holds(c.args)) for c in cases] == fails:
            return f"it is right in all cases but those in which {words}"
    return ""


def _conditions(args: dict[str, Any]) -> Iterator[Condition]:
    """What is special about inputs, so that people do not think of it."""
    for name, value in args.items():
        if sparse.issparse(value):
            yield f"a 0 is stored in `{name}`", lambda a: (a[name].data == 0).any()
            yield (
                f"a row of `{name}` is empty",
                lambda a: (np.diff(a[name].indptr) == 0).any(),
            )
        elif isinstance(value, (list, np.ndarray)):
            yield f"`{name}` is empty", lambda a: len(a[name]) == 0
            yield (
                f"something comes twice in `{name}`",
                lambda a: len({str(v) for v in a[name]}) < len(a[name]),
            )
        if isinstance(value, list):
            yield f"`{name}` holds None", lambda a: None in a[name]
            yield f"`{name}` begins with None", lambda a: a[name][0] is None
            yield f"`{name}` ends with None", lambda a: a[name][-1] is None
            yield f"a None of `{name}` comes before a number", _none_before(name)
            yield f"`{name}` is shorter than `k`", lambda a: len(a[name]) < a["k"]
        elif isinstance(value, np.ndarray) and value.dtype.kind == "f":
            yield f"`{name}` holds NaN", lambda a: np.isnan(a[name]).any()
            yield f"`{name}` is nowhere above 0", lambda a: not (a[name] > 0).any()
            yield f"`{name}` holds numbers below 0", lambda a: (a[name] < 0).any()
            yield f"`{name}` is not square", lambda a: len(set(a[name].shape)) > 1
        elif isinstance(value, set):
            yield f"`{name}` is empty", lambda a: not a[name]


def _none_before(name: str) -> Callable:
    def holds(args: dict[str, Any]) -> bool:
        row = args[name]
        return any(x is None and y is not None for x, y in itertools.pairwise(row))

    return holds
