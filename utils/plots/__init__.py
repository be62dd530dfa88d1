"""Pictures: each takes data and an axes, draws, and returns the axes."""

from utils.plots.charts import (
    plot_contributions,
    plot_counts,
    plot_curves,
    plot_guesses,
    plot_ladder,
    plot_lines,
    plot_long_tail,
    plot_shares,
)
from utils.plots.matrices import plot_known_cells, plot_similarities, plot_stars
from utils.plots.scaling import (
    plot_blocks,
    plot_scaling,
    plot_shipments,
)
from utils.plots.vectors import (
    plot_losses,
    plot_map,
    plot_predictions,
    plot_scores,
    plot_vectors,
)

__all__ = [
    "plot_blocks",
    "plot_contributions",
    "plot_counts",
    "plot_curves",
    "plot_guesses",
    "plot_known_cells",
    "plot_ladder",
    "plot_lines",
    "plot_long_tail",
    "plot_losses",
    "plot_map",
    "plot_predictions",
    "plot_scaling",
    "plot_scores",
    "plot_shares",
    "plot_shipments",
    "plot_similarities",
    "plot_stars",
    "plot_vectors",
]
