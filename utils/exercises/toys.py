"""Small sparse matrices, as the cases of exercises and the mistakes need them."""

import numpy as np
from scipy import sparse


def small_matrix(rows: list[list]) -> sparse.csr_array:
    """A sparse matrix of small rows with None for unknown; 0 is stored."""
    known = [
        (stars, u, i)
        for u, row in enumerate(rows)
        for i, stars in enumerate(row)
        if stars is not None
    ]
    stars, u, i = zip(*known)
    shape = (len(rows), len(rows[0]))
    return sparse.coo_array((np.array(stars, float), (u, i)), shape=shape).tocsr()


def known_cells(X: sparse.csr_array) -> sparse.csr_array:
    """The same cells with 1 in each: the mask of what is known."""
    return sparse.csr_array((np.ones_like(X.data), X.indices, X.indptr), shape=X.shape)
