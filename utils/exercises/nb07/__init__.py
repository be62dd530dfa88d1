"""Exercises of notebook 07, a file each, and what several of them share."""

import numpy as np


def preference(counts) -> np.ndarray:
    """1 for what was played at all."""
    return (np.asarray(counts) > 0).astype(float)


def players() -> list[tuple]:
    """Cases of one user each: V, counts, alpha, reg_param."""
    rng = np.random.default_rng(7)
    few = np.array([[1.0, 0], [0.5, 0.5], [0, 1.0], [0.2, 0.1]])
    return [
        (np.array([[1.0], [2.0]]), np.array([0.0, 3.0]), 2.0, 1.0),
        (few, np.array([2.0, 0, 1, 0]), 3.0, 0.5),
        (rng.normal(size=(8, 3)), rng.integers(0, 3, 8).astype(float), 0.7, 0.2),
        (rng.normal(size=(9, 2)), rng.integers(0, 4, 9).astype(float), 1.3, 0.4),
    ]


def vector(base, V, weights, right, ridge) -> np.ndarray:
    """Solve (base + V.T @ diag(weights) @ V + ridge · I) u = V.T @ right."""
    A = base + V.T @ (weights[:, None] * V) + ridge * np.eye(V.shape[1])
    return np.linalg.solve(A, V.T @ right)


def no_identity(base, V, weights, right, ridge) -> np.ndarray:
    """The same with the ridge in every cell."""
    return np.linalg.lstsq(base + V.T @ (weights[:, None] * V) + ridge, V.T @ right)[0]
