"""Exercise 5.6, similar movies from item factors."""

import numpy as np

from utils.exercises.exercise import exercise
from utils.recommend import top_k


def _vectors() -> list[tuple]:
    few = [[1.0, 0.2], [0.9, 0.1], [4.0, 3.0], [0.5, 0.2], [-2.0, -0.5], [1.0, 0.0]]
    large = np.random.default_rng(1).normal(size=(30, 3))
    n_ratings = np.arange(30) * 7 % 31
    away = [[1.0, 0], [-0.5, 1], [0.2, 0.9], [-1, 0.3], [-0.4, -0.3]]  # cosines below 0
    far = [[0.0, 2], [1, -1], [2, 0.5], [0.3, -2], [1, -0.2]]
    return [
        (np.array(away), np.array([9, 8, 2, 7, 9]), 0, 5, 3),
        (np.array(far), np.array([6, 6, 1, 9, 5]), 0, 5, 2),
        (np.array(few), np.array([30, 5, 40, 12, 50, 2]), 0, 10, 2),
        (large, n_ratings, 4, 8, 5),
        (large * np.arange(1, 31)[:, None], n_ratings, 11, 12, 4),
        (large[:12], np.array([4, 9, 3, 8, 5, 2, 5, 7, 1, 6, 5, 9]), 2, 5, 4),
    ]


def _nearest(closeness, enough, seen, k):
    return top_k(np.where(enough, closeness, np.nan), seen, k)


def _cosines(V, i):
    lengths = np.linalg.norm(V, axis=1)
    return V @ V[i] / (lengths * lengths[i])


alike = exercise(
    "5.6",
    "similar movies from item factors",
    cases=_vectors,
    hints="""
        The cosine is the dot product over the product of both lengths.
        np.linalg.norm(V, axis=1) has all lengths; V @ V[i] all dot products.
        Put NaN where n_ratings < min_ratings: top_k(cosines, [i], k) passes
          over NaN.
    """,
    extra=True,
    given=lambda V, n_ratings, i, min_ratings, k: (
        V,
        _cosines(V, i),
        n_ratings >= min_ratings,
        i,
        k,
    ),
    wrong={
        "you took dot products, which favour long vectors: divide by the lengths": (
            lambda V, cosines, enough, i, k: _nearest(V @ V[i], enough, [i], k)
        ),
        "you left the movie itself in": (
            lambda V, cosines, enough, i, k: _nearest(cosines, enough, [], k)
        ),
        "you did not ask for min_ratings ratings": (
            lambda V, cosines, enough, i, k: top_k(cosines, [i], k)
        ),
        "you put the least similar first": (
            lambda V, cosines, enough, i, k: _nearest(-cosines, enough, [i], k)
        ),
        "you took the distance between the vectors, in which length counts": (
            lambda V, cosines, enough, i, k: _nearest(
                -np.linalg.norm(V - V[i], axis=1), enough, [i], k
            )
        ),
        "you cut to k before you asked for min_ratings ratings": (
            lambda V, cosines, enough, i, k: np.array(
                [j for j in top_k(cosines, [i], k) if enough[j]], dtype=int
            )
        ),
        "you took the first hit for the movie itself, but it may not be there": (
            lambda V, cosines, enough, i, k: _nearest(cosines, enough, [], k + 1)[1:]
        ),
        "you took the largest by size: the opposite direction is not similar": (
            lambda V, cosines, enough, i, k: _nearest(np.abs(cosines), enough, [i], k)
        ),
        "you counted positions among the candidates; count among all movies": (
            lambda V, cosines, enough, i, k: np.argsort(
                -cosines[enough & (np.arange(len(V)) != i)]
            )[:k]
        ),
        "you counted positions among the candidates, and took the first of them for"
        " the movie itself": (
            lambda V, cosines, enough, i, k: np.argsort(-cosines[enough])[1 : k + 1]
        ),
        "you returned the cosines; the positions of the movies are wanted": (
            lambda V, cosines, enough, i, k: cosines[_nearest(cosines, enough, [i], k)]
        ),
        "you gave movies with too few ratings a cosine of 0, which passes those "
        "below 0": (lambda V, cosines, enough, i, k: top_k(cosines * enough, [i], k)),
    },
)


@alike.wrong("you left out movies with exactly min_ratings; at least is >=")
def _(V, n_ratings, i, min_ratings, k):
    return _nearest(_cosines(V, i), n_ratings > min_ratings, [i], k)
