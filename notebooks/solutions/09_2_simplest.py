"""A lead within one standard error may be luck, and the simpler method is cheaper to
run and to explain: the one-standard-error rule of Breiman and others (1984). The error
is that of the differences, since all methods were judged on the same users: how hard a
user is cancels out."""

import numpy as np


def simplest(worth):
    off = worth[worth.mean(axis=1).argmax()] - worth  # (n_methods, n_users)
    error = off.std(axis=1, ddof=1) / np.sqrt(worth.shape[1])
    return int(np.argmax(off.mean(axis=1) <= error))
