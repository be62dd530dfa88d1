"""Exercise 5.3, choose rank and λ."""

import itertools

import numpy as np

from utils.exercises.exercise import exercise


def _grids() -> list[tuple]:
    nan = float("nan")
    small = [(5, 0.1, 0.92, 0.94), (10, 0.1, 0.91, 0.95), (20, 0.1, 0.93, 0.93)]
    holes = [(5, 2.0, nan, nan), (5, 0.2, 0.88, 0.9), (10, 0.2, 0.87, nan)]
    more = [(10, 0.02, 0.99, 0.97), (20, 0.05, nan, 0.86), (20, 0.5, 0.95, 0.96)]
    last = [(8, 0.3, 0.90, 0.905), (16, 0.3, 0.84, 0.93), (16, 0.1, 0.99, 0.80)]
    close = [(4, 0.2, 0.96, 0.97), (6, 0.2, 0.92, 0.96), (8, 0.2, 0.95, 0.94)]
    poor = [(2, 0.1, 1.31, 1.4), (4, 0.1, 1.24, 1.2), (9, 0.4, nan, 1.1)]  # above 1
    poor += [(9, 0.1, 1.12, 1.3), (5, 0.4, 1.2, 1.1), (6, 0.4, 1.15, 1.25)]
    return [(small,), (holes + more,), (last,), (close,), (poor,), (poor[:2] + close,)]


def _lowest(results, column):
    return min(results, key=lambda row: (np.isnan(row[column]), row[column]))[:2]


choose = exercise(
    "5.3",
    "choose rank and λ",
    cases=_grids,
    hints="""
        Which of the two errors may choose, and which may only judge?
        Leave out the rows with math.isnan(row[2]), then look for the smallest.
        min(known, key=lambda row: row[2]) is the best row; its first two values are
          asked for.
    """,
    wrong={
        "you let the test ratings choose: their error is no honest one any more": (
            lambda results: _lowest(results, 3)
        ),
        "you took the last pair that was tried, not the best": (
            lambda results: results[-1][:2]
        ),
        "you took the largest error; the smallest is the best": (
            lambda results: _lowest([(*row[:2], -row[2]) for row in results], 2)
        ),
        "you returned the smallest error; asked for is its (rank, reg_param)": (
            lambda results: float(np.nanmin([row[2] for row in results]))
        ),
        "you took the mean of both errors; the test ratings may only judge": (
            lambda results: _lowest([(*row[:2], row[2] + row[3]) for row in results], 2)
        ),
        "you left out pairs whose test error is NaN; only validation may choose": (
            lambda results: _lowest([row for row in results if not np.isnan(row[3])], 2)
        ),
        "you took the smallest gap between the two errors; take the smallest error": (
            lambda results: _lowest(
                [(*row[:2], abs(row[2] - row[3])) for row in results], 2
            )
        ),
        "you took the first pair that was tried, not the best": (
            lambda results: results[0][:2]
        ),
    },
)


@choose.wrong("you let a NaN win: nothing is known of such a pair, so leave it out")
def _(results):
    # As in a CrossValidator.
    return results[int(np.argmin([row[2] for row in results]))][:2]


@choose.wrong("you stopped at the first NaN; leave out this pair, and go on")
def _(results):
    known = list(itertools.takewhile(lambda row: not np.isnan(row[2]), results))
    return _lowest(known, 2) if known else None


@choose.wrong("an error may be above 1: begin the search with infinity, or with None")
def _(results):
    found = _lowest([*results, (None, None, 1.0, 1.0)], 2)
    return (0, 0.0) if found == (None, None) else found


@choose.wrong("you compared each pair with the one before it; compare with the best")
def _(results):
    known = [row for row in results if not np.isnan(row[2])]
    lower = [b for a, b in itertools.pairwise(known) if b[2] < a[2]]
    return (lower or known)[-1 if lower else 0][:2]
