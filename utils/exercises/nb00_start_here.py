"""Exercises of notebook 00."""

from utils.exercises.engine import exercise

mean = exercise(
    "0.1",
    "the mean of what is known",
    cases=[
        ([4, None, 2],),
        ([5],),
        ([None, 1, None, 2.5],),
        ([3, 3, None, 3],),
        ([1, 5, 5, 2],),
    ],
    hints="""
        None is not a number of stars. Which entries of the row may take part?
        First make a list of the stars that are not None.
        Divide the sum of that list by the length of that list, not of the row.
    """,
)


@mean.wrong("you counted the unknown cells as zeros")
def _(row):
    return sum(stars or 0 for stars in row) / len(row)


@mean.wrong("you added the stars but did not divide them")
def _(row):
    return sum(stars for stars in row if stars is not None)


@mean.wrong("you took the middle of the lowest and the highest star")
def _(row):
    known = [stars for stars in row if stars is not None]
    return (min(known) + max(known)) / 2
