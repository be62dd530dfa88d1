"""The validation ratings choose, and the test ratings are not looked at: once they
have chosen anything, their error is no honest error any more. A pair whose error is
NaN is unknown, neither good nor bad, so it can't be chosen."""

import math


def best_parameters(results):
    known = [row for row in results if not math.isnan(row[2])]
    rank, reg_param, _, _ = min(known, key=lambda row: row[2])
    return rank, reg_param
