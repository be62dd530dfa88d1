"""The half-steps of ALS as a lesson writes them, row after row, compiled.

Each row is one small ridge regression. It has two forms that give the same:

=======  ==========================================  ===============================
form     solves for each row                         taken for rows with
=======  ==========================================  ===============================
primal   rank equations: its vector                  at least as many cells as rank
dual     n equations: how much of each of its n      fewer cells than rank: most
         movies is in its vector                     movies have only a few ratings
=======  ==========================================  ===============================
"""

from collections.abc import Callable

import numpy as np
from scipy import sparse

from utils.cores import WORKERS, compiled, equal_shares, map_on_cores

Step = Callable[[int, np.ndarray, np.ndarray], object]


@compiled(reorder=True)
def solve(A, b):
    """Solve ``A z = b`` for a symmetric, positive definite A: Cholesky's ``A = L Lᵀ``.

    b goes along as one more row of A, so that ``y`` with ``L y = b`` stands there in
    the end. Four rows are taken at a time, since what is read of row j then serves four
    times. Where A is singular to rounding, the answer is the shortest of the best ones.
    """
    n, tiny = len(b), len(b) * np.finfo(A.dtype).eps
    zero = A.dtype.type(0)
    L = np.zeros((n + 4, n), A.dtype)  # the last rows stay 0: they make up fours
    L[:n] = A
    L[n] = b
    for j in range(n):
        row, square = L[j], zero
        for c in range(j):
            square += row[c] * row[c]
        square = row[j] - square
        if not square > tiny * A[j, j]:
            return np.linalg.lstsq(A, b, tiny)[0]
        row[j] = np.sqrt(square)
        for i in range(j + 1, n + 1, 4):
            p, q, r, s = L[i], L[i + 1], L[i + 2], L[i + 3]
            of_p = of_q = of_r = of_s = zero
            for c in range(j):
                of_p += p[c] * row[c]
                of_q += q[c] * row[c]
                of_r += r[c] * row[c]
                of_s += s[c] * row[c]
            p[j] = (p[j] - of_p) / row[j]
            q[j] = (q[j] - of_q) / row[j]
            r[j] = (r[j] - of_r) / row[j]
            s[j] = (s[j] - of_s) / row[j]
    z = L[n]  # y, and from its end on z with Lᵀ z = y
    for j in range(n - 1, -1, -1):
        row = L[j]
        z_j = z[j] / row[j]
        z[j] = z_j
        for c in range(j):
            z[c] -= z_j * row[c]
    return z


@compiled
def ridge(V_u, x_u, D):
    """The best vector of one row, ``(V_uᵀ V_u + diag(D))⁻¹ V_uᵀ x_u``, in either form.

    The dual is ``D⁻¹ V_uᵀ (I + V_u D⁻¹ V_uᵀ)⁻¹ x_u``. Multiply both by what is inverted
    to see that they are the same.
    """
    n, rank = V_u.shape
    if n < rank and D.min() > np.finfo(D.dtype).eps:  # it is divided by
        scaled = V_u / D
        A = scaled @ V_u.T  # (n, n)
        for j in range(n):
            A[j, j] += 1
        return solve(A, x_u) @ scaled
    A = V_u.T @ V_u  # (rank, rank)
    for j in range(rank):
        A[j, j] += D[j]
    return solve(A, x_u @ V_u)


@compiled
def stars(rows, indptr, indices, x, V, U, reg_param):
    """Write the best U[u] for the stars of a row; others stay as they are."""
    D = np.empty(V.shape[1], V.dtype)
    for u in range(*rows):
        n_u = indptr[u + 1] - indptr[u]
        if n_u > 0:
            V_u = V[indices[indptr[u] : indptr[u + 1]]]  # (n_u, rank)
            x_u = x[indptr[u] : indptr[u + 1]].astype(V.dtype)
            D[:] = reg_param * n_u
            U[u] = ridge(V_u, x_u, D)


@compiled
def implicit(rows, indptr, indices, c, V, U, reg_param, alpha, common):
    """Write the best U[u] for the events of a row; others stay as they are.

    ``common`` is the diagonal of VᵀV, which has nothing beside it: see who calls this.
    With both sides of a cell times ``root``, this is a row of stars.
    """
    D = np.empty(V.shape[1], V.dtype)
    for u in range(*rows):
        n_u, n_positive = indptr[u + 1] - indptr[u], 0
        if n_u > 0:
            V_u = V[indices[indptr[u] : indptr[u + 1]]]  # (n_u, rank)
            c_u = c[indptr[u] : indptr[u + 1]]
            x_u = np.zeros(n_u, V.dtype)
            for i in range(n_u):
                more = alpha * abs(c_u[i])  # confidence - 1
                root = np.sqrt(more)
                for j in range(V.shape[1]):
                    V_u[i, j] *= root
                if c_u[i] > 0:
                    x_u[i] = (1 + more) / root
                    n_positive += 1
            # Where nothing is positive, x_u and U are 0, whatever is added here.
            D[:] = common + reg_param * max(n_positive, 1)
            U[u] = ridge(V_u, x_u, D)


def all_rows(
    loop: Callable, X: sparse.csr_array, V: np.ndarray, empty: float, *more
) -> np.ndarray:
    """Run one of the loops above over all rows of X, shared among the cores.

    Parameters
    ----------
    loop : callable
        `stars` or `implicit`.
    X : csr_array of shape (n_users, n_movies)
    V : ndarray of shape (n_movies, rank)
        In float32, all is counted in float32; else in float64.
    empty : float
        What stands in the rows of U for which X has no cells.
    *more
        What the loop takes last: float, or an array like V.

    Returns
    -------
    ndarray of shape (n_users, rank)

    Examples
    --------
    >>> X = sparse.csr_array(np.array([[6.0, 3.0]]))  # (2·6 + 1·3) / (2² + 1² + ½·2)
    >>> all_rows(stars, X, np.array([[2.0], [1.0]]), np.nan, 0.5)
    array([[2.5]])
    """
    # Types that are always the same, so that each loop is compiled only twice.
    dtype = np.float32 if V.dtype == np.float32 else np.float64
    kinds = (X.indptr, np.int64), (X.indices, np.int32), (X.data, np.float64)
    given = [np.require(part, kind, "CW") for part, kind in (*kinds, (V, dtype))]
    U = np.full((X.shape[0], V.shape[1]), empty, dtype)
    work = np.diff(X.indptr) + V.shape[1] / 3  # times rank²: products, and Cholesky
    parts = 4 * WORKERS if work.sum() * V.shape[1] ** 2 > 10**6 else 1
    shares = [(rows.start, rows.stop) for rows in equal_shares(work, parts)]
    map_on_cores(lambda rows: loop(rows, *given, U, *more), shares)
    return U


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
