"""Exercises of notebook 03."""

import numpy as np
from scipy import sparse

from utils.exercises.compare import known_cells, small_matrix
from utils.exercises.engine import exercise


def _no_diagonal(counts) -> np.ndarray:
    counts = np.asarray(counts.todense() if sparse.issparse(counts) else counts)
    return counts - np.diag(np.diag(counts))


support = exercise(
    "3.1",
    "co-ratings and support",
    cases=[
        (small_matrix([[4, None, 2], [5, 1, None], [3, 3, 3]]),),
        (small_matrix([[1, 2, None, None], [2, None, None, 5]]),),
        (small_matrix([[0, 1], [0, None], [None, 3]]),),  # a centred row has zeros
        (small_matrix([[2, 0, 1, None], [None, 0, 3, 4], [5, 0, None, 1]]),),
    ],
    hints="""
        It is exercise 1.5 on columns: a 1 in each known cell, and one product.
        With B for the mask, the users of each pair of movies are B.T @ B.
        np.fill_diagonal(counts, 0) takes out each movie with itself.
    """,
    wrong={
        "you kept the diagonal: a movie would be its own best neighbour": (
            lambda X: (known_cells(X).T @ known_cells(X)).toarray()
        ),
        "you counted movies for pairs of users; turn it around": (
            lambda X: _no_diagonal(known_cells(X) @ known_cells(X).T)
        ),
        "you multiplied the stars; only who rated may count": (
            lambda X: _no_diagonal(X.T @ X)
        ),
        "you took X != 0 for what is known, which loses stored zeros": (
            lambda X: _no_diagonal((X != 0).astype(float).T @ (X != 0).astype(float))
        ),
    },
)


@support.wrong("you counted the users who rated either of the two; both are wanted")
def _(X):
    n = np.asarray(known_cells(X).sum(axis=0)).ravel()
    both = (known_cells(X).T @ known_cells(X)).toarray()
    return _no_diagonal(n[:, None] + n - both)


FIRST = small_matrix([[5, 4, 3], [2, 4, None], [None, 1, 5], [4, None, 2]])
SECOND = [[5, 3, 1, None], [4, None, 2, 5], [1, 5, None, 3], [2, 2, 4, 1]]


def _stars(X: sparse.csr_array) -> np.ndarray:
    """Dense stars with NaN for unknown."""
    dense = np.full(X.shape, np.nan)
    cells = X.tocoo()
    dense[cells.row, cells.col] = cells.data
    return dense


def _means(dense: np.ndarray) -> np.ndarray:
    return np.nanmean(dense, axis=1, keepdims=True)  # (n_users, 1)


def _centred(dense: np.ndarray) -> np.ndarray:
    return dense - _means(dense)


def _cosine(x: np.ndarray, y: np.ndarray) -> float:
    length = np.sqrt((x @ x) * (y @ y))
    return float(x @ y / length) if length else 0.0


def _co_rated(dense: np.ndarray, i: int, j: int) -> np.ndarray:
    return dense[~np.isnan(dense[:, i] + dense[:, j])][:, [i, j]].T


adjusted = exercise(
    "3.2",
    "adjusted cosine",
    cases=[
        (FIRST, 0, 1),
        *((small_matrix(SECOND), i, j) for i, j in [(0, 2), (1, 3)]),
        (small_matrix([[3, None, 4], [None, 2, 1]]), 0, 1),
        (small_matrix([[0, -1, 1, None], [2, 0, None, -2], [-1, 0, 1, 4]]), 0, 1),
        (small_matrix([[3, 2, 4], [2, 1, 3], [None, 5, 1]]), 0, 1),  # all 0 of one
        (small_matrix([[5, 2, 2], [None, 3, 1], [1, None, 4]]), 0, 1),  # one rated both
        (small_matrix([[4, 5, 1, 1], [None, 3, 1, 2]]), 0, 1),
        (small_matrix([[4, 4, None], [None, 1, 2], [2, 2, 2]]), 0, 1),  # of both
    ],
    hints="""
        A user's mean is over all that they rated, not over these two movies.
        Keep the users who rated both; take each one's own mean off both stars; then
          it is the cosine of 2.3.
        Row u has the stars X.data[X.indptr[u]:X.indptr[u + 1]] in the columns
          X.indices[X.indptr[u]:X.indptr[u + 1]].
    """,
    given=lambda X, i, j: (_stars(X), i, j),
    wrong={
        "you did not take off the means: this is the plain cosine": (
            lambda dense, i, j: _cosine(*_co_rated(dense, i, j))
        ),
        "you took off the mean of each movie; it is the user's mean that is harsh "
        "or generous": (
            lambda dense, i, j: _cosine(
                *_co_rated(dense - np.nanmean(dense, axis=0), i, j)
            )
        ),
        "you let users into the lengths who rated only one of the two movies": (
            lambda dense, i, j: _cosine(*np.nan_to_num(_centred(dense))[:, [i, j]].T)
        ),
        "you took the mean off the unknown cells as well: silence became dislike": (
            lambda dense, i, j: _cosine(
                *(np.nan_to_num(dense) - _means(dense))[:, [i, j]].T
            )
        ),
        "you took off the mean of the two stars; take that of all of the user's": (
            lambda dense, i, j: _cosine(
                *_co_rated(dense, i, j) - _co_rated(dense, i, j).mean(axis=0)
            )
        ),
        "you took off the mean of all ratings; take each user's own": (
            lambda dense, i, j: _cosine(*_co_rated(dense - np.nanmean(dense), i, j))
        ),
        "you did not divide by the lengths": (
            lambda dense, i, j: float(np.dot(*_co_rated(_centred(dense), i, j)))
        ),
        "you compared two users; i and j are columns, movies": (
            lambda dense, i, j: _cosine(*_co_rated(_centred(dense).T, i, j))
        ),
    },
)


