"""First drop what can't be recommended, the seen and the unknown, and only then cut to
k: otherwise the list gets shorter with each movie that was seen."""

import numpy as np


def recommend(scores, seen, k):
    scores = scores.copy()  # the caller's scores stay as they are
    scores[seen] = np.nan
    best = np.argsort(-scores, kind="stable")  # NaN come last
    return best[~np.isnan(scores[best])][:k]
