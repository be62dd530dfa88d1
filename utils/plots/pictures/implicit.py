"""What a count of events says: whether, and how sure."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from utils.plots.style import BLUE


def plot_evidence(
    counts: np.ndarray, users: list[str], movies: list[str], alpha: float
) -> np.ndarray:
    """Draw counts of events, and beside them the preference and the confidence.

    Parameters
    ----------
    counts : ndarray of int, shape (n_users, n_movies)
    users, movies : list of str
    alpha : float
        A confidence is ``1 + alpha · count``; the square's area says it.

    Returns
    -------
    ndarray of three Axes

    Examples
    --------
    >>> axes = plot_evidence(np.array([[3, 0]]), ["Ana"], ["Heat", "Up"], alpha=2)
    >>> [text.get_text() for text in axes[2].texts]
    ['7', '1']
    """
    confidence = 1 + alpha * counts
    height = 1.5 + 0.55 * len(users)
    _, axes = plt.subplots(1, 3, figsize=(10.0, height), layout="constrained")
    widest = np.sqrt(confidence.max())
    looks = [
        ("count of events", counts, np.zeros_like(confidence)),
        ("preference: whether", 1 * (counts > 0), np.full_like(confidence, 0.6, float)),
        ("confidence: how sure", confidence, 0.95 * np.sqrt(confidence) / widest),
    ]
    for ax, (title, values, sides) in zip(axes, looks):
        ax.set_title(title, fontsize=12)
        for (u, i), value in np.ndenumerate(values):
            _square(ax, u, i, sides[u, i], counts[u, i] > 0)
            dark = counts[u, i] > 0 and sides[u, i] > 0
            colour = "white" if dark else "black"
            ax.text(i, u, f"{value:g}", ha="center", va="center", color=colour)
        ax.set(xlim=(-0.55, len(movies) - 0.45), ylim=(len(users) - 0.45, -0.55))
        ax.set_xticks(range(len(movies)), movies)
        ax.set_yticks(range(len(users)), users if ax is axes[0] else [""] * len(users))
        ax.tick_params(length=0)
        ax.set_aspect("equal")
        ax.spines[:].set_color("0.7")
    return axes


def _square(ax: Axes, u: int, i: int, side: float, played: bool) -> None:
    """A square around the middle of a cell, full where there was an event."""
    fill = BLUE if played else "none"
    corner = (i - side / 2, u - side / 2)
    ax.add_patch(Rectangle(corner, side, side, facecolor=fill, edgecolor="0.4"))
