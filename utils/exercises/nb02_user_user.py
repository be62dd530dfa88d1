"""Exercises of notebook 02."""

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
)


@jaccard.wrong("you counted what is common, but did not divide")
def _(a, b):
    return len(a & b)


@jaccard.wrong("you divided by the two sizes together, so common ones count twice")
def _(a, b):
    return _over(a, b, len(a) + len(b))


@jaccard.wrong("you divided by the smaller set: who has one movie is then a twin")
def _(a, b):
    return _over(a, b, min(len(a), len(b)))


@jaccard.wrong(
    "you divided by the first set only: similarity must not depend on who comes first"
)
def _(a, b):
    return _over(a, b, len(a))


@jaccard.wrong("you counted what is common twice (this is the Dice coefficient)")
def _(a, b):
    return _over(a, b, (len(a) + len(b)) / 2)


@jaccard.wrong(
    "you divided by the root of the two sizes (this is the cosine of two sets)"
)
def _(a, b):
    return _over(a, b, np.sqrt(len(a) * len(b)))


@jaccard.wrong("you divided by what only one of the two has; divide by what either has")
def _(a, b):
    return _over(a, b, len(a ^ b))


@jaccard.wrong("you called two empty sets alike; they have nothing in common: 0")
def _(a, b):
    return _over(a, b, len(a | b)) if a or b else 1.0


@jaccard.wrong("you divided by the larger set; divide by what either of the two has")
def _(a, b):
    return _over(a, b, max(len(a), len(b)))


@jaccard.wrong("you returned the distance, 1 minus the similarity")
def _(a, b):
    return 1 - _over(a, b, len(a | b)) if a or b else 0.0


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
)


@centre.wrong("you counted the unknown cells as zeros in the mean")
def _(row):
    mean = sum(x or 0 for x in row) / len(row)
    return [None if x is None else x - mean for x in row]


@centre.wrong("you filled the unknown cells with 0, which now says 'average'")
def _(row):
    return [0.0 if x is None else x - _mean(row) for x in row]


@centre.wrong("you took the mean off the unknown cells as well")
def _(row):
    return [(x or 0) - _mean(row) for x in row]


@centre.wrong("you also divided by the standard deviation; only centre")
def _(row):
    known = np.array([x for x in row if x is not None], dtype=float)
    spread = known.std() or 1.0
    return [None if x is None else (x - known.mean()) / spread for x in row]


@centre.wrong("you took off the middle of the scale, 3; take off the person's own mean")
def _(row):
    return [None if x is None else x - 3 for x in row]


@centre.wrong("you took off the median; take off the mean")
def _(row):
    middle = np.median([x for x in row if x is not None])
    return [None if x is None else x - middle for x in row]


@centre.wrong("you left out the unknown cells; their places have to stay")
def _(row):
    return [x - _mean(row) for x in row if x is not None]


@centre.wrong("you returned the mean; it still has to be taken off each of the stars")
def _(row):
    return _mean(row)


@centre.wrong("you divided by the mean; take it off")
def _(row):
    return [None if x is None else x / _mean(row) for x in row]


@centre.wrong("you took off the sum of the stars; take off their mean")
def _(row):
    return [
        None if x is None else x - sum(y for y in row if y is not None) for x in row
    ]


def _co_rated(a: list, b: list) -> tuple[np.ndarray, np.ndarray]:
    both = [(x, y) for x, y in zip(a, b) if x is not None and y is not None]
    x, y = np.array(both, dtype=float).reshape(-1, 2).T
    return x, y


def _cosine(x: np.ndarray, y: np.ndarray) -> float:
    length = np.sqrt((x @ x) * (y @ y))
    return x @ y / length if length else 0.0


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
)


@cosine.wrong(
    "your lengths run over more than the co-rated movies, as if the unknown cells were "
    "zeros"
)
def _(a, b):
    return _cosine(*(np.array([x or 0 for x in row], dtype=float) for row in (a, b)))


@cosine.wrong("you did not divide by the lengths")
def _(a, b):
    x, y = _co_rated(a, b)
    return x @ y


@cosine.wrong("you forgot the square root of the squared lengths")
def _(a, b):
    x, y = _co_rated(a, b)
    below = (x @ x) * (y @ y)
    return x @ y / below if below else 0.0


@cosine.wrong("you centred the rows first; that is a good idea, but another measure")
def _(a, b):
    x, y = _co_rated(a, b)
    return _cosine(x - _mean(a), y - _mean(b))


@cosine.wrong(
    "you took the square of the sums of the stars; the sum of their squares is meant"
)
def _(a, b):
    x, y = _co_rated(a, b)
    below = x.sum() * y.sum()
    return x @ y / below if below else 0.0


@cosine.wrong("you left out the unknown cells of each row alone: now the movies shift")
def _(a, b):
    x, y = (np.array([s for s in row if s is not None], float) for row in (a, b))
    n = min(len(x), len(y))
    return _cosine(x[:n], y[:n]) if set(zip(a, b)) else 0.0


