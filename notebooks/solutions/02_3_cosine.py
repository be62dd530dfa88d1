"""All three sums run over the movies that both rated. Letting the lengths run over all
movies would count each movie that only one of them rated as a disagreement."""

import math


def cosine(a, b):
    both = [(x, y) for x, y in zip(a, b) if x is not None and y is not None]
    products = sum(x * y for x, y in both)
    lengths = math.sqrt(sum(x * x for x, _ in both) * sum(y * y for _, y in both))
    return products / lengths if lengths else 0.0
