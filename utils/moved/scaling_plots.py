"""Moved to `utils.plots`."""

from utils.plots import plot_blocks, plot_scaling, plot_shipments  # noqa: F401
