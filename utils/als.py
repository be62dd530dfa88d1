"""The half-step of alternating least squares, and folding a new user in."""

import numpy as np
from scipy import sparse


def half_step(X: sparse.csr_array, V: np.ndarray, reg_param: float) -> np.ndarray:
    """Find the best user vectors for given item vectors.

    Every user ``u`` is one small ridge regression on the vectors ``V_u`` of the
    ``n_u`` movies that they rated, with the stars ``x_u``:

        U[u] = (V_uᵀ V_u + reg_param · n_u · I)⁻¹ V_uᵀ x_u

    For the best item vectors pass ``X.T.tocsr()`` and the user vectors.

    Parameters
    ----------
    X : csr_array of shape (n_users, n_movies), stars 0.5–5
    V : ndarray of shape (n_movies, rank)
    reg_param : float
        λ ≥ 0. It is multiplied by each row's number of ratings, as Spark does.

    Returns
    -------
    U : ndarray of shape (n_users, rank)
        NaN in the row of a user without ratings: nothing can be said of them.

    Raises
    ------
    ValueError
        If the shapes do not fit, λ is negative, or λ is 0 and a user's ratings are too
        few to fix their vector.

    References
    ----------
    Zhou, Wilkinson, Schreiber and Pan (2008), "Large-Scale Parallel Collaborative
    Filtering for the Netflix Prize": ALS with weighted-λ-regularization.

    Examples
    --------
    >>> X = sparse.csr_array(np.array([[4.0, 0, 2]]))
    >>> half_step(X, np.array([[2.0], [1.0], [1.0]]), reg_param=0.5)  # 10 / (5 + 0.5·2)
    array([[1.66666667]])
    """
    n_users, n_movies = X.shape
    if V.ndim != 2 or V.shape[0] != n_movies:
        raise ValueError(
            f"V has shape {V.shape}, expected ({n_movies}, rank), a row for each "
            "column of X: did you pass U, or forget to transpose X?"
        )
    if not reg_param >= 0:
        raise ValueError(f"reg_param is {reg_param}, expected 0 or more")
    rank = V.shape[1]
    U = np.full((n_users, rank), np.nan)
    for u in range(n_users):
        known = slice(X.indptr[u], X.indptr[u + 1])
        V_u, x_u = V[X.indices[known]], X.data[known]  # (n_u, rank), (n_u,)
        if len(x_u) == 0:
            continue
        if reg_param == 0 and np.linalg.matrix_rank(V_u) < rank:
            raise ValueError(
                f"row {u} has {len(x_u)} ratings, too few (or of movies too alike) to "
                f"fix {rank} numbers with reg_param=0: choose a positive reg_param"
            )
        A = V_u.T @ V_u + reg_param * len(x_u) * np.eye(rank)  # (rank, rank)
        U[u] = np.linalg.solve(A, V_u.T @ x_u)
    return U


def fold_in(
    V: np.ndarray, movies: np.ndarray, ratings: np.ndarray, reg_param: float
) -> np.ndarray:
    """Find the vector of a new user, who is one more row of the half-step.

    Parameters
    ----------
    V : ndarray of shape (n_movies, rank)
    movies : ndarray of int, shape (n,)
        Positions in ``V`` (not ids) of the movies that the user rated.
    ratings : ndarray of shape (n,), stars 0.5–5
    reg_param : float
        λ ≥ 0, the one that the model was fitted with.

    Returns
    -------
    ndarray of shape (rank,)

    Raises
    ------
    ValueError
        If there are no ratings, their number is not that of the movies, a position
        is outside of ``V``, or a movie has no vector (NaN).

    Examples
    --------
    >>> V = np.array([[2.0], [1.0], [1.0]])
    >>> fold_in(V, np.array([0, 2]), np.array([4.0, 2.0]), reg_param=0.5)
    array([1.66666667])
    """
    movies, ratings = np.asarray(movies), np.asarray(ratings, dtype=np.float64)
    if movies.shape != ratings.shape or len(movies) == 0:
        raise ValueError(
            f"found {len(movies)} movies and {len(ratings)} ratings, expected equally "
            "many, and at least one"
        )
    if movies.min() < 0 or movies.max() >= len(V):
        raise ValueError(
            f"movies go from {movies.min()} to {movies.max()}, expected positions from "
            f"0 to {len(V) - 1}: did you pass ids?"
        )
    unknown = np.isnan(V[movies]).any(axis=1)
    if unknown.any():
        raise ValueError(
            f"{unknown.sum()} of the movies have no vector, for example the one at "
            f"position {movies[unknown][0]}: leave them out"
        )
    X = sparse.csr_array((ratings, movies, [0, len(movies)]), shape=(1, len(V)))
    return half_step(X, V, reg_param)[0]
