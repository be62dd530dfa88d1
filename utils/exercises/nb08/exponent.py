"""Exercise 8.2, the exponent of a curve."""

import numpy as np

from utils.exercises.exercise import exercise

exponent = exercise(
    "8.2",
    "the exponent of a curve",
    cases=[
        (np.array([1.0, 10, 100]), np.array([2.0, 20, 200])),
        (np.array([1.0, 2, 4, 8]), np.array([3.0, 12, 48, 192])),
        (np.array([1e5, 1e6, 2e6, 2.5e7]), np.array([0.4, 0.9, 2.5, 21.0])),
        (np.array([10.0, 50, 400, 900, 1000]), np.array([0.2, 3.0, 5.0, 70, 40])),
    ],
    hints="""
        Take logarithms of seconds = c · sizes^e. What is the slope of this line?
        np.polyfit(x, y, 1) fits a line, and returns its slope and its start.
        np.polyfit(np.log(sizes), np.log(seconds), 1)[0]
    """,
    given=lambda sizes, seconds: (np.log(sizes), np.log(seconds)),
    wrong={
        "you fitted sizes against seconds; turn it around": (
            lambda x, y: float(np.polyfit(y, x, 1)[0])
        ),
        "you joined the first point to the last; all points should have a say, by "
        "least squares": (lambda x, y: float((y[-1] - y[0]) / (x[-1] - x[0]))),
        "that is where the line begins; np.polyfit gives the slope first": (
            lambda x, y: float(np.polyfit(x, y, 1)[1])
        ),
        "you averaged the slopes between neighbours, so that a short step counts as"
        " much as a long one; fit one line to all points": (
            lambda x, y: float(np.mean(np.diff(y) / np.diff(x)))
        ),
        "you fitted a curve of degree 2; fit a line, of degree 1": (
            lambda x, y: float(np.polyfit(x, y, 2)[0])
        ),
        "this is the correlation: how straight the line is, not how steep": (
            lambda x, y: float(np.corrcoef(x, y)[0, 1])
        ),
        "you raised e to the slope; the slope itself is the exponent": (
            lambda x, y: float(np.exp(np.polyfit(x, y, 1)[0]))
        ),
        "your line goes through the origin; let it begin where it fits": (
            lambda x, y: float(x @ y / (x @ x))
        ),
    },
)


@exponent.wrong(
    "that is the slope without logarithms, in seconds a rating; the "
    "exponent is the slope on two log axes"
)
def _(sizes, seconds):
    return float(np.polyfit(sizes, seconds, 1)[0])


@exponent.wrong("you took the logarithm of the seconds only; the sizes need it, too")
def _(sizes, seconds):
    return float(np.polyfit(sizes, np.log(seconds), 1)[0])


@exponent.wrong("you divided logarithm by logarithm; without c that is no slope")
def _(sizes, seconds):
    with np.errstate(all="ignore"):
        return float(np.mean(np.log(seconds) / np.log(sizes)))
