"""Exercise 2.2, centre a row."""

import numpy as np

from utils.exercises.exercise import exercise
from utils.exercises.nb02 import mean

centre = exercise(
    "2.2",
    "centre a row",
    cases=[
        ([4, None, 2],),
        ([5, 5, None],),
        ([1, None, None, 2.5],),
        ([3, 4, 5],),
        ([0.5, 4, None, 4.5, 5],),
        ([None, 4, 3, None, 3],),
    ],
    hints="""
        The mean is over the known stars only, as in exercise 0.1.
        What is unknown before is unknown afterwards: None stays None.
        [None if stars is None else stars - mean for stars in row]
    """,
    given=lambda row: (row, [x for x in row if x is not None]),
    wrong={
        "you counted the unknown cells as zeros in the mean": (
            lambda row, known: [
                None if x is None else x - sum(known) / len(row) for x in row
            ]
        ),
        "you filled the unknown cells with 0, which now says 'average'": (
            lambda row, known: [0.0 if x is None else x - mean(row) for x in row]
        ),
        "you took the mean off the unknown cells as well": (
            lambda row, known: [(x or 0) - mean(row) for x in row]
        ),
        "you also divided by the standard deviation; only centre": (
            lambda row, known: [
                None if x is None else (x - np.mean(known)) / (np.std(known) or 1.0)
                for x in row
            ]
        ),
        "you took off the middle of the scale, 3; take off the person's own mean": (
            lambda row, known: [None if x is None else x - 3 for x in row]
        ),
        "you took off the median; take off the mean": (
            lambda row, known: [
                None if x is None else x - np.median(known) for x in row
            ]
        ),
        "you left out the unknown cells; their places have to stay": (
            lambda row, known: [x - mean(row) for x in known]
        ),
        "you returned the mean; it still has to be taken off each of the stars": (
            lambda row, known: mean(row)
        ),
        "you divided by the mean; take it off": (
            lambda row, known: [None if x is None else x / mean(row) for x in row]
        ),
        "you took off the sum of the stars; take off their mean": (
            lambda row, known: [None if x is None else x - sum(known) for x in row]
        ),
    },
)
