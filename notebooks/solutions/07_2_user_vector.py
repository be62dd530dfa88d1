"""A ridge regression again, now over all movies, each with its weight. The unplayed
ones pull the vector towards a score of 0, gently; a played one pulls towards 1 as
strongly as it was played."""

import numpy as np


def user_vector(V, counts, alpha, reg_param):
    confidence, preference = 1 + alpha * counts, counts > 0
    A = V.T @ (confidence[:, None] * V)  # (rank, rank)
    A += reg_param * preference.sum() * np.eye(V.shape[1])
    return np.linalg.solve(A, V.T @ (confidence * preference))
