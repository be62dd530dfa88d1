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

from utils.baselines import Baseline, user_means
from utils.knn import explain
from utils.plots import plot_bars, plot_contributions, plot_shares
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


def neighbours_explorer(
    X: sparse.csr_array,
    S: np.ndarray | sparse.csr_array,
    user: int,
    movie: int,
    names: Sequence[str],
    among: str = "movies",
    baseline: Baseline | None = None,
) -> Explorer:
    """Move a slider over the number of neighbours, and see one prediction made.

    Parameters
    ----------
    X : csr_array of shape (n_users, n_movies), stars 0.5–5
    S : (n_movies, n_movies) or, among users, (n_users, n_users)
        Similarities.
    user, movie : int
        Positions of the cell that is predicted.
    names : sequence of str
        Of all movies; or of all users, if these are the neighbours.
    among : {"movies", "users"}
        Who the neighbours are.
    baseline : Baseline, optional
        As for `knn.predict_item_item` and `knn.predict_user_user`.
    """
    if among == "users":  # the same formula, on the matrix turned by a quarter
        mu, user_bias, item_bias = baseline or user_means(X)
        X, baseline = X.T.tocsr(), Baseline(mu, item_bias, user_bias)
        user, movie = movie, user
    elif among != "movies":
        raise ValueError(f'among is {among!r}, expected "movies" or "users"')

    def look(n: int) -> tuple[Figure, str]:
        expected, because = explain(X, S, user, movie, n, baseline)
        parts = because.set_index("movie")["contribution"]
        top = parts.loc[parts.abs().nlargest(8).index].sort_values(ascending=False)
        top.index = [f"{names[i]} ({_because_of(because, i)})" for i in top.index]
        if len(parts) > len(top):
            top[f"{len(parts) - len(top)} others"] = parts.sum() - top.sum()
        return plot_contributions(top).figure, (
            f"{len(parts)} neighbours: expected {expected:.2f}, they add "
            f"{parts.sum():+.2f}, predicted {expected + parts.sum():.2f} stars"
        )

    options = [1, 2, 3, 5, 10, 20, 40, 80]
    return _explore("neighbours", options, start=5, still=5, look=look)


def _because_of(because: pd.DataFrame, i: int) -> str:
    """The stars and the similarity of one neighbour, in words."""
    row = because.set_index("movie").loc[i]
    return f"{row['stars']:g} stars, similarity {row['similarity']:.2f}"


def rows_explorer(table: pd.DataFrame, label: str, xlabel: str, start) -> Explorer:
    """Move a slider over the rows of a table, and see each one as bars.

    Parameters
    ----------
    table : DataFrame
        A row for each place of the slider, a column for each bar.
    label : str
        What the slider moves.
    xlabel : str
        What the bars measure.
    start
        The row to begin with.
    """
    most = float(table.max().max())

    def look(at) -> tuple[Figure, str]:
        best = table.loc[at].idxmax()
        ax = plot_bars(table.loc[at], xlabel, most)
        return ax.figure, f"{label} {at:g}: {best} is first, {table.loc[at, best]:.3f}"

    return _explore(label, table.index.tolist(), start, start, look)
