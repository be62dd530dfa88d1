"""Exercise 1.2, ids to positions and back."""

import numpy as np
import pandas as pd

from utils.exercises.exercise import exercise

positions = exercise(
    "1.2",
    "ids to positions and back",
    cases=[
        ([10, 7, 10],),
        ([3, 999, 20, 3],),
        ([1],),
        ([2, 1, 5, 5],),
        ([40, 30, 10, 20, 30],),
    ],
    hints="""
        The way back is indexing: distinct[positions] must give the ids again.
        np.unique sorts and drops the doubles. Its options give more.
        np.unique(ids, return_inverse=True) returns exactly this pair.
    """,
    wrong={
        "you swapped the two: first the distinct ids, then the positions": (
            lambda ids: np.unique(ids, return_inverse=True)[::-1]
        ),
        "you took id - 1 for the position, but ids have gaps": (
            lambda ids: (np.unique(ids), np.asarray(ids) - 1)
        ),
        "you numbered the ids as they first occur, but they must be sorted": (
            lambda ids: pd.factorize(np.asarray(ids))[::-1]
        ),
        "you returned where each distinct id first occurs (return_index), not the "
        "position of each id": (lambda ids: np.unique(ids, return_index=True)),
        "you returned the ids themselves as positions": (
            lambda ids: (np.unique(ids), np.asarray(ids))
        ),
        "argsort gives the order that would sort the ids; wanted is where each id "
        "stands among the distinct ones": (
            lambda ids: (np.unique(ids), np.argsort(ids))
        ),
        "you numbered the given ids one after the other": (
            lambda ids: (np.unique(ids), np.arange(len(ids)))
        ),
        "an id that comes twice is twice among your distinct ids": (
            lambda ids: (np.sort(ids), np.searchsorted(np.sort(ids), ids))
        ),
        "you looked up where each id first stands in the given list; wanted is "
        "where it stands among the distinct ones": (
            lambda ids: (np.unique(ids), np.array([ids.index(one) for one in ids]))
        ),
    },
)


@positions.wrong("you sorted the ids as text, in which 10 comes before 2")
def _(ids):
    distinct, position = np.unique([str(one) for one in ids], return_inverse=True)
    return distinct.astype(int), position
