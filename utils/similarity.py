"""Who is like whom: similarities of all pairs of rows, and the nearest of each."""

from collections.abc import Callable

import numpy as np
from scipy import sparse

from utils.pairs import all_pairs, powers, ratio
from utils.pairs import largest as largest
from utils.pairs import nearest as nearest


def _pairs(
    X: sparse.csr_array, formula: Callable, shrinkage: float, n_neighbors: int | None
) -> np.ndarray | sparse.csr_array:
    """`all_pairs`, shrunk."""

    def shrunk(sums, rows, columns):
        S = formula(sums, rows, columns)
        return shrink(S, sums(0, 0), shrinkage) if shrinkage else S

    return all_pairs(X, shrunk, n_neighbors)


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
    return all_pairs(powers(X, 0), lambda sums, rows, columns: sums(1, 1))


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
        both = sums(1, 1)
        return ratio(both, size[rows, None] + size[columns] - both)

    return all_pairs(powers(X, 0), formula, n_neighbors)


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
        return ratio(sums(1, 1), np.sqrt(sums(2, 0) * sums(0, 2)))

    length = np.sqrt(powers(X, 2).sum(axis=1))
    length = np.where(length > 0, length, 1)  # (n,)

    def over_all(sums, rows, columns):
        return sums(1, 1) / (length[rows, None] * length[columns])

    formula = over_co_rated if co_rated else over_all
    return _pairs(X, formula, shrinkage, n_neighbors)


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
        squares = n * squares
        spread = squares - total**2
        return spread * (spread > 1e-12 * squares)

    def formula(sums, rows, columns):
        n, sum_u, sum_v = sums(0, 0), sums(1, 0), sums(0, 1)
        together = n * sums(1, 1) - sum_u * sum_v
        apart = spread(n, sum_u, sums(2, 0)) * spread(n, sum_v, sums(0, 2))
        return np.clip(ratio(together, np.sqrt(apart)), -1, 1)

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
    return S * ratio(support, support + shrinkage)
