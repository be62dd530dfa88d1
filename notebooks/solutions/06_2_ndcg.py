"""A hit further down is worth less, and the best list there could be scores 1: so users
with one relevant movie and users with twenty can be averaged."""

import math


def ndcg(recommended, relevant, k):
    gains = [1 / math.log2(1 + place) for place in range(1, k + 1)]
    dcg = sum(g for g, movie in zip(gains, recommended) if movie in relevant)
    return dcg / sum(gains[: len(relevant)])
