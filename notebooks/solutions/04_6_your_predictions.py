"""You are one more row of the half-step, so nothing else has to be fitted again. What
you have rated gets NaN: a recommender that offers what you know is of little use."""

import numpy as np


def your_predictions(V, movies, stars, reg_param):
    V_u, n = V[movies], len(movies)
    A = V_u.T @ V_u + reg_param * n * np.eye(V.shape[1])
    predicted = V @ np.linalg.solve(A, V_u.T @ stars)  # (n_movies,)
    predicted[movies] = np.nan
    return predicted
