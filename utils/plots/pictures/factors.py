"""A matrix taken apart: the product of two vectors, and the half-steps of ALS."""

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from scipy import sparse

from utils.plots.pictures.cells import INK, above, boxes, finish, left_of, stars
from utils.plots.style import BLUE, GREEN, ORANGE, new_axes

GAP = 0.6  # between the three tables, in boxes
DIGITS = np.vectorize("{:.1f}".format)


def plot_product(
    X_hat: np.ndarray,
    U: np.ndarray,
    V: np.ndarray,
    users: Sequence[str],
    movies: Sequence[str],
    cell: tuple[int, int] = (0, 0),
    ax: Axes | None = None,
) -> Axes:
    """Draw ``X ≈ U·Vᵀ``, with one cell and the two vectors that make it.

    Parameters
    ----------
    X_hat : ndarray of shape (n_users, n_movies), stars
    U : ndarray of shape (n_users, rank)
    V : ndarray of shape (n_movies, rank)
    users, movies : names
    cell : (user, movie), positions

    Returns
    -------
    Axes
    """
    ax = new_axes(ax, 7.2, 5.2)
    rows, columns = _at(cell[0], len(users)), _at(cell[1], len(movies))
    chosen = np.outer(rows, columns), rows, columns
    _tables(ax, (DIGITS(X_hat), DIGITS(U), DIGITS(V.T)), chosen, users, movies)
    return ax


def plot_half_steps(
    X: sparse.csr_array,
    U: np.ndarray,
    V: np.ndarray,
    users: Sequence[str],
    movies: Sequence[str],
    cell: tuple[int, int] = (0, 0),
) -> np.ndarray:
    """Draw what the least squares of one user, and of one movie, take and give.

    Parameters
    ----------
    X : csr_array of shape (n_users, n_movies), stars 0.5–5
        A cell that is not stored is a hole.
    U : ndarray of shape (n_users, rank)
    V : ndarray of shape (n_movies, rank)
    users, movies : names
    cell : (user, movie), positions of those whose vectors are solved for

    Returns
    -------
    ndarray of two Axes
    """
    _, axes = plt.subplots(1, 2, figsize=(9.2, 4.0), layout="constrained")
    table = np.full(X.shape, np.nan)
    table[X.tocoo().coords] = X.data
    user, movie = cell
    of_user = ~np.isnan(table) & _at(user, len(users))[:, None]
    of_movie = ~np.isnan(table) & _at(movie, len(movies))
    halves = [
        (of_user, _at(user, len(users)), of_user.any(axis=0)),
        (of_movie, of_movie.any(axis=1), _at(movie, len(movies))),
    ]
    names = users[user], movies[movie]
    for ax, still, name, chosen in zip(axes, "VU", names, halves):
        texts = np.vectorize(stars)(table), DIGITS(U), DIGITS(V.T)
        if still == "V":
            texts[1][user] = "new"
        else:
            texts[2][:, movie] = "new"
        _tables(ax, texts, chosen, users, movies)
        ax.set_title(f"{still} stands still: solve for {name}", fontsize=11)
    return axes


def _at(place: int, n: int) -> np.ndarray:
    return np.arange(n) == place


def _tables(ax: Axes, texts: tuple, chosen: tuple, users: list, movies: list) -> None:
    """U at the left, Vᵀ above, and X where a row of one meets a column of the other."""
    X, U, Vt = texts
    cells, rows, columns = chosen
    rank = U.shape[1]
    edge = rank + GAP
    boxes(ax, U, (0, edge), np.tile(rows[:, None], rank), BLUE)
    boxes(ax, Vt, (edge, 0), np.tile(columns, (rank, 1)), ORANGE)
    boxes(ax, X, (edge, edge), cells, GREEN)
    left_of(ax, users, (0, edge))
    above(ax, movies, (edge, 0), angle=35)
    big = {"ha": "center", "va": "center", "fontsize": 13, "color": INK}
    ax.text(rank / 2, edge - 0.4, "U", **big)
    ax.text(edge - 0.4, rank / 2, "Vᵀ", **big)
    ax.text(rank / 2 - 0.9, rank / 2, "X ≈ U·Vᵀ", **big)
    finish(ax, (-1.6, edge + len(movies) + 0.6), (-1.5, edge + len(users) + 0.1))
