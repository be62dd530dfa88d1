"""Exercise 3.5, explain one recommendation."""

import numpy as np

from utils.exercises.exercise import exercise

explain = exercise(
    "3.5",
    "explain one recommendation",
    cases=[
        (np.array([0.5, 0.25]), np.array([1.0, -1.0])),
        (np.array([0.6, 0.3, 0.1]), np.array([0.5, 1.5, -2.0])),
        (np.array([0.4]), np.array([-0.8])),
        (np.array([0.2, 0.9, 0.4, 0.8]), np.array([2.0, -0.5, 1.0, 0.25])),
    ],
    hints="""
        The prediction is a weighted mean of the deviations. Which part comes from
          one movie?
        Divide each product by the same number, the sum of all similarities.
        similarities * deviations / similarities.sum()
    """,
    wrong={
        "you did not divide by the sum of the similarities, so these parts do not "
        "add up to the prediction": (lambda s, d: s * d),
        "you divided by the number of movies, not by the similarities": (
            lambda s, d: s * d / len(d)
        ),
        "you returned the weights; each still has to be multiplied by how much the "
        "movie was liked": (lambda s, d: s / s.sum()),
        "you divided by the sum of the deviations, not of the similarities": (
            lambda s, d: s * d / d.sum()
        ),
        "you divided by the root of the squares; divide by the plain sum": (
            lambda s, d: s * d / np.sqrt(s @ s)
        ),
        "you returned an order of the movies; the part of each is wanted": (
            lambda s, d: np.argsort(-np.abs(s * d))
        ),
        "you returned the deviations; weigh each by its share of the similarities": (
            lambda s, d: d
        ),
    },
)


@explain.wrong("your parts add up to 1: divide by the similarities, not by the result")
def _(similarities, deviations):
    parts = similarities * deviations
    return parts / parts.sum()
