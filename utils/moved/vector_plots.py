"""Moved to `utils.plots`."""

from utils.plots import (  # noqa: F401
    plot_losses,
    plot_map,
    plot_predictions,
    plot_scores,
    plot_vectors,
)
