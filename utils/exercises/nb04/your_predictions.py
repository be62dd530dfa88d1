"""Exercise 4.6, fold yourself in."""

import numpy as np

from utils.exercises.exercise import exercise
from utils.exercises.nb04 import USERS, ridge
from utils.exercises.nb04.best_vector import holes_as_zeros, lambda_alone, no_identity


def _put(scores, movies, value):
    scores = scores.copy()
    scores[movies] = value
    return scores


def _predicted(V, movies, vector):
    return _put(V @ vector, movies, np.nan)


you = exercise(
    "4.6",
    "fold yourself in",
    cases=USERS,
    hints="""
        Your vector first: exercise 4.3. Then one dot product a movie.
        `V @ vector` gives the predicted stars of all movies at once.
        `scores[movies] = np.nan` marks what is not to be recommended.
    """,
    given=lambda V, movies, stars, reg_param: (
        V @ ridge(V[movies], stars, reg_param * len(stars)),
        movies,
        stars,
    ),
    wrong={
        "what you have rated is still there; put NaN in its place": (
            lambda scores, movies, stars: scores
        ),
        "you left the rated movies out; their places have to stay, as NaN": (
            lambda scores, movies, stars: np.delete(scores, movies)
        ),
        "your own stars stand where NaN is wanted": (
            lambda scores, movies, stars: _put(scores, movies, stars)
        ),
        "you put 0 where NaN is wanted: 0 would be a prediction, a very low one": (
            lambda scores, movies, stars: _put(scores, movies, 0)
        ),
        "you predicted what was rated, and put NaN for the others: turn it around": (
            lambda scores, movies, stars: _put(
                np.full(len(scores), np.nan), movies, scores[movies]
            )
        ),
    },
)


@you.wrong("λ stands alone; multiply it by the number of ratings")
def _(V, movies, stars, reg_param):
    return _predicted(V, movies, lambda_alone(V, movies, stars, reg_param))


@you.wrong("your unrated movies were fitted as 0 stars")
def _(V, movies, stars, reg_param):
    return _predicted(V, movies, holes_as_zeros(V, movies, stars, reg_param))


@you.wrong("λ has to stand on the diagonal alone: the identity matrix is missing")
def _(V, movies, stars, reg_param):
    return _predicted(V, movies, no_identity(V, movies, stars, reg_param))


@you.wrong("you returned your vector; it still has to meet each movie's")
def _(V, movies, stars, reg_param):
    return ridge(V[movies], stars, reg_param * len(stars))
