"""Exercises of notebook 04, a file each, and what several of them share."""

import numpy as np

from utils.exercises.toys import small_matrix

U = np.array([[1.0, 2], [0.5, -1], [2, 0], [1, 1]])  # (4, 2)
V = np.array([[2.0, 1], [1, 0], [0, 3], [1, 2], [0.5, 0.5]])  # (5, 2)
WIDE = np.column_stack([V, [0.3, -1.1, 0.7, 0.4, 1.6]])  # rank 3
SWEPT = small_matrix([[5, None, 1], [4, 2, None], [None, 5, 3], [1, None, 4]])
USERS = [
    (V, np.array([0, 1]), np.array([5.0, 2]), 0.1),
    (V, np.array([4, 2, 3]), np.array([1.0, 4, 3.5]), 0.5),
    (np.array([[2.0], [1], [1]]), np.array([0, 2]), np.array([4.0, 2]), 0.5),
    (WIDE[::-1], np.array([3, 0, 4, 1]), np.array([2.0, 5, 3.5, 1]), 0.2),
]


def ridge(V_u, x_u, weight):
    """The vector that fits x_u, held back by a weight."""
    return np.linalg.solve(V_u.T @ V_u + weight * np.eye(V_u.shape[1]), V_u.T @ x_u)
