"""What is wrong with an answer, seen from its results alone, in any exercise.

A finding is a sentence and what an expected result becomes if it is true. It is told
only if that is what the answer gave in all cases that fail, and if two of these have
unlike expected results: one case alone may be a coincidence. Whole numbers agree more
easily by chance, so there the cases that do not fail have to agree as well.
"""

# ruff: noqa: B023  (each function is used before the loop goes on)

import itertools
import numbers as kinds
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse

from utils.exercises.compare import kind, same

ORDINALS = ("first", "second", "third", "fourth")
SCALES = [(0.5, 5), (1, 5), (0, 5), (0, 1), (-1, 1), (0, np.inf)]
FACTORS = {100: "you returned per cent; a share from 0 to 1 is asked for"}


class Case(NamedTuple):
    """One case: the arguments by name, what came out and what should have."""

    args: dict[str, Any]
    got: Any
    expected: Any


def agree(cases: list[Case], becomes: Callable[[Case], Any]) -> bool:
    """Whether the answer gave ``becomes(case)``, and not by chance."""
    wrong = [c for c in cases if not same(c.got, c.expected)]
    if all(same(wrong[0].expected, other.expected) for other in wrong):
        return False
    looked_at = cases if all(_whole(c.expected) for c in cases) else wrong
    try:
        with np.errstate(all="ignore"):
            return all(same(becomes(c), c.got) for c in looked_at)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return False


def _whole(value: Any) -> bool:
    table = array(value)
    return table is not None and bool((table % 1 == 0).all())


def array(value: Any) -> np.ndarray | None:
    """A result as floats, None as NaN; None if it is no table of numbers."""
    if sparse.issparse(value):
        value = value.toarray()
    if hasattr(value, "to_numpy"):
        value = value.to_numpy()
    if value is None or isinstance(value, (str, dict, set)):
        return None
    try:
        return np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        return None


def find(cases: list[Case]) -> str:
    """The first finding that holds, as a sentence; "" if none does."""
    for look in (_of_parts, _of_numbers, _of_kind):
        if says := look(cases):
            return says
    return ""


def _split(value: Any) -> tuple | None:
    """The parts of a result: of a tuple, or the columns of a list of tuples."""
    if isinstance(value, tuple):
        return value
    rows = value if isinstance(value, list) else []
    if {(type(row), _len(row)) for row in rows} == {(tuple, _len(rows and rows[0]))}:
        return tuple(list(column) for column in zip(*rows))
    return None


def _of_parts(cases: list[Case]) -> str:
    """Parts that are missing, in another order, or of which one alone is wrong."""
    wanted = [_split(c.expected) for c in cases]
    if None in wanted or (n := len(wanted[0])) < 2:
        return _too_much(cases)
    for i in range(n):
        if agree(cases, lambda c: _split(c.expected)[i]):
            return f"you returned only the {ORDINALS[i]} of the {n} parts"
    given = [_split(c.got) for c in cases]
    if None in given or {len(parts) for parts in given} != {n}:
        return _too_much(cases)
    split = [
        [Case(c.args, g[i], w[i]) for c, g, w in zip(cases, given, wanted)]
        for i in range(n)
    ]
    for order in list(itertools.permutations(range(n)))[1:]:
        turned = [
            Case(c.args, g, tuple(w[i] for i in order))
            for c, g, w in zip(cases, given, wanted)
        ]
        if all(same(c.got, c.expected) for c in turned):
            return "the parts are right, but come in another order"
    wrong = [i for i in range(n) if any(not same(c.got, c.expected) for c in split[i])]
    if len(wrong) == 1 and (says := find(split[wrong[0]])):
        return f"the {ORDINALS[wrong[0]]} part: {says}"
    return ""


def _too_much(cases: list[Case]) -> str:
    """The answer is there, as one of several things."""
    sizes = {len(c.got) for c in cases if isinstance(c.got, (tuple, list, np.ndarray))}
    for i in range(min(sizes, default=0)):
        if all(same(c.got[i], c.expected) for c in cases):
            return (
                f"you returned more than is asked for; the {_place(i)} of it is right"
            )
    if sizes and all(same(tuple(c.got)[: _len(c.expected)], c.expected) for c in cases):
        return "you returned more than is asked for; its beginning is right"
    return ""


