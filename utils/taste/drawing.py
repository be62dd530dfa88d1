"""The map of movies with you on it, as SVG in the colours of the page."""

import html

import numpy as np
import pandas as pd

WIDTH, HEIGHT, EDGE = 640, 440, 24
FONT = 19  # size of the letters
LETTER, LINE = 11.5, 22  # about how wide such a letter is, and how high a line
NAMED = 7  # movies with a name
STAR = "M0,-13l3.8,8.2 8.9,1 -6.6,6 1.8,8.8 -7.9,-4.4 -7.9,4.4 1.8,-8.8 -6.6,-6 8.9,-1z"


def short(title: str) -> str:
    """A title without its year and what follows a colon, cut at 24 letters.

    Examples
    --------
    >>> short("Star Wars: Episode IV - A New Hope (1977)"), short("Heat (1995)")
    ('Star Wars', 'Heat')
    """
    name = title.rsplit(" (", 1)[0].split(": ")[0]
    return name if len(name) <= 24 else f"{name[:23].rstrip()}…"


def scaled(table: pd.DataFrame, you: tuple[float, float]):
    """Pixels of the movies and of you: the map fills the picture.

    Returns
    -------
    ndarray of shape (n + 1, 2)
        You are the last row.
    """
    places = np.vstack([table[["x", "y"]].to_numpy(), you])
    low, high = places.min(axis=0), places.max(axis=0)
    size = np.array([WIDTH - 2 * EDGE, HEIGHT - 2 * EDGE])
    share = (places - low) / np.maximum(high - low, 1e-12)
    share[:, 1] = 1 - share[:, 1]  # up is up
    return EDGE + share * size


def labels(
    places: np.ndarray,
    names: list[str],
    taken: list[tuple],
    room: tuple[int, int] = (WIDTH, HEIGHT),
    font: float = FONT,
) -> list[tuple]:
    """Where names can stand without covering each other: (x, y, name).

    A name without room is left out.

    Parameters
    ----------
    places : ndarray of shape (n, 2), pixels
        The most important first.
    names : list of str
    taken : list of (left, top, right, bottom)
        What must not be covered.
    room : (width, height), pixels
    font : float
        Size of the letters, pixels.
    """
    boxes, found = list(taken), []
    unit = font / FONT
    line = LINE * unit
    for (x, y), name in zip(places.tolist(), names):
        wide = LETTER * unit * len(name)
        beside, middle = y - line / 2, x - wide / 2
        for left, top in ((x + 10, beside), (x - 10 - wide, beside),
                          (middle, y - 10 - line), (middle, y + 10)):  # fmt: skip
            box = (left, top, left + wide, top + line)
            inside = left > 2 and box[2] < room[0] - 2 and top > 0 and box[3] < room[1]
            if inside and not any(_overlap(box, other) for other in boxes):
                boxes.append(box)
                found.append((left, top + 17 * unit, name))
                break
    return found


def _overlap(a: tuple, b: tuple) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def names_on(table: pd.DataFrame, places: np.ndarray) -> list[tuple]:
    """The names of what you rated: the best of yours first, each name once."""
    mine = table["stars"].sort_values(ascending=False, kind="stable").dropna().index
    names = table.loc[mine, "title"].map(short)
    mine = names[~names.duplicated()].index
    x, y = places[-1]
    you = [(x - 14, y - 14, x + 60, y + 14)]
    return labels(places[mine], names[mine].tolist(), you)[:NAMED]


def movie_map(table: pd.DataFrame, you: tuple[float, float]) -> str:
    """Draw the movies, yours with a name as far as there is room, and you.

    Parameters
    ----------
    table : DataFrame with the columns title, x, y, stars
    you : (float, float)
    """
    places = scaled(table, you)
    rated = table["stars"].notna().to_numpy()
    dots = "".join(
        f'<circle class="dot" cx="{x:.0f}" cy="{y:.0f}" r="3"/>'
        for x, y in places[:-1][~rated]
    )
    mine = "".join(
        f'<path class="mine" d="M{x:.0f},{y - 7:.0f}l7,7 -7,7 -7,-7z"/>'
        for x, y in places[:-1][rated]
    )
    named = names_on(table, places)
    words = "".join(
        f'<text x="{x:.0f}" y="{y:.0f}">{html.escape(name)}</text>'
        for x, y, name in named
    )
    x, y = places[-1]
    alt = (
        f"A map of {len(table)} movies with me as a star, and diamonds for the "
        f"{rated.sum()} that I rated, such as {', '.join(n for *_, n in named[:3])}."
    )
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{html.escape(alt)}">'
        f"{dots}{mine}{words}"
        f'<g transform="translate({x:.0f},{y:.0f})"><path class="me" d="{STAR}"/>'
        '<text x="15" y="6" font-weight="bold">me</text></g></svg>'
    )
