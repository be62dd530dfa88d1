"""Two movies are alike if the same people liked both *more than they usually do*. So
each user's own mean comes off first, and only users who rated both take part."""

import math


def adjusted_cosine(X, i, j):
    both = []
    for u in range(X.shape[0]):
        row = slice(X.indptr[u], X.indptr[u + 1])
        stars = dict(zip(X.indices[row], X.data[row]))
        if i in stars and j in stars:
            mean = sum(stars.values()) / len(stars)
            both.append((stars[i] - mean, stars[j] - mean))
    lengths = math.sqrt(sum(x * x for x, _ in both) * sum(y * y for _, y in both))
    return sum(x * y for x, y in both) / lengths if lengths else 0.0
