"""EASE: each movie's score is a weighted sum of what else somebody likes.

The weights B are the ridge regression of X on itself, with one condition: no movie may
explain itself. It has a closed form, so there is nothing to iterate:

    minimise  |X - X B|² + reg_param · |B|²   with  B_ii = 0
    P = (XᵀX + reg_param · I)⁻¹ ,  B_ij = -P_ij / P_jj  for i ≠ j

P has a row and a column for each movie. With fewer users than movies the same numbers
come cheaper from the matrix of users, (X Xᵀ + reg_param · I)⁻¹: see `_half`.

Steck (2019), "Embarrassingly Shallow Autoencoders for Sparse Data".
"""

import numpy as np
from scipy import linalg, sparse


def _check(X: sparse.csr_array, reg_param: float) -> None:
    if not sparse.issparse(X):
        raise TypeError(
            f"X is a {type(X).__name__}, expected a SciPy sparse array: make one with "
            "to_matrix(ratings)"
        )
    if not reg_param > 0:
        raise ValueError(f"reg_param is {reg_param}, expected a number above 0")


def _half(X: sparse.csr_array, reg_param: float) -> tuple[np.ndarray, np.ndarray]:
    """A = (X Xᵀ + reg_param · I)⁻¹ X, and the diagonal of P.

    The identity of Woodbury: P = (I - Xᵀ A) / reg_param, and X P = A.
    """
    G = (X @ X.T).toarray()  # (n_users, n_users)
    G[np.diag_indices_from(G)] += reg_param
    # X is sparse, so that a product with the inverse costs less than a solve.
    A = (X.T @ linalg.inv(G)).T  # (n_users, n_movies)
    return A, (1 - X.multiply(A).sum(axis=0)) / reg_param


def ease(X: sparse.csr_array, reg_param: float) -> np.ndarray:
    """Find the weights B; ``X @ B`` are the scores.

    Parameters
    ----------
    X : csr_array of shape (n_users, n_movies)
        Evidence, such as 1 for each liked movie; what is not stored is 0 here.
    reg_param : float
        λ > 0; not multiplied by anything.

    Returns
    -------
    B : ndarray of shape (n_movies, n_movies)
        The diagonal is 0; not symmetric; negative weights are common. For 10,000
        movies it takes 800 MB: if scores are all you want, see `ease_scores`.

    Raises
    ------
    TypeError
        If X is not sparse.
    ValueError
        If λ is not above 0.

    Examples
    --------
    Two movies and one person who likes both: XᵀX + 1 · I = [[2, 1], [1, 2]], whose
    inverse is [[2, -1], [-1, 2]] / 3.

    >>> ease(sparse.csr_array(np.array([[1.0, 1.0]])), reg_param=1.0).round(9)
    array([[0. , 0.5],
           [0.5, 0. ]])
    """
    _check(X, reg_param)
    A, diagonal = _half(X, reg_param)
    B = (X.T @ A) / (reg_param * diagonal)  # -P_ij / P_jj
    np.fill_diagonal(B, 0)
    return B


def ease_scores(X: sparse.csr_array, reg_param: float) -> np.ndarray:
    """Score every movie for every user, ``X @ ease(X, reg_param)``, without making B.

        X B = X - X P / diag(P) = X - A / diag(P)

    The work and the memory are those of a few matrices (n_users, n_movies).

    Parameters, errors and the source are those of `ease`.

    Returns
    -------
    ndarray of shape (n_users, n_movies)
        Only the order within a row matters: these are no stars.

    Examples
    --------
    >>> ease_scores(sparse.csr_array(np.array([[1.0, 1.0]])), reg_param=1.0).round(9)
    array([[0.5, 0.5]])
    """
    _check(X, reg_param)
    A, diagonal = _half(X, reg_param)
    return X - A / diagonal
