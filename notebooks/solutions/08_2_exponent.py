"""If seconds = c * sizes**e, then log seconds = log c + e * log sizes: a straight line
on two log axes, and its slope is the exponent. With 1, twice the data takes twice the
time; with 2, four times. Least squares lets every point have its say."""

import numpy as np


def exponent(sizes, seconds):
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])
