"""Sliders over pictures."""

import base64
import html
import io
from collections.abc import Callable, Sequence

import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from scipy import sparse

from utils.plots import plot_shares
from utils.vector_plots import plot_losses, plot_predictions, plot_vectors


class Explorer(ipywidgets.VBox):
    """A slider above a picture and its reading in words.

    Where widgets do not run, Jupyter shows a still picture.

    Attributes
    ----------
    slider : SelectionSlider
    picture, words : HTML
    """

    def __init__(
        self, slider: ipywidgets.SelectionSlider, look: Callable, still
    ) -> None:
        self.slider = slider
        self.picture, self.words = ipywidgets.HTML(), ipywidgets.HTML()
        self._look = look
        self._still = self._draw(still)
        if still != slider.value:
            self._draw(slider.value)
        slider.observe(lambda change: self._draw(change.new), names="value")
        super().__init__([slider, self.words, self.picture])

    def _draw(self, value) -> bytes:
        figure, words = self._look(value)
        png = _png(figure)
        source = base64.b64encode(png).decode("ascii")
        self.words.value = html.escape(words)
        self.picture.value = (
            f'<img src="data:image/png;base64,{source}" alt="{html.escape(words)}" '
            'style="max-width: 100%">'
        )
        return png

    def _repr_mimebundle_(self, **kwargs) -> dict:
        bundle = super()._repr_mimebundle_(**kwargs)
        bundle["image/png"] = base64.b64encode(self._still).decode("ascii")
        bundle["text/plain"] = "A slider stands here while the notebook runs."
        return bundle


def _png(figure: Figure) -> bytes:
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=80)
    plt.close(figure)
    return file.getvalue()


def _explore(
    label: str,
    options: Sequence,
    start,
    still,
    look: Callable[..., tuple[Figure, str]],
) -> Explorer:
    """A slider over options; ``look(option)`` gives the picture and its words."""
    slider = ipywidgets.SelectionSlider(
        options=options,
        value=start,
        description=label,
        continuous_update=False,
        style={"description_width": "initial"},
        layout={"width": "30em"},
    )
    return Explorer(slider, look, still)


def activity_explorer(table: pd.DataFrame, start: int = 1) -> Explorer:
    """Move a slider over the least activity, and see what is left of the matrix.

    Everything is in the table, so that a move only looks up a row and draws.

    Parameters
    ----------
    table : DataFrame indexed by the least number of ratings
        Columns of shares (0–1), as for `plots.plot_shares`.
    start : int
        Where the slider stands at first.
    """

    def look(least: int) -> tuple[Figure, str]:
        shares = table.loc[least].items()
        words = ", ".join(f"{name} {share:.1%}" for name, share in shares)
        ax = plot_shares(table, xlabel="least number of ratings", mark=least)
        return ax.figure, f"at least {least} ratings each: {words}"

    return _explore("at least", table.index.tolist(), start, start, look)


def half_step_explorer(
    X: sparse.csr_array,
    steps: list[tuple[np.ndarray, np.ndarray]],
    losses: np.ndarray,
    users: list[str],
    movies: list[str],
) -> Explorer:
    """Step through ALS on a small matrix: predictions, loss and arrows.

    Parameters
    ----------
    X : csr_array of shape (n_users, n_movies), stars 0.5–5
    steps : list of (U, V)
        The vectors at the start and after each half-step, of rank 2.
    losses : ndarray of shape (len(steps),)
    users, movies : list of str
    """

    def look(step: int) -> tuple[Figure, str]:
        U, V = steps[step]
        figure, axes = plt.subplot_mosaic(
            [["matrix", "arrows"], ["loss", "arrows"]],
            figsize=(11.5, 6.2),
            layout="constrained",
            height_ratios=[1.7, 1],
        )
        plot_predictions(X, U @ V.T, users, movies, ax=axes["matrix"])
        plot_losses(losses, mark=step, ax=axes["loss"])
        plot_vectors(U, V, users, movies, ax=axes["arrows"])
        side = "start" if step == 0 else ("movies", "users")[(step + 1) % 2]
        done = "random vectors" if step == 0 else f"the {side} were just improved"
        return figure, f"half-step {step}: {done}; loss {losses[step]:.2f}"

    options = list(range(len(steps)))
    return _explore("half-step", options, start=0, still=options[-1], look=look)
