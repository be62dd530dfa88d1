"""ALS for implicit feedback: plays, clicks, purchases; more or less evidence."""

from functools import partial

import numpy as np
from scipy import sparse

from utils.als.checks import (
    check_matrix,
    check_numbers,
    check_reg_param,
    check_vectors,
)
from utils.als.loops import Step, all_rows, alternate, implicit, start


def implicit_half_step(
    C: sparse.csr_array, V: np.ndarray, reg_param: float, alpha: float
) -> np.ndarray:
    """Find the best user vectors for given item vectors, over *all* cells.

    With the preference p (1 where there was an event, else 0), and the confidence
    1 + alpha · c in it (so 1 where there was none), user ``u`` minimises

        Σ_i (1 + alpha · c_ui) · (p_ui - U[u] · V[i])² + reg_param · n_u · |U[u]|²

    over all movies i; n_u is the number of movies with events. Only these need a look,
    since ``VᵀV``, which counts every movie once, is the same for all users:

        A = VᵀV + V_uᵀ diag(alpha · c_u) V_u + reg_param · n_u · I
        U[u] = A⁻¹ V_uᵀ (1 + alpha · c_u)

    Parameters
    ----------
    C : csr_array of shape (n_users, n_movies)
        Events of each cell: plays, clicks, minutes, or stars. What is not stored is 0.
        A negative one says "not this": preference 0, with confidence 1 + alpha · |c|.
    V : ndarray of shape (n_movies, rank)
        For the best item vectors pass ``C.T`` and the user vectors.
    reg_param : float
        λ ≥ 0. It is multiplied by each row's number of positive cells, as Spark does.
    alpha : float
        α > 0: how much more an event counts than none.

    Returns
    -------
    U : ndarray of shape (n_users, rank)
        Zeros for a user without events: with preference 0 everywhere, that is the
        best. (A half-step on stars says NaN: there, no rating is no information.)

    Raises
    ------
    ValueError
        If the shapes do not fit, λ or α is out of range, or a number is not finite.

    References
    ----------
    Hu, Koren and Volinsky (2008), "Collaborative Filtering for Implicit Feedback
    Datasets", ICDM: there, λ is not multiplied.

    Examples
    --------
    Movies with vectors 1 and 2; one play of the second, α 3, λ 1: VᵀV is 1 + 4, the
    play adds 3 · 4, λ adds 1 · 1; the right side is 2 · (1 + 3).

    >>> C = sparse.csr_array(np.array([[0, 1.0]]))
    >>> implicit_half_step(C, np.array([[1.0], [2.0]]), reg_param=1.0, alpha=3.0)
    array([[0.44444444]])
    """
    C = check_matrix(C, "C")
    check_vectors(C, V, "C")
    check_reg_param(reg_param)
    if not 0 < alpha < np.inf:
        raise ValueError(f"alpha is {alpha}, expected a number above 0")
    if not np.isfinite(V).all():
        raise ValueError(
            f"{(~np.isfinite(V)).any(axis=1).sum()} rows of V are NaN or infinite, "
            "expected a vector of every movie, since all cells count here: are these "
            "vectors of ALS for stars?"
        )
    if reg_param == 0 and np.linalg.matrix_rank(V) < V.shape[1]:
        raise ValueError(
            f"the {len(V)} vectors in V are too few or too alike to fix {V.shape[1]} "
            "numbers with reg_param=0: choose a positive reg_param"
        )
    V = V.astype(np.float32 if V.dtype == np.float32 else np.float64)
    # Turned into the directions of its eigenvectors, VᵀV is a diagonal, as λ's part is.
    common, turn = np.linalg.eigh(V.T @ V)
    common = np.maximum(common, 0)
    U = all_rows(implicit, C, V @ turn, 0, float(reg_param), float(alpha), common)
    return U @ turn.T


def als_implicit(
    C: sparse.csr_array,
    rank: int = 10,
    reg_param: float = 0.1,
    alpha: float = 40.0,
    max_iter: int = 10,
    seed: int = 0,
    on_step: Step | None = None,
    dtype: type = np.float64,
) -> tuple[np.ndarray, np.ndarray]:
    """Factorise the preferences behind events, each cell with its confidence.

    Parameters
    ----------
    C : csr_array of shape (n_users, n_movies)
        Events, as in `implicit_half_step`.
    rank : int
    reg_param : float
        λ ≥ 0, multiplied by each row's number of positive cells.
    alpha : float
        α > 0. Hu, Koren and Volinsky took 40 for television, where 1 is a show watched
        in full. It depends on the unit of C: choose it on held-out events. As in Spark;
        what other libraries mean by α and λ is in docs/als-parameters.md.
    max_iter : int
        Sweeps of two half-steps each: the best V, then the best U.
    seed : int
    on_step : callable or None
        ``on_step(step, U, V)`` is called after each half-step, 1 to 2 · max_iter.
    dtype : float64 or float32

    Returns
    -------
    U : ndarray of shape (n_users, rank)
    V : ndarray of shape (n_movies, rank)
        ``U @ V.T`` are scores to rank by: near 1 is liked, near 0 is not. They are no
        stars. Zeros in the row of who or what has no events.

    Raises
    ------
    ValueError
        If C has no events, or a parameter is out of its range.

    Examples
    --------
    Two groups with nothing in common; what a user has not seen scores by its group.

    >>> C = sparse.csr_array(np.array([[1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 1, 1.0]]))
    >>> U, V = als_implicit(C, rank=2, reg_param=0.01)
    >>> scores = U @ V.T
    >>> bool(scores[1, 1] > 0.5 > scores[1, 2])
    True
    """
    C = check_matrix(C, "C")
    check_numbers(rank, reg_param, max_iter)
    best = partial(implicit_half_step, reg_param=reg_param, alpha=alpha)
    U = start(C.shape[0], rank, seed, dtype)
    return alternate(C, best, best, U, max_iter, on_step)