@adjusted.wrong("you counted unknown cells as zeros in the users' means")
def _(X, i, j):
    dense, means = _stars(X), X.toarray().mean(axis=1, keepdims=True)
    return _cosine(*_co_rated(dense - means, i, j))


@adjusted.wrong("you took X != 0 for what is known, which loses stored zeros")
def _(X, i, j):
    dense = np.where(X.toarray() != 0, X.toarray(), np.nan)
    return _cosine(*_co_rated(_centred(dense), i, j))


@adjusted.wrong(
    "you took off the mean of each movie (this is Pearson's measure); take off the "
    "mean of each user"
)
def _(X, i, j):
    x, y = _co_rated(_stars(X), i, j)
    return _cosine(x - x.mean(), y - y.mean()) if len(x) else 0.0


@adjusted.wrong(
    "you left out users with a deviation of 0, but they rated both: their star is known"
)
def _(X, i, j):
    x, y = _co_rated(_centred(_stars(X)), i, j)
    kept = (x != 0) & (y != 0)
    return _cosine(x[kept], y[kept])


@adjusted.wrong("where all deviations are 0 there is NaN in place of 0")
def _(X, i, j):
    x, y = _co_rated(_centred(_stars(X)), i, j)
    return float(x @ y / np.sqrt((x @ x) * (y @ y))) if len(x) else 0.0


partner = exercise(
    "3.3",
    "shrinkage that removes a one-rating twin",
    cases=[
        (np.array([1.0, 0.6]), np.array([1, 30]), 10),
        (np.array([0.2, 0.9, 1.0]), np.array([300, 40, 2]), 20),
        (np.array([1.0, 0.5, 0.4]), np.array([3, 3, 100]), 5),
        (np.array([0.9, 1.0, 0.8]), np.array([2, 40, 30]), 10),
        (np.array([0.5, -0.9, 0.4]), np.array([10, 80, 20]), 10),  # an opposite
        (np.array([0.3, 0.8, 0.45, 0.2]), np.array([12, 9, 11, 90]), 10),
        (np.array([0.6, 0.3, 0.1]), np.array([8, 25, 70]), 12),
        (np.array([-0.2, -0.6, 0.1, 0.9, 0.35]), np.array([50, 7, 60, 3, 30]), 20),
        (np.array([0.7, 0.3, 0.9, 0.8, 0.6, 0.1]), np.array([9, 99, 4, 6, 30, 2]), 15),
        (np.array([-0.4, -0.1, -0.3]), np.array([40, 30, 2]), 10),  # all below 0
        (np.array([0.9, 0.65, 0.3]), np.array([30, 900, 60]), 5),  # a great hit
        (np.array([0.4, 0.75, 0.2, 0.95]), np.array([5000, 60, 90, 3]), 8),
        (np.array([-0.7, -0.8, -0.6, -0.9]), np.array([20, 50, 25, 1]), 5),
    ],
    hints="""
        Weigh each similarity first, as in exercise 2.5, then choose.
        The weight is support / (support + shrinkage).
        np.argmax gives the position of the largest number.
    """,
    extra=True,
    given=lambda s, n, shrinkage: (s, n, shrinkage, s * n / (n + shrinkage)),
    wrong={
        "the similarity alone decides, so that the one-rating twin wins; a weight "
        "needs parentheses around support + shrinkage": (
            lambda s, n, shrinkage, weighed: int(np.argmax(s))
        ),
        "you chose by support alone: the hit wins, which is like everything": (
            lambda s, n, shrinkage, weighed: int(np.argmax(n))
        ),
        "you divided by the support instead of weighing with it": (
            lambda s, n, shrinkage, weighed: int(np.argmax(s / (n + shrinkage)))
        ),
        "you returned the similarity; the position is wanted": (
            lambda s, n, shrinkage, weighed: weighed.max()
        ),
        "you drew a line at the support; the weight grows with it, smoothly": (
            lambda s, n, shrinkage, weighed: int(
                np.argmax(np.where(n >= shrinkage, s, -np.inf))
            )
        ),
        "you took the largest by size: an opposite is no partner": (
            lambda s, n, shrinkage, weighed: int(
                np.argmax(np.abs(s) * n / (n + shrinkage))
            )
        ),
        "you took the lowest; the highest is the best": (
            lambda s, n, shrinkage, weighed: int(np.argmin(weighed))
        ),
        "you multiplied by the support itself, so that hits win": (
            lambda s, n, shrinkage, weighed: int(np.argmax(s * n))
        ),
        "you dropped twins by one rating, and counted positions among those that "
        "are left": (lambda s, n, shrinkage, weighed: int(np.argmax(weighed[n > 1]))),
        "your search begins with 0, so that nobody below 0 is ever found": (
            lambda s, n, shrinkage, weighed: int(np.argmax(np.maximum(weighed, 0)))
        ),
    },
)