def _place(i: int) -> str:
    return ORDINALS[i] if i < len(ORDINALS) else f"{i + 1}th"


def _len(value: Any) -> int:
    return len(value) if isinstance(value, (tuple, list)) else 0


def _of_numbers(cases: list[Case]) -> str:
    """Findings on results that are numbers, or tables of them."""
    tables = [Case(c.args, array(c.got), array(c.expected)) for c in cases]
    if any(c.got is None or c.expected is None for c in tables):
        return ""
    if all(same(c.got, c.expected) for c in tables):
        holes = any(_any_nan(c.expected) for c in tables)
        return "you put NaN where None is expected" if holes else ""
    whole = all(np.asarray(c.expected).dtype.kind in "iub" for c in cases)
    mask = all(np.asarray(c.expected).dtype.kind == "b" for c in cases)
    for says, becomes in _changes(whole, mask):
        if agree(tables, lambda c: becomes(c.expected)):
            return says
    for says, becomes in itertools.chain(_by_index(cases), _by_factor(tables)):
        if agree(tables, becomes):
            return says
    return _of_some(tables, whole)


def _changes(whole: bool, mask: bool) -> Iterator[tuple[str, Callable]]:
    """What numbers become, whatever the exercise."""
    if mask:
        yield (
            "the mask is turned around: True stands where False is expected",
            (lambda e: 1 - e),
        )
    if whole:
        yield "you count from 1, but the first one is 0", lambda e: e + 1
    yield "rows and columns are exchanged", lambda e: _other(e, e.T)
    yield "the sign is turned around", lambda e: -e
    yield "you took the size without its sign", np.abs
    yield "you returned 1 minus what is asked for", lambda e: 1 - e
    yield "you returned 1 divided by what is asked for", lambda e: 1 / e
    yield "this is the square of what is asked for: the root is missing", np.square
    yield "you took a root too many", np.sqrt
    yield "the order is turned around", lambda e: e[::-1]
    yield "the numbers are right, but sorted; keep their order", np.sort
    yield "the numbers are right, but sorted; keep their order", lambda e: -np.sort(-e)
    yield "only the half above the diagonal is filled", np.triu
    yield "only the half below the diagonal is filled", np.tril
    yield "what is asked for is added up: return each part", np.sum
    yield "what is asked for is averaged: return each part", np.mean
    for digits in range(4):
        yield "you rounded; leave all digits", lambda e: np.round(e, digits)
    yield "you rounded; leave all digits", lambda e: np.round(2 * e) / 2
    yield "you rounded down; leave all digits", np.floor
    for low, high in SCALES:
        yield (
            f"you cut the result to the range from {low} to {high}; do not",
            (lambda e: np.clip(e, low, high)),
        )


