"""Charts of ratings: long tails, curves, the ladder."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.transforms import blended_transform_factory

from utils.plots.style import BLUE, ORANGE, new_axes


def plot_long_tail(
    counts: np.ndarray, things: str, head: int, ax: Axes | None = None
) -> Axes:
    """Draw ratings a thing, the most rated first, with the head set apart.

    Parameters
    ----------
    counts : ndarray of int, sorted from large to small
    things : str
        What is counted, for the axes: "movies", "users".
    head : int
        How many of the first are marked as the head.
    """
    ax = new_axes(ax, 4.8, 3.2)
    rank = np.arange(1, len(counts) + 1)
    ax.fill_between(rank, counts, color=BLUE, alpha=0.35, linewidth=0, label="tail")
    ax.fill_between(
        rank[:head], counts[:head], color=ORANGE, linewidth=0, label=f"first {head}"
    )
    ax.plot(rank, counts, color=BLUE)
    ax.set(xlabel=f"{things}, most ratings first", ylabel="ratings")
    ax.set(xlim=(-0.02 * len(counts), len(counts)), ylim=(0, None))
    ax.legend()
    return ax


def plot_shares(
    table: pd.DataFrame, xlabel: str, mark: float | None = None, ax: Axes | None = None
) -> Axes:
    """Draw shares (0–1) against the table's index, a line of its own kind a column.

    Parameters
    ----------
    table : DataFrame
        A column for each share; the index is the horizontal axis.
    xlabel : str
    mark : float, optional
        Where to draw a vertical line.
    """
    ax = new_axes(ax, 7.0, 3.4)
    sns.lineplot(table, palette="colorblind", linewidth=2, ax=ax)
    if mark is not None:
        ax.axvline(mark, color="0.3", linewidth=1)
    ax.yaxis.set_major_formatter("{x:.0%}")
    ax.set(xlabel=xlabel, ylabel="share", ylim=(0, None))
    return ax


def plot_counts(
    counts: pd.Series, xlabel: str, ylabel: str, ax: Axes | None = None
) -> Axes:
    """Draw a bar for each entry of a small table of counts."""
    ax = new_axes(ax, 6.0, 3.0)
    ax.bar(counts.index.astype(str), counts.to_numpy(), color=BLUE)
    ax.bar_label(ax.containers[0], fmt="{:,.0f}", fontsize=8)
    ax.set(xlabel=xlabel, ylabel=ylabel)
    ax.margins(y=0.12)  # room for the words above the tallest bar
    ax.yaxis.set_major_formatter("{x:,.0f}")
    return ax


def plot_curves(
    left: pd.DataFrame, right: pd.DataFrame, xlabel: str, ylabel: str
) -> np.ndarray:
    """Draw two tables over one horizontal axis: a measure, and shares (0–1).

    Parameters
    ----------
    left, right : DataFrame with the same numeric index
        A column for each line.
    xlabel : str
        What the index is; it is drawn on a log scale.
    ylabel : str
        What the left table measures, with its unit.

    Returns
    -------
    ndarray of two Axes
    """
    _, axes = plt.subplots(1, 2, figsize=(9.0, 3.2), layout="constrained")
    for ax, table in zip(axes, (left, right)):
        sns.lineplot(table, palette="colorblind", linewidth=2, markers=True, ax=ax)
        ax.set_xscale("log", base=2)
        ax.set_xticks(table.index, labels=[f"{n:g}" for n in table.index])
        ax.set(xlabel=xlabel)
    axes[0].set(ylabel=ylabel)
    axes[1].set(ylabel="share", ylim=(0, 1.05))
    axes[1].yaxis.set_major_formatter("{x:.0%}")
    return axes


def plot_lines(
    table: pd.DataFrame,
    xlabel: str,
    ylabel: str,
    level: tuple[str, float] | None = None,
    mark: float | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a line for each column against the table's index, on a log axis.

    Parameters
    ----------
    table : DataFrame with a numeric index
    xlabel, ylabel : str
    level : (str, float), optional
        A name and a value: something to compare with, drawn as a level line.
    mark : float, optional
        Where to draw a vertical line.
    """
    ax = new_axes(ax, 6.4, 3.4)
    sns.lineplot(table, palette="colorblind", linewidth=2, markers=True, ax=ax)
    if 0 in table.index:  # a log axis has no place for it
        ax.set_xscale("symlog")
        ax.set_xlim(left=-0.3)
    else:
        ax.set_xscale("log")
    ax.set_xticks(table.index, labels=[f"{x:g}" for x in table.index])
    ax.minorticks_off()
    if level is not None:
        ax.axhline(level[1], color="0.3", linestyle=":", linewidth=2, label=level[0])
    if mark is not None:
        ax.axvline(mark, color="0.3", linewidth=1)
    ax.set(xlabel=xlabel, ylabel=ylabel)
    ax.legend(bbox_to_anchor=(1, 1), loc="upper left", frameon=False)
    return ax


