"""The engine below ALS: many small ridge regressions, one for each row of a matrix.

One at a time they are three lines, and slow in Python. Here rows with about as many
cells are solved together, in stacks that NumPy hands to compiled code, in one of two
forms that give the same:

=======  ==========================================  ===============================
form     solves for each row                         taken for rows with
=======  ==========================================  ===============================
primal   rank equations: its vector                  at least as many cells as rank
dual     n equations: how much of each of its n      fewer cells than rank: most
         movies is in its vector                     movies have only a few ratings
=======  ==========================================  ===============================
"""

from collections.abc import Callable, Iterator

import numpy as np
from scipy import sparse

from utils.cores import map_on_cores

CELLS = 2**17  # numbers of one stack of V_u: 1 MB, so that it stays in a core's cache
LONGER = 1.1  # rows of one stack may differ by a tenth; the shorter ones are filled up

Step = Callable[[int, np.ndarray, np.ndarray], object]


def solve_rows(
    Y: sparse.csr_array,
    W: np.ndarray | None,
    V: np.ndarray,
    ridge: np.ndarray,
    base: np.ndarray | None = None,
) -> np.ndarray:
    """Solve ``(base + V_uᵀ diag(w_u) V_u + ridge_u · I) U[u] = V_uᵀ y_u`` for each row.

    Parameters
    ----------
    Y : csr_array of shape (n_users, n_movies)
        The right sides; ``V_u`` are the rows of V where row u of Y has cells.
    W : ndarray of shape (Y.nnz,) or None
        A weight of each cell, in the order of ``Y.data``; 1 if None.
    V : ndarray of shape (n_movies, rank)
        In float32, all is counted in float32; else in float64.
    ridge : ndarray of shape (n_users,)
    base : ndarray of shape (rank, rank) or None
        What is the same for all rows, symmetric; 0 if None.

    Returns
    -------
    ndarray of shape (n_users, rank)
        NaN in the rows of Y without cells.

    Examples
    --------
    >>> Y = sparse.csr_array(np.array([[6.0, 3.0]]))  # (2·6 + 1·3) / (2² + 1² + 1)
    >>> solve_rows(Y, None, np.array([[2.0], [1.0]]), np.array([1.0]))
    array([[2.5]])
    """
    dtype = np.float32 if V.dtype == np.float32 else np.float64
    common, turn = np.zeros(V.shape[1]), None
    if base is not None:
        # Turned into the directions of base's eigenvectors, base is a diagonal, too.
        common, turn = np.linalg.eigh(base)
        V = V @ turn.astype(dtype)
    V = np.vstack([V, np.zeros(V.shape[1])]).astype(dtype)  # the last fills rows up
    D = (np.maximum(common, 0) + ridge[:, None]).astype(dtype)  # (n_users, rank)
    U = np.full(D.shape, np.nan, dtype)

    def solve(rows: np.ndarray) -> None:
        V_u, y, w = _stack(Y, W, V, rows)
        short = V_u.shape[1] < V.shape[1] and (ridge[rows] > 0).all()
        U[rows] = (_dual if short else _primal)(V_u, y, w, D[rows])

    stacks = list(_alike(np.diff(Y.indptr), V.shape[1]))
    if len(stacks) < 2:
        list(map(solve, stacks))
    else:
        map_on_cores(solve, stacks)
    return U if turn is None else U @ turn.astype(dtype).T


def _alike(n_cells: np.ndarray, rank: int) -> Iterator[np.ndarray]:
    """Rows that have cells, in groups with about as many: one stack each."""
    order = np.argsort(n_cells, kind="stable")
    n_sorted = n_cells[order]
    first = np.searchsorted(n_sorted, 1)
    while first < len(order):
        n = n_sorted[first]
        last = np.searchsorted(n_sorted, int(n * LONGER), side="right")
        last = min(last, first + max(1, CELLS // (n * rank)))
        if n < rank:  # the two forms do not mix
            last = min(last, np.searchsorted(n_sorted, rank))
        yield order[first:last]
        first = last


def _stack(Y: sparse.csr_array, W, V: np.ndarray, rows: np.ndarray) -> tuple:
    """The vectors, right sides and weights of some rows, ordered by their length."""
    n_cells = Y.indptr[rows + 1] - Y.indptr[rows]
    places = np.arange(n_cells[-1], dtype=Y.indptr.dtype)
    at = Y.indptr[rows][:, None] + places  # (rows, longest)
    movies, y = (part.take(at, mode="clip") for part in (Y.indices, Y.data))
    beyond = places >= n_cells[:, None]
    movies[beyond], y[beyond] = len(V) - 1, 0
    # take(mode="clip") is three times as fast as V[movies] where the rank is low.
    V_u = V.take(movies, axis=0, mode="clip")  # (rows, longest, rank)
    if W is not None:
        W = W.take(at, mode="clip").astype(V.dtype)[:, :, None]
    return V_u, y.astype(V.dtype)[:, :, None], W


def _primal(V_u: np.ndarray, y: np.ndarray, w, D: np.ndarray) -> np.ndarray:
    """u = (V_uᵀ diag(w) V_u + diag(D))⁻¹ V_uᵀ y for each row of a stack."""
    V_t = V_u.swapaxes(1, 2)
    A = V_t @ (V_u if w is None else w * V_u)  # (rows, rank, rank)
    diagonal = np.arange(A.shape[1])
    A[:, diagonal, diagonal] += D
    return np.linalg.solve(A, V_t @ y)[:, :, 0]


def _dual(V_u: np.ndarray, y: np.ndarray, w, D: np.ndarray) -> np.ndarray:
    """The same as u = D⁻¹ V_uᵀ (I + diag(w) V_u D⁻¹ V_uᵀ)⁻¹ y.

    Multiply both sides by what is inverted to see it: V_uᵀ can be pulled from the right
    of the one bracket to the left of the other.
    """
    scaled = V_u / D[:, None, :]  # V_u D⁻¹
    K = scaled @ V_u.swapaxes(1, 2)  # (rows, n, n)
    if w is not None:
        K *= w
    diagonal = np.arange(K.shape[1])
    K[:, diagonal, diagonal] += 1
    return (scaled.swapaxes(1, 2) @ np.linalg.solve(K, y))[:, :, 0]


def start(n_users: int, rank: int, seed: int, dtype=np.float64) -> np.ndarray:
    """Random user vectors to begin with: in all directions, and of length 1.

    In the positive directions alone they begin too much alike: with MovieLens small,
    rank 10, λ 0.1 and 10 sweeps the error on held-out ratings is 0.927 for 0.913.
    """
    U = np.random.default_rng(seed).normal(size=(n_users, rank))
    return (U / np.linalg.norm(U, axis=1, keepdims=True)).astype(dtype)


def alternate(
    X: sparse.csr_array,
    best_U: Callable,
    best_V: Callable,
    U: np.ndarray,
    max_iter: int,
    on_step: Step | None,
) -> tuple[np.ndarray, np.ndarray]:
    """Take ``max_iter`` sweeps: the best V for U, then the best U for that V."""
    turned = X.T.tocsr()
    for step in range(1, 2 * max_iter, 2):
        V = best_V(turned, U)
        if on_step:
            on_step(step, U, V)
        U = best_U(X, V)
        if on_step:
            on_step(step + 1, U, V)
    return U, V


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
