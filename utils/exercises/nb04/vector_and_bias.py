"""Exercise 4.5, a vector and a bias."""

import numpy as np

from utils.exercises.exercise import exercise
from utils.exercises.nb04 import WIDE, V, ridge
from utils.exercises.nb04.best_vector import no_identity

ITEM_BIAS = np.array([0.5, -0.2, 0.1, 0.0, -0.4])


def _with_ones(V):
    return np.column_stack([V, np.ones(len(V))])


bias = exercise(
    "4.5",
    "a vector and a bias",
    cases=[
        (V, ITEM_BIAS, 3.5, np.array([0, 1]), np.array([5.0, 3]), 0.1),
        (V, -ITEM_BIAS, 3.0, np.array([4, 2, 3]), np.array([1.0, 4, 2]), 0.2),
        (V, ITEM_BIAS, 2.5, np.array([3, 0, 4, 1]), np.array([5.0, 1, 3, 2.5]), 0.3),
        (WIDE, ITEM_BIAS, 3.2, np.array([2, 4, 0]), np.array([4.0, 1.5, 5]), 0.15),
    ],
    hints="""
        A bias is a weight of a feature that is 1 for each movie.
        Put a column of ones at the right of V[movies], and solve as in 4.3.
        The right-hand side is stars - mu - item_bias[movies].
    """,
    extra=True,
    given=lambda V, item_bias, mu, movies, stars, reg_param: (
        V[movies],
        stars - mu - item_bias[movies],
        reg_param * len(stars),
        mu,
    ),
    wrong={
        "mu is not taken off, so your bias must hold it": (
            lambda V_u, rest, weight, mu: ridge(_with_ones(V_u), rest + mu, weight)
        ),
        "you took the mean of the rest for the bias; one system finds both": (
            lambda V_u, rest, weight, mu: np.append(
                ridge(V_u, rest - rest.mean(), weight), rest.mean()
            )
        ),
        "the bias is missing: a column of ones finds it": (
            lambda V_u, rest, weight, mu: ridge(V_u, rest, weight)
        ),
        "you added mu to the bias; the bias is what is over mu": (
            lambda V_u, rest, weight, mu: (
                ridge(_with_ones(V_u), rest, weight) + np.append(0 * V_u[0], mu)
            )
        ),
        "the bias stands first; it is to stand last": (
            lambda V_u, rest, weight, mu: np.roll(
                ridge(_with_ones(V_u), rest, weight), 1
            )
        ),
    },
)


@bias.wrong("the movies' biases are not taken off")
def _(V, item_bias, mu, movies, stars, reg_param):
    return ridge(_with_ones(V[movies]), stars - mu, reg_param * len(stars))


@bias.wrong("λ holds back the vector alone; hold the bias back as well")
def _(V, item_bias, mu, movies, stars, reg_param):
    ones, rest = _with_ones(V[movies]), stars - mu - item_bias[movies]
    weights = np.full(ones.shape[1], reg_param * len(stars))
    weights[-1] = 0
    return np.linalg.solve(ones.T @ ones + np.diag(weights), ones.T @ rest)


@bias.wrong("you found the bias first and the vector after; one system finds both")
def _(V, item_bias, mu, movies, stars, reg_param):
    rest = stars - mu - item_bias[movies]
    bias = rest.sum() / (len(rest) * (1 + reg_param))
    return np.append(ridge(V[movies], rest - bias, reg_param * len(stars)), bias)


@bias.wrong("you took the first biases; take those at the positions `movies`")
def _(V, item_bias, mu, movies, stars, reg_param):
    rest = stars - mu - item_bias[: len(movies)]
    return ridge(_with_ones(V[movies]), rest, reg_param * len(stars))


@bias.wrong("λ has to stand on the diagonal alone: the identity matrix is missing")
def _(V, item_bias, mu, movies, stars, reg_param):
    rest = stars - mu - item_bias[movies]
    return no_identity(_with_ones(V), movies, rest, reg_param)
