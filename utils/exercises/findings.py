"""What is wrong with an answer, seen from its results alone, in any exercise.

A finding is told only if it holds in all cases, and if two that fail, with unlike
expected results, agree on it: one case alone may be a coincidence.
"""

# ruff: noqa: B023  (each function is used before the loop goes on)

import itertools
from typing import Any

import numpy as np

from utils.exercises import changes, ratios
from utils.exercises.cases import (
    ORDINALS,
    Case,
    agree,
    array,
    length,
    parts,
    said,
    unlike,
)
from utils.exercises.compare import kind, same


def find(cases: list[Case]) -> str:
    """The first finding that holds, as a sentence; "" if none does."""
    for look in (_of_parts, _of_numbers, _of_kind, _of_zeros):
        if says := said(look, cases):
            return says
    return ""


def _of_zeros(cases: list[Case]) -> str:
    """All is right but where there is nothing to compute, and 0 is asked for."""
    wrong = [c for c in cases if c.fails]
    if len(cases) - len(wrong) > 1 and all(same(c.expected, 0) for c in wrong):
        return "all is right but this case, in which there is nothing to compute: 0"
    return ""


def _of_parts(cases: list[Case]) -> str:
    """Parts that are missing, in another order, or of which one alone is wrong."""
    wanted = [parts(c.expected) for c in cases]
    if None in wanted or (n := len(wanted[0])) < 2:
        return _too_much(cases)
    for i in range(n):
        if agree(cases, lambda c: parts(c.expected)[i]):
            return f"you returned only the {ORDINALS[i]} of the {n} parts"
    given = [parts(c.got) for c in cases]
    if None in given or {len(p) for p in given} != {n}:
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
        if not any(c.fails for c in turned):
            return "the parts are right, but come in another order"
    wrong = [i for i in range(n) if any(c.fails for c in split[i])]
    if len(wrong) == 1 and (says := find(split[wrong[0]])):
        return f"the {ORDINALS[wrong[0]]} part: {says}"
    return ""


def _too_much(cases: list[Case]) -> str:
    """The answer is there, as one of several things."""
    if not all(isinstance(c.got, (tuple, list, np.ndarray)) for c in cases):
        return ""
    for i in range(min(len(c.got) for c in cases)):
        if unlike(cases) and all(same(c.got[i], c.expected) for c in cases):
            return (
                f"you returned more than is asked for; the {_place(i)} of it is right"
            )
    if all(same(tuple(c.got)[: length(c.expected)], c.expected) for c in cases):
        return "you returned more than is asked for; its beginning is right"
    return ""


def _place(i: int) -> str:
    return ORDINALS[i] if i < len(ORDINALS) else f"{i + 1}th"


def _of_numbers(cases: list[Case]) -> str:
    """Findings on results that are numbers, or tables of them."""
    tables = [Case(c.args, array(c.got), array(c.expected)) for c in cases]
    if any(c.got is None or c.expected is None for c in tables):
        return ""
    if not any(c.fails for c in tables) and _type(cases[0].expected) == "b":
        return "you returned numbers; a mask has truth values, True and False"
    if not any(c.fails for c in tables):
        holes = any(_any_nan(c.expected) for c in tables)
        put, asked = ("NaN", "None") if _hole(cases) == "None" else ("None", "NaN")
        return f"you put {put} where {asked} is expected" if holes else ""
    if all(_type(c.got) == "b" != _type(c.expected) for c in cases):
        return "you returned truth values; numbers are asked for"
    if all(_is_order(c.got) and not _is_order(c.expected) for c in tables if c.fails):
        return "you returned an order of positions; the numbers themselves are wanted"
    for put in (0, np.inf, -np.inf, 1, -1):
        if agree(tables, lambda c: np.nan_to_num(c.expected, nan=put)):
            return f"you put {put} where nothing can be said ({_hole(cases)})"
    types = {_type(c.expected) for c in cases}
    for says, becomes in changes.of_values(types <= set("iu"), types == {"b"}):
        if agree(tables, lambda c: becomes(c.expected)):
            return says
    more = itertools.chain(
        changes.by_index(tables), changes.by_factor(tables), ratios.by_ratio(tables)
    )
    for says, becomes in more:
        if agree(tables, becomes):
            return says
    return _of_some(tables, types <= set("iu"))


def _of_some(tables: list[Case], positions: bool) -> str:
    """A part of the numbers is right, or they are no possible ones."""
    wrong, sure = [c for c in tables if c.fails], unlike(tables)
    if all(c.got.shape == c.expected.shape for c in wrong):
        if all(_only_diagonal(c) for c in wrong) and sure:
            return "only the diagonal is wrong"
        if all(_any_nan(c.got) and not _any_nan(c.expected) for c in wrong):
            return (
                "there is NaN in your result: from a division by 0, or from NaN before"
            )
        if positions and all((c.got % 1 != 0).any() for c in wrong):
            return "whole numbers are asked for, such as positions or counts"
        if all(_sorted_alike(c) for c in wrong):
            return "the numbers are right, but in another order"
        return ""
    flat = all(c.got.ndim == 1 == c.expected.ndim for c in tables)
    if flat and sure and all(_begins(c.expected, c.got) for c in tables):
        return "your list is right as far as it goes, but too short"
    if flat and sure and all(_begins(c.got, c.expected) for c in tables):
        return "your list begins right, but is too long"
    for says, down in (("added up", np.sum), ("averaged", np.mean)):
        if sure and all(same(float(down(c.got)), c.expected) for c in tables):
            return f"what you returned still has to be {says}"
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


def _type(value: Any) -> str:
    return np.asarray(value).dtype.kind


def _is_order(table: np.ndarray) -> bool:
    return table.ndim == 1 < len(table) and same(np.sort(table), np.arange(len(table)))


def _hole(cases: list[Case]) -> str:
    return "None" if any(None in _list(c.expected) for c in cases) else "NaN"


def _list(value: Any) -> list:
    return value if isinstance(value, list) else []


def _any_nan(table: np.ndarray) -> bool:
    return bool(np.isnan(table).any())


def _of_kind(cases: list[Case]) -> str:
    """Another kind of thing than asked for, perhaps with the right values."""
    wrong = next(c for c in cases if c.fails)
    given, wanted = kind(wrong.got), kind(wrong.expected)
    if wrong.got is None or _sort(wrong.got) == _sort(wrong.expected):
        return ""
    got, expected = array(wrong.got), array(wrong.expected)
    given = "one of lists" if given == wanted else given
    inner = [value[0] for value in map(_list, wrong[1:3]) if value]
    if len(inner) == 2 and {type(inner[0]), type(inner[1])} == {dict, tuple}:
        return f"a list of {kind(inner[1])} each is asked for, not of {kind(inner[0])}"
    if got is not None and expected is not None and same(got.ravel(), expected.ravel()):
        return f"the values are right, but {wanted} is asked for, not {given}"
    return "" if given == "one of lists" else f"{wanted} is asked for, not {given}"


def _sort(value: Any) -> Any:
    """The dimensions of what may be a list or an array; else its type."""
    table = array(value)
    if isinstance(value, (bool, np.bool_)) or table is None:
        return type(value)
    return type(value) if hasattr(value, "to_numpy") else table.ndim
