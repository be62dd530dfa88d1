"""What every method must beat: chance, popularity, and means that know who is harsh."""

from typing import NamedTuple

import numpy as np
from scipy import sparse


class Baseline(NamedTuple):
    """A prediction without neighbours or vectors: mu + user_bias[u] + item_bias[i].

    Attributes
    ----------
    mu : float, stars
        Mean of all ratings.
    user_bias : ndarray of shape (n_users,), stars
        How much more generous than the mean a user is; 0 if nothing is known.
    item_bias : ndarray of shape (n_movies,), stars
        How much better liked than the mean a movie is; 0 if nothing is known.
    """

    mu: float
    user_bias: np.ndarray
    item_bias: np.ndarray


def random_scores(shape: tuple[int, int], seed: int = 0) -> np.ndarray:
    """Score every movie for every user by chance, uniform in 0–1.

    Examples
    --------
    >>> random_scores((2, 3)).shape
    (2, 3)
    """
    return np.random.default_rng(seed).random(shape)


def popularity(X: sparse.csr_array) -> np.ndarray:
    """Count the ratings of each movie, the same score for everybody.

    Returns
    -------
    ndarray of int, shape (n_movies,)

    Examples
    --------
    >>> popularity(sparse.csr_array(np.array([[4.0, 0, 2], [1, 0, 0]])))
    array([2, 0, 1])
    """
    return np.bincount(X.indices, minlength=X.shape[1])


def _mean(sums: np.ndarray, n: np.ndarray) -> np.ndarray:
    """sums / n, and 0 where n is 0."""
    return np.divide(sums, n, out=np.zeros(len(sums)), where=n > 0)


def _parts(X: sparse.csr_array) -> tuple[float, np.ndarray, np.ndarray, np.ndarray]:
    """The mean of all, ratings of each user and of each movie, and each cell's row."""
    if X.nnz == 0:
        raise ValueError("X has no ratings, expected at least one")
    n_u, n_i = np.diff(X.indptr), popularity(X)
    return X.data.mean(), n_u, n_i, np.repeat(np.arange(X.shape[0]), n_u)


def damped_means(X: sparse.csr_array, damping: float = 5.0) -> Baseline:
    """Explain ratings by who rates and what is rated, pulling the little known to 0.

        item_bias[i] = Σ_u (x_ui - mu) / (n_i + damping)
        user_bias[u] = Σ_i (x_ui - mu - item_bias[i]) / (n_u + damping)

    Parameters
    ----------
    X : csr_array of shape (n_users, n_movies), stars 0.5–5
    damping : float
        As many ratings exactly at the mean are added to each movie and each user, so
        that one enthusiast does not make a masterpiece.

    Returns
    -------
    Baseline
        (mu, user_bias, item_bias).

    Raises
    ------
    ValueError
        If ``damping`` is negative or there are no ratings.

    References
    ----------
    Funk (2006), "Netflix Update: Try This at Home"; the order is that of Koren (2010),
    "Factor in the Neighbors".

    Examples
    --------
    >>> X = sparse.csr_array(np.array([[5.0, 3], [4, 0]]))
    >>> damped_means(X, damping=1)  # item 0: (1 + 0) / (2 + 1)
    Baseline(mu=4.0, user_bias=array([ 0.05555556, -0.16666667]), \
item_bias=array([ 0.33333333, -0.5       ]))
    """
    if not damping >= 0:
        raise ValueError(f"damping is {damping}, expected 0 or more")
    mu, n_u, n_i, rows = _parts(X)
    rest = X.data - mu  # (n_ratings,)
    item_bias = _mean(np.bincount(X.indices, rest, X.shape[1]), n_i + damping)
    rest = rest - item_bias[X.indices]
    user_bias = _mean(np.bincount(rows, rest, X.shape[0]), n_u + damping)
    return Baseline(float(mu), user_bias, item_bias)


def user_means(X: sparse.csr_array) -> Baseline:
    """Predict each user's own mean; the mean of all for a user without ratings.

    Examples
    --------
    >>> X = sparse.csr_array(np.array([[5.0, 3], [1, 0]]))
    >>> user_means(X)
    Baseline(mu=3.0, user_bias=array([ 1., -2.]), item_bias=array([0., 0.]))
    """
    mu, n_u, _, rows = _parts(X)
    user_bias = _mean(np.bincount(rows, X.data - mu, X.shape[0]), n_u)
    return Baseline(float(mu), user_bias, np.zeros(X.shape[1]))


def movie_means(X: sparse.csr_array) -> Baseline:
    """Predict each movie's own mean; the mean of all for a movie without ratings.

    Examples
    --------
    >>> X = sparse.csr_array(np.array([[5.0, 3], [1, 0]]))
    >>> movie_means(X)
    Baseline(mu=3.0, user_bias=array([0., 0.]), item_bias=array([0., 0.]))
    """
    mu, _, n_i, _ = _parts(X)
    item_bias = _mean(np.bincount(X.indices, X.data - mu, X.shape[1]), n_i)
    return Baseline(float(mu), np.zeros(X.shape[0]), item_bias)


def no_baseline(X: sparse.csr_array) -> Baseline:
    """Predict 0 everywhere: what is left over of the stars is the stars themselves."""
    return Baseline(0.0, np.zeros(X.shape[0]), np.zeros(X.shape[1]))


def baseline_at(
    baseline: Baseline, cells: tuple[np.ndarray, np.ndarray] | None = None
) -> np.ndarray:
    """Predict mu + user_bias[u] + item_bias[i], for all cells or for some.

    Parameters
    ----------
    baseline : Baseline
    cells : (users, movies), two ndarrays of int of shape (n_cells,), optional
        Positions; -1 is somebody or something unknown, whose bias is 0.

    Returns
    -------
    ndarray of shape (n_users, n_movies), or (n_cells,) if cells are given

    Examples
    --------
    >>> baseline = Baseline(3.0, np.array([1.0, -2.0]), np.array([0.0, 0.5]))
    >>> baseline_at(baseline)
    array([[4. , 4.5],
           [1. , 1.5]])
    >>> baseline_at(baseline, (np.array([0, -1]), np.array([1, 1])))
    array([4.5, 3.5])
    """
    mu, user_bias, item_bias = baseline
    if cells is None:
        return mu + user_bias[:, None] + item_bias
    users, movies = cells
    # What -1 looks up is the 0 that is put at the end.
    return mu + np.append(user_bias, 0.0)[users] + np.append(item_bias, 0.0)[movies]


def residuals(X: sparse.csr_array, baseline: Baseline) -> sparse.csr_array:
    """What the baseline leaves over: x_ui - mu - user_bias[u] - item_bias[i].

    Returns
    -------
    csr_array with the pattern of ``X``
        A residual of 0 stays stored: it is known.

    Examples
    --------
    >>> X = sparse.csr_array(np.array([[5.0, 3], [1, 0]]))
    >>> residuals(X, user_means(X)).toarray()
    array([[ 1., -1.],
           [ 0.,  0.]])
    >>> residuals(X, user_means(X)).nnz
    3
    """
    mu, user_bias, item_bias = baseline
    if (len(user_bias), len(item_bias)) != X.shape:
        raise ValueError(
            f"the baseline is for {(len(user_bias), len(item_bias))} users and movies, "
            f"expected {X.shape}, the shape of X: was it made from another matrix?"
        )
    rest = X.data - mu - np.repeat(user_bias, np.diff(X.indptr)) - item_bias[X.indices]
    return sparse.csr_array((rest, X.indices, X.indptr), shape=X.shape)
