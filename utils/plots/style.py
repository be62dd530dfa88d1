"""What all plots share: the palette, the axes, the heatmap."""

import sys

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import seaborn as sns
from matplotlib.axes import Axes

BLUE, ORANGE, GREEN = sns.color_palette("colorblind")[:3]

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
        cmap="cividis",
        linewidths=1,
        xticklabels=columns,
        yticklabels=rows,
        cbar_kws={"label": label},
        ax=ax,
        **looks,
    )
