"""Pictures of growth and of what travels: time against size, blocks, shipments."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from utils.plots.style import BLUE, GREEN, ORANGE, new_axes

LOOKS = [(BLUE, "o", "-"), (ORANGE, "s", "--"), (GREEN, "D", ":")]


def _refuse_more(found: int, what: str) -> None:
    if found > len(LOOKS):
        raise ValueError(
            f"found {found} {what}, expected at most {len(LOOKS)}, since more can't "
            "be told apart here: draw fewer"
        )


def plot_scaling(
    live: pd.DataFrame, recorded: pd.DataFrame, ax: Axes | None = None
) -> Axes:
    """Draw seconds against ratings on log axes: full marks now, hollow ones recorded.

    Parameters
    ----------
    live, recorded : DataFrame with the columns engine, ratings, seconds
        What was measured here and now, and a longer curve to draw behind it. An engine
        has the same colour and mark in both.

    Raises
    ------
    ValueError
        If there are more than three engines.
    """
    engines = pd.unique(pd.concat([live["engine"], recorded["engine"]]))
    _refuse_more(len(engines), "engines")
    ax = new_axes(ax, 7.2, 4.0)
    for engine, (colour, mark, line) in zip(engines, LOOKS):
        parts = [(recorded, "recorded", "white", 0.6), (live, "here", colour, 1.0)]
        for table, words, face, alpha in parts:
            points = table[table["engine"] == engine].sort_values("ratings")
            ax.plot(
                points["ratings"],
                points["seconds"],
                color=colour,
                marker=mark,
                linestyle=line,
                markerfacecolor=face,
                alpha=alpha,
                label=f"{engine}, {words}",
            )
    ax.set(xscale="log", yscale="log", xlabel="ratings", ylabel="seconds a sweep")
    ax.grid(color="0.9")
    ax.legend(bbox_to_anchor=(1, 1), loc="upper left", frameon=False)
    return ax


def plot_blocks(known: np.ndarray, of_users: np.ndarray, of_movies: np.ndarray) -> Axes:
    """Draw a small ratings matrix cut into blocks: rows and columns block by block.

    Parameters
    ----------
    known : bool ndarray of shape (n_users, n_movies)
    of_users, of_movies : ndarray of int
        The block of each user and of each movie.

    Raises
    ------
    ValueError
        If there are more than three blocks of movies.
    """
    _refuse_more(np.max(of_movies) + 1, "item blocks")
    rows = np.argsort(of_users, kind="stable")
    columns = np.argsort(of_movies, kind="stable")
    ax = new_axes(None, 1.8 + 0.45 * len(columns), 1.0 + 0.42 * len(rows))
    u, i = np.nonzero(known[rows][:, columns])
    for block, (colour, mark, _) in enumerate(LOOKS):
        mine = of_movies[columns][i] == block
        if mine.any():
            words = f"of item block {block}"
            ax.scatter(i[mine], u[mine], s=130, color=colour, marker=mark, label=words)
    for cut in np.flatnonzero(np.diff(of_users[rows])):
        ax.axhline(cut + 0.5, color="0.2", linewidth=2)
    for cut in np.flatnonzero(np.diff(of_movies[columns])):
        ax.axvline(cut + 0.5, color="0.2", linewidth=2)
    ax.set_xticks(range(len(columns)), columns)
    ax.set_yticks(range(len(rows)), [f"{r} (block {of_users[r]})" for r in rows])
    ax.set(xlim=(-0.5, len(columns) - 0.5), ylim=(len(rows) - 0.5, -0.5))
    ax.set(xlabel="movie", ylabel="user")
    ax.legend(title="rating", bbox_to_anchor=(1, 1), loc="upper left", frameon=False)
    return ax


def _box(ax: Axes, words: str, middle: tuple[float, float], size: tuple) -> None:
    x, y = middle[0] - size[0] / 2, middle[1] - size[1] / 2
    style = {"boxstyle": "round,pad=0.02", "facecolor": "white", "edgecolor": "0.3"}
    ax.add_patch(FancyBboxPatch((x, y), *size, zorder=2, **style))
    ax.text(*middle, words, ha="center", va="center", fontsize=9, zorder=3)


def plot_shipments(needed: np.ndarray, of_users: np.ndarray) -> Axes:
    """Draw which user vectors travel to which item block in one half-step.

    Parameters
    ----------
    needed : bool ndarray of shape (n_users, n_item_blocks)
        Whether a block has a rating of this user.
    of_users : ndarray of int
        The block of each user.
    """
    n_users, n_blocks = needed.shape
    order = np.argsort(of_users, kind="stable")
    ax = new_axes(None, 6.0, 0.8 + 0.5 * n_users)
    # Users from the top, with a gap between blocks; item blocks spread beside them.
    height = dict(zip(order, -np.arange(n_users) - 0.6 * of_users[order]))
    low, high = min(height.values()), max(height.values())
    at = np.linspace(high, low, 2 * n_blocks + 1)[1::2]
    for user in order:
        _box(ax, f"vector of user {user}", (0, height[user]), (0.9, 0.6))
        for block in np.flatnonzero(needed[user]):
            colour, _, line = LOOKS[block % len(LOOKS)]
            ends = {"xy": (1.75, at[block]), "xytext": (0.48, height[user])}
            arrow = {"arrowstyle": "->", "color": colour, "linestyle": line}
            ax.annotate("", **ends, arrowprops={**arrow, "linewidth": 1.8})
    for block in range(n_blocks):
        _box(ax, f"item block {block}", (2.2, at[block]), (0.8, 0.8))
    for block in np.unique(of_users):
        mine = [height[user] for user in order if of_users[user] == block]
        ax.text(-0.65, np.mean(mine), f"user\nblock {block}", ha="right", va="center")
    ax.set(xlim=(-1.3, 2.7), ylim=(low - 0.6, high + 0.6))
    ax.axis("off")
    return ax
