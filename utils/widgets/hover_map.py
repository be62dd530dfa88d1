"""A map as SVG: titles show under the pointer, without a script or a kernel."""

import html

import numpy as np
import pandas as pd

from utils.taste.drawing import STAR, laid_out, written
from utils.taste.facts import shown_title

SIZE, EDGE = (860, 560), 46
FONT = 13
COLOURS = ["#0173B2", "#DE8F05", "#029E73", "#D55E00"]  # seaborn's colorblind
SHAPES = [  # round a point, of radius 1: nothing is said by colour alone
    "M-1,0a1,1 0 1,0 2,0a1,1 0 1,0 -2,0z",
    "M0,-.5l.6,-.6l.5,.5l-.6,.6l.6,.6l-.5,.5l-.6,-.6l-.6,.6l-.5,-.5l.6,-.6l-.6,-.6l.5,-.5z",
    "M-.9,-.9h1.8v1.8h-1.8z",
    "M-.4,-1.2h.8v.8h.8v.8h-.8v.8h-.8v-.8h-.8v-.8h.8z",
]
STYLE = f"""<style>
.hover-map {{ background: var(--jp-layout-color0, white);
  color: var(--jp-content-font-color1, #222) }}
.hover-map .movie path {{ fill-opacity: 0.75; stroke-width: 0.2 }}
{" ".join(f".hover-map .k{i} {{ fill: {c} }}" for i, c in enumerate(COLOURS))}
.hover-map .movie text {{ visibility: hidden }}
.hover-map :is(.movie:hover, .chosen) text {{ visibility: visible }}
.hover-map .movie:hover path, .hover-map .mine path {{ stroke: currentColor }}
.hover-map .mine path {{ stroke-width: 0.25 }}
.hover-map:has(.movie:hover) :is(.movie:not(:hover), .name, .you) {{ opacity: 0.25 }}
.hover-map text {{ font: {FONT}px sans-serif; fill: currentColor;
  pointer-events: none; paint-order: stroke; stroke-width: 4px;
  stroke: var(--jp-layout-color0, white) }}
.hover-map:has(.chosen) .name {{ opacity: 0.25 }}
.hover-map .end {{ text-anchor: end }}
.hover-map :is(.you, .name) {{ pointer-events: none }}
.hover-map .name path {{ stroke: currentColor }}
</style>"""


def hover_map(
    table: pd.DataFrame,
    chosen: int | None = None,
    you: tuple[float, float] | None = None,
    size: tuple[int, int] = SIZE,
) -> str:
    """Draw movies as points in a plane, as HTML.

    Parameters
    ----------
    table : DataFrame with the columns x, y, group, ratings, title
        ``group``, of which there are four at most, decides colour and shape, as in
        `vector_plots.plot_map`, and ``ratings`` (a count) the size. A column ``stars``
        may tell which you rated: these have an edge and, where there is room, a name,
        and are moved apart where one would hide another.
    chosen : label of the index, optional
        The movie that is pointed out, with its title.
    you : (float, float), optional
        Where you stand.
    size : (width, height), pixels

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
    here = you or (np.nan, np.nan)
    x = _to_pixels(np.append(table["x"], here[0]), EDGE, size[0] - EDGE)
    y = _to_pixels(np.append(table["y"], here[1]), size[1] - EDGE, 2 * EDGE)
    places = np.column_stack([x, y])  # you are the last
    stars = table.get("stars", pd.Series(np.nan, table.index)).to_numpy(float)
    counts = table["ratings"].to_numpy()
    radius = (3 + 6 * np.sqrt(counts / counts.max())).round(1)
    order = np.argsort(-counts, kind="stable")
    order = order[np.argsort(~np.isnan(stars[order]), kind="stable")]  # yours on top
    at = np.full(0, 0) if chosen is None else np.flatnonzero(table.index == chosen)
    order = [*order[~np.isin(order, at)], *at]
    mine = np.argsort(-stars, kind="stable")[: (~np.isnan(stars)).sum()]
    titles = table["title"].iloc[mine].map(shown_title).tolist()
    room = (26, 36, size[0] - 2, size[1] - 24)
    places, names = laid_out(
        places if you else places[:-1],
        *(mine, titles, 1.1 * radius[mine], "you" if you else "", room, FONT),
    )
    rows = list(table.itertuples(index=False))
    points = []  # the chosen one last, above the names
    for i in order:
        how = " mine" * (not np.isnan(stars[i])) + " chosen" * (i in at)
        kind = groups.index(rows[i].group)
        x, y = places[i].round(1)
        points.append(_movie(rows[i], (x, y, radius[i]), (kind, how), size[0]))
    last = len(points) - len(at)
    if you:
        x, y = places[-1].round(1)
        points.insert(
            last,
            f'<path class="you" transform="translate({x},{y})" d="{STAR}" '
            'fill="currentColor" stroke="var(--jp-layout-color0, white)"/>',
        )
        last += 1
    return (
        f'{STYLE}<svg class="hover-map" viewBox="0 0 {size[0]} {size[1]}" role="img" '
        f'aria-label="{_alt(table, stars, you)}" '
        f'style="width: 100%; max-width: {size[0]}px">'
        f"{_frame(groups, size)}{''.join(points[:last])}{written(names, 'you')}"
        f"{''.join(points[last:])}</svg>"
    )


def _to_pixels(values: np.ndarray, low: float, high: float) -> np.ndarray:
    least, most = np.nanmin(values), np.nanmax(values)
    share = (values - least) / max(most - least, 1e-12)
    return (low + share * (high - low)).round(1)


def _alt(table: pd.DataFrame, stars: np.ndarray, you: tuple | None) -> str:
    mine = f", {(~np.isnan(stars)).sum()} of them yours" * (not np.isnan(stars).all())
    return f"map of {len(table)} movies{mine}{', and you' * (you is not None)}"


def _movie(row, place: tuple, how: tuple[int, str], width: int) -> str:
    """One point with its title, which is hidden until the pointer comes."""
    x, y, size = place
    kind, more = how
    title = html.escape(f"{row.title}, {row.ratings} ratings")
    side = 'x="-14" class="end"' if x > width / 2 else 'x="14"'  # inwards
    ring = '<circle r="13" fill="none" stroke="currentColor" stroke-width="2"/>'
    return (
        f'<g class="movie{more}" transform="translate({x},{y})">'
        f"{ring if 'chosen' in more else ''}"
        f'<path class="k{kind}" d="{SHAPES[kind]}" transform="scale({size})"/>'
        f'<text y="-8" {side}>{title}</text></g>'
    )


def _frame(groups: list[str], size: tuple[int, int]) -> str:
    """The legend above the map, and what its two directions are."""
    wide = min(150, (size[0] - EDGE) / len(groups))
    entries = "".join(
        f'<g transform="translate({EDGE + wide * i:.0f},24)"><path d="{SHAPES[i]}" '
        f'transform="scale(6)" class="k{i}"/>'
        f'<text x="14" y="5">{html.escape(group)}</text></g>'
        for i, group in enumerate(groups)
    )
    return (
        f'{entries}<text x="{size[0] / 2}" y="{size[1] - 10}" text-anchor="middle">'
        "first direction</text>"
        f'<text x="{size[0] - 4}" y="{size[1] - 10}" class="end">Point at a mark for '
        "its title.</text>"
        f'<text transform="translate(16,{size[1] / 2}) rotate(-90)" '
        'text-anchor="middle">second direction</text>'
    )
