"""A map as SVG: titles show under the pointer, without a script or a kernel."""

import html

import numpy as np
import pandas as pd

WIDTH, HEIGHT, EDGE = 860, 560, 46
COLOURS = ["#0173B2", "#DE8F05", "#029E73", "#D55E00"]  # seaborn's colorblind
SHAPES = [  # round a point, of radius 1: nothing is said by colour alone
    "M-1,0a1,1 0 1,0 2,0a1,1 0 1,0 -2,0z",
    "M0,-.5l.6,-.6l.5,.5l-.6,.6l.6,.6l-.5,.5l-.6,-.6l-.6,.6l-.5,-.5l.6,-.6l-.6,-.6l.5,-.5z",
    "M-.9,-.9h1.8v1.8h-1.8z",
    "M-.4,-1.2h.8v.8h.8v.8h-.8v.8h-.8v-.8h-.8v-.8h.8z",
]
STYLE = """<style>
.hover-map .movie:hover text { visibility: visible }
.hover-map .movie:hover path { stroke: black }
.hover-map:has(.movie:hover) .movie:not(:hover) { opacity: 0.25 }
.hover-map text { font: 13px sans-serif; fill: #222; pointer-events: none }
.hover-map .movie text { paint-order: stroke; stroke: white; stroke-width: 5px }
</style>"""


def hover_map(table: pd.DataFrame, chosen: int | None = None) -> str:
    """Draw movies as points in a plane, as HTML.

    Parameters
    ----------
    table : DataFrame with the columns x, y, group, ratings, title
        ``group``, of which there are four at most, decides colour and shape, as in
        `vector_plots.plot_map`, and ``ratings`` (a count) the size.
    chosen : label of the index, optional
        The movie that is pointed out, with its title.

    Raises
    ------
    ValueError
        If there are more than four groups.

    Examples
    --------
    >>> heat = {"x": 0.5, "y": 1.0, "group": "Action", "ratings": 9, "title": "Heat"}
    >>> up = {"x": 0.1, "y": 0.2, "group": "Children", "ratings": 4, "title": "Up & on"}
    >>> page = hover_map(pd.DataFrame([heat, up]))
    >>> page.count('class="movie"'), "Up &amp; on" in page
    (2, True)
    """
    groups = table["group"].unique().tolist()
    if len(groups) > len(SHAPES):
        raise ValueError(
            f"there are {len(groups)} groups, expected {len(SHAPES)} at most: "
            "put the small ones together"
        )
    x = _to_pixels(table["x"], EDGE, WIDTH - EDGE)
    y = _to_pixels(table["y"], HEIGHT - EDGE, 2 * EDGE)
    size = (3 + 6 * np.sqrt(table["ratings"] / table["ratings"].max())).round(1)
    order = table.sort_values("ratings", ascending=False).index.tolist()
    if chosen is not None:  # on top of all others
        order = [*(i for i in order if i != chosen), chosen]
    points = [
        _movie(row, (x[row.Index], y[row.Index], size[row.Index]), groups, chosen)
        for row in table.loc[order].itertuples()
    ]
    return (
        f'{STYLE}<svg class="hover-map" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="map of {len(table)} movies" '
        f'style="width: 100%; max-width: {WIDTH}px; background: white">'
        f"{_frame(groups)}{''.join(points)}</svg>"
    )


def _to_pixels(values: pd.Series, low: float, high: float) -> pd.Series:
    share = (values - values.min()) / max(np.ptp(values), 1e-12)
    return (low + share * (high - low)).round(1)


def _movie(row, place: tuple, groups: list[str], chosen: int | None) -> str:
    """One point with its title, which is hidden until the pointer comes."""
    x, y, size = place
    kind = groups.index(row.group)
    title = html.escape(f"{row.title}, {row.ratings} ratings")
    right = x > WIDTH / 2  # write inwards
    side = f'x="{-14 if right else 14}" text-anchor="{"end" if right else "start"}"'
    marked = row.Index == chosen
    ring = '<circle r="13" fill="none" stroke="black" stroke-width="2"/>' * marked
    seen = "visible" if marked else "hidden"
    return (
        f'<g class="movie" transform="translate({x},{y})">{ring}'
        f'<path d="{SHAPES[kind]}" transform="scale({size})" fill="{COLOURS[kind]}" '
        f'fill-opacity="0.75" stroke-width="0.2"/>'
        f'<text y="-8" {side} visibility="{seen}">{title}</text></g>'
    )


def _frame(groups: list[str]) -> str:
    """The legend above the map, and what its two directions are."""
    entries = "".join(
        f'<g transform="translate({EDGE + 150 * i},24)"><path d="{SHAPES[i]}" '
        f'transform="scale(6)" fill="{COLOURS[i]}"/>'
        f'<text x="14" y="5">{html.escape(group)}</text></g>'
        for i, group in enumerate(groups)
    )
    return (
        f'{entries}<text x="{WIDTH / 2}" y="{HEIGHT - 10}" text-anchor="middle">'
        "first direction</text>"
        f'<text transform="translate(16,{HEIGHT / 2}) rotate(-90)" '
        'text-anchor="middle">second direction</text>'
    )
