"""Who is like whom: similarities of all pairs of rows, and the nearest of each.

Every measure is one walk: from a row to its columns, from each column to the other rows
that have it, adding a product to the sum of each of them; then the formula.
"""

import numpy as np
from scipy import sparse

from utils.cores import WORKERS, compiled, equal_shares, map_on_cores
from utils.nearest import check_n_neighbors, mark_best
from utils.nearest import largest as largest
from utils.nearest import nearest as nearest

JACCARD, COSINE, CO_RATED, PEARSON = range(4)
TILE = 64  # rows and columns that `_mirror` copies at a time: 32 kB


@compiled
def _add_products(u, first, by_row, by_column, s):
    """To s_v add x_u · x_v of each column of u, for those v >= first that have it."""
    (row_starts, columns, x), (starts, rows, y) = by_row, by_column
    for p in range(row_starts[u], row_starts[u + 1]):
        i, x_u = columns[p], x[p]
        start, stop = starts[i], starts[i + 1]
        start += np.searchsorted(rows[start:stop], first)
        for q in range(start, stop):
            s[rows[q]] += x_u * y[q]


@compiled
def _add_six(u, first, by_row, by_column, sums):
    """The same walk for n, Σ x, Σ y, Σ x², Σ x·y and Σ y² of what both rows have."""
    (row_starts, columns, x), (starts, rows, y) = by_row, by_column
    for p in range(row_starts[u], row_starts[u + 1]):
        i, x_u = columns[p], x[p]
        start, stop = starts[i], starts[i + 1]
        start += np.searchsorted(rows[start:stop], first)
        for q in range(start, stop):
            v, x_v = rows[q], y[q]
            sums[v, 0] += 1
            sums[v, 1] += x_u
            sums[v, 2] += x_v
            sums[v, 3] += x_u * x_u
            sums[v, 4] += x_u * x_v
            sums[v, 5] += x_v * x_v


@compiled
def _ratio(above, below):
    """above / below, and 0 where below is 0."""
    return above / below if below > 0 else 0.0


@compiled
def _spread(n, x, xx):
    """n² times the variance; what is only rounding counts as no spread at all."""
    spread = n * xx - x**2
    return spread if spread > 1e-12 * (n * xx) else 0.0


@compiled
def _compare(u, first, by_row, by_column, measure, length, shrinkage, sums, s):
    """Put the similarities of row u and each row v >= first into s_v."""
    if measure <= COSINE and shrinkage == 0:  # one sum says all
        s[first:] = 0
        _add_products(u, first, by_row, by_column, s)
        for v in range(first, len(s)):
            if measure == JACCARD:
                s[v] = _ratio(s[v], length[u] + length[v] - s[v])
            else:
                s[v] = _ratio(s[v], length[u] * length[v])
        return
    sums[first:] = 0
    _add_six(u, first, by_row, by_column, sums)
    for v in range(first, len(s)):
        n, x, y, xx, xy, yy = sums[v]
        if n == 0:
            s[v] = 0
        elif measure == COSINE:
            s[v] = _ratio(xy, length[u] * length[v])
        elif measure == CO_RATED:
            s[v] = _ratio(xy, np.sqrt(xx * yy))
        else:
            apart = _spread(n, x, xx) * _spread(n, y, yy)
            s[v] = min(1, max(-1, _ratio(n * xy - x * y, np.sqrt(apart))))
        if shrinkage != 0:
            s[v] *= _ratio(n, n + shrinkage)


@compiled
def _rows_of_all(rows, by_row, by_column, measure, length, shrinkage, S):
    """Fill these rows of S to the right of the diagonal."""
    sums = np.empty((len(S), 6))
    for u in range(rows[0], rows[1]):
        _compare(u, u + 1, by_row, by_column, measure, length, shrinkage, sums, S[u])


@compiled
def _mirror(rows, S):
    """Copy these rows of S, right of the diagonal, to below it, a tile at a time."""
    for top in range(rows[0], rows[1], TILE):
        bottom = min(top + TILE, rows[1])
        for left in range(top, len(S), TILE):
            for u in range(top, bottom):
                for v in range(max(left, u + 1), min(left + TILE, len(S))):
                    S[v, u] = S[u, v]


