"""Before the moment, everything may be learned; from it on, everything is a test. What
happened at one moment is never parted, since nobody could say which came first."""

import numpy as np


def split_in_time(times, test_fraction):
    n_test = max(1, round(test_fraction * len(times)))
    moment = np.sort(times)[-n_test]
    return times >= moment