def _best(scores: np.ndarray) -> np.ndarray:
    return np.argsort(-scores, kind="stable")  # NaN come last


def _without(best: np.ndarray, seen: np.ndarray) -> np.ndarray:
    return np.array([i for i in best if i not in seen])


def _possible(scores, seen) -> np.ndarray:
    """-inf where a movie may not be recommended."""
    hidden = np.where(np.isnan(scores), -np.inf, scores)
    hidden[seen] = -np.inf
    return hidden


unseen = exercise(
    "3.4",
    "recommend without what was seen",
    cases=[
        (np.array([3.0, 5.0, 4.0]), np.array([1]), 2),
        (np.array([4.0, np.nan, 2.0, 5.0, 3.0]), np.array([3, 4]), 2),
        (np.array([1.0, 2.0, np.nan, 4.0, 3.5, 0.5]), np.array([3]), 3),
        (np.array([-0.5, 0.3, np.nan, -0.1, -0.9]), np.array([1]), 2),  # below 0
        (np.array([0.2, np.nan, -0.4, 0.6, -0.1]), np.array([0, 3]), 5),  # too few
        (np.array([0.9, 0.2, 0.6, np.nan, 0.4, 0.7]), np.array([5, 3, 0]), 2),
        (np.array([0.3, 0.5, 0.1]), np.array([], dtype=int), 2),  # nothing seen
    ],
    hints="""
        A score of NaN means that nothing can be said: such a movie can't be
          recommended.
        Make a copy of the scores, write NaN at the seen, then sort.
        np.argsort(-scores) sorts from high to low with the NaN last; drop these,
          then cut to k.
    """,
    wrong={
        "you recommended movies that were seen": (
            lambda scores, seen, k: _best(scores)[:k]
        ),
        "you cut the list to k before you dropped the seen, so it is too short": (
            lambda scores, seen, k: _without(_best(scores)[:k], seen)
        ),
        "you put the lowest scores first": (
            lambda scores, seen, k: _without(_best(-scores), seen)[:k]
        ),
        "movies of which nothing can be said (NaN) are still in your list": (
            lambda scores, seen, k: _without(_best(scores), seen)[:k]
        ),
        "you put 0 in place of NaN, and 0 passes the scores below it: drop them": (
            lambda scores, seen, k: _without(_best(np.nan_to_num(scores)), seen)[:k]
        ),
        "the seen, or those without a score, come last instead of never: a list may"
        " be shorter than k": (
            lambda scores, seen, k: _best(_possible(scores, seen))[:k]
        ),
        "you left out scores below 0; they may be the best there are": (
            lambda scores, seen, k: _best(_possible(scores, seen))[
                : min(k, (_possible(scores, seen) > 0).sum())
            ]
        ),
        "you counted positions among those that are left; count among all": (
            lambda scores, seen, k: _best(scores[_possible(scores, seen) > -np.inf])[:k]
        ),
    },
)


@unseen.wrong(
    "you put movies first of which nothing can be said: a sort puts NaN "
    "last, and turning it around puts them first"
)
def _(scores, seen, k):
    best = np.argsort(scores, kind="stable")[::-1]  # turns the NaN to the front
    return _without(best, seen)[:k]


@unseen.wrong("you gave the seen a score of 0, which passes those below 0: drop them")
def _(scores, seen, k):
    hidden = scores.copy()
    hidden[seen] = 0
    return _best(hidden)[: min(k, np.isfinite(hidden).sum())]


@unseen.wrong(
    "you cut the list to k before you dropped the seen, so that it is too short"
)
def _(scores, seen, k):
    best = _best(scores)[:k]
    return best[~np.isnan(scores[best]) & ~np.isin(best, seen)]


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
