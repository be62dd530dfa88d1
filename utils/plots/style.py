"""What all plots share: the palette, the axes, the heatmap."""

import sys

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap

BLUE, ORANGE, GREEN = sns.color_palette("colorblind")[:3]
# Cividis, its dark end made pale: black can be read on each of its colours, and on a
# dark page, which turns figures round, so can the light letters that black becomes.
_dark = 0.55 * (1 - np.linspace(0, 1, 256)[:, None] ** 2)
_cividis = np.array(matplotlib.colormaps["cividis"].colors)
PALE = ListedColormap(_cividis + _dark * (1 - _cividis))
INK = "black"

IN_NOTEBOOKS = ("inline", "ipympl", "widget", "nbagg", "notebook", "module://")


def show_below_cells() -> None:
    """Have a kernel show figures, also where MPLBACKEND was set for other programs."""
    if "ipykernel" not in sys.modules:
        return
    from IPython import get_ipython

    shell, backend = get_ipython(), matplotlib.get_backend().lower()
    if hasattr(shell, "kernel") and not backend.startswith(IN_NOTEBOOKS):
        shell.run_line_magic("matplotlib", "inline")


show_below_cells()


def new_axes(ax: Axes | None, width: float, height: float) -> Axes:
    """The given axes, or new ones of this size in inches."""
    if ax is not None:
        return ax
    return plt.subplots(figsize=(width, height), layout="constrained")[1]


def heatmap(
    cells: np.ndarray,
    mask: np.ndarray,
    rows: list[str],
    columns: list[str],
    ax: Axes,
    label: str,
    **looks: object,
) -> None:
    """A matrix in colours that print well; masked cells stay empty.

    ``looks`` are keywords of `seaborn.heatmap`, which knows and refuses them.
    """
    sns.heatmap(
        cells,
        mask=mask,
        cmap=PALE,
        annot_kws={"color": INK},
        linewidths=1,
        xticklabels=columns,
        yticklabels=rows,
        cbar_kws={"label": label},
        ax=ax,
        **looks,
    )
