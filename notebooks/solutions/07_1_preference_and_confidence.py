"""A count is not a degree of liking but of evidence. So it is taken apart: whether, and
how sure. The 1 is the small confidence that what was not played is not wanted either;
without it, a vector that is large for everything would be perfect."""


def preference_and_confidence(counts, alpha):
    return (counts > 0).astype(float), 1 + alpha * counts
