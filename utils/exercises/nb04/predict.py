"""Exercise 4.1, a rating from two vectors."""

import numpy as np

from utils.exercises.exercise import exercise
from utils.exercises.nb04 import WIDE, U, V

predict = exercise(
    "4.1",
    "a rating from two vectors",
    cases=[
        *((U, V, user, movie) for user, movie in [(0, 1), (1, 0), (3, 2), (2, 3)]),
        *(
            (U * 1.7, V, user, movie)
            for user, movie in [(0, 2), (1, 3), (0, 3), (1, 2)]
        ),
        *((WIDE, WIDE[1:] + 0.2, user, movie) for user, movie in [(2, 0), (3, 2)]),
        (U[:, 1:], V[:, 1:], 3, 2),
    ],
    hints="""
        A row of U is a user, a row of V is a movie. Which numbers meet?
        Multiply feature by feature, and add up: @ does both.
    """,
    given=lambda U, V, user, movie: (U[user], V[movie]),
    wrong={
        "the products are averaged; a dot product adds them up": (
            lambda u, v: float(np.mean(u * v))
        ),
        "you divided by the lengths: a cosine is not in stars, and the lengths say "
        "how strongly somebody likes": (
            lambda u, v: float(u @ v / np.sqrt(u @ u * (v @ v)))
        ),
        "you returned the products; add them up": lambda u, v: u * v,
        "you multiplied the sums of the two vectors; multiply each feature": (
            lambda u, v: float(u.sum() * v.sum())
        ),
        "you took the first two features; vectors may be of any rank": (
            lambda u, v: float(u[:2] @ v[:2])
        ),
    },
)


@predict.wrong("you took the user's row from V and the movie's from U")
def _(U, V, user, movie):
    return float(V[user] @ U[movie])