@cosine.wrong(
    "you took off the means of the co-rated movies; that is Pearson's measure"
)
def _(a, b):
    x, y = _co_rated(a, b)
    return _cosine(x - x.mean(), y - y.mean()) if len(x) else 0.0


@cosine.wrong(
    "you divided by the squares of the first row alone; both rows have a length"
)
def _(a, b):
    x, y = _co_rated(a, b)
    return x @ y / (x @ x) if len(x) else 0.0


@cosine.wrong("you returned the distance, 1 minus the cosine")
def _(a, b):
    x, y = _co_rated(a, b)
    return 1 - _cosine(x, y) if len(x) else 0.0


@cosine.wrong("the root is missing over the sum of squares of the second row")
def _(a, b):
    x, y = _co_rated(a, b)
    return x @ y / (np.sqrt(x @ x) * (y @ y)) if len(x) else 0.0


@cosine.wrong("the root is missing over the sum of squares of the first row")
def _(a, b):
    x, y = _co_rated(a, b)
    return x @ y / ((x @ x) * np.sqrt(y @ y)) if len(x) else 0.0


@cosine.wrong("you added the two sums of squares; multiply them below the root")
def _(a, b):
    x, y = _co_rated(a, b)
    return x @ y / np.sqrt(x @ x + y @ y) if len(x) else 0.0


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
)


@predict.wrong(
    "you divided by the number of neighbours, not by the sum of the |similarities|"
)
def _(mean, similarities, deviations):
    s, d = _asked(similarities, deviations).T
    return mean + s @ d / len(s)


@predict.wrong("you divided by the sum of the similarities with their signs; take |s|")
def _(mean, similarities, deviations):
    s, d = _asked(similarities, deviations).T
    return mean + s @ d / s.sum()


@predict.wrong("you forgot the person's own mean")
def _(mean, similarities, deviations):
    s, d = _asked(similarities, deviations).T
    return s @ d / np.abs(s).sum()


@predict.wrong(
    "you let neighbours vote who did not rate the movie, as if with their mean"
)
def _(mean, similarities, deviations):
    s, d = np.array(similarities), np.array([x or 0.0 for x in deviations])
    return mean + s @ d / np.abs(s).sum()


@predict.wrong("you did not divide by the sum of the |similarities|")
def _(mean, similarities, deviations):
    s, d = _asked(similarities, deviations).T
    return mean + s @ d


@predict.wrong("you left out the neighbours whose similarity is negative")
def _(mean, similarities, deviations):
    s, d = _asked(similarities, deviations).T
    return mean + s[s > 0] @ d[s > 0] / s[s > 0].sum()


@predict.wrong("you took each neighbour for equally similar: weigh with s")
def _(mean, similarities, deviations):
    _, d = _asked(similarities, deviations).T
    return mean + d.mean()


@predict.wrong("you took |s| above, too: so an opposite counts like a twin")
def _(mean, similarities, deviations):
    s, d = _asked(similarities, deviations).T
    return mean + np.abs(s) @ d / np.abs(s).sum()


@predict.wrong("you left out deviations of 0, but they are known; only None is not")
def _(mean, similarities, deviations):
    s, d = _asked(similarities, [x or None for x in deviations]).T
    return mean + s @ d / np.abs(s).sum()


@predict.wrong("you divided by the root of the squares; take the sum of |s|")
def _(mean, similarities, deviations):
    s, d = _asked(similarities, deviations).T
    return mean + s @ d / np.sqrt(s @ s)


@predict.wrong("you cut the prediction to the scale; leaving it is no mistake")
def _(mean, similarities, deviations):
    s, d = _asked(similarities, deviations).T
    return min(5.0, max(0.5, mean + s @ d / np.abs(s).sum()))


@predict.wrong("you took the sum of s without its sign; take each |s|, then add up")
def _(mean, similarities, deviations):
    s, d = _asked(similarities, deviations).T
    return mean + s @ d / np.abs(s.sum())


@predict.wrong(
    "you took your mean off the deviations; they have a mean taken off already"
)
def _(mean, similarities, deviations):
    s, d = _asked(similarities, deviations).T
    return mean + s @ (d - mean) / np.abs(s).sum()


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
)


@significance.wrong(
    "you left the similarities as they were: one common movie still counts "
    "as much as thirty"
)
def _(similarities, support, shrinkage):
    return similarities


@significance.wrong(
    "you used the weight min(support, n) / n; that exists too, but here it "
    "is support / (support + shrinkage)"
)
def _(similarities, support, shrinkage):
    return similarities * np.minimum(support, shrinkage) / shrinkage


@significance.wrong("you divided, but did not multiply by the support")
def _(similarities, support, shrinkage):
    return similarities / (support + shrinkage)


@significance.wrong("you gave the large weight to the small support")
def _(similarities, support, shrinkage):
    return similarities * shrinkage / (support + shrinkage)


@significance.wrong("you divided by the weight; multiply with it")
def _(similarities, support, shrinkage):
    return similarities * (support + shrinkage) / support