@compiled
def _rows_of_nearest(rows, by_row, by_column, measure, length, shrinkage, near, s_near):
    """Fill these rows of near and s_near, and return how many each of them has."""
    n_rows, n = len(by_row[0]) - 1, near.shape[1]
    sums, s = np.empty((n_rows, 6)), np.empty(n_rows)
    best, found = np.empty(4 * n, np.int32), np.empty(rows[1] - rows[0], np.int64)
    for u in range(rows[0], rows[1]):
        _compare(u, 0, by_row, by_column, measure, length, shrinkage, sums, s)
        s[u] = 0
        m = mark_best(s, n, best)
        near[u, :m], s_near[u, :m], found[u - rows[0]] = best[:m], s[best[:m]], m
    return found


def arrays(X: sparse.csr_array | sparse.csc_array) -> tuple:
    """What the loops read, always of the same types, so that they are compiled once.

    Positions are unsigned, since Numba asks of any others whether they count from the
    end, which takes a third of the walk's time.
    """
    starts, positions = (a.astype(np.int32, copy=False) for a in (X.indptr, X.indices))
    return starts, positions.view(np.uint32), X.data.astype(float, copy=False)


def _all_pairs(
    X: sparse.csr_array,
    measure: int,
    length: np.ndarray | None = None,
    shrinkage: float = 0.0,
    n_neighbors: int | None = None,
) -> np.ndarray | sparse.csr_array:
    """Compare all pairs of rows, in shares of about equal work."""
    if not shrinkage >= 0:
        raise ValueError(f"shrinkage is {shrinkage}, expected 0 or more")
    if n_neighbors is not None:
        n_neighbors = check_n_neighbors(n_neighbors, X.shape[0])
    by_column, n = X.tocsc(), X.shape[0]
    length = np.ones(n) if length is None else length.astype(float)
    data = arrays(X), arrays(by_column), measure, length, float(shrinkage)
    # Each rating of a row meets all ratings of its column.
    meets = np.diff(by_column.indptr)[X.indices]
    work = n + np.bincount(np.repeat(np.arange(n), np.diff(X.indptr)), meets, n)
    if n_neighbors is None:
        S = np.zeros((n, n))
        shares = _shares(work * np.arange(n, 0, -1))  # half of S: ever fewer
        map_on_cores(lambda rows: _rows_of_all(rows, *data, S), shares)
        map_on_cores(lambda rows: _mirror(rows, S), _shares(np.arange(n, 0, -1)))
        return S
    near, s_near = np.empty((n, n_neighbors), np.int32), np.empty((n, n_neighbors))
    found = map_on_cores(
        lambda rows: _rows_of_nearest(rows, *data, near, s_near), _shares(work)
    )
    found = np.concatenate(found)
    used = np.arange(n_neighbors) < found[:, None]  # (n, n_neighbors)
    starts = np.append(0, np.cumsum(found)).astype(np.int32)
    return sparse.csr_array((s_near[used], near[used], starts), shape=(n, n))


def _shares(work: np.ndarray) -> list[tuple[int, int]]:
    """Some shares for each core, so that none waits for long at the end."""
    return [(s.start, s.stop) for s in equal_shares(work, 8 * WORKERS)]


def _ones(X: sparse.csr_array) -> sparse.csr_array:
    """1 for what is known."""
    return sparse.csr_array((np.ones(X.nnz), X.indices, X.indptr), shape=X.shape)


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
    return _all_pairs(_ones(X), COSINE)  # of lengths 1


def jaccard(
    X: sparse.csr_array, n_neighbors: int | None = None
) -> np.ndarray | sparse.csr_array:
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
    return _all_pairs(_ones(X), JACCARD, size, n_neighbors=n_neighbors)


def cosine(
    X: sparse.csr_array,
    co_rated: bool = True,
    shrinkage: float = 0.0,
    n_neighbors: int | None = None,
) -> np.ndarray | sparse.csr_array:
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

    if co_rated:
        return _all_pairs(X, CO_RATED, None, shrinkage, n_neighbors)
    squares = sparse.csr_array((X.data**2, X.indices, X.indptr), shape=X.shape)
    length = np.sqrt(squares.sum(axis=1))  # (n,)
    return _all_pairs(X, COSINE, length, shrinkage, n_neighbors)


def pearson(
    X: sparse.csr_array, shrinkage: float = 0.0, n_neighbors: int | None = None
) -> np.ndarray | sparse.csr_array:
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
    return _all_pairs(X, PEARSON, None, shrinkage, n_neighbors)


def adjusted_cosine(
    X: sparse.csr_array, shrinkage: float = 0.0, n_neighbors: int | None = None
) -> np.ndarray | sparse.csr_array:
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
    below = support + shrinkage
    return S * np.divide(support, below, out=np.zeros(S.shape), where=below > 0)
