"""A bias is one more feature, which every movie has in the amount of 1. So the
equations stay as they are, and the user's number for that feature is the bias. Held
back by λ like the others, it stays small for a user who gave few ratings."""

import numpy as np


def vector_and_bias(V, item_bias, mu, movies, stars, reg_param):
    V_u = np.column_stack([V[movies], np.ones(len(movies))])  # (n, rank + 1)
    rest = stars - mu - item_bias[movies]
    A = V_u.T @ V_u + reg_param * len(movies) * np.eye(V_u.shape[1])
    return np.linalg.solve(A, V_u.T @ rest)