@significance.wrong(
    "you returned the weights; they still have to meet the similarities"
)
def _(similarities, support, shrinkage):
    return support / (support + shrinkage)


@significance.wrong("the parentheses are missing around support + shrinkage")
def _(similarities, support, shrinkage):
    return similarities * support / support + shrinkage


@significance.wrong(
    "you drew a line at the support; the weight grows with it, smoothly"
)
def _(similarities, support, shrinkage):
    return np.where(support >= shrinkage, similarities, 0.0)


@significance.wrong("you took the largest support below; each movie has its own")
def _(similarities, support, shrinkage):
    return similarities * support / (support.max() + shrinkage)


@significance.wrong("you took 1 off the support; take it as it is")
def _(similarities, support, shrinkage):
    return similarities * (support - 1) / (support + shrinkage)


def _bias(positions: np.ndarray, rest: np.ndarray, damping: float) -> np.ndarray:
    return np.bincount(positions, rest) / (np.bincount(positions) + damping)


def _biases(users, movies, rest, damping, off=None):
    """Of users and of movies; the users' from what the movies leave over."""
    item_bias = _bias(movies, rest, damping)
    off = item_bias if off is None else off
    return _bias(users, rest - off[movies], damping), item_bias


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
)


@means.wrong("you did not damp: a movie with one rating is taken at its word")
def _(users, movies, stars, damping):
    mu = stars.mean()
    return mu, *_biases(users, movies, stars - mu, 0)


@means.wrong(
    "you took the users' biases from stars - mu; take off what the movies explain, too"
)
def _(users, movies, stars, damping):
    mu = stars.mean()
    return mu, _bias(users, stars - mu, damping), _bias(movies, stars - mu, damping)


@means.wrong("you returned the movies' biases before the users'")
def _(users, movies, stars, damping):
    mu = stars.mean()
    return mu, *_biases(users, movies, stars - mu, damping)[::-1]


@means.wrong("you asked the users first; the movies come first")
def _(users, movies, stars, damping):
    mu = stars.mean()
    return mu, *_biases(movies, users, stars - mu, damping)[::-1]


@means.wrong("you damped mu as well; it is the plain mean of all stars")
def _(users, movies, stars, damping):
    mu = stars.sum() / (len(stars) + damping)
    return mu, *_biases(users, movies, stars - mu, damping)


@means.wrong("you did not take mu off: biases are how far above or below it")
def _(users, movies, stars, damping):
    return stars.mean(), *_biases(users, movies, stars, damping)


@means.wrong("you returned means; a bias is what is left when mu is taken off")
def _(users, movies, stars, damping):
    mu = stars.mean()
    user_bias, item_bias = _biases(users, movies, stars - mu, damping)
    return mu, mu + user_bias, mu + item_bias


@means.wrong("you took undamped movie biases off before you asked the users")
def _(users, movies, stars, damping):
    mu = stars.mean()
    plain = _bias(movies, stars - mu, 0)
    return mu, *_biases(users, movies, stars - mu, damping, plain)


@means.wrong("you damped the movies alone; users with few ratings need it, too")
def _(users, movies, stars, damping):
    mu = stars.mean()
    item_bias = _bias(movies, stars - mu, damping)
    return mu, _bias(users, stars - mu - item_bias[movies], 0), item_bias


@means.wrong("you divided by the number of all ratings; each has its own number")
def _(users, movies, stars, damping):
    mu, n = stars.mean(), len(stars) + damping
    item_bias = np.bincount(movies, stars - mu) / n
    return mu, np.bincount(users, stars - mu - item_bias[movies]) / n, item_bias


@means.wrong("you did not divide: these are sums of what is left over")
def _(users, movies, stars, damping):
    mu = stars.mean()
    item_bias = np.bincount(movies, stars - mu)
    return mu, np.bincount(users, stars - mu - item_bias[movies]), item_bias


@means.wrong("you added the damping to the sum; it belongs to the number below it")
def _(users, movies, stars, damping):
    def off(positions, rest):
        return (np.bincount(positions, rest) + damping) / np.bincount(positions)

    mu = stars.mean()
    item_bias = off(movies, stars - mu)
    return mu, off(users, stars - mu - item_bias[movies]), item_bias


@means.wrong("the parentheses are missing around the number of ratings + damping")
def _(users, movies, stars, damping):
    def off(positions, rest):
        return np.bincount(positions, rest) / np.bincount(positions) + damping

    mu = stars.mean()
    item_bias = off(movies, stars - mu)
    return mu, off(users, stars - mu - item_bias[movies]), item_bias


@means.wrong("you took the mean of the movies' means for mu; take that of all stars")
def _(users, movies, stars, damping):
    mu = _bias(movies, stars, 0).mean()
    return mu, *_biases(users, movies, stars - mu, damping)


@means.wrong("you took the middle of the scale for mu; take the mean of all stars")
def _(users, movies, stars, damping):
    return 3.0, *_biases(users, movies, stars - 3.0, damping)
