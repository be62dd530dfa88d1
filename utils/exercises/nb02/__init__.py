"""Exercises of notebook 02, a file each, and what several of them share."""


def mean(row: list) -> float:
    """The mean of what is known."""
    known = [x for x in row if x is not None]
    return sum(known) / len(known)
