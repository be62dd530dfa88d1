"""A list of recommendations, judged by more than one measure."""

from collections.abc import Mapping, Set

import matplotlib.pyplot as plt
import numpy as np

from utils.plots.style import BLUE, ORANGE


def plot_judged(
    lists: Mapping[str, list[str]], relevant: Set[str], worth: Mapping[str, np.ndarray]
) -> np.ndarray:
    """Draw what each place of a list is worth; full bars are hits, and are added up.

    Parameters
    ----------
    lists : dict of name -> list of str
        A row of panels each; movies, the best first, all of one length.
    relevant : set of str
        What would have been right.
    worth : dict of measure -> ndarray of shape (n_places,)
        A column of panels each: what a hit at each place adds to the measure.

    Returns
    -------
    ndarray of Axes, shape (n_lists, n_measures)

    Examples
    --------
    >>> worth = {"precision@2": np.array([0.5, 0.5])}
    >>> axes = plot_judged({"A": ["Up", "Jaws"]}, {"Up"}, worth)
    >>> axes[0, 0].get_title(loc="left")
    'list A: precision@2 = 0.50'
    """
    shape = len(lists), len(worth)
    size = 4.2 * shape[1], 2.1 * shape[0] + 0.2
    _, axes = plt.subplots(
        *shape, figsize=size, sharey=True, squeeze=False, layout="constrained"
    )
    for row, (name, movies) in zip(axes, lists.items()):
        hit = np.array([movie in relevant for movie in movies])
        marked = [
            f"{p}\n{m}{' ✔' if h else ''}"
            for p, (m, h) in enumerate(zip(movies, hit), 1)
        ]
        for ax, (measure, values), colour in zip(row, worth.items(), (BLUE, ORANGE)):
            place = np.arange(len(movies))
            ax.bar(place, values, color="none", edgecolor="0.6", linestyle=":")
            bars = ax.bar(place[hit], values[hit], color=colour, edgecolor="0.2")
            ax.bar_label(bars, fmt="{:.2f}", padding=2)
            ax.set_xticks(place, marked)
            for label, right in zip(ax.get_xticklabels(), hit):
                label.set(fontweight="bold" if right else "normal")
            title = f"list {name}: {measure} = {values[hit].sum():.2f}"
            ax.set_title(title, loc="left", fontsize=11)
            ax.spines[["top", "right"]].set_visible(False)
            ax.margins(y=0.16)
    for ax in axes[:, 0]:
        ax.set_ylabel("what a hit adds")
    return axes
