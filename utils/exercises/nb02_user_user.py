"""Exercises of notebook 02."""

import functools
from collections.abc import Callable

import numpy as np

from utils.exercises.engine import exercise


def _over(a: set, b: set, below: float) -> float:
    return len(a & b) / below if below else 0.0


jaccard = exercise(
    "2.1",
    "Jaccard",
    cases=[
        ({1, 2}, {2, 3, 4}),
        ({1, 2, 3}, {1, 2, 3}),
        ({5}, {7}),
        ({1, 2, 3, 4}, {4}),
        ({1, 2, 3, 8}, {2, 3, 9}),
        ({4, 5, 6, 7}, {1, 2, 3, 4, 5}),  # 2/7, a number of many digits
        (set(), set()),
        (set(), {1}),
    ],
    hints="""
        Count twice: what both have, and what at least one of them has.
        In Python, a & b is what two sets share, a | b is all that is in either.
        Two empty sets have nothing in either: return 0 before you divide.
    """,
    wrong={
        "you counted what is common, but did not divide": lambda a, b: len(a & b),
        "you divided by the two sizes together, so common ones count twice": (
            lambda a, b: _over(a, b, len(a) + len(b))
        ),
        "you divided by the smaller set: who has one movie is then a twin": (
            lambda a, b: _over(a, b, min(len(a), len(b)))
        ),
        "you divided by the first set only: similarity must not depend on who comes"
        " first": (lambda a, b: _over(a, b, len(a))),
        "you counted what is common twice (this is the Dice coefficient)": (
            lambda a, b: _over(a, b, (len(a) + len(b)) / 2)
        ),
        "you divided by the root of the two sizes (this is the cosine of two sets)": (
            lambda a, b: _over(a, b, np.sqrt(len(a) * len(b)))
        ),
        "you divided by what only one of the two has; divide by what either has": (
            lambda a, b: _over(a, b, len(a ^ b))
        ),
        "you called two empty sets alike; they have nothing in common: 0": (
            lambda a, b: _over(a, b, len(a | b)) if a or b else 1.0
        ),
        "you divided by the larger set; divide by what either of the two has": (
            lambda a, b: _over(a, b, max(len(a), len(b)))
        ),
        "you returned the distance, 1 minus the similarity": (
            lambda a, b: 1 - _over(a, b, len(a | b)) if a or b else 0.0
        ),
    },
)


def _mean(row: list) -> float:
    known = [x for x in row if x is not None]
    return sum(known) / len(known)


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
            lambda row, known: [0.0 if x is None else x - _mean(row) for x in row]
        ),
        "you took the mean off the unknown cells as well": (
            lambda row, known: [(x or 0) - _mean(row) for x in row]
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
            lambda row, known: [x - _mean(row) for x in known]
        ),
        "you returned the mean; it still has to be taken off each of the stars": (
            lambda row, known: _mean(row)
        ),
        "you divided by the mean; take it off": (
            lambda row, known: [None if x is None else x / _mean(row) for x in row]
        ),
        "you took off the sum of the stars; take off their mean": (
            lambda row, known: [None if x is None else x - sum(known) for x in row]
        ),
    },
)


def _co_rated(a: list, b: list) -> tuple[np.ndarray, np.ndarray]:
    both = [(x, y) for x, y in zip(a, b) if x is not None and y is not None]
    x, y = np.array(both, dtype=float).reshape(-1, 2).T
    return x, y


def _ratio(above: float, below: float) -> float:
    return above / below if below else 0.0


def _cosine(x: np.ndarray, y: np.ndarray) -> float:
    return _ratio(x @ y, np.sqrt((x @ x) * (y @ y)))


