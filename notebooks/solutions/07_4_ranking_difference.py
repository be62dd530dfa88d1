"""Both methods get the same users, the same unseen movies and the same k: only then is
a difference one between the methods. A user who liked nothing can't tell lists apart,
and a 0 for them would only dilute the answer."""

import numpy as np

from utils.metrics import ndcg_at_k
from utils.recommend import top_k


def ranking_difference(a, b, seen, liked, k):
    differences = []
    for u in np.flatnonzero(liked.any(axis=1)):
        gains = [
            ndcg_at_k(
                top_k(scores[u], np.flatnonzero(seen[u]), k).tolist(),
                set(np.flatnonzero(liked[u]).tolist()),
                k,
            )
            for scores in (a, b)
        ]
        differences.append(gains[0] - gains[1])
    return float(np.mean(differences))
