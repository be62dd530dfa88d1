"""Exercise 0.1, the mean of what is known."""

import functools

from utils.exercises.exercise import exercise

mean = exercise(
    "0.1",
    "the mean of what is known",
    cases=[
        ([4, None, 2],),
        ([5],),
        ([None, 1, None, 2.5],),
        ([3, 3, None, 3],),
        ([1, 5, 5, 2],),
        ([2, 3, 5, 5],),
        ([4.5, 0.5, None, 1, 1, 5],),
        ([None, 4, 3, 3],),  # a mean of many digits
    ],
    hints="""
        None is not a number of stars. Which entries of the row may take part?
        First make a list of the stars that are not None.
        Divide the sum of that list by the length of that list, not of the row.
    """,
    wrong={
        "you counted the unknown cells as zeros, or divided by all cells": (
            lambda row: sum(stars or 0 for stars in row) / len(row)
        ),
        "you added the stars but did not divide them": (
            lambda row: sum(stars for stars in row if stars is not None)
        ),
        "you returned the first stars: return after the loop, not in it": (
            lambda row: next(stars for stars in row if stars is not None)
        ),
    },
)


@mean.wrong("you took the middle of the lowest and the highest star")
def _(row):
    known = [stars for stars in row if stars is not None]
    return (min(known) + max(known)) / 2


@mean.wrong("you took the median; the mean is the sum divided by how many there are")
def _(row):
    known = sorted(stars for stars in row if stars is not None)
    return (known[(len(known) - 1) // 2] + known[len(known) // 2]) / 2


@mean.wrong("you divided with //, which cuts off the decimals; divide with /")
def _(row):
    known = [stars for stars in row if stars is not None]
    return sum(known) // len(known)


@mean.wrong(
    "you averaged the mean so far with the next star, so that later ones weigh more"
)
def _(row):
    known = [stars for stars in row if stars is not None]
    return functools.reduce(lambda mean, stars: (mean + stars) / 2, known)