cosine = exercise(
    "2.3",
    "cosine of co-rated movies",
    cases=[
        ([3, 4, None], [4, 3, 5]),
        ([5, None, 1, 2], [None, 4, 1, 2]),
        ([1, None], [None, 5]),
        ([4, 2, 5], [1, 5, None]),
        ([2, None, 5, 1, 3], [4, 1, 2, None, 5]),
        ([None, 1, 4, 5], [3, 5, 2, 1]),
    ],
    hints="""
        First keep only the movies that both rated, in both rows.
        Then: sum of products, divided by the root of the product of the two sums
          of squares.
        both = [(x, y) for x, y in zip(a, b) if x is not None and y is not None];
          if it is empty, return 0.
    """,
    given=_co_rated,
    wrong={
        "you did not divide by the lengths": lambda x, y: x @ y,
        "you forgot the square root of the squared lengths": (
            lambda x, y: _ratio(x @ y, x @ x * (y @ y))
        ),
        "you took the square of the sums of the stars; the sum of their squares is "
        "meant": (lambda x, y: _ratio(x @ y, x.sum() * y.sum())),
        "you took off the means of the co-rated movies; that is Pearson's measure": (
            lambda x, y: _cosine(x - x.mean(), y - y.mean()) if len(x) else 0.0
        ),
        "you divided by the squares of the first row alone; both rows have a length": (
            lambda x, y: _ratio(x @ y, x @ x)
        ),
        "you returned the distance, 1 minus the cosine": (
            lambda x, y: 1 - _cosine(x, y) if len(x) else 0.0
        ),
        "the root is missing over the sum of squares of the second row": (
            lambda x, y: _ratio(x @ y, np.sqrt(x @ x) * (y @ y))
        ),
        "the root is missing over the sum of squares of the first row": (
            lambda x, y: _ratio(x @ y, x @ x * np.sqrt(y @ y))
        ),
        "you added the two sums of squares; multiply them below the root": (
            lambda x, y: _ratio(x @ y, np.sqrt(x @ x + y @ y))
        ),
    },
)


@cosine.wrong(
    "your lengths run over more than the co-rated movies, as if the unknown cells were "
    "zeros"
)
def _(a, b):
    return _cosine(*(np.array([x or 0 for x in row], dtype=float) for row in (a, b)))


@cosine.wrong("you centred the rows first; that is a good idea, but another measure")
def _(a, b):
    x, y = _co_rated(a, b)
    return _cosine(x - _mean(a), y - _mean(b))


@cosine.wrong("you left out the unknown cells of each row alone: now the movies shift")
def _(a, b):
    x, y = (np.array([s for s in row if s is not None], float) for row in (a, b))
    n = min(len(x), len(y))
    return _cosine(x[:n], y[:n]) if set(zip(a, b)) else 0.0


def _asked(similarities: list, deviations: list) -> np.ndarray:
    """Rows (similarity, deviation) of the neighbours who rated the movie."""
    pairs = [(s, d) for s, d in zip(similarities, deviations) if d is not None]
    return np.array(pairs)


