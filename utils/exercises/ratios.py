"""Results that were divided by another sum or size than they should have been."""

# ruff: noqa: B023  (what is yielded is used before the loop goes on)

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from scipy import sparse

from utils.exercises.cases import Case

FEWEST = 3  # failing cases, since small numbers have the same ratio by chance
Size = tuple[str, Callable[[Any], float]]


def by_ratio(tables: list[Case]) -> Iterator[tuple[str, Callable[[Case], Any]]]:
    """Each size of an input over another that the results are too large by."""
    wrong = [c for c in tables if c.fails]
    ratios = [_ratio(c) for c in wrong]
    if len(ratios) < FEWEST or None in ratios or len(set(np.round(ratios, 6))) < FEWEST:
        return
    sizes = [("1", lambda args: 1.0), *_sizes(tables[0].args)]
    for (one, above), (two, below) in itertools.permutations(sizes, 2):
        each = [above(c.args) / below(c.args) for c in wrong]
        for root, power in (("", 1), ("the root of ", 0.5)):
            if np.allclose(np.power(each, power), ratios, rtol=1e-6):
                times = f"{root}{one} / {two}".removesuffix(" / 1")
                yield (
                    f"your result is what is expected times {times}",
                    lambda c: c.expected * (above(c.args) / below(c.args)) ** power,
                )


def _ratio(c: Case) -> float | None:
    """How many times too large a result is; None if its numbers disagree."""
    if c.got.shape != c.expected.shape or not c.expected.size:
        return None
    known = ~np.isnan(c.expected) & (c.expected != 0)
    ratio = c.got[known] / c.expected[known]
    alike = ratio.size and ratio[0] > 0 and np.allclose(ratio, ratio[0], rtol=1e-6)
    return float(ratio[0]) if alike else None


def _sizes(args: dict[str, Any]) -> list[Size]:
    """The sizes of all inputs."""
    return [
        (words.format(name=name), lambda a, name=name, size=size: size(a[name]))
        for name, value in args.items()
        for words, size in _of(value)
    ]


def _of(value: Any) -> list[Size]:
    """The sizes that an input of this kind has."""
    if sparse.issparse(value):
        return [
            ("(known cells of `{name}`)", lambda X: X.nnz),
            ("(rows of `{name}`)", lambda X: X.shape[0]),
            ("(columns of `{name}`)", lambda X: X.shape[1]),
            ("(all cells of `{name}`)", lambda X: np.prod(X.shape)),
        ]
    if isinstance(value, set):
        return [("len({name})", len)]
    if isinstance(value, (list, np.ndarray)) and _numbers(value).size:
        return [
            ("sum({name})", lambda x: _numbers(x).sum()),
            ("max({name})", lambda x: _numbers(x).max()),
            ("len({name})", len),
            ("(sum of |{name}|)", lambda x: np.abs(_numbers(x)).sum()),
            ("(sum of {name}²)", lambda x: np.square(_numbers(x)).sum()),
        ]
    return [("`{name}`", lambda x: x)] if isinstance(value, (int, float)) else []


def _numbers(value: Any) -> np.ndarray:
    """The known numbers in a list or an array; nothing of what holds others."""
    known = [x for x in value if x is not None] if isinstance(value, list) else value
    try:
        return np.asarray(known, dtype=float)
    except (TypeError, ValueError):
        return np.array([])
