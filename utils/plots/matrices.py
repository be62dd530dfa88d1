"""A matrix as a picture: its stars, which cells are known, similarities."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from scipy import sparse

from utils.plots.style import BLUE, heatmap, new_axes


def plot_stars(
    X: sparse.csr_array, users: list, movies: list, ax: Axes | None = None
) -> Axes:
    """Draw a small matrix with its stars, and ``?`` where nothing is known.

    Parameters
    ----------
    X : csr_array of shape (n_users, n_movies), stars 0.5–5
    users, movies : list of str
        Names of the rows and columns.
    """
    n_users, n_movies = X.shape
    ax = new_axes(ax, 1.0 + 0.75 * n_movies, 1.2 + 0.4 * n_users)
    stars = np.full(X.shape, np.nan)
    cells = X.tocoo()
    stars[cells.row, cells.col] = cells.data
    words = np.where(np.isnan(stars), "?", np.char.mod("%g", stars))
    words = {"annot": words, "fmt": "", "label": "stars"}
    heatmap(stars, np.isnan(stars), users, movies, ax, vmin=0.5, vmax=5, **words)
    for u, i in np.argwhere(np.isnan(stars)):  # a mask hides its words too
        ax.text(i + 0.5, u + 0.5, "?", ha="center", va="center", color="0.35")
    ax.set(xlabel="movie", ylabel="user")
    ax.tick_params(axis="x", rotation=45)
    plt.setp(ax.get_xticklabels(), ha="right", rotation_mode="anchor")
    ax.tick_params(axis="y", rotation=0)
    return ax


def plot_known_cells(
    X: sparse.csr_array, ax: Axes | None = None, size: float = 0.1
) -> Axes:
    """Draw one dot for each known cell, rows from the top, in the order of ``X``."""
    ax = new_axes(ax, 7.5, 4.2)
    cells = X.tocoo()
    ax.scatter(cells.col, cells.row, s=size, color=BLUE, linewidths=0, rasterized=True)
    ax.set(xlim=(0, X.shape[1]), ylim=(X.shape[0], 0))
    ax.set(xlabel="position of the movie", ylabel="position of the user")
    return ax


def plot_similarities(S: np.ndarray, titles: list[str], ax: Axes | None = None) -> Axes:
    """Draw the similarities of a few movies as a heatmap with numbers.

    Parameters
    ----------
    S : ndarray of shape (n, n), -1 to 1
        The diagonal is left blank.
    titles : list of str
    """
    n = len(titles)
    ax = new_axes(ax, 3.0 + 0.62 * n, 1.6 + 0.42 * n)
    words = {"annot": True, "fmt": ".1f", "label": "similarity"}
    heatmap(S, np.eye(n, dtype=bool), titles, titles, ax, vmin=0, **words)
    plt.setp(ax.get_xticklabels(), rotation=45, ha="right", rotation_mode="anchor")
    return ax