predict = exercise(
    "2.4",
    "predict from neighbours",
    cases=[
        (3.0, [0.5, 1.0], [1.0, -0.25]),
        (4.0, [0.8, 0.2], [None, 0.5]),
        (3.5, [0.6, -0.4], [1.0, 0.5]),
        (2.0, [0.9, 0.5, 0.1], [0.5, None, -1.0]),
        (4.5, [0.5, 0.4, -0.3, 0.2], [1.5, 0.5, -1.5, 0.0]),  # leaves the scale
        (1.0, [0.5, -0.25, 0.5], [-1.0, 0.5, 0.0]),  # below it
        (3.0, [0.3, -0.8], [0.5, -1.0]),
        (2.5, [0.7, 0.2, -0.4, 0.6], [None, 1.0, 0.5, -0.5]),
    ],
    hints="""
        A neighbour whose deviation is None says nothing: leave it out.
        A weighted mean: add up s · d, and divide by the sum of |s|.
        mean + sum(s * d) / sum(abs(s)), over the pairs with a known d.
    """,
    given=lambda mean, similarities, deviations: (
        mean,
        *_asked(similarities, deviations).T,
    ),
    wrong={
        "you divided by the number of neighbours, not by the sum of the "
        "|similarities|": (lambda mean, s, d: mean + s @ d / len(s)),
        "you divided by the sum of the similarities with their signs; take |s|": (
            lambda mean, s, d: mean + s @ d / s.sum()
        ),
        "you forgot the person's own mean": lambda mean, s, d: s @ d / np.abs(s).sum(),
        "you did not divide by the sum of the |similarities|": (
            lambda mean, s, d: mean + s @ d
        ),
        "you left out the neighbours whose similarity is negative": (
            lambda mean, s, d: mean + s[s > 0] @ d[s > 0] / s[s > 0].sum()
        ),
        "you took each neighbour for equally similar: weigh with s": (
            lambda mean, s, d: mean + d.mean()
        ),
        "you took |s| above, too: so an opposite counts like a twin": (
            lambda mean, s, d: mean + np.abs(s) @ d / np.abs(s).sum()
        ),
        "you left out deviations of 0, but they are known; only None is not": (
            lambda mean, s, d: mean + s @ d / np.abs(s[d != 0]).sum()
        ),
        "you divided by the root of the squares; take the sum of |s|": (
            lambda mean, s, d: mean + s @ d / np.sqrt(s @ s)
        ),
        "you cut the prediction to the scale; leaving it is no mistake": (
            lambda mean, s, d: min(5.0, max(0.5, mean + s @ d / np.abs(s).sum()))
        ),
        "you took the sum of s without its sign; take each |s|, then add up": (
            lambda mean, s, d: mean + s @ d / np.abs(s.sum())
        ),
        "you took your mean off the deviations; they have a mean taken off already": (
            lambda mean, s, d: mean + s @ (d - mean) / np.abs(s).sum()
        ),
    },
)


@predict.wrong(
    "you let neighbours vote who did not rate the movie, as if with their mean"
)
def _(mean, similarities, deviations):
    s, d = np.array(similarities), np.array([x or 0.0 for x in deviations])
    return mean + s @ d / np.abs(s).sum()


significance = exercise(
    "2.5",
    "significance weighting",
    cases=[
        (np.array([1.0, 0.8]), np.array([1, 30]), 10),
        (np.array([0.5, -0.5, 1.0]), np.array([4, 4, 0]), 4),
        (np.array([0.9, 0.9, 0.2]), np.array([1, 2, 400]), 25),
    ],
    hints="""
        The weight should be near 0 for no support and near 1 for a lot of it.
        With as much support as shrinkage, the similarity is halved.
        similarities * support / (support + shrinkage)
    """,
    extra=True,
    wrong={  # similarities s that rest on n ratings
        "you left the similarities as they were: one common movie still counts as "
        "much as thirty": (lambda s, n, shrinkage: s),
        "you used the weight min(support, n) / n; that exists too, but here it is "
        "support / (support + shrinkage)": (
            lambda s, n, shrinkage: s * np.minimum(n, shrinkage) / shrinkage
        ),
        "you divided, but did not multiply by the support": (
            lambda s, n, shrinkage: s / (n + shrinkage)
        ),
        "you gave the large weight to the small support": (
            lambda s, n, shrinkage: s * shrinkage / (n + shrinkage)
        ),
        "you divided by the weight; multiply with it": (
            lambda s, n, shrinkage: s * (n + shrinkage) / n
        ),
        "you returned the weights; they still have to meet the similarities": (
            lambda s, n, shrinkage: n / (n + shrinkage)
        ),
        "the parentheses are missing around support + shrinkage": (
            lambda s, n, shrinkage: s * n / n + shrinkage
        ),
        "you drew a line at the support; the weight grows with it, smoothly": (
            lambda s, n, shrinkage: np.where(n >= shrinkage, s, 0.0)
        ),
        "you took the largest support below; each movie has its own": (
            lambda s, n, shrinkage: s * n / (n.max() + shrinkage)
        ),
        "you took 1 off the support; take it as it is": (
            lambda s, n, shrinkage: s * (n - 1) / (n + shrinkage)
        ),
    },
)


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
