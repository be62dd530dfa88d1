"""Exercise 2.6, damped means."""

import functools
from collections.abc import Callable

import numpy as np

from utils.exercises.exercise import exercise


def _damped(damping: float) -> Callable:
    """The bias of each position: what is left over there, damped."""
    return lambda at, rest: np.bincount(at, rest) / (np.bincount(at) + damping)


def _biases(users, movies, rest, bias, off=None):
    """Of users and of movies; the users' from what the movies leave over."""
    item_bias = bias(movies, rest)
    off = item_bias if off is None else off
    return bias(users, rest - off[movies]), item_bias


means = exercise(
    "2.6",
    "damped means",
    cases=[
        (np.array([0, 0, 1]), np.array([0, 1, 0]), np.array([5.0, 3.0, 4.0]), 1.0),
        (
            np.array([0, 1, 1, 2, 2, 2]),
            np.array([0, 0, 1, 0, 1, 2]),
            np.array([5.0, 4.5, 2.0, 4.0, 1.0, 3.5]),
            2.0,
        ),
        (
            np.array([3, 0, 2, 1, 0, 2, 3, 1, 0]),
            np.array([1, 2, 0, 2, 1, 1, 2, 0, 0]),
            np.array([0.5, 4.0, 5.0, 3.5, 2.0, 1.5, 5.0, 4.5, 3.0]),
            5.0,
        ),
    ],
    hints="""
        First mu, then the movies, then the users: each explains what those before it
          leave over.
        np.bincount(movies, rest) adds up rest for each movie, and np.bincount(movies)
          counts its ratings.
        item_bias = np.bincount(movies, rest) / (np.bincount(movies) + damping), with
          rest = stars - mu. Then take item_bias[movies] off rest, and do the same with
          users.
    """,
    given=lambda users, movies, stars, damping: (
        users,
        movies,
        stars.mean(),
        stars - stars.mean(),
        _damped(damping),
    ),
    wrong={  # of users u and movies i, by a bias that is damped
        "you did not damp: a movie with one rating is taken at its word": (
            lambda u, i, mu, rest, bias: (mu, *_biases(u, i, rest, _damped(0)))
        ),
        "you took the users' biases from stars - mu; take off what the movies "
        "explain, too": (
            lambda u, i, mu, rest, bias: (mu, bias(u, rest), bias(i, rest))
        ),
        "you returned the movies' biases before the users'": (
            lambda u, i, mu, rest, bias: (mu, *_biases(u, i, rest, bias)[::-1])
        ),
        "you asked the users first; the movies come first": (
            lambda u, i, mu, rest, bias: (mu, *_biases(i, u, rest, bias)[::-1])
        ),
        "you did not take mu off: biases are how far above or below it": (
            lambda u, i, mu, rest, bias: (mu, *_biases(u, i, rest + mu, bias))
        ),
        "you returned means; a bias is what is left when mu is taken off": (
            lambda u, i, mu, rest, bias: (
                mu,
                *(mu + off for off in _biases(u, i, rest, bias)),
            )
        ),
        "you took undamped movie biases off before you asked the users": (
            lambda u, i, mu, rest, bias: (
                mu,
                *_biases(u, i, rest, bias, _damped(0)(i, rest)),
            )
        ),
        "you damped the movies alone; users with few ratings need it, too": (
            lambda u, i, mu, rest, bias: (
                mu,
                _damped(0)(u, rest - bias(i, rest)[i]),
                bias(i, rest),
            )
        ),
        "you did not divide: these are sums of what is left over": (
            lambda u, i, mu, rest, bias: (mu, *_biases(u, i, rest, np.bincount))
        ),
    },
)


def _means_by(bias: Callable) -> Callable:
    """A wrong way whose bias is another formula of positions, rest and damping."""

    def wrong(users, movies, stars, damping):
        mu = stars.mean()
        by = functools.partial(bias, damping=damping)
        return mu, *_biases(users, movies, stars - mu, by)

    return wrong


@means.wrong("you damped mu as well; it is the plain mean of all stars")
def _(users, movies, stars, damping):
    mu = stars.sum() / (len(stars) + damping)
    return mu, *_biases(users, movies, stars - mu, _damped(damping))


@means.wrong("you divided by the number of all ratings; each has its own number")
@_means_by
def _(at, rest, damping):
    return np.bincount(at, rest) / (len(rest) + damping)


@means.wrong("you added the damping to the sum; it belongs to the number below it")
@_means_by
def _(at, rest, damping):
    return (np.bincount(at, rest) + damping) / np.bincount(at)


@means.wrong("the parentheses are missing around the number of ratings + damping")
@_means_by
def _(at, rest, damping):
    return np.bincount(at, rest) / np.bincount(at) + damping


@means.wrong("you took the mean of the movies' means for mu; take that of all stars")
def _(users, movies, stars, damping):
    mu = _damped(0)(movies, stars).mean()
    return mu, *_biases(users, movies, stars - mu, _damped(damping))


@means.wrong("you took the middle of the scale for mu; take the mean of all stars")
def _(users, movies, stars, damping):
    return 3.0, *_biases(users, movies, stars - 3.0, _damped(damping))
