"""A weighted mean is a sum of parts, one for each movie that you rated. Since all parts
are divided by the same number, they add up to the prediction exactly: an explanation
that does not add up is only a story."""


def contributions(similarities, deviations):
    return similarities * deviations / similarities.sum()
