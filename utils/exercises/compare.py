"""Whether two results are the same, and how a value looks in a sentence."""

import math
import numbers
from pathlib import PurePath
from typing import Any

import numpy as np
from scipy import sparse

LONGEST = 300  # characters of a value in a message
LONGEST_INPUT = 120  # of an argument, of which only the size is told beyond


def _plain(value: Any) -> Any:
    return value.toarray() if sparse.issparse(value) else value


def same(a: Any, b: Any) -> bool:
    """Whether two results are equal: numbers nearly, sequences item by item.

    What cannot be compared, such as an object whose ``==`` raises, is not the same.
    """
    try:
        return _same(a, b)
    except Exception:  # whatever an answer's own objects raise
        return False


def _same(a: Any, b: Any) -> bool:
    a, b = _plain(a), _plain(b)
    if isinstance(a, np.ndarray) or isinstance(b, np.ndarray):
        return _same_arrays(a, b)
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, numbers.Real) and isinstance(b, numbers.Real):
        if isinstance(a, (bool, np.bool_)) != isinstance(b, (bool, np.bool_)):
            return False
        both_nan = math.isnan(a) and math.isnan(b)
        return both_nan or math.isclose(a, b, rel_tol=1e-6, abs_tol=1e-9)
    return type(a) is type(b) and bool(a == b)


def _same_arrays(a: Any, b: Any) -> bool:
    if isinstance(a, (str, dict)) or isinstance(b, (str, dict)):
        return False
    try:
        a, b = np.asarray(a), np.asarray(b)
    except ValueError:  # rows of unlike length
        return False
    if not {a.dtype.kind, b.dtype.kind} <= set("biuf"):  # words, None, complex
        return False
    a, b = a.astype(np.float64), b.astype(np.float64)
    return a.shape == b.shape and np.allclose(
        a, b, rtol=1e-6, atol=1e-9, equal_nan=True
    )


def unchanged(before: Any, after: Any) -> bool:
    """Whether an input is exactly what it was; of some kinds nothing can be said."""
    if sparse.issparse(before):
        parts = ("indptr", "indices", "data")
        return all(
            np.array_equal(getattr(before, part), getattr(after, part))
            for part in parts
        )
    if isinstance(before, (list, tuple, dict, set, np.ndarray)):
        return same(before, after)
    return True


def show(value: Any, digits: int = 4, longest: int = LONGEST) -> str:
    """A value as a learner would write it: ``?`` for unknown, few digits."""
    try:
        text = _show(value, digits)
    except Exception:  # an object that cannot show itself, or a list in itself
        text = kind(value)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def show_both(a: Any, b: Any) -> tuple[str, str]:
    """Two values that differ, with as many digits as it takes to see it."""
    for digits in range(4, 17):
        if show(a, digits) != show(b, digits):
            return show(a, digits), show(b, digits)
    return _repr(a), _repr(b)  # they differ in kind


def _repr(value: Any) -> str:
    try:
        return repr(value)[:LONGEST]
    except Exception:
        return kind(value)


def show_input(name: str, value: Any) -> str:
    """An argument with its name; of a large one its size, which is what matters."""
    text = show(value)
    if len(text) > LONGEST_INPUT and hasattr(value, "shape"):
        return f"{name} of shape {value.shape}"
    if len(text) > LONGEST_INPUT and isinstance(value, (list, set, tuple)):
        return f"{name} with {len(value)} entries"
    return f"{name} = {text}"


def kind(value: Any) -> str:
    """What a result is, in words: "a number", "an array of shape (2, 3)"."""
    if value is None:
        return "None"
    if isinstance(value, (bool, np.bool_)):
        return "a truth value"
    if isinstance(value, numbers.Real):
        return "a number"
    if isinstance(value, tuple):
        return f"a tuple of {len(value)}"
    if sparse.issparse(value) or isinstance(value, np.ndarray):
        one = "an array" if isinstance(value, np.ndarray) else "a sparse matrix"
        return f"{one} of shape {value.shape}" if value.shape else "a number"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    made = type(value)
    home = made.__module__.split(".")[0]
    article = "an" if made.__name__[0] in "aeiouAEIOU" else "a"
    of = "" if home == "builtins" else f" of {home}"
    return f"{article} {made.__name__}{of}"


def _show(value: Any, digits: int) -> str:
    if sparse.issparse(value):
        return _show(_with_holes(value), digits)
    if isinstance(value, np.ndarray):
        return _show(value.tolist(), digits)
    if isinstance(value, (list, tuple)):
        each = ("?" if item is None else _show(item, digits) for item in value)
        items = ", ".join(each)
        return f"[{items}]" if isinstance(value, list) else f"({items})"
    if isinstance(value, (bool, np.bool_)):
        return str(value)
    if isinstance(value, numbers.Integral):
        return str(int(value))
    if isinstance(value, numbers.Real):
        return repr(round(float(value), digits))
    if isinstance(value, PurePath):
        return value.name
    if hasattr(value, "collect"):  # a Spark DataFrame
        return _show([tuple(row) for row in value.collect()], digits)
    if type(value).__name__ == "SparkSession":
        return "spark"
    return repr(value)


def _with_holes(X: sparse.csr_array) -> list[list]:
    """Rows of a sparse matrix with None where nothing is stored."""
    rows = [[None] * X.shape[1] for _ in range(X.shape[0])]
    cells = X.tocoo()
    for u, i, stars in zip(cells.row, cells.col, cells.data):
        rows[u][i] = f"{stars:g}"
    return [[None if s is None else _Bare(s) for s in row] for row in rows]


class _Bare(str):
    """Text that is shown without quotes."""

    __repr__ = str.__str__
