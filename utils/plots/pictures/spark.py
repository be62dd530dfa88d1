"""Pictures of Spark: how ratings are split, where work happens, what a sweep sends."""

from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from utils.plots.style import BLUE, GREEN, ORANGE, new_axes


def _canvas(ax: Axes | None, width: float, height: float) -> Axes:
    """Axes without axes, a unit an inch, from the lower left corner."""
    ax = new_axes(ax, width, height)
    ax.set(xlim=(0, width), ylim=(0, height), aspect="equal")
    ax.axis("off")
    return ax


def _box(ax: Axes, at: tuple, size: tuple, words: str, **looks: object) -> None:
    """A box with words in its middle; `at` is its lower left corner."""
    style = {"facecolor": "white", "edgecolor": "0.3", "linewidth": 1.2, **looks}
    text = {"fontsize": style.pop("fontsize", 10)}
    text["color"] = style.pop("ink", "black")
    ax.add_patch(FancyBboxPatch(at, *size, boxstyle="round,pad=0.03", **style))
    middle = (at[0] + size[0] / 2, at[1] + size[1] / 2)
    ax.text(*middle, words, ha="center", va="center", zorder=3, **text)


def _arrow(ax: Axes, start: tuple, end: tuple, **looks: object) -> None:
    arrow = {"arrowstyle": "-|>", "color": "0.2", "linewidth": 1.6, **looks}
    ax.annotate("", xy=end, xytext=start, arrowprops=arrow)


def plot_buckets(ax: Axes | None = None) -> Axes:
    """Draw how a hash sends a rating into one of ten buckets, and what each is for."""
    ax = _canvas(ax, 8.0, 2.9)
    _box(ax, (0.1, 2.3), (2.1, 0.45), "rating of (user, movie)")
    _box(ax, (3.0, 2.3), (2.3, 0.45), "hash of the ids, modulo 10")
    _arrow(ax, (2.25, 2.52), (2.96, 2.52))
    _arrow(ax, (4.15, 2.26), (2.72, 1.76))
    ax.text(4.2, 1.98, "here bucket 3", fontsize=10)
    for bucket in range(10):
        colour, ink = (BLUE, "white") if bucket < 8 else (ORANGE, "black")
        looks = {"facecolor": colour, "ink": ink, "fontsize": 12}
        if bucket == 7:
            looks["facecolor"] = GREEN
        _box(ax, (0.15 + 0.78 * bucket, 1.2), (0.62, 0.5), str(bucket), **looks)
    parts = [
        (0, 7, 0.9, "learn: 0 to 6"),
        (7, 8, 0.9, "validate: 7"),
        (0, 8, 0.35, "training: 0 to 7"),
        (8, 10, 0.35, "test: 8 and 9"),
    ]
    for first, end, height, words in parts:
        left, right = 0.12 + 0.78 * first, 0.02 + 0.78 * end
        ax.plot([left, right], [height, height], color="0.2", linewidth=1.5)
        middle = (left + right) / 2
        ax.text(middle, height - 0.07, words, ha="center", va="top", fontsize=10)
    return ax


def plot_where_work_happens(n_blocks: int = 2, ax: Axes | None = None) -> Axes:
    """Draw the driver, its tasks, and the blocks of ratings and vectors they work on.

    Parameters
    ----------
    n_blocks : int, 1 to 4
        Blocks that are drawn, each with the task that works on it.
    """
    ax = _canvas(ax, 8.0, 3.3)
    middle, top = 1.5, 2.95
    heads = {1.05: "driver", 3.75: "tasks, in the cores", 6.7: "blocks, in memory"}
    for place, words in heads.items():
        ax.text(place, top, words, ha="center", fontsize=11, fontweight="bold")
    words = "plans jobs\nand stages,\nsends tasks,\ngets small results"
    _box(ax, (0.15, middle - 0.65), (1.8, 1.3), words)
    gap = 2.5 / n_blocks
    for block in range(n_blocks):
        y = middle + (n_blocks - 1) * gap / 2 - block * gap
        _box(ax, (3.1, y - 0.3), (1.3, 0.6), f"task {block}", edgecolor=BLUE)
        words = f"block {block}\nratings and vectors"
        _box(ax, (5.75, y - 0.3), (1.9, 0.6), words, edgecolor=ORANGE)
        _arrow(ax, (2.0, middle + 0.12), (3.05, y + 0.1))
        _arrow(ax, (3.05, y - 0.12), (2.0, middle - 0.12), linestyle="--")
        _arrow(ax, (4.45, y), (5.7, y), arrowstyle="<|-|>")
        if block:
            _arrow(ax, (6.7, y + gap - 0.35), (6.7, y + 0.35), arrowstyle="<|-|>",
                   color=ORANGE, linewidth=2.5)  # fmt: skip
            ax.text(6.8, y + gap / 2, "vectors", va="center", fontsize=10)
    ax.text(0.15, 0.12, "full: tasks go out    dashed: small results come back",
            fontsize=10)  # fmt: skip
    return ax


def plot_sweep(n_blocks: int = 2, ax: Axes | None = None) -> Axes:
    """Draw a sweep of ALS: which half-step sends what from blocks to blocks.

    Parameters
    ----------
    n_blocks : int, 1 to 3
        Blocks of users, and as many of movies.
    """
    ax = _canvas(ax, 8.0, 1.5 + 1.15 * n_blocks)
    for block in range(n_blocks):
        y = 0.6 + 1.15 * (n_blocks - 1 - block)
        for x, side, other in [(0.1, "user", "U"), (5.6, "item", "V")]:
            words = (
                f"{side} block {block}\nits ratings stay here\nvectors: rows of {other}"
            )
            colour = BLUE if side == "user" else ORANGE
            _box(ax, (x, y), (2.3, 0.85), words, edgecolor=colour, linewidth=2)
    for start in range(n_blocks):
        for end in range(n_blocks):
            y = [1.02 + 1.15 * (n_blocks - 1 - b) for b in (start, end)]
            _arrow(ax, (2.5, y[0] + 0.15), (5.5, y[1] + 0.15), color=BLUE)
            _arrow(ax, (5.5, y[0] - 0.2), (2.5, y[1] - 0.2), color=ORANGE,
                   linestyle="--")  # fmt: skip
    high = 0.95 + 1.15 * n_blocks
    ax.text(4.0, high, "1. vectors of users go to the item blocks\nthat need them",
            ha="center", va="center", fontsize=10)  # fmt: skip
    ax.text(4.0, 0.25, "2. the new vectors of movies go back, likewise (dashed)",
            ha="center", va="center", fontsize=10)  # fmt: skip
    return ax
