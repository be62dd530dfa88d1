"""The cases of one check, and when a finding about them may be told."""

import warnings
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse

from utils.exercises.compare import same

ORDINALS = ("first", "second", "third", "fourth")


class Case(NamedTuple):
    """One case: the arguments by name, what came out and what should have."""

    args: dict[str, Any]
    got: Any
    expected: Any

    @property
    def fails(self) -> bool:
        """Whether another result came out than should have.

        A mask of numbers is none: it would pick by position.
        """
        if not same(self.got, self.expected):
            return True
        mask = isinstance(self.expected, np.ndarray) and self.expected.dtype == bool
        return mask and np.asarray(self.got).dtype != bool


def unlike(cases: list[Case]) -> bool:
    """Whether two cases fail with unlike expected results: one may be by chance."""
    wrong = [c.expected for c in cases if c.fails]
    return any(not same(wrong[0], other) for other in wrong[1:])


def agree(cases: list[Case], becomes: Callable[[Case], Any]) -> bool:
    """Whether the answer gave ``becomes(case)`` in all cases, and not by chance.

    Cases in which 0 is right may be exceptions, since answers often ask for these.
    """
    if not unlike(cases):
        return False
    positions = all(whole(c.expected) for c in cases)
    small = positions and all(np.ndim(c.expected) == 0 for c in cases)
    if small and sum(c.fails for c in cases) < 3:  # a few small numbers prove little
        return False
    looked_at = [c for c in cases if positions or c.fails or not same(c.expected, 0)]
    try:
        with np.errstate(all="ignore"):
            return all(same(becomes(c), c.got) for c in looked_at)
    except Exception:  # it cannot become that
        return False


def said(look: Callable[..., str], *args: Any) -> str:
    """What a look at an answer says; nothing if it fails on what was returned.

    A result may be anything, such as objects that raise when they are looked at. Then
    the learner is shown what came out, and never an error of ours.
    """
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            return look(*args)
    except Exception:
        return ""


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
    except (TypeError, ValueError, OverflowError):
        return None


def whole(value: Any) -> bool:
    """Whether a result is whole numbers, as positions and counts are."""
    table = array(value)
    return table is not None and bool((table % 1 == 0).all())


def parts(value: Any) -> tuple | None:
    """The parts of a result: of a tuple, or the columns of a list of tuples."""
    if isinstance(value, tuple):
        return value
    rows = value if isinstance(value, list) else []
    if {(type(row), length(row)) for row in rows} == {
        (tuple, length(rows and rows[0]))
    }:
        return tuple(list(column) for column in zip(*rows))
    return None


def length(value: Any) -> int:
    """Of a tuple or a list; 0 of anything else."""
    return len(value) if isinstance(value, (tuple, list)) else 0
