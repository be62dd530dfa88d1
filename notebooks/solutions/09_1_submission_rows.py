"""The seen are hidden before the sort, in a copy, with a score below all others: a
score of 0 would pass those below 0, and dropping them after the cut makes lists short.
Where a matrix has positions, the file has ids: nobody else knows your positions."""

import numpy as np


def submission_rows(scores, seen, user_ids, movie_ids, k):
    hidden = np.where(seen, -np.inf, scores)  # (n_users, n_movies)
    best = np.argsort(-hidden, axis=1, kind="stable")[:, :k]
    return [
        (int(user), int(movie_ids[i]), rank)
        for user, row in zip(user_ids, best)
        for rank, i in enumerate(row, start=1)
    ]
