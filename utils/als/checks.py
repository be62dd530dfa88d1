"""What ALS refuses, and in which words."""

import numpy as np
from scipy import sparse


def check_matrix(X, name: str = "X") -> sparse.csr_array:
    """X as a CSR array, if it has ratings and all of them are finite."""
    if not sparse.issparse(X):
        raise ValueError(
            f"{name} is a {type(X).__name__}, expected a sparse matrix, in which a "
            "cell that is not stored is unknown: make it with to_matrix(ratings).X"
        )
    X = sparse.csr_array(X)
    if X.nnz == 0:
        raise ValueError(
            f"{name} of shape {X.shape} has no ratings, expected at least one: was "
            "everything filtered away?"
        )
    if not np.isfinite(X.data).all():
        bad = np.flatnonzero(~np.isfinite(X.data))
        row = np.searchsorted(X.indptr, bad[0], side="right") - 1
        raise ValueError(
            f"{len(bad)} ratings of {name} are NaN or infinite, the first in row "
            f"{row}, expected finite ones: leave an unknown rating out of the matrix"
        )
    return X


def check_numbers(rank: int, reg_param: float, max_iter: int) -> None:
    """Refuse a rank, λ or number of sweeps that makes no sense."""
    for name, value in {"rank": rank, "max_iter": max_iter}.items():
        if value < 1 or value != int(value):
            raise ValueError(f"{name} is {value}, expected a whole number from 1 on")
    check_reg_param(reg_param)


def check_reg_param(reg_param: float) -> None:
    """Refuse a λ below 0, an infinite one and NaN."""
    if not 0 <= reg_param < np.inf:
        raise ValueError(f"reg_param is {reg_param}, expected a number of 0 or more")


def check_vectors(X: sparse.csr_array, V: np.ndarray, name: str = "X") -> None:
    """Refuse vectors that do not fit the columns of X."""
    if V.ndim != 2 or V.shape[0] != X.shape[1]:
        raise ValueError(
            f"V has shape {V.shape}, expected ({X.shape[1]}, rank), a row for each "
            f"column of {name}: did you pass U, or forget to transpose {name}?"
        )


def check_known(X: sparse.csr_array, V: np.ndarray) -> None:
    """Refuse ratings of movies that have no vector."""
    unknown = ~np.isfinite(V).all(axis=1)
    if unknown.any() and unknown[X.indices].any():
        rated = np.unique(X.indices[unknown[X.indices]])
        raise ValueError(
            f"{len(rated)} rated movies have no vector in V, for example the one at "
            f"position {rated[0]}: leave their ratings out of X"
        )


def check_enough(X: sparse.csr_array, V: np.ndarray) -> None:
    """Refuse rows that do not fix a vector, as can be when λ is 0."""
    rank = V.shape[1]
    for u in np.flatnonzero(np.diff(X.indptr)):
        V_u = V[X.indices[X.indptr[u] : X.indptr[u + 1]]]  # (n_u, rank)
        if len(V_u) < rank or np.linalg.matrix_rank(V_u) < rank:
            raise ValueError(
                f"row {u} has {len(V_u)} ratings, too few (or of movies too alike) to "
                f"fix {rank} numbers with reg_param=0: choose a positive reg_param"
            )
