"""Only the wanted users are scored: whoever scores all and then picks pays for all. As
many of them at once as the limit allows, since one large matrix product is faster than
many small ones; and never all scores at once, since these are a dense matrix. What is
kept is k numbers a user."""

import numpy as np


def recommend_in_blocks(U, V, wanted, k, limit):
    rows = max(1, limit // (8 * len(V)))
    lists = []
    for first in range(0, len(wanted), rows):
        scores = U[wanted[first : first + rows]] @ V.T  # (up to rows, n_movies)
        lists.append(np.argsort(-scores, axis=1)[:, :k])
    return np.concatenate(lists), len(lists)
