"""A slider over the damping of damped means, and two errors."""

import pandas as pd
from matplotlib.figure import Figure

from utils.plots import plot_lines
from utils.widgets.explorer import Explorer, slide


def damping_explorer(errors: pd.DataFrame, start: float = 0) -> Explorer:
    """Move a slider over the damping, and read errors and what one rating is worth.

    Everything is in the table, so that a move only looks up a row and draws.

    Parameters
    ----------
    errors : DataFrame indexed by the damping
        Columns of errors, stars, such as "seen" and "hidden".
    start : float
        Where the slider stands at first.
    """

    def look(damping: float) -> tuple[Figure, str]:
        ax = plot_lines(errors, "damping", "RMSE, stars", mark=damping)
        words = ", ".join(
            f"{name} {error:.3f}" for name, error in errors.loc[damping].items()
        )
        return ax.figure, (
            f"damping {damping:g}: error {words}; a single rating that is 1 star above "
            f"the mean moves its movie by {1 / (1 + damping):.2f}"
        )

    return Explorer([slide("damping", errors.index.tolist(), start)], look, (start,))
