"""Tables as rows of boxes, of which pictures are made."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

INK, FAINT = "0.1", "0.4"


def stars(value: float) -> str:
    """A number of stars as it stands in a box; a hole is a question mark."""
    return "?" if np.isnan(value) else f"{value:g}"


def boxes(
    ax: Axes,
    texts: np.ndarray,
    corner: tuple[float, float] = (0, 0),
    chosen: np.ndarray | None = None,
    colour: object = "white",
) -> None:
    """Draw a table of unit boxes, downwards from its upper left corner.

    Parameters
    ----------
    texts : ndarray of str, shape (n_rows, n_columns)
    chosen : ndarray of bool, same shape, optional
        Boxes to stand out: tinted in ``colour``, framed and in bold; all others faint.
    """
    chosen = np.zeros(texts.shape, bool) if chosen is None else chosen
    for (row, column), text in np.ndenumerate(texts):
        x, y, out = corner[0] + column, corner[1] + row, chosen[row, column]
        tint = (*colour, 0.3) if out else "white"
        edge, width = ("0.2", 1.6) if out else ("0.8", 0.8)
        ax.add_patch(
            Rectangle(
                (x, y), 1, 1, facecolor=tint, edgecolor=edge, linewidth=width,
                zorder=2 if out else 1,
            )
        )  # fmt: skip
        weight, ink = ("bold", INK) if out else ("normal", FAINT)
        centred = {"ha": "center", "va": "center", "fontsize": 10, "zorder": 3}
        ax.text(x + 0.5, y + 0.5, text, color=ink, weight=weight, **centred)


def left_of(ax: Axes, names: Sequence[str], corner: tuple[float, float]) -> None:
    """Write the names of rows, which end at a corner."""
    for row, name in enumerate(names):
        point = corner[0] - 0.2, corner[1] + row + 0.5
        ax.text(*point, name, ha="right", va="center", fontsize=10, color=INK)


def above(
    ax: Axes, names: Sequence[str], corner: tuple[float, float], angle: float = 0
) -> None:
    """Write the names of columns, which stand on a corner."""
    align = {"ha": "left", "rotation_mode": "anchor"} if angle else {"ha": "center"}
    for column, name in enumerate(names):
        point = corner[0] + column + 0.5, corner[1] - 0.2
        looks = {"va": "bottom", "fontsize": 10, "color": INK, "rotation": angle}
        ax.text(*point, name, **looks, **align)


def finish(ax: Axes, width: tuple[float, float], height: tuple[float, float]) -> Axes:
    """Square boxes, no axes; ``height`` goes downwards."""
    ax.set(xlim=width, ylim=height[::-1])
    ax.set_aspect("equal")
    ax.axis("off")
    return ax
