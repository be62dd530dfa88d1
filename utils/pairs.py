"""All pairs of rows, a tile of them at a time, and the nearest of each row."""

from collections.abc import Callable
from functools import cache

import numpy as np
from scipy import sparse

from utils.cores import map_on_cores

HEIGHT, WIDTH = 1024, 64  # of one tile: 512 kB, so that a dozen stay in the cache
SMALLEST = np.nextafter(0, 1)  # of all positive numbers
CELLS = 2**20  # of one block of similarities whose nearest are looked for: 8 MB


def powers(X: sparse.csr_array, p: int) -> sparse.csr_array:
    """``X`` with each known x replaced by x^p; p = 0 makes the mask of the known."""
    return sparse.csr_array((X.data**p, X.indices, X.indptr), shape=X.shape)


def ratio(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """above / below, and 0 where below is 0."""
    return np.divide(above, below, out=np.zeros(above.shape), where=below > 0)


def _precision(X: sparse.csr_array) -> type:
    """float32, which is twice as fast, if no sum over two rows of X is ever rounded.

    Its 24 bits hold every multiple of 1/4 up to 2^22: products of half stars do well.
    """
    squares = sparse.csr_array((1 + X.data**2, X.indices, X.indptr), shape=X.shape)
    most, halves = squares.sum(axis=1).max(initial=0), 2 * X.data
    return np.float32 if most < 2**22 and (halves == np.rint(halves)).all() else float


def _rows(X: sparse.csr_array, rows: slice) -> sparse.csr_array:
    """``X[rows]`` without a copy of what it holds."""
    starts = X.indptr[rows.start : rows.stop + 1]
    stored = slice(starts[0], starts[-1])
    parts = X.data[stored], X.indices[stored], starts - starts[0]
    return sparse.csr_array(parts, shape=(len(starts) - 1, X.shape[1]))


def _slices(start: int, stop: int, size: int) -> list[slice]:
    """Cut start..stop into slices of a size; the last may be smaller."""
    return [slice(i, min(i + size, stop)) for i in range(start, stop, size)]


def all_pairs(
    X: sparse.csr_array, formula: Callable, n_neighbors: int | None = None
) -> np.ndarray | sparse.csr_array:
    """Apply a formula to all pairs of rows.

    Parameters
    ----------
    X : csr_array of shape (n, n_columns)
    formula : callable
        ``formula(sums, rows, columns)`` returns the tile S[rows, columns], where rows
        and columns are slices of 0..n and ``sums(p, q)`` is a tile, too: for each u of
        the rows and each v of the columns, the sum of x_u^p · x_v^q over what both
        have (p + q at most 2); ``sums(0, 0)`` counts them. S must be symmetric.
    n_neighbors : int, optional
        Keep only the nearest of each row, see `nearest`.

    Returns
    -------
    ndarray of shape (n, n), the diagonal 0; or csr_array, see ``n_neighbors``

    Examples
    --------
    >>> X = sparse.csr_array(np.array([[4.0, 2, 0], [1, 0, 0], [5, 3, 1]]))
    >>> all_pairs(X, lambda sums, rows, columns: sums(1, 1))
    array([[ 0.,  4., 26.],
           [ 4.,  0.,  5.],
           [26.,  5.,  0.]])
    """
    n = X.shape[0]
    X = X.astype(_precision(X))
    raters = np.bincount(X.indices, minlength=X.shape[1])
    # A column that is a tenth full or more is quicker to multiply as a dense one, and
    # one with a single number makes no pair.
    full = raters > n / 10
    X_light, X_heavy = X[:, ~full & (raters > 1)], X[:, full]
    light = [powers(X_light, p) for p in range(3)]
    heavy = [powers(X_heavy, p).toarray() for p in range(3)]
    whole = n_neighbors is None
    S = np.empty((n, n)) if whole else None

    def strip(columns: slice) -> sparse.csr_array | None:
        # All of S is symmetric: what is above the diagonal is written along with it.
        first = columns.start if whole else 0
        kept = S[columns] if whole else np.empty((columns.stop - columns.start, n))
        right = cache(lambda q: light[q][columns].T.toarray(order="C"))

        for rows in _slices(first, n, HEIGHT):
            left = cache(lambda p, rows=rows: _rows(light[p], rows))

            @cache
            def sums(p: int, q: int, rows=rows, left=left) -> np.ndarray:
                of_heavy = heavy[p][rows] @ heavy[q][columns].T
                return (left(p) @ right(q) + of_heavy).astype(float)  # (HEIGHT, WIDTH)

            part = formula(sums, rows, columns)
            kept[:, rows] = part.T
            if whole:
                S[rows, columns] = part
        here = np.arange(len(kept))
        kept[here, here + columns.start] = 0
        return None if whole else nearest(kept, n_neighbors)

    parts = map_on_cores(strip, _slices(0, n, WIDTH))
    return S if whole else sparse.vstack(parts, format="csr")


def largest(W: np.ndarray, n: int) -> np.ndarray:
    """Mark the n largest positive numbers of each row; of equal ones the first.

    Examples
    --------
    >>> largest(np.array([[0.2, 0.5, 0.2, -0.9]]), 2)
    array([[ True,  True, False, False]])
    """
    if n < 1:
        raise ValueError(f"n_neighbors is {n}, expected 1 or more")
    keep = W > 0
    if W.shape[1] <= n:
        return keep
    least = np.partition(W, -n, axis=1)[:, -n]
    keep &= least[:, None] <= W
    crowded = np.flatnonzero(np.count_nonzero(keep, axis=1) > n)
    if len(crowded):  # equal numbers in the last place
        tied = W[crowded] == least[crowded, None]
        above = keep[crowded] & ~tied
        room = n - np.count_nonzero(above, axis=1)
        keep[crowded] = above | (tied & (tied.cumsum(axis=1) <= room[:, None]))
    return keep


def _promising(W: np.ndarray, n: int) -> sparse.csr_array:
    """Leave out what can't be among the n largest positive numbers of its row.

    Deal the columns out to 4n groups. The n largest of their maxima are n numbers of
    the row, so nothing below the least of these is needed; little more than n is left.
    """
    deals = W.shape[1] // (4 * n)
    groups = W[:, : deals * 4 * n].reshape(len(W), deals, 4 * n)
    maxima = groups.max(axis=1, initial=SMALLEST)
    bound = np.partition(maxima, -n, axis=1)[:, -n]
    keep = bound[:, None] <= W
    rows, columns = np.divmod(np.flatnonzero(keep), W.shape[1])
    starts = np.append(0, np.cumsum(np.count_nonzero(keep, axis=1)))
    parts = W[rows, columns], columns.astype(np.int32), starts.astype(np.int32)
    return sparse.csr_array(parts, shape=W.shape)


def _nearest_of_stored(S: sparse.csr_array, n: int) -> sparse.csr_array:
    """`nearest` of rows that have few numbers, pushed together to the left."""
    S = S.sorted_indices()
    length = np.diff(S.indptr)
    stored = np.arange(length.max(initial=0)) < length[:, None]  # (rows, longest)
    W = np.zeros(stored.shape)
    W[stored] = S.data
    keep = largest(W, n)[stored]
    starts = np.append(0, np.cumsum(keep)).astype(np.int32)[S.indptr]
    parts = S.data[keep], S.indices[keep], starts
    return sparse.csr_array(parts, shape=S.shape)


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
    if n_neighbors < 1:
        raise ValueError(f"n_neighbors is {n_neighbors}, expected 1 or more")
    size = max(1, CELLS // S.shape[1])
    blocks = (S[start : start + size] for start in range(0, S.shape[0], size))
    kept = [
        _nearest_of_stored(
            rows if sparse.issparse(rows) else _promising(rows, n_neighbors),
            n_neighbors,
        )
        for rows in blocks
    ]
    return sparse.vstack(kept, format="csr")
