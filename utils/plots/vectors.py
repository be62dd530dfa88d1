"""Pictures of latent vectors: arrows, predictions beside what is known, maps."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke
from matplotlib.text import Annotation
from scipy import sparse

from utils.plots.names import place_names
from utils.plots.style import BLUE, GREEN, INK, ORANGE, PALE, new_axes

SIZES = (15, 160)  # of the marks on a map, points²


def _write(
    ax: Axes, text: str, point: tuple, beside: tuple, align: str, arrowprops=None
) -> Annotation:
    """Write beside a point, so many printer's points away from it."""
    where = {"xytext": beside, "textcoords": "offset points", "ha": align}
    return ax.annotate(text, point, fontsize=8, arrowprops=arrowprops, **where)


def _write_apart(ax: Axes, table: pd.DataFrame) -> None:
    """Write each label near its point, farther off with a line where it is crowded."""
    ax.figure.draw_without_rendering()  # from here on it is known what is where
    point, room = ax.figure.dpi / 72, ax.get_window_extent()
    spots = ax.transData.transform(table[["x", "y"]]) * (1, -1) + (0, room.y1)
    sizes = np.interp(
        table["ratings"], (table["ratings"].min(), table["ratings"].max()), SIZES
    )
    radius, named = np.sqrt(sizes) / 2 * point, (table["label"] != "").to_numpy()
    rows, at, edges = table[named], spots[named], (room.x0, 0, room.x1, room.height)
    marks = {"radius": radius[named], "dots": spots[~named]}
    for name in place_names(at, rows["label"].tolist(), 8 * point, edges, **marks):
        where = rows[["x", "y"]].iloc[name.at]
        ends = np.array([(name.x, name.y), *([name.line[2:]] if name.line else [])])
        start, *end = (ends - at[name.at]) / point * (1, -1)
        text = _write(ax, name.text, where, start, "left")
        text.set_path_effects([withStroke(linewidth=2, foreground="white")])
        if end:
            line = {"arrowstyle": "-", "linewidth": 0.6, "shrinkA": 0}
            _write(ax, "", where, end[0], "left", arrowprops=line)


def plot_vectors(
    U: np.ndarray,
    V: np.ndarray,
    users: list[str],
    movies: list[str],
    ax: Axes | None = None,
) -> Axes:
    """Draw users and movies as arrows from the origin.

    Users are full blue arrows that end in a dot, movies dashed orange ones that end in
    a square.

    Parameters
    ----------
    U : ndarray of shape (n_users, 2)
    V : ndarray of shape (n_movies, 2)
    users, movies : list of str
    """
    ax = new_axes(ax, 4.6, 4.6)
    kinds = [
        (U, users, BLUE, "-", "o", "user", (5, 3), "left"),
        (V, movies, ORANGE, "--", "s", "movie", (-5, 3), "right"),
    ]
    for vectors, names, colour, line, marker, kind, beside, align in kinds:
        for vector, name in zip(vectors, names):
            ax.plot(*zip((0, 0), vector), color=colour, linestyle=line, linewidth=1.5)
            _write(ax, name, vector, beside, align)
        ax.scatter(*vectors.T, color=colour, marker=marker, label=kind, zorder=3)
    low = min(0, U.min(), V.min())
    high = max(0, U.max(), V.max())
    edge = 0.2 * (high - low)  # room for the names
    ax.set(xlim=(low - edge, high + edge), ylim=(low - edge, high + edge))
    ax.axhline(0, color="0.6", linewidth=0.8, zorder=0)
    ax.axvline(0, color="0.6", linewidth=0.8, zorder=0)
    ax.set(xlabel="first latent feature", ylabel="second latent feature")
    ax.set_aspect("equal")
    ax.locator_params(nbins=5)
    ax.legend(loc="upper left")
    return ax


def plot_predictions(
    X: sparse.csr_array,
    X_hat: np.ndarray,
    users: list[str],
    movies: list[str],
    ax: Axes | None = None,
) -> Axes:
    """Draw a small matrix of predictions; the known cells stand in frames.

    Parameters
    ----------
    X : csr_array of shape (n_users, n_movies), stars 0.5–5
        What is known: a framed cell shows the prediction, and the true stars below it.
    X_hat : ndarray of shape (n_users, n_movies), stars
    users, movies : list of str
    """
    n_users, n_movies = X.shape
    ax = new_axes(ax, 1.2 + 0.8 * n_movies, 1.0 + 0.55 * n_users)
    table = pd.DataFrame(X_hat, users, movies)
    return _framed(
        table, X, (0.5, 5, "predicted stars; in the corner, those given"), ax
    )


