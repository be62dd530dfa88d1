"""Your taste as a picture, 1080 by 1350 pixels: what a telephone shows whole."""

import io
import textwrap

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from utils.plots.style import BLUE, ORANGE
from utils.taste.drawing import taste_map
from utils.taste.taste import Taste, moved, reason

SIZE, DPI = (7.2, 9.0), 150
COLOURS = (
    64  # enough for its letters; as many as there are make the file four times as large
)
MAP = (640, 490)  # the map's own pixels, and letters of 7.5 points in them
LETTERS = 21
GREY = "0.35"


def card(taste: Taste) -> bytes:
    """Draw the picture.

    Parameters
    ----------
    taste : Taste

    Returns
    -------
    bytes
        A PNG of few colours with its own description in words, for those who can't see
        it.
    """
    figure = Figure(figsize=SIZE, dpi=DPI, facecolor="white")
    figure.text(0.06, 0.945, taste.title(), fontsize=21, weight="bold")
    headline = textwrap.fill(taste.headline(), 92)
    figure.text(0.06, 0.935, headline, fontsize=9.5, color=GREY, va="top")
    _listed(figure, taste)
    if len(taste.genres):
        figure.text(0.06, 0.481, "Genres", fontsize=12, weight="bold")
        _genres(figure.add_axes((0.2, 0.245, 0.26, 0.23)), taste)
    if taste.map[1] is not None:
        _map(figure.add_axes((0.51, 0.205, 0.44, 0.27)), taste)
    _foot(figure, taste)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    drawn = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    few = drawn.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    file, words = io.BytesIO(), PngInfo()
    words.add_itxt("Description", in_words(taste))
    few.save(file, "PNG", optimize=True, dpi=(DPI, DPI), pnginfo=words)
    return file.getvalue()


def in_words(taste: Taste) -> str:
    """What the picture says, as its description."""
    best = "; ".join(taste.listed["title"].head(10))
    said = [taste.title(), taste.headline(), f"To see next: {best}." if best else ""]
    return " ".join([*filter(None, said), _twin(taste), *_done(taste), taste.made])


def _listed(figure: Figure, taste: Taste) -> None:
    figure.text(0.06, 0.875, "To see next", fontsize=13, weight="bold")
    for row in taste.listed.itertuples():
        y = 0.882 - 0.034 * row.place
        name = textwrap.shorten(row.title, 60, placeholder=" …")
        figure.text(0.085, y, row.place, fontsize=11, ha="right")
        figure.text(0.095, y, name, fontsize=11)
        figure.text(0.94, y, moved(row), fontsize=11, ha="right", color=GREY)
        words = textwrap.shorten(reason(row), 96, placeholder=" …")
        figure.text(0.095, y - 0.0135, words, fontsize=8, color=GREY)
    if len(taste.listed):
        words = "places above or below anybody's list"
        figure.text(0.94, 0.875, words, fontsize=8.5, color=GREY, ha="right")


def _genres(ax: Axes, taste: Taste) -> None:
    place = np.arange(len(taste.genres))
    ax.barh(place - 0.2, taste.genres["you"], 0.36, color=BLUE, label="me")
    ax.barh(
        place + 0.2,
        taste.genres["everybody"],
        0.36,
        color="none",
        edgecolor=ORANGE,
        hatch="////",
        label="everybody",
    )
    ax.set_yticks(place, taste.genres.index, fontsize=9)
    ax.invert_yaxis()
    ax.axvline(0, color="0.3", linewidth=0.8)
    ax.tick_params(axis="x", labelsize=8)
    words = "stars above one's own mean\n(mine pulled to 0 where they are few)"
    ax.set_xlabel(words, fontsize=8.5)
    ax.spines[["top", "right", "left"]].set_visible(False)
    place = {"loc": "lower right", "bbox_to_anchor": (1.06, 0.97)}
    ax.legend(fontsize=8, frameon=False, ncols=2, **place)


def _map(ax: Axes, taste: Taste) -> None:
    table, you = taste.map
    places, names = taste_map(table, you, MAP, LETTERS)
    rated = table["stars"].notna().to_numpy()
    ax.scatter(*places[:-1][~rated].T, s=4, color="0.7", linewidths=0)
    ax.scatter(*places[:-1][rated].T, s=16, color=ORANGE, marker="D", linewidths=0)
    ax.scatter(*places[-1], s=170, color=BLUE, marker="*")
    halo = [withStroke(linewidth=2, foreground="white")]
    for name in names:
        if name.line:
            ax.plot(name.line[::2], name.line[1::2], color="0.2", linewidth=0.6)
        weight = "bold" if name.text == "me" else "normal"
        looks = {"fontsize": 7.5, "weight": weight, "path_effects": halo, "zorder": 4}
        ax.text(name.x, name.y, name.text, **looks)
    ax.set(xlim=(0, MAP[0]), ylim=(MAP[1], 0), xticks=[], yticks=[])
    ax.set_title("On the map of movies", fontsize=12, weight="bold", loc="left")


def _twin(taste: Taste) -> str:
    twin = taste.twin
    if twin is None:
        return "No twin yet."
    new = f" They loved {' and '.join(twin.loved[:2])}." * bool(twin.loved)
    return (
        f"My twin is user {twin.user} of MovieLens: {len(twin.shared)} movies shared, "
        f"similarity {twin.similarity:.2f}.{new}"
    )


def _done(taste: Taste) -> list[str]:
    return [*filter(None, [taste.foresaw()]), taste.right()]


def _foot(figure: Figure, taste: Taste) -> None:
    lines = [*textwrap.wrap(_twin(taste), 90), " ".join(_done(taste))]
    figure.text(0.06, 0.165, "\n".join(lines), fontsize=9.5, va="top", linespacing=1.6)
    words = "Building Recommender Systems in Python with Apache Spark"
    figure.text(0.06, 0.05, words, fontsize=9.5, weight="bold")
    words = f"{taste.made}, computed on one's own machine"
    figure.text(0.06, 0.03, words, fontsize=8.5, color=GREY)
