"""Alternating least squares (ALS) for stars, one half-step at a time.

The implicit half is in `utils.als.implicit`; its names can be imported from here, too.
"""

from functools import partial

import numpy as np
from scipy import sparse

from utils.als.checks import (
    check_enough,
    check_known,
    check_matrix,
    check_numbers,
    check_reg_param,
    check_vectors,
)
from utils.als.implicit import als_implicit, implicit_half_step
from utils.als.loops import Step, all_rows, alternate, stars, start
from utils.metrics import Score, rmse

__all__ = [
    "als",
    "als_implicit",
    "fold_in",
    "half_step",
    "implicit_half_step",
    "reconstruction_error",
]

CELLS = 2**17  # numbers of one block of products: 1 MB


def half_step(X: sparse.csr_array, V: np.ndarray, reg_param: float) -> np.ndarray:
    """Find the best user vectors for given item vectors.

    Every user ``u`` is one small ridge regression on the vectors ``V_u`` of the
    ``n_u`` movies that they rated, with the stars ``x_u``:

        U[u] = (V_uᵀ V_u + reg_param · n_u · I)⁻¹ V_uᵀ x_u

    For the best item vectors pass ``X.T`` and the user vectors.

    Parameters
    ----------
    X : csr_array of shape (n_users, n_movies), stars 0.5–5
    V : ndarray of shape (n_movies, rank)
        float64, or float32, in which all is counted then.
    reg_param : float
        λ ≥ 0. It is multiplied by each row's number of ratings, as Spark does.

    Returns
    -------
    U : ndarray of shape (n_users, rank)
        NaN in the row of a user without ratings: nothing can be said of them.

    Raises
    ------
    ValueError
        If the shapes do not fit, λ is negative, a rating is not finite, a rated movie
        has no vector, or λ is 0 and a user's ratings are too few to fix their vector.

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
    X = check_matrix(X)
    check_vectors(X, V)
    check_reg_param(reg_param)
    check_known(X, V)
    if reg_param == 0:
        check_enough(X, V)
    return all_rows(stars, X, V, np.nan, float(reg_param))


def als(
    X: sparse.csr_array,
    rank: int = 10,
    reg_param: float = 0.1,
    max_iter: int = 10,
    seed: int = 0,
    on_step: Step | None = None,
    biases: bool = False,
    dtype: type = np.float64,
) -> tuple[np.ndarray, np.ndarray]:
    """Factorise a matrix of ratings, ``X ≈ U Vᵀ``, on its known cells.

    From random user vectors on, take sweeps of two half-steps: first the best V for U,
    then the best U for that V. None of them lets the objective rise:

        Σ_ui (x_ui - U[u] · V[i])² + λ · (Σ_u n_u · |U[u]|² + Σ_i n_i · |V[i]|²)

    over the known cells; n_u and n_i are the numbers of ratings.

    Parameters
    ----------
    X : csr_array of shape (n_users, n_movies), stars 0.5–5
    rank : int
    reg_param : float
        λ ≥ 0, multiplied by each row's number of ratings.
    max_iter : int
        Sweeps of two half-steps each.
    seed : int
    on_step : callable or None
        ``on_step(step, U, V)`` is called after each half-step, 1 to 2 · max_iter.
    biases : bool
        If True, ``X - mu ≈ U Vᵀ`` with ``mu = X.data.mean()``, and two more columns:
        ``U[u] = (p_u, b_u, 1)`` and ``V[i] = (q_i, 1, b_i)``, so that
        x_ui ≈ mu + b_u + b_i + p_u · q_i. λ draws the biases to 0 as it does the
        vectors; the ones are held, and λ leaves them alone.
    dtype : float64 or float32
        float32 halves the memory and, at a high rank, nearly halves the time.

    Returns
    -------
    U : ndarray of shape (n_users, rank), or rank + 2 with biases
    V : ndarray of shape (n_movies, rank), or rank + 2 with biases
        U is the half-step on V. NaN in the row of who or what has no ratings.

    Raises
    ------
    ValueError
        If X has no ratings, or a parameter is out of its range.

    Notes
    -----
    To fold a user into a model with biases, take from their stars what is known, and
    the last column out of V: ``p_b = fold_in(V[:, :-1], movies, stars - mu - V[movies,
    -1], reg_param)``; their row is ``np.append(p_b, 1)``.

    Examples
    --------
    Two users who agree but for a factor of 2: one number each explains everything.

    >>> X = sparse.csr_array(np.array([[4.0, 2, 4], [2, 1, 0]]))
    >>> U, V = als(X, rank=1, reg_param=1e-6)
    >>> (U @ V.T).round(2)  # 2.0 is what we did not know
    array([[4., 2., 4.],
           [2., 1., 2.]])
    """
    X = check_matrix(X)
    check_numbers(rank, reg_param, max_iter)
    U = start(X.shape[0], rank, seed, dtype)
    if not biases:
        best = partial(half_step, reg_param=reg_param)
        return alternate(X, best, best, U, max_iter, on_step)
    X = sparse.csr_array((X.data - X.data.mean(), X.indices, X.indptr), X.shape)
    U = np.insert(U, rank, [[0], [1]], axis=1)  # (p, 0, 1)
    best_U = partial(_half_step_with_bias, reg_param=reg_param, bias=-1)
    best_V = partial(_half_step_with_bias, reg_param=reg_param, bias=-2)
    return alternate(X, best_U, best_V, U, max_iter, on_step)


def _half_step_with_bias(
    X: sparse.csr_array, V: np.ndarray, reg_param: float, bias: int
) -> np.ndarray:
    """Half-step where the column ``bias`` of V is added as it is, times a 1 in U."""
    left = X.data - V[X.indices, bias]
    others = np.delete(V, bias, axis=1)  # (n_movies, rank + 1)
    U = half_step(
        sparse.csr_array((left, X.indices, X.indptr), X.shape), others, reg_param
    )
    ones = np.where(np.isnan(U[:, 0]), np.nan, 1)
    return np.insert(U, V.shape[1] + bias, ones, axis=1)


def reconstruction_error(
    X: sparse.csr_array, U: np.ndarray, V: np.ndarray, mu: float = 0.0
) -> Score:
    """Root of the mean squared error of ``mu + U Vᵀ`` over the known cells of X alone.

    Parameters
    ----------
    X : csr_array of shape (n_users, n_movies), stars 0.5–5
    U : ndarray of shape (n_users, rank)
    V : ndarray of shape (n_movies, rank)
    mu : float, stars
        What was taken from the ratings before: ``X.data.mean()`` with biases, else 0.

    Returns
    -------
    Score
        A float, in stars. Cells whose row of U or V is NaN are left out, and counted in
        its ``left_out`` and ``note``. NaN if these are all.

    Raises
    ------
    ValueError
        If the shapes do not fit, or X has no ratings.

    Examples
    --------
    Errors 4 - 3 and 2 - 3; the third cell is unknown, so whatever is predicted is fine.

    >>> X = sparse.csr_array(np.array([[4.0, 2, 0]]))
    >>> reconstruction_error(X, np.array([[3.0]]), np.array([[1.0], [1.0], [9.0]]))
    1.0
    """
    X = check_matrix(X)
    if (len(U), len(V)) != X.shape or U.shape[1:] != V.shape[1:]:
        raise ValueError(
            f"U has shape {U.shape} and V {V.shape}, expected ({X.shape[0]}, rank) and "
            f"({X.shape[1]}, rank): did you swap them, or are they of another matrix?"
        )
    cells, predicted = X.tocoo(), np.empty(X.nnz)
    size = CELLS // U.shape[1] + 1
    for first in range(0, X.nnz, size):  # not all vectors at once: that may be GBs
        part = slice(first, first + size)
        products = U[cells.row[part]] * V[cells.col[part]]  # (size, rank)
        predicted[part] = mu + products.sum(axis=1)
    return rmse(cells.data, predicted)


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
