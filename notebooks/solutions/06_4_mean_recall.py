"""What can't be recommended is -inf, in a copy: the unknown (0 is above every score
below 0) and the seen. A place that is still -inf is empty, not a hit. And who liked
nothing in the test part has no recall."""

import numpy as np


def mean_recall(scores, seen, liked, k):
    scores = np.where(seen | np.isnan(scores), -np.inf, scores)
    best = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    possible = liked & (scores > -np.inf)
    hits = np.take_along_axis(possible, best, axis=1).sum(axis=1)
    n_liked = liked.sum(axis=1)
    return np.mean(hits[n_liked > 0] / n_liked[n_liked > 0])