def _other(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """``after``, of more than one dimension: else nothing was exchanged."""
    if before.ndim < 2:
        raise ValueError("one dimension")
    return after


def _by_index(cases: list[Case]) -> Iterator[tuple[str, Callable]]:
    """Positions for what stands there, and the other way round."""
    for name, value in cases[0].args.items():
        if not isinstance(value, np.ndarray):
            continue

        def taken(c: Case) -> np.ndarray:
            return c.args[name][np.asarray(c.expected, dtype=int)]

        def looked_up(c: Case) -> np.ndarray:
            back = c.args[name][array(c.got).astype(int)]
            return c.got if same(back, c.expected) else None

        yield f"you returned what stands in `{name}`; its positions are wanted", taken
        yield (
            f"you returned positions in `{name}`; what stands there is wanted",
            (looked_up),
        )


def _by_factor(tables: list[Case]) -> Iterator[tuple[str, Callable]]:
    """The same factor or offset in all cases, or one that is an input."""
    for says, factor in [("", lambda c: 1), *_sizes(tables[0].args)]:
        first = next(c for c in tables if not same(c.got, c.expected))
        if first.got.shape != first.expected.shape or np.isnan(first.expected).all():
            return
        at = np.unravel_index(np.nanargmax(np.abs(first.expected)), first.got.shape)
        with np.errstate(all="ignore"):
            ratio = float(first.got[at] / first.expected[at])
            rest = float(first.got[at] - first.expected[at])
        if not says:
            words = FACTORS.get(round(ratio, 6), "")
            yield (
                words or f"your result is {ratio:.6g} times what is expected",
                lambda c: ratio * c.expected,
            )
            yield (
                f"your result is always off by {rest:+.6g}",
                lambda c: c.expected + rest,
            )
            continue
        yield (
            f"your result is {says} times what is expected",
            (lambda c: factor(c) * c.expected),
        )
        yield f"you forgot to multiply by {says}", lambda c: c.expected / factor(c)
        if says.strip("`").isidentifier():
            yield f"`{says}` is added too often", lambda c: c.expected + factor(c)
            yield f"you forgot to add {says}", lambda c: c.expected - factor(c)


def _sizes(args: dict[str, Any]) -> Iterator[tuple[str, Callable[[Case], float]]]:
    """Numbers that a result may be multiplied by: inputs, their lengths and roots."""
    for name, value in args.items():
        if isinstance(value, kinds.Real):
            yield f"`{name}`", lambda c: c.args[name]
        elif hasattr(value, "shape"):
            yield f"`len({name})`", lambda c: c.args[name].shape[0]
            yield f"√`len({name})`", lambda c: np.sqrt(c.args[name].shape[0])
        elif isinstance(value, (list, set, tuple)):
            yield f"`len({name})`", lambda c: len(c.args[name])


def _of_some(tables: list[Case], whole: bool) -> str:
    """A part of the numbers is right, or they are no possible ones."""
    wrong = [c for c in tables if not same(c.got, c.expected)]
    unlike = any(not same(c.expected, wrong[0].expected) for c in wrong[1:])
    if all(c.got.shape == c.expected.shape for c in wrong):
        if all(_only_diagonal(c) for c in wrong) and unlike:
            return "only the diagonal is wrong"
        if all(_any_nan(c.got) and not _any_nan(c.expected) for c in wrong):
            return (
                "there is NaN in your result: what is divided by 0, or was NaN before"
            )
        if whole and all((c.got % 1 != 0).any() for c in wrong):
            return "these are no whole numbers, such as positions and counts are"
        if all(_sorted_alike(c) for c in wrong):
            return "the numbers are right, but in another order"
        return ""
    flat = all(c.got.ndim == 1 == c.expected.ndim for c in tables)
    if flat and unlike and all(_begins(c.expected, c.got) for c in tables):
        return "your list is right as far as it goes, but too short"
    if flat and unlike and all(_begins(c.got, c.expected) for c in tables):
        return "your list begins right, but is too long"
    for says, down in (("added up", np.sum), ("averaged", np.mean)):
        if unlike and all(same(float(down(c.got)), c.expected) for c in tables):
            return f"what you returned has still to be {says}"
    return ""


def _begins(long: np.ndarray, short: np.ndarray) -> bool:
    return 0 < len(short) <= len(long) and same(long[: len(short)], short)


def _only_diagonal(c: Case) -> bool:
    square = c.got.ndim == 2 and c.got.shape[0] == c.got.shape[1]
    return square and not np.any(
        (c.got != c.expected) & ~np.eye(len(c.got), dtype=bool)
    )


def _sorted_alike(c: Case) -> bool:
    return c.got.ndim > 0 and same(
        np.sort(c.got, axis=-1), np.sort(c.expected, axis=-1)
    )


def _any_nan(table: np.ndarray) -> bool:
    return bool(np.isnan(table).any())


def _of_kind(cases: list[Case]) -> str:
    """Another kind of thing than asked for, perhaps with the right values."""
    wrong = next(c for c in cases if not same(c.got, c.expected))
    given, wanted = kind(wrong.got), kind(wrong.expected)
    if wrong.got is None or given == wanted:
        return ""
    if _sort(wrong.got) == _sort(wrong.expected):
        return ""
    got, expected = array(wrong.got), array(wrong.expected)
    if got is not None and expected is not None and same(got.ravel(), expected.ravel()):
        return f"the values are right, but {wanted} is asked for, not {given}"
    return f"{wanted} is asked for, not {given}"


def _sort(value: Any) -> Any:
    """The dimensions of what may be a list or an array; else its type."""
    table = array(value)
    if isinstance(value, (bool, np.bool_)) or table is None:
        return type(value)
    return type(value) if hasattr(value, "to_numpy") else table.ndim
