"""Other values that an input of a check may have: as by a mistake, or just another."""

import numbers
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from scipy import sparse

from utils.exercises.toys import known_cells

Made = tuple[str, Callable[[Any], Any]]  # in words, and what is made of the input


def mistaken(value: Any) -> Iterator[Made]:
    """What people make of an input of this kind before they go on."""
    if isinstance(value, numbers.Integral):
        yield "that is 1 less", lambda v: v - 1
        yield "that is 1 more", lambda v: v + 1
    elif isinstance(value, numbers.Real):
        yield "taken off from 1", lambda v: 1 - v
        yield "that is squared", lambda v: v**2
    if isinstance(value, numbers.Real):
        yield "that is twice as large", lambda v: 2 * v
        yield "that is half as large", lambda v: v / 2
    elif isinstance(value, list):
        yield "with 0 for None", lambda v: [0 if x is None else x for x in v]
        yield "with 3 for None", lambda v: [3 if x is None else x for x in v]
        yield "without what comes twice", lambda v: list(dict.fromkeys(v))
        yield "without its first entry", lambda v: v[1:]
        yield "without its last entry", lambda v: v[:-1]
        yield "that ends at its first None", lambda v: v[: v.index(None)]
        yield "that ends at the first None after a number", _until_none
        yield "with its None moved to the end", _none_last
    elif sparse.issparse(value):
        yield "with rows and columns exchanged", lambda v: v.T.tocsr()
        yield "without its first row", lambda v: v[1:]
        yield "without its last row", lambda v: v[:-1]
        yield "without its last column", lambda v: v[:, :-1]
        yield "without its empty rows", lambda v: v[np.diff(v.indptr) > 0]
        yield "without the zeros that are stored", _without_zeros
        yield "with zeros in its holes", _filled
        yield "with 1 in each known cell", known_cells
    elif isinstance(value, np.ndarray):
        yield from _of_array(value)


def _of_array(value: np.ndarray) -> Iterator[Made]:
    if value.dtype.kind == "b":
        yield "that is turned around", lambda v: ~v
        yield "that is False everywhere", np.zeros_like
        return
    yield "that is sorted", lambda v: np.sort(v, axis=0)
    yield "without its first entry", lambda v: v[1:]
    yield "without its last entry", lambda v: v[:-1]
    if value.ndim == 1:
        yield "without what comes twice", np.unique
    if value.ndim == 2:
        yield "with rows and columns exchanged", lambda v: v.T
    if value.dtype.kind == "i":
        yield "that is 1 less", lambda v: v - 1
        yield "that is 1 more", lambda v: v + 1
        yield "that is empty", lambda v: v[:0]
        return
    yield "with the signs turned around", lambda v: -v
    yield "without its signs", np.abs
    yield "with 0 for NaN", np.nan_to_num
    yield "with its mean taken off", lambda v: v - np.nanmean(v)
    yield "with rounded numbers", np.round
    yield "that is rounded to halves", lambda v: np.round(2 * v) / 2


def _until_none(row: list) -> list:
    start = next(i for i, x in enumerate(row) if x is not None)
    return row[: row.index(None, start)] if None in row[start:] else row


def _none_last(row: list) -> list:
    return sorted(row, key=lambda x: x is None)


def together(values: list[Any]) -> Iterator[Made]:
    """What people make of inputs side by side: of positions, or of entries."""
    if all(isinstance(v, numbers.Integral) for v in values):
        yield "that are 1 less", lambda v: v - 1
    elif all(isinstance(v, (list, np.ndarray)) for v in values):
        yield "without their first entries", lambda v: v[1:]
        yield "without their last entries", lambda v: v[:-1]


def _without_zeros(X: sparse.csr_array) -> sparse.csr_array:
    X = X.copy()
    X.eliminate_zeros()
    return X


def _filled(X: sparse.csr_array) -> sparse.csr_array:
    """The same with a stored 0 in each hole."""
    u, i = np.indices(X.shape).reshape(2, -1)
    return sparse.coo_array((X.toarray().ravel(), (u, i)), shape=X.shape).tocsr()


def other(value: Any) -> list[Any]:
    """Some other values of the same kind, to see whether an input is used at all."""
    if isinstance(value, numbers.Integral):
        return [value + 1, value - 1] if value > 1 else [value + 1]
    if isinstance(value, numbers.Real):
        return [3 * value + 0.1, value / 4]
    if isinstance(value, set):
        return [set(), set(list(value)[:1])]
    if isinstance(value, list):
        return [value[::-1], value[1:], value[:-1]]
    if isinstance(value, np.ndarray):
        rows = value.reshape(len(value), -1)
        if value.dtype.kind == "f":
            uneven = rows * np.linspace(0.5, 2, len(rows))[:, None]
            turned = [value[::-1].copy(), value[..., ::-1].copy()]
            return [*turned, uneven.reshape(value.shape)]
        return [value[::-1].copy(), value[:-1], np.roll(value, 1), np.zeros_like(value)]
    return []
