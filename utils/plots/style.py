"""What all plots share: the palette, the axes, the heatmap."""

import matplotlib.pyplot as plt
import numpy as np
import seaborn as sns
from matplotlib.axes import Axes

BLUE, ORANGE, GREEN = sns.color_palette("colorblind")[:3]


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