def plot_ladder(ladder: pd.DataFrame) -> np.ndarray:
    """Draw two measures of the same methods side by side: stars, and lists.

    Parameters
    ----------
    ladder : DataFrame with the columns RMSE, nDCG, low, high
        A row for each method, drawn from the top; RMSE is NaN where a method does not
        predict stars. low and high bound an interval of nDCG.

    Returns
    -------
    ndarray of two Axes
    """
    size = (9.0, 1.1 + 0.3 * len(ladder))
    _, axes = plt.subplots(1, 2, figsize=size, sharey=True, layout="constrained")
    place = np.arange(len(ladder))
    axes[0].plot(ladder["RMSE"], place, "s", color=ORANGE)
    for row in np.flatnonzero(ladder["RMSE"].isna()):
        axes[0].text(0.98, row, "no stars", color="0.4", ha="right", va="center",
                     fontsize=8, transform=axes[0].get_yaxis_transform())  # fmt: skip
    n = ladder["nDCG"].to_numpy(float)
    error = np.abs(ladder[["low", "high"]].to_numpy(float).T - n)
    axes[1].errorbar(n, place, xerr=error, fmt="o", color=BLUE, capsize=3)
    axes[0].set_yticks(place, labels=ladder.index)
    axes[0].invert_yaxis()  # both: they share it
    axes[0].set(xlabel="RMSE, stars (less is better)")
    axes[1].set(xlabel="nDCG@10 (more is better)", xlim=(0, None))
    for ax in axes:
        ax.grid(axis="y", color="0.9")
    return axes


def plot_contributions(parts: pd.Series, ax: Axes | None = None) -> Axes:
    """Draw what each of a few adds to a sum, or takes away from it.

    Parameters
    ----------
    parts : Series indexed by str
        Signed, in stars, the first one on top.
    """
    ax = new_axes(ax, 7.5, 0.9 + 0.4 * len(parts))
    colours = np.where(parts >= 0, "#0173B2", "#DE8F05")
    place = np.arange(len(parts))
    bars = ax.barh(place, parts, color=colours)
    ax.bar_label(bars, labels=[f"{part:+.2f}" for part in parts], padding=3)
    ax.set_yticks(place, parts.index, fontsize=8)  # of two lines, perhaps
    ax.invert_yaxis()
    ax.axvline(0, color="0.3", linewidth=1)
    ax.margins(x=0.15)
    ax.set(xlabel="contribution, stars")
    return ax


def plot_guesses(guesses: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw how a room guessed: a bar a choice, the right ones marked and striped.

    Parameters
    ----------
    guesses : DataFrame with the columns question, guess, people, right
        Rows of a question stand together; from `classroom.class_guesses`.
    """
    new = ~guesses["question"].duplicated()
    place = np.arange(len(guesses)) + 1.2 * new.cumsum().to_numpy()
    ax = new_axes(ax, 8.5, 0.8 + 0.28 * max(place, default=1))
    right = guesses["right"].to_numpy(bool)
    for some, colour, stripes in ((~right, BLUE, ""), (right, ORANGE, "//")):
        rows = guesses[some]
        bars = ax.barh(place[some], rows["people"], color=colour, hatch=stripes)
        ax.bar_label(bars, padding=3)
    words = [
        f"{row.guess} ✔" if row.right else row.guess for row in guesses.itertuples()
    ]
    ax.set_yticks(place, words)
    line = blended_transform_factory(ax.figure.transFigure, ax.transData)
    for at, asks in zip(place[new], guesses["question"][new]):  # from the left edge on
        words = {"va": "center", "weight": "bold", "transform": line}
        ax.text(0.01, at - 0.95, asks, **words).set_in_layout(False)
    ax.spines[["top", "right"]].set_visible(False)
    ax.invert_yaxis()
    ax.xaxis.get_major_locator().set_params(integer=True)
    ax.margins(x=0.1)
    ax.set(xlabel="people")
    return ax
