"""With the movie vectors fixed, the loss of one user is a bowl with a single lowest
point, and these equations give it at once. λ grows with the number of ratings, since
the errors do as well: so it holds everybody back to the same degree."""

import numpy as np


def best_vector(V, movies, stars, reg_param):
    V_u, n = V[movies], len(movies)  # (n, rank)
    A = V_u.T @ V_u + reg_param * n * np.eye(V.shape[1])  # (rank, rank)
    return np.linalg.solve(A, V_u.T @ stars)
