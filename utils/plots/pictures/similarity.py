"""What two rows, or two columns, have in common."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from utils.plots.pictures.cells import FAINT, INK, above, boxes, finish, left_of, stars
from utils.plots.style import BLUE, ORANGE, new_axes


def plot_two_rows(
    rows: np.ndarray,
    names: Sequence[str],
    movies: Sequence[str],
    ax: Axes | None = None,
) -> Axes:
    """Draw the rows of two people, and the movies that both rated.

    Parameters
    ----------
    rows : ndarray of shape (2, n_movies), stars 0.5–5
        NaN is a hole.
    names : of the two people
    movies : names of the columns

    Returns
    -------
    Axes

    Examples
    --------
    >>> rows = np.array([[5, np.nan], [4, 1]])
    >>> ax = plot_two_rows(rows, ["Ana", "Ben"], ["Up", "Heat"])
    >>> ax.texts[0].get_text()
    '5'
    """
    ax = new_axes(ax, 7.2, 2.5)
    n = rows.shape[1]
    both = np.broadcast_to(~np.isnan(rows).any(axis=0), rows.shape)
    boxes(ax, np.vectorize(stars)(rows), chosen=both, colour=BLUE)
    left_of(ax, names, (0, 0))
    above(ax, movies, (0, 0))
    for column in np.flatnonzero(both[0]):
        ax.annotate(
            "",
            (column + 0.5, 2.1),
            (column + 0.5, 2.6),
            arrowprops={"arrowstyle": "->"},
        )
    told = {"fontsize": 10, "va": "top"}
    ax.text(0, 2.75, "rated by both:\nonly these count", color=INK, **told)
    ax.text(n, 2.75, "rated by one or by nobody:\nno word about whether the two agree",
            color=FAINT, ha="right", **told)  # fmt: skip
    return finish(ax, (-1.2, n + 0.1), (-0.7, 3.8))


def plot_two_columns(
    table: pd.DataFrame,
    deviations: pd.DataFrame,
    pair: tuple[str, str],
    ax: Axes | None = None,
) -> Axes:
    """Draw the columns of two movies, and the people who rated both.

    Parameters
    ----------
    table : DataFrame of shape (n_people, n_movies), stars 0.5–5
        NaN is a hole.
    deviations : DataFrame of the same shape, stars
        How far each rating lies above or below the person's own mean.
    pair : names of the two movies

    Returns
    -------
    Axes
    """
    ax = new_axes(ax, 7.2, 3.2)
    both = table[list(pair)].notna().all(axis=1)
    chosen = np.outer(both, table.columns.isin(pair))
    boxes(ax, np.vectorize(stars)(table.to_numpy()), chosen=chosen, colour=ORANGE)
    left_of(ax, table.index, (0, 0))
    above(ax, table.columns, (0, 0))
    n = table.shape[1]
    for row, name in enumerate(table.index):
        parts = [f"{movie} {deviations.loc[name, movie]:+.1f}" for movie in pair]
        if both[name]:
            apart = ", ".join(parts).replace("-", "−")
            words, ink = f"rated both; from their own mean: {apart}", INK
        else:
            words, ink = "rated one of the two: left out", FAINT
        ax.text(n + 0.3, row + 0.5, words, va="center", fontsize=10, color=ink)
    return finish(ax, (-1, n + 6.5), (-0.7, len(table) + 0.1))
