"""Who is like whom: similarities of all pairs of rows, and the nearest of each."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from scipy import sparse

CELLS = 2**21  # of one block: 16 MB, and some ten such are needed at a time
WORKERS = min(4, os.cpu_count() or 1)  # SciPy's products let go of Python's lock


def _powers(X: sparse.csr_array, p: int) -> sparse.csr_array:
    """``X`` with each known x replaced by x^p; p = 0 makes the mask of the known."""
    return sparse.csr_array((X.data**p, X.indices, X.indptr), shape=X.shape)


def _pairs(
    X: sparse.csr_array, formula: Callable, shrinkage: float, n_neighbors: int | None
) -> np.ndarray | sparse.csr_array:
    """Apply a formula to all pairs of rows, a block of rows at a time.

    The formula is given ``sums(p, q)``: for each row u of the block and each row v, the
    sum of x_u^p · x_v^q over the columns that both have; ``sums(0, 0)`` counts them.
    """
    n = X.shape[0]
    # A column that is a tenth full or more is quicker to multiply as a dense one.
    full = np.bincount(X.indices, minlength=X.shape[1]) > n / 10
    light = [_powers(X[:, ~full], p) for p in range(3)]
    turned = [Y.T.tocsr() for Y in light]  # (n_columns, n) each
    heavy = [_powers(X[:, full], p).toarray() for p in range(3)]
    S = np.empty((n, n)) if n_neighbors is None else None

    def block(rows: slice) -> sparse.csr_array | None:
        # All of S is symmetric: what is left of the diagonal block is there already.
        first = rows.start if n_neighbors is None else 0

        def sums(p: int, q: int) -> np.ndarray:
            right = turned[q][:, first:] if first else turned[q]
            of_light = (light[p][rows] @ right).toarray()  # (rows, n - first)
            return of_light + heavy[p][rows] @ heavy[q][first:].T

        part = formula(sums, rows, slice(first, n))
        if shrinkage:
            part = shrink(part, sums(0, 0), shrinkage)
        here = np.arange(part.shape[0])
        part[here, here + rows.start - first] = 0
        if S is None:
            return nearest(part, n_neighbors)
        S[rows, first:], S[first:, rows] = part, part.T
        return None

    size = max(1, CELLS // n)
    blocks = [slice(start, min(start + size, n)) for start in range(0, n, size)]
    with ThreadPoolExecutor(WORKERS) as pool:
        parts = list(pool.map(block, blocks))
    return sparse.vstack(parts, format="csr") if S is None else S


def _ratio(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """above / below, and 0 where below is 0."""
    return np.divide(above, below, out=np.zeros(above.shape), where=below > 0)


def support(X: sparse.csr_array) -> np.ndarray:
    """Count the columns that each pair of rows has in common.

    Parameters
    ----------
    X : csr_array of shape (n, n_columns)
        Rows are compared: pass ``X.T.tocsr()`` to compare movies.

    Returns
    -------
    ndarray of shape (n, n), the diagonal 0

    Examples
    --------
    >>> support(sparse.csr_array(np.array([[4.0, 2, 0], [1, 0, 0], [5, 3, 1]])))
    array([[0., 1., 2.],
           [1., 0., 1.],
           [2., 1., 0.]])
    """
    return _pairs(X, lambda sums, rows, columns: sums(0, 0), 0, None)


def jaccard(X: sparse.csr_array, n_neighbors: int | None = None):
    """Commonality of two sets: what both rated / what either of them rated.

    Parameters
    ----------
    X : csr_array of shape (n, n_columns)
        Rows are compared, by what is known of them, whatever the stars: pass
        ``X.T.tocsr()`` to compare movies.
    n_neighbors : int, optional
        Keep only the nearest of each row, as `nearest` does, without ever holding
        all n² similarities.

    Returns
    -------
    ndarray of shape (n, n), 0–1, the diagonal 0; or csr_array, see ``n_neighbors``

    References
    ----------
    Jaccard (1901), "Étude comparative de la distribution florale".

    Examples
    --------
    >>> jaccard(sparse.csr_array(np.array([[4.0, 2, 0], [1, 5, 0], [0, 3, 1]])))
    array([[0.        , 1.        , 0.33333333],
           [1.        , 0.        , 0.33333333],
           [0.33333333, 0.33333333, 0.        ]])
    """
    size = np.diff(X.indptr)

    def formula(sums, rows, columns):
        both = sums(0, 0)
        return _ratio(both, size[rows, None] + size[columns] - both)

    return _pairs(X, formula, 0, n_neighbors)


def cosine(
    X: sparse.csr_array,
    co_rated: bool = True,
    shrinkage: float = 0.0,
    n_neighbors: int | None = None,
):
    """Cosine of the angle between two rows.

        s_uv = Σ x_u · x_v / √(Σ x_u² · Σ x_v²)

    Parameters
    ----------
    X : csr_array of shape (n, n_columns), stars or residuals
        Rows are compared: pass ``X.T.tocsr()`` to compare movies.
    co_rated : bool
        True: all three sums run over the columns that both rows have. False: over all
        columns, what is unknown as 0. On stars that says that silence is hatred; on
        residuals, where 0 is the mean, it is a mild kind of shrinkage.
    shrinkage : float
        Multiply by support / (support + shrinkage), see `shrink`.
    n_neighbors : int, optional
        Keep only the nearest of each row, as `nearest` does, without ever holding
        all n² similarities.

    Returns
    -------
    ndarray of shape (n, n), -1 to 1, the diagonal 0; or csr_array, see ``n_neighbors``
        0 for a pair without co-rated columns.

    Examples
    --------
    >>> X = sparse.csr_array(np.array([[3.0, 4, 0], [4, 3, 5]]))
    >>> cosine(X)  # (12 + 12) / (5 · 5)
    array([[0.  , 0.96],
           [0.96, 0.  ]])
    >>> cosine(X, co_rated=False).round(2)  # 24 / (5 · √50)
    array([[0.  , 0.68],
           [0.68, 0.  ]])
    """

    def over_co_rated(sums, rows, columns):
        return _ratio(sums(1, 1), np.sqrt(sums(2, 0) * sums(0, 2)))

    if co_rated:
        return _pairs(X, over_co_rated, shrinkage, n_neighbors)
    length = np.sqrt(_powers(X, 2).sum(axis=1))
    unit = X.data / np.repeat(np.where(length > 0, length, 1), np.diff(X.indptr))
    X = sparse.csr_array((unit, X.indices, X.indptr), shape=X.shape)
    return _pairs(X, lambda sums, rows, columns: sums(1, 1), shrinkage, n_neighbors)


def pearson(
    X: sparse.csr_array, shrinkage: float = 0.0, n_neighbors: int | None = None
):
    """Correlation of two rows over the columns that both have.

        s_uv = Σ (x_u - m_u)(x_v - m_v) / √(Σ (x_u - m_u)² · Σ (x_v - m_v)²)

    All sums, and the means m_u and m_v, are over the co-rated columns of the pair.

    Parameters
    ----------
    X, shrinkage, n_neighbors
        As for `cosine`.

    Returns
    -------
    ndarray of shape (n, n), -1 to 1, the diagonal 0; or csr_array, see ``n_neighbors``
        0 for a pair with fewer than two co-rated columns, or one of whom gave the same
        stars to all of them.

    References
    ----------
    Resnick et al. (1994), "GroupLens: an open architecture for collaborative filtering
    of netnews".

    Examples
    --------
    >>> X = np.array([[1.0, 2, 3, 0], [5, 4, 3, 1], [0, 0, 2, 2]])
    >>> pearson(sparse.csr_array(X))
    array([[ 0., -1.,  0.],
           [-1.,  0.,  0.],
           [ 0.,  0.,  0.]])
    """

    def spread(n, total, squares):
        # n² times the variance; what is only rounding counts as no spread at all.
        spread = n * squares - total**2
        return np.where(spread > 1e-12 * n * squares, spread, 0)

    def formula(sums, rows, columns):
        n, sum_u, sum_v = sums(0, 0), sums(1, 0), sums(0, 1)
        together = n * sums(1, 1) - sum_u * sum_v
        apart = spread(n, sum_u, sums(2, 0)) * spread(n, sum_v, sums(0, 2))
        return np.clip(_ratio(together, np.sqrt(apart)), -1, 1)

    return _pairs(X, formula, shrinkage, n_neighbors)


def adjusted_cosine(
    X: sparse.csr_array, shrinkage: float = 0.0, n_neighbors: int | None = None
):
    """Cosine of two movies over co-rating users, whose own means are taken off.

        s_ij = Σ_u (x_ui - m_u)(x_uj - m_u) / √(Σ_u (x_ui - m_u)² · Σ_u (x_uj - m_u)²)

    Parameters
    ----------
    X : csr_array of shape (n_users, n_movies), stars 0.5–5
        Its columns are compared, since the means are of its rows.
    shrinkage, n_neighbors
        As for `cosine`.

    Returns
    -------
    ndarray of shape (n_movies, n_movies), -1 to 1, the diagonal 0; or csr_array

    References
    ----------
    Sarwar, Karypis, Konstan and Riedl (2001), "Item-based collaborative filtering
    recommendation algorithms".

    Examples
    --------
    >>> X = sparse.csr_array(np.array([[5.0, 4, 3], [2, 4, 0]]))
    >>> adjusted_cosine(X).round(2)  # centred: 1, 0, -1 and -1, 1
    array([[ 0.  , -0.71, -1.  ],
           [-0.71,  0.  ,  0.  ],
           [-1.  ,  0.  ,  0.  ]])
    """
    n = np.diff(X.indptr)
    means = X.sum(axis=1) / np.maximum(n, 1)  # (n_users,)
    # Stored zeros stay: they are known.
    centred = (X.data - np.repeat(means, n), X.indices, X.indptr)
    centred = sparse.csr_array(centred, shape=X.shape)
    return cosine(centred.T.tocsr(), True, shrinkage, n_neighbors)


def shrink(S: np.ndarray, support: np.ndarray, shrinkage: float) -> np.ndarray:
    """Pull similarities that rest on little towards 0.

        S · support / (support + shrinkage)

    Parameters
    ----------
    S : ndarray of shape (n, n)
    support : ndarray of shape (n, n)
        Co-rated columns of each pair, see `support`.
    shrinkage : float
        Support that halves a similarity.

    Raises
    ------
    ValueError
        If ``shrinkage`` is negative or the shapes differ.

    Examples
    --------
    >>> shrink(np.array([[0.0, 1.0]]), np.array([[0, 1]]), shrinkage=9)
    array([[0. , 0.1]])
    """
    if not shrinkage >= 0:
        raise ValueError(f"shrinkage is {shrinkage}, expected 0 or more")
    if S.shape != support.shape:
        raise ValueError(
            f"support has shape {support.shape}, expected {S.shape}, that of S: does "
            "one compare users and the other movies?"
        )
    return S * _ratio(support, support + shrinkage)


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

    Examples
    --------
    >>> S = np.array([[0.0, 0.5, 0.9], [0.5, 0.0, -0.2], [0.9, -0.2, 0.0]])
    >>> nearest(S, 1).toarray()
    array([[0. , 0. , 0.9],
           [0.5, 0. , 0. ],
           [0.9, 0. , 0. ]])
    """
    n_rows, n = S.shape
    size = max(1, CELLS // n)
    counts, columns, values = [], [], []
    for start in range(0, n_rows, size):
        part = S[start : start + size]
        part = part.toarray() if sparse.issparse(part) else np.ascontiguousarray(part)
        keep = largest(part, n_neighbors)
        cells = np.flatnonzero(keep)
        counts.append(np.count_nonzero(keep, axis=1))
        columns.append((cells % n).astype(np.int32))
        values.append(part.ravel()[cells])
    starts = np.concatenate([[0], np.cumsum(np.concatenate(counts))]).astype(np.int32)
    return sparse.csr_array(
        (np.concatenate(values), np.concatenate(columns), starts), shape=S.shape
    )
