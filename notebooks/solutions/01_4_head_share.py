"""Sorted from large to small, the head is a slice at the front. Rounding its size up
keeps at least one movie in it, however few there are."""

import numpy as np


def head_share(counts, fraction):
    head = int(np.ceil(fraction * len(counts)))
    return np.sort(counts)[::-1][:head].sum() / counts.sum()
