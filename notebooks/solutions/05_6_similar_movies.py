"""The cosine compares directions only: a dot product would put movies with long
vectors first, whatever they are about. And a movie that few people rated has a vector
that few people made, so it is as like to anything as chance wants it."""

import numpy as np

from utils.recommend import top_k


def similar_movies(V, n_ratings, i, min_ratings, k):
    lengths = np.linalg.norm(V, axis=1)
    cosines = V @ V[i] / (lengths * lengths[i])
    supported = np.where(n_ratings >= min_ratings, cosines, np.nan)
    return top_k(supported, seen=np.array([i]), k=k)
