"""Sliders over pictures, one for each lesson that has something to move."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from scipy import sparse

from utils.baselines import Baseline, user_means
from utils.knn import explain
from utils.plots import plot_contributions, plot_ladder, plot_shares
from utils.plots.vectors import (
    plot_losses,
    plot_predictions,
    plot_scores,
    plot_vectors,
)
from utils.widgets.explorer import Explorer, choose, slide

NEIGHBOURS = [1, 2, 3, 5, 10, 20, 30, 40, 80]
SHOWN = 8  # neighbours with a bar of their own


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

    slider = slide("at least", table.index.tolist(), start)
    return Explorer([slider], look, (start,))


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
        figure = Figure(figsize=(11.5, 6.2), layout="constrained")
        figure.get_layout_engine().set(w_pad=0.12)  # a minus sign may come and go
        axes = figure.subplot_mosaic(
            [["matrix", "arrows"], ["loss", "arrows"]], height_ratios=[1.7, 1]
        )
        plot_predictions(X, U @ V.T, users, movies, ax=axes["matrix"])
        plot_losses(losses, mark=step, ax=axes["loss"])
        plot_vectors(U, V, users, movies, ax=axes["arrows"])
        side = ("movies", "users")[(step + 1) % 2]
        done = "random vectors" if step == 0 else f"the {side} were just improved"
        return figure, f"half-step {step}: {done}; loss {losses[step]:.2f}"

    options = list(range(len(steps)))
    slider = slide("half-step", options, 0)
    return Explorer([slider], look, (options[-1],), play=True)


def neighbours_explorer(
    X: sparse.csr_array,
    S: np.ndarray | sparse.csr_array | Mapping[str, np.ndarray],
    cell: tuple[int, int],
    names: Sequence[str],
    baseline: Baseline | None = None,
    movie: str | None = None,
    start: int = 5,
) -> Explorer:
    """See one item-item prediction made, for any number of neighbours.

    Parameters
    ----------
    X : csr_array of shape (n_users, n_movies), stars 0.5–5
    S : array of shape (n_movies, n_movies), or several of them by name
        Similarities; with names, a second control chooses among them, and the last is
        shown first.
    cell : (int, int)
        Positions of the user and of the movie that is predicted.
    names : sequence of str
        Of all movies.
    baseline : Baseline, optional
        As for `knn.predict_item_item`.
    movie : str, optional
        What is predicted, if it is not called as among the names.
    start : int
        With how many neighbours it opens: a step of the slider.
    """
    movie = names[cell[1]] if movie is None else movie
    kinds = S if isinstance(S, Mapping) else {"": S}

    def look(n: int, kind: str = "") -> tuple[Figure, str]:
        expected, because = explain(
            X, kinds[kind or next(iter(kinds))], *cell, n, baseline
        )
        sum_of_parts = because["contribution"].sum()
        n = len(because)
        how = f"{kind}, " * bool(kind) + f"{n} neighbour{'s' * (n != 1)}"
        how = f"{movie}: {how}" if movie else how
        return plot_contributions(_largest_parts(because, names)).figure, (
            f"{how}; expected {expected:.2f}, they add "
            f"{sum_of_parts:+.2f}, predicted {expected + sum_of_parts:.2f} stars"
        )

    controls = [slide("neighbours", NEIGHBOURS, start)]
    if isinstance(S, Mapping):
        controls.append(choose("similarity", list(kinds), list(kinds)[-1]))
    still = tuple(control.value for control in controls)
    return Explorer(controls, look, still, steady=False)


def twins_explorer(
    X: sparse.csr_array,
    S: np.ndarray | Mapping[str, np.ndarray],
    cell: tuple[int, int],
    names: Sequence[str],
    baseline: Baseline | None = None,
    movie: str = "",
    start: int = 5,
) -> Explorer:
    """See one user-user prediction made: `neighbours_explorer` among users.

    ``S`` compares users, ``names`` are theirs, ``movie`` is the title of what is
    predicted, and the baseline is the mean of each user unless another is given, as
    for `knn.predict_user_user`.
    """
    # The same formula, on the matrix transposed.
    mu, user_bias, item_bias = baseline or user_means(X)
    turned = Baseline(mu, item_bias, user_bias)
    return neighbours_explorer(X.T.tocsr(), S, cell[::-1], names, turned, movie, start)


def _largest_parts(because: pd.DataFrame, names: Sequence[str]) -> pd.Series:
    """The parts of those that speak loudest, in words, and the sum of the others."""
    loud = because["contribution"].abs().nlargest(SHOWN).index
    top = because.loc[loud].sort_values("contribution", ascending=False)
    words = [
        f"{names[row.movie]:.45}\n{row.stars:g} stars, similarity {row.similarity:.2f}"
        for row in top.itertuples()
    ]
    parts = pd.Series(top["contribution"].to_numpy(), index=words, dtype=float)
    if len(because) > len(top):
        rest = because["contribution"].sum() - parts.sum()
        parts[f"{len(because) - len(top)} others"] = rest
    return parts


def ladder_explorer(ladders: Mapping[int, pd.DataFrame], start: int = 10) -> Explorer:
    """Move a slider over the length of the lists, and see the ladder's rungs change.

    A second control orders the rungs: as they were given, or the best first by RMSE
    or by nDCG.

    Parameters
    ----------
    ladders : dict of k -> DataFrame
        Each as for `plots.plot_ladder`, with the same rungs in the same order.
    start : int
        The k to begin with.
    """
    most = max(ladder["high"].max() for ladder in ladders.values())

    orders = {"as given": None, "best RMSE first": "RMSE", "best nDCG first": "nDCG"}

    def look(k: int, order: str) -> tuple[Figure, str]:
        ndcg = ladders[k]["nDCG"].sort_values(ascending=False)
        rungs = ladders[k]
        if by := orders[order]:
            rungs = rungs.sort_values(by, ascending=by == "RMSE")  # NaN comes last
        axes = plot_ladder(rungs)
        axes[1].set(xlabel=f"nDCG@{k} (more is better)", xlim=(0, 1.05 * most))
        best = ", then ".join(f"{rung} {ndcg[rung]:.3f}" for rung in ndcg.index[:3])
        return axes[0].figure, f"lists of {k}: {best}"

    controls = [
        slide("k", list(ladders), start),
        choose("order", list(orders), "as given"),
    ]
    return Explorer(controls, look, tuple(control.value for control in controls))


def alpha_explorer(
    counts: np.ndarray,
    scores: Mapping[float, np.ndarray],
    users: list[str],
    movies: list[str],
    start: float = 1.0,
) -> Explorer:
    """Move a slider over α, and see what implicit ALS makes of a few counts.

    Parameters
    ----------
    counts : ndarray of shape (n_users, n_movies)
    scores : dict of α -> ndarray of shape (n_users, n_movies)
        ``U @ V.T`` of each fit.
    users, movies : list of str
    start : float
        The α to begin with.
    """
    played = counts > 0

    def look(alpha: float) -> tuple[Figure, str]:
        ax = plot_scores(counts, scores[alpha], users, movies)
        yes, no = scores[alpha][played], scores[alpha][~played]
        return ax.figure, (
            f"α = {alpha:g}: played cells score {yes.min():.2f} to {yes.max():.2f}, "
            f"all others {no.min():.2f} to {no.max():.2f}"
        )

    return Explorer([slide("α", list(scores), start)], look, (start,))
