"""What becomes of right numbers by mistakes that are made in any exercise."""

# ruff: noqa: B023  (each function is used before the loop goes on)

import numbers
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from scipy import sparse

from utils.exercises.cases import Case, array, whole
from utils.exercises.compare import same

SCALES = [(0.5, 5), (1, 5), (0, 5), (0, 1), (-1, 1), (0, np.inf)]
FACTORS = {100: "you returned per cent; a share from 0 to 1 is asked for"}
Change = tuple[str, Callable[[Case], Any]]  # a sentence, and what would be returned


def of_values(positions: bool, mask: bool) -> Iterator[tuple[str, Callable]]:
    """What becomes of the expected numbers, looking at nothing else."""
    if mask:
        yield (
            "the mask is turned around: True stands where False is expected",
            (lambda e: 1 - e),
        )
    if positions:
        yield "each number is 1 too high (positions begin at 0)", lambda e: e + 1
    yield "rows and columns are exchanged", lambda e: _other(e, e.T)
    yield "the sign is turned around", lambda e: -e
    yield "you took the size without its sign", np.abs
    yield "you returned 1 minus what is asked for", lambda e: 1 - e
    yield "you returned 1 divided by what is asked for", lambda e: 1 / e
    yield "you divided by the rest; divide by the whole", lambda e: e / (1 - e)
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
            f"you cut the result to the range from {low} to {high}; leave it as it is",
            (lambda e: np.clip(e, low, high)),
        )


def _other(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """``after``, of more than one dimension: else nothing was exchanged."""
    if before.ndim < 2:
        raise ValueError("one dimension")
    return after


def by_index(cases: list[Case]) -> Iterator[Change]:
    """Positions for what stands there, and the other way round."""
    expected, got = (all(whole(c[i]) for c in cases) for i in (2, 1))
    for name, value in cases[0].args.items():
        if not isinstance(value, np.ndarray):
            continue

        def taken(c: Case) -> np.ndarray:
            return c.args[name][np.asarray(c.expected, dtype=int)]

        def looked_up(c: Case) -> np.ndarray:
            back = c.args[name][array(c.got).astype(int)]
            return c.got if same(back, c.expected) else None

        if expected:
            yield f"you returned what stands in `{name}`; positions are wanted", taken
        if got:
            yield (
                f"you returned positions in `{name}`; what stands there is wanted",
                looked_up,
            )


def by_factor(tables: list[Case]) -> Iterator[Change]:
    """The same factor or offset in all cases, or one that is an input."""
    wrong = [c for c in tables if c.fails]
    first = next((c for c in wrong if not same(c.expected, 0 * c.expected)), wrong[0])
    if first.got.shape != first.expected.shape or np.isnan(first.expected).all():
        return
    at = np.unravel_index(np.nanargmax(np.abs(first.expected)), first.got.shape)
    with np.errstate(all="ignore"):
        ratio = float(first.got[at] / first.expected[at])
        rest = float(first.got[at] - first.expected[at])
    if not np.isfinite(ratio):
        return
    times = f"your result is {ratio:.6g} times what is expected"
    yield FACTORS.get(round(ratio, 6), times), lambda c: ratio * c.expected
    yield f"your result is always off by {rest:+.6g}", lambda c: c.expected + rest
    for name, size in _sizes(tables[0].args):
        yield (
            f"your result is {name} times what is expected",
            lambda c: size(c) * c.expected,
        )
        yield f"you forgot to multiply by {name}", lambda c: c.expected / size(c)
        for words, more in (("many", 1), ("few", -1)):
            yield (
                f"your result is n / (n {more:+d}) times what is expected, where n is "
                f"{name}: is one counted too {words}?".replace("+1", "+ 1").replace(
                    "-1", "- 1"
                ),
                lambda c: c.expected * size(c) / (size(c) + more),
            )
        if name.strip("`").isidentifier():
            yield f"{name} is added too often", lambda c: c.expected + size(c)
            yield f"you forgot to add {name}", lambda c: c.expected - size(c)
            yield (
                f"what belongs on {name} is taken off it",
                lambda c: 2 * size(c) - c.expected,
            )


def _sizes(args: dict[str, Any]) -> Iterator[tuple[str, Callable[[Case], float]]]:
    """Numbers that a result may be multiplied by: inputs, their lengths and roots."""
    for name, value in args.items():
        if isinstance(value, numbers.Real):
            yield f"`{name}`", lambda c: c.args[name]
        elif hasattr(value, "shape"):
            yield f"`len({name})`", lambda c: c.args[name].shape[0]
            yield f"√`len({name})`", lambda c: np.sqrt(c.args[name].shape[0])
        elif isinstance(value, (list, set, tuple)):
            yield f"`len({name})`", lambda c: len(c.args[name])
        if isinstance(value, list) and None in value:
            yield (
                f"the number of known entries in `{name}`",
                lambda c: sum(v is not None for v in c.args[name]),
            )
        if sparse.issparse(value):
            yield f"the number of known cells in `{name}`", lambda c: c.args[name].nnz
