"""The damping stands below as that many more ratings, all of them exactly as expected:
a movie with a single rating stays near 0, and one with hundreds does not notice. What
the movies explain is taken off before the users are asked, or somebody who watches
only good movies would count as generous."""

import numpy as np


def damped_means(users, movies, stars, damping):
    mu = stars.mean()
    rest = stars - mu
    item_bias = np.bincount(movies, rest) / (np.bincount(movies) + damping)
    rest = rest - item_bias[movies]
    user_bias = np.bincount(users, rest) / (np.bincount(users) + damping)
    return mu, user_bias, item_bias
