"""Exercise 9.1, rows that the scorer accepts."""

import numpy as np

from utils.exercises.exercise import exercise


def _score_tables() -> list[tuple]:
    small = np.array([[0.2, 0.9, 0.5], [-0.3, -0.1, -0.7]])
    seen = np.array([[False, True, False], [False, False, True]])
    rng = np.random.default_rng(9)
    scores = rng.normal(size=(4, 8))
    known = rng.random((4, 8)) < 0.4
    ids = np.array([25, 3, 90, 10, 77, 11, 41, 40])  # in no order, as the rows are
    return [
        *((small, seen, np.array([9, 7]), np.array([30, 10, 20]), k) for k in (1, 2)),
        (scores, known, np.array([31, 2, 6, 5]), ids, 3),
    ]


def _rows(best, user_ids, movie_ids, first=1):
    return [
        (int(user), int(movie_ids[i]), rank)
        for user, row in zip(user_ids, best)
        for rank, i in enumerate(row, start=first)
    ]


def _best(scores, seen, k, fill=-np.inf):
    return np.argsort(-np.where(seen, fill, scores), axis=1, kind="stable")[:, :k]


rows = exercise(
    "9.1",
    "rows that the scorer accepts",
    cases=_score_tables,
    hints="""
        Three steps: hide the seen, sort each row, and name what you find.
        np.where(seen, -np.inf, scores) hides them in a copy.
        np.argsort(-hidden, axis=1)[:, :k] are positions; user_ids[u] and
          movie_ids[i] name them, and enumerate(row, start=1) gives the ranks.
    """,
    given=lambda scores, seen, users, movies, k: (
        _best(scores, seen, k),
        users,
        movies,
    ),
    wrong={
        "you wrote positions of movies, not their ids": (
            lambda best, users, movies: _rows(best, users, np.arange(len(movies)))
        ),
        "you wrote positions of users, not their ids": (
            lambda best, users, movies: _rows(best, range(len(users)), movies)
        ),
        "your ranks begin with 0; the best is 1": (
            lambda best, users, movies: _rows(best, users, movies, first=0)
        ),
        "your ranks go on from user to user; each user's best has 1": (
            lambda best, users, movies: [
                (*row[:2], rank)
                for rank, row in enumerate(_rows(best, users, movies), 1)
            ]
        ),
        "you went through the users in the order of their sorted ids; the rows of "
        "scores are in the order of `user_ids`": (
            lambda best, users, movies: _rows(best, np.sort(users), movies)
        ),
        "you sorted the rows; keep the order of `user_ids`": (
            lambda best, users, movies: sorted(
                _rows(best, users, movies), key=lambda row: (row[0], row[2])
            )
        ),
    },
)


@rows.wrong("you recommended what the user has seen; it is refused")
def _(scores, seen, user_ids, movie_ids, k):
    return _rows(np.argsort(-scores, axis=1)[:, :k], user_ids, movie_ids)


@rows.wrong(
    "you gave the seen a score of 0, which passes those below 0: -inf is below all"
)
def _(scores, seen, user_ids, movie_ids, k):
    return _rows(_best(scores, seen, k, fill=0.0), user_ids, movie_ids)


@rows.wrong(
    "you took the best k first and dropped the seen after that, so that "
    "lists become too short"
)
def _(scores, seen, user_ids, movie_ids, k):
    top = np.argsort(-scores, axis=1)[:, :k]
    kept = [[i for i in row if not seen[u, i]] for u, row in enumerate(top)]
    return _rows(kept, user_ids, movie_ids)


@rows.wrong("you took the lowest scores first")
def _(scores, seen, user_ids, movie_ids, k):
    return _rows(_best(-scores, seen, k), user_ids, movie_ids)


@rows.wrong("you counted positions among the unseen; count among all movies")
def _(scores, seen, user_ids, movie_ids, k):
    left = [np.argsort(-row[~known])[:k] for row, known in zip(scores, seen)]
    return _rows(left, user_ids, movie_ids)


@rows.wrong("you took the best k first and dropped the seen after: ranks are missing")
def _(scores, seen, user_ids, movie_ids, k):
    top = np.argsort(-scores, axis=1)[:, :k]
    places = np.argwhere(~np.take_along_axis(seen, top, axis=1)).tolist()
    return [(user_ids[u], movie_ids[top[u, at]], at + 1) for u, at in places]
