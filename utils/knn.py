"""Predictions from neighbours: user-user, item-item, and why a movie was recommended.

All of them are one formula. A baseline b says what to expect of a cell; neighbours say
how far off it is:

    x_hat_ui = b_ui + Σ_v s_uv · (x_vi - b_vi) / (Σ_v |s_uv| + damping)    (user-user)
    x_hat_ui = b_ui + Σ_j s_ij · (x_uj - b_uj) / (Σ_j |s_ij| + damping)    (item-item)

where v are the n_neighbors most similar users who rated movie i, and j the n_neighbors
most similar movies that user u rated, with positive similarities only.

==================  ========================================================
plain               ``baseline=no_baseline(X)``
mean-centred        nothing, since it is the default: the mean of each user
                    (user-user) or of each movie (item-item)
on residuals        ``baseline=damped_means(X)``, with similarities of
                    ``residuals(X, baseline)``
==================  ========================================================
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from utils.baselines import Baseline, baseline_at, movie_means, residuals, user_means
from utils.cores import WORKERS, compiled, map_on_cores
from utils.nearest import check_n_neighbors, largest, mark_best
from utils.similarity import arrays

CELLS = 2**22  # of one block of S: 32 MB

Cells = tuple[np.ndarray, np.ndarray]


def _check(X, S, n: int, who: str, cells: Cells | None, damping: float) -> None:
    if S.shape != (n, n):
        raise ValueError(
            f"S has shape {S.shape}, expected ({n}, {n}), the similarities of the "
            f"{who} of X: does it compare rows where columns are meant?"
        )
    if not damping >= 0:
        raise ValueError(f"damping is {damping}, expected 0 or more")
    for name, positions, size in zip(("users", "movies"), cells or (), X.shape):
        if len(positions) and not -1 <= positions.min() <= positions.max() < size:
            raise ValueError(
                f"the {name} of cells go from {positions.min()} to {positions.max()}, "
                f"expected positions from 0 to {size - 1}, or -1 for an unknown one: "
                "did you pass ids?"
            )


@compiled
def _weighted_mean(s, i, by_column, n_neighbors, damping, weights, best):
    """Mean of what the raters of i leave over, weighted by the largest s of them."""
    starts, raters, r = by_column
    raters, r = raters[starts[i] : starts[i + 1]], r[starts[i] : starts[i + 1]]
    for p in range(len(raters)):
        weights[p] = s[raters[p]]
    above, below = 0.0, 0.0
    for p in best[: mark_best(weights[: len(raters)], n_neighbors, best)]:
        above += weights[p] * r[p]
        below += weights[p]
    return above / (below + damping) if below > 0 else np.nan


@compiled
def _fill_all(S, by_column, n_neighbors, damping, out):
    """Put what is predicted to be left over into each cell of these rows."""
    weights, best = np.empty(S.shape[1]), np.empty(4 * n_neighbors, np.int32)
    for u in range(len(S)):
        for i in range(out.shape[1]):
            out[u, i] = _weighted_mean(
                S[u], i, by_column, n_neighbors, damping, weights, best
            )


@compiled
def _fill_cells(S, users, movies, by_column, n_neighbors, damping):
    """The same for some of their cells; NaN for an unknown movie, -1."""
    weights, best = np.empty(S.shape[1]), np.empty(4 * n_neighbors, np.int32)
    out = np.full(len(users), np.nan)
    for k in range(len(users)):
        if movies[k] >= 0:
            out[k] = _weighted_mean(
                S[users[k]], movies[k], by_column, n_neighbors, damping, weights, best
            )
    return out


def _from_neighbours(
    R: sparse.csr_array, S, n_neighbors: int, cells: Cells | None, damping: float
) -> np.ndarray:
    """Weighted means of what the neighbours leave over; S compares the rows of R."""
    n, by_column = R.shape[0], arrays(R.tocsc())
    n_neighbors = check_n_neighbors(n_neighbors, n)
    rest = by_column, n_neighbors, float(damping)
    out = np.full(R.shape if cells is None else len(cells[0]), np.nan)
    users, movies = (np.asarray(c, np.int64) for c in cells or ([], []))
    order = np.argsort(users, kind="stable")

    def fill(block: slice) -> None:
        S_rows = S[block].toarray() if sparse.issparse(S) else S[block]
        S_rows = np.ascontiguousarray(S_rows, float)
        if cells is None:
            _fill_all(S_rows, *rest, out[block])
        else:
            ends = np.searchsorted(users, (block.start, block.stop), sorter=order)
            here = order[slice(*ends)]
            inside = users[here] - block.start, movies[here]
            out[here] = _fill_cells(S_rows, *inside, *rest)

    size = max(1, min(CELLS // n, -(-n // (4 * WORKERS))))
    map_on_cores(fill, [slice(i, min(i + size, n)) for i in range(0, n, size)])
    return out


def predict_user_user(
    X: sparse.csr_array,
    S: np.ndarray | sparse.csr_array,
    n_neighbors: int = 30,
    baseline: Baseline | None = None,
    cells: Cells | None = None,
    damping: float = 0.0,
) -> np.ndarray:
    """Predict stars from what the most similar users gave to the movie.

    Parameters
    ----------
    X : csr_array of shape (n_users, n_movies), stars 0.5–5
    S : ndarray or csr_array of shape (n_users, n_users)
        Similarities of users, the diagonal 0.
    n_neighbors : int
        At most so many of those who rated the movie count, the most similar ones; of
        equally similar ones those with the lowest positions.
    baseline : Baseline, optional
        What to expect of each cell; without it each user's own mean.
    cells : (users, movies), two ndarrays of int of shape (n_cells,), optional
        Predict only these cells, which takes less time and memory. Positions; -1 is an
        unknown user or movie.
    damping : float
        Weight of one more neighbour who agrees with the baseline: it holds back a
        prediction that rests on little.

    Returns
    -------
    X_hat : ndarray of shape (n_users, n_movies), or (n_cells,) if cells are given
        Stars, not cut to 0.5–5. NaN where no similar user rated the movie: nothing can
        be said. For a known cell the user's own rating is not used.

    Raises
    ------
    ValueError
        If shapes do not fit, a position is outside of ``X``, or ``n_neighbors`` < 1.

    References
    ----------
    Resnick et al. (1994), "GroupLens".

    Examples
    --------
    >>> X = sparse.csr_array(np.array([[4.0, 2, 0], [5, 3, 4], [2, 0, 1]]))
    >>> S = np.array([[0, 0.6, 0.2], [0.6, 0, 0], [0.2, 0, 0]])
    >>> predict_user_user(X, S)[0, 2]  # 3 + (0.6 · (4 - 4) + 0.2 · (1 - 1.5)) / 0.8
    np.float64(2.875)
    """
    _check(X, S, X.shape[0], "users (rows)", cells, damping)
    baseline = user_means(X) if baseline is None else baseline
    off = _from_neighbours(residuals(X, baseline), S, n_neighbors, cells, damping)
    return baseline_at(baseline, cells) + off


def predict_item_item(
    X: sparse.csr_array,
    S: np.ndarray | sparse.csr_array,
    n_neighbors: int = 30,
    baseline: Baseline | None = None,
    cells: Cells | None = None,
    damping: float = 0.0,
) -> np.ndarray:
    """Predict stars from what the user gave to the most similar movies.

    Parameters, result and errors are those of `predict_user_user`, except for

    S : ndarray or csr_array of shape (n_movies, n_movies)
        Similarities of movies; row i holds the neighbours of movie i.
    baseline : Baseline, optional
        What to expect of each cell; without it each movie's own mean.

    References
    ----------
    Sarwar, Karypis, Konstan and Riedl (2001), "Item-based collaborative filtering
    recommendation algorithms"; on residuals: Koren (2010), "Factor in the Neighbors".

    Examples
    --------
    >>> X = sparse.csr_array(np.array([[4.0, 2, 0], [5, 3, 4]]))
    >>> S = np.array([[0, 0, 0.6], [0, 0, 0.2], [0.6, 0.2, 0]])
    >>> predict_item_item(X, S)[0, 2]  # 4 + (0.6 · (4 - 4.5) + 0.2 · (2 - 2.5)) / 0.8
    np.float64(3.5)
    """
    _check(X, S, X.shape[1], "movies (columns)", cells, damping)
    baseline = movie_means(X) if baseline is None else baseline
    R = residuals(X, baseline).T.tocsr()
    off = _from_neighbours(R, S, n_neighbors, cells and cells[::-1], damping)
    return baseline_at(baseline, cells) + (off.T if cells is None else off)


class Explanation(NamedTuple):
    """Why a movie was recommended: ``baseline + because["contribution"].sum()``.

    Attributes
    ----------
    baseline : float, stars
        What was expected of the cell before any neighbour was asked.
    because : DataFrame with the columns movie, stars, similarity, contribution
        The rated movies that count (positions), the largest contribution first.
    """

    baseline: float
    because: pd.DataFrame


def explain(
    X: sparse.csr_array,
    S: np.ndarray | sparse.csr_array,
    user: int,
    movie: int,
    n_neighbors: int = 30,
    baseline: Baseline | None = None,
    damping: float = 0.0,
) -> Explanation:
    """Take an item-item prediction apart into what each rated movie adds to it.

        contribution_j = s_ij · (x_uj - b_uj) / (Σ_j |s_ij| + damping)

    Parameters
    ----------
    X, S, n_neighbors, baseline, damping
        Those of `predict_item_item`.
    user, movie : int
        Positions (not ids).

    Returns
    -------
    Explanation
        The sum of its baseline and contributions is the prediction. No rows, and no
        prediction, if the user rated nothing similar.

    Examples
    --------
    >>> X = sparse.csr_array(np.array([[4.0, 2, 0], [5, 3, 4]]))
    >>> S = np.array([[0, 0, 0.6], [0, 0, 0.2], [0.6, 0.2, 0]])
    >>> explain(X, S, user=0, movie=2)
    Explanation(baseline=4.0, because=   movie  stars  similarity  contribution
    0      1    2.0         0.2        -0.125
    1      0    4.0         0.6        -0.375)
    """
    cell = (np.array([user]), np.array([movie]))
    _check(X, S, X.shape[1], "movies (columns)", cell, damping)
    baseline = movie_means(X) if baseline is None else baseline
    known = slice(X.indptr[user], X.indptr[user + 1])
    rated, off = X.indices[known], residuals(X, baseline).data[known]
    s = S[[movie]].toarray()[0] if sparse.issparse(S) else S[movie]
    s = s[rated]
    used = largest(s[None], n_neighbors)[0]
    table = pd.DataFrame(
        {
            "movie": rated[used],
            "stars": X.data[known][used],
            "similarity": s[used],
            "contribution": s[used] * off[used] / (s[used].sum() + damping),
        }
    ).sort_values("contribution", ascending=False, ignore_index=True, kind="stable")
    return Explanation(float(baseline_at(baseline, cell)[0]), table)
