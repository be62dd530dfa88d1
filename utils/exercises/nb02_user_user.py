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
        (set(), set()),
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


def _mean(row: list) -> float:
    known = [x for x in row if x is not None]
    return sum(known) / len(known)


centre = exercise(
    "2.2",
    "centre a row",
    cases=[([4, None, 2],), ([5, 5, None],), ([1, None, None, 2.5],), ([3, 4, 5],)],
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
    ],
    hints="""
        First keep only the movies that both rated, in both rows.
        Then: sum of products, divided by the root of the product of the two sums
          of squares.
        both = [(x, y) for x, y in zip(a, b) if x is not None and y is not None];
          if it is empty, return 0.
    """,
)


@cosine.wrong("you counted the unknown cells as zeros in the lengths of the rows")
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


def _asked(similarities: list, deviations: list) -> np.ndarray:
    """Rows (similarity, deviation) of the neighbours who rated the movie."""
    pairs = [(s, d) for s, d in zip(similarities, deviations) if d is not None]
    return np.array(pairs)


predict = exercise(
    "2.4",
    "predict from neighbours",
    cases=[
        (3.0, [0.5, 1.0], [1.0, -0.5]),
        (4.0, [0.8, 0.2], [None, 1.0]),
        (3.5, [0.6, -0.4], [1.0, 0.5]),
        (2.0, [0.9, 0.5, 0.1], [0.5, None, -1.0]),
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
