"""Sliders. The only file that imports ipywidgets."""

from collections.abc import Sequence

import ipywidgets
import matplotlib.pyplot as plt
import pandas as pd

from utils.plots import plot_shares


def activity_explorer(table: pd.DataFrame, start: int = 1) -> ipywidgets.Widget:
    """Move a slider over the least activity, and see what is left of the matrix.

    Everything is in the table, so that a move only looks up a row and draws.

    Parameters
    ----------
    table : DataFrame indexed by the least number of ratings
        Columns of shares (0–1), as for `plots.plot_shares`.
    start : int
        Where the slider stands at first.
    """
    steps: Sequence[int] = table.index.tolist()

    def look(least: int) -> None:
        words = ", ".join(
            f"{name} {share:.1%}" for name, share in table.loc[least].items()
        )
        print(f"at least {least} ratings each: {words}")
        plot_shares(table, xlabel="least number of ratings", mark=least)
        plt.show()

    slider = ipywidgets.SelectionSlider(
        options=steps, value=start, description="at least", continuous_update=False
    )
    return ipywidgets.interactive(look, least=slider)
