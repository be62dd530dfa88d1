"""A perfect similarity from one common rater loses against a good one from thirty, and
the hit that everybody rated does not win by its support alone."""

import numpy as np


def best_partner(similarities, support, shrinkage):
    return int(np.argmax(similarities * support / (support + shrinkage)))
