"""The nearest of each row: the n largest positive numbers, of equal ones the first."""

import numpy as np
from scipy import sparse

from utils.cores import compiled


@compiled
def mark_best(s, n, best):
    """Put the positions of the n largest positive numbers of s, in order, into best.

    Returns how many there are. ``best`` has room for 4n: when it is full, all but the
    n best so far are thrown out, and whatever comes must be above the least of them.
    """
    m, least = 0, 0.0
    for v in range(len(s)):
        if s[v] > least:
            best[m] = v
            m += 1
            if m == len(best):
                m, least = n, _throw_out(s, n, best)
    if m > n:
        m, least = n, _throw_out(s, n, best[:m])
    return m


@compiled
def _throw_out(s, n, best):
    """Move the n best of these positions to the front, and return the least of them."""
    values = s[best]
    least = np.partition(values, len(best) - n)[len(best) - n]
    room = n - np.sum(values > least)  # for those that are equal to the least
    m = 0
    for v in best:
        if s[v] > least or (s[v] == least and room > 0):
            room -= s[v] == least
            best[m] = v
            m += 1
    return least


@compiled
def _largest(values, starts, n, keep):
    """Mark the n largest positive of values[starts[u] : starts[u + 1]], for each u."""
    best = np.empty(4 * n, np.int32)
    for u in range(len(starts) - 1):
        m = mark_best(values[starts[u] : starts[u + 1]], n, best)
        for v in best[:m]:
            keep[starts[u] + v] = True


def check_n_neighbors(n_neighbors: int, n: int) -> int:
    """Return how many can be kept of n."""
    if n_neighbors < 1:
        raise ValueError(f"n_neighbors is {n_neighbors}, expected 1 or more")
    return max(1, min(n_neighbors, n))


def largest(W: np.ndarray, n: int) -> np.ndarray:
    """Mark the n largest positive numbers of each row; of equal ones the first.

    Examples
    --------
    >>> largest(np.array([[0.2, 0.5, 0.2, -0.9]]), 2)
    array([[ True,  True, False, False]])
    """
    keep = np.zeros(W.shape, bool)
    starts = np.arange(len(W) + 1) * W.shape[1]
    values = np.ascontiguousarray(W, float).ravel()
    _largest(values, starts, check_n_neighbors(n, W.shape[1]), keep.reshape(-1))
    return keep


def nearest(S: np.ndarray | sparse.csr_array, n_neighbors: int) -> sparse.csr_array:
    """Keep the most similar ones of each row.

    Parameters
    ----------
    S : ndarray or csr_array of shape (n, n)
    n_neighbors : int
        How many to keep. Only positive similarities are kept, so a row may have fewer;
        of equal ones those with the lowest positions.

    Returns
    -------
    csr_array of shape (n, n)
        Not symmetric: you may be the nearest of somebody who is not yours.

    Raises
    ------
    ValueError
        If ``n_neighbors`` is below 1.

    Examples
    --------
    >>> S = np.array([[0.0, 0.5, 0.9], [0.5, 0.0, -0.2], [0.9, -0.2, 0.0]])
    >>> nearest(S, 1).toarray()
    array([[0. , 0. , 0.9],
           [0.5, 0. , 0. ],
           [0.9, 0. , 0. ]])
    """
    n = check_n_neighbors(n_neighbors, S.shape[1])
    if not sparse.issparse(S):
        rows, columns = np.nonzero(largest(S, n))
        kept = S[rows, columns], (rows, columns)
        return sparse.csr_array(kept, shape=S.shape)
    S, keep = S.sorted_indices(), np.zeros(S.nnz, bool)
    _largest(S.data.astype(float), S.indptr.astype(np.int64), n, keep)
    starts = np.append(0, np.cumsum(keep)).astype(np.int32)[S.indptr]
    return sparse.csr_array((S.data[keep], S.indices[keep], starts), shape=S.shape)