def plot_scores(
    counts: np.ndarray,
    scores: np.ndarray,
    users: list[str],
    movies: list[str],
    ax: Axes | None = None,
) -> Axes:
    """Draw a small matrix of scores; the played cells stand in frames.

    Parameters
    ----------
    counts : ndarray of shape (n_users, n_movies)
        A framed cell shows its score, and below it how often it was played.
    scores : ndarray of shape (n_users, n_movies), about 0–1
    users, movies : list of str
    """
    ax = new_axes(ax, 1.6 + 0.8 * len(movies), 1.0 + 0.55 * len(users))
    table, played = pd.DataFrame(scores, users, movies), sparse.csr_array(counts)
    return _framed(
        table, played, (0, 1, "score; in the corner, how often it was played"), ax
    )


def _framed(table: pd.DataFrame, X: sparse.csr_array, scale: tuple, ax: Axes) -> Axes:
    """Draw a table with a number in each cell; the stored cells of X in frames.

    A slider draws this at each move. seaborn's heatmap would draw it twice, to see
    whether its labels overlap.
    """
    low, high, label = scale
    scaled = {"cmap": PALE, "vmin": low, "vmax": high}
    ax.pcolormesh(table.to_numpy(), edgecolors="white", **scaled)
    digits = 1 if high > 1 else 2
    for (u, i), value in np.ndenumerate(table.to_numpy()):
        centred = {"ha": "center", "va": "center", "color": INK}
        ax.text(i + 0.5, u + 0.5, f"{value:.{digits}f}", **centred)
    known = X.tocoo()
    frames = [Rectangle((i + 0.08, u + 0.1), 0.84, 0.8) for u, i in zip(*known.coords)]
    looks = {"facecolor": "none", "edgecolors": INK, "linewidth": 1.5}
    ax.add_collection(PatchCollection(frames, **looks))
    for u, i, given in zip(*known.coords, known.data):
        corner = {"ha": "right", "va": "bottom", "fontsize": 8, "color": INK}
        ax.text(i + 0.89, u + 0.87, f"{given:g}", **corner)
    ax.spines[:].set_visible(False)
    ax.invert_yaxis()
    ax.set(xlabel="movie", ylabel="user")
    ax.set_title(label, fontsize="small", loc="left")
    ax.set_yticks(np.arange(len(table)) + 0.5, table.index)
    ax.set_xticks(np.arange(len(table.columns)) + 0.5, table.columns)
    plt.setp(ax.get_xticklabels(), rotation=45, ha="right", rotation_mode="anchor")
    return ax


def plot_losses(
    losses: np.ndarray, mark: int | None = None, ax: Axes | None = None
) -> Axes:
    """Draw the loss at the start and after each half-step, on a log axis.

    Parameters
    ----------
    losses : ndarray of shape (1 + n_half_steps,)
        At odd places movies have just been improved, at even ones users.
    mark : int, optional
        The half-step to point out.
    """
    ax = new_axes(ax, 5.0, 3.2)
    steps = np.arange(len(losses))
    ax.plot(steps, losses, color="0.6", zorder=0)
    ax.scatter(steps[1::2], losses[1::2], color=ORANGE, marker="s", label="movies")
    ax.scatter(steps[2::2], losses[2::2], color=BLUE, marker="o", label="users")
    ax.scatter(steps[:1], losses[:1], color=GREEN, marker="D", label="start")
    if mark is not None:
        ax.axvline(mark, color="0.3", linewidth=1)
    ax.set_yscale("log")
    ax.yaxis.minorticks_off()
    ax.yaxis.set_major_formatter("{x:g}")
    ax.xaxis.get_major_locator().set_params(integer=True)
    ax.set(xlabel="half-step", ylabel="loss, stars²")
    beside = {"loc": "upper left", "bbox_to_anchor": (1, 1)}
    ax.legend(title="improved", frameon=False, borderaxespad=0.3, **beside)
    return ax


def plot_map(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw movies as points in a plane, by group and popularity.

    Parameters
    ----------
    table : DataFrame with the columns x, y, group, ratings, label
        ``group`` decides colour and marker, ``ratings`` (a count) the size of a point;
        a ``label`` that is not empty is written near it, where there is room.
    """
    ax = new_axes(ax, 9.0, 6.0)
    sns.scatterplot(
        table,
        x="x",
        y="y",
        hue="group",
        style="group",
        size="ratings",
        sizes=SIZES,
        palette="colorblind",
        alpha=0.75,
        ax=ax,
    )
    ax.set(xlabel="first direction", ylabel="second direction")
    sns.move_legend(ax, "upper left", bbox_to_anchor=(1, 1), frameon=False)
    _write_apart(ax, table)
    return ax
