"""The map of movies with you on it, as SVG in the colours of the page."""

import html
import re

import numpy as np
import pandas as pd

from utils.plots.names import Name, apart, place_names

WIDTH, HEIGHT, EDGE = 640, 440, 24
FONT = 19  # size of the letters
MINE, ME = 7, 13  # radius of a diamond and of the star
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


def short_names(titles: list[str]) -> list[str]:
    """Titles as they stand on a map; those that would be the same say more.

    Examples
    --------
    >>> short_names(["Star Wars: Episode IV - A New Hope (1977)", "Heat (1995)",
    ...              "Star Wars: Episode V - The Empire Strikes Back (1980)"])
    ['A New Hope', 'Heat', 'The Empire Strikes Back']
    >>> short_names(["Hamlet (1990)", "Hamlet (2000)"])
    ['Hamlet (1990)', 'Hamlet (2000)']
    """
    names = pd.Series([short(title) for title in titles], dtype=object)
    for at in np.flatnonzero(names.duplicated(keep=False)):
        whole = titles[at].rsplit(" (", 1)[0]
        names[at] = whole if len(whole) <= 24 else short(re.split(": | - ", whole)[-1])
    for at in np.flatnonzero(names.duplicated(keep=False)):
        names[at] = titles[at]
    return names.tolist()


def scaled(
    table: pd.DataFrame, you: tuple[float, float], size: tuple[int, int]
) -> np.ndarray:
    """Pixels of the movies and of you: the map fills the picture.

    Returns
    -------
    ndarray of shape (n + 1, 2)
        You are the last row.
    """
    places = np.vstack([table[["x", "y"]].to_numpy(), you])
    low, high = places.min(axis=0), places.max(axis=0)
    share = (places - low) / np.maximum(high - low, 1e-12)
    share[:, 1] = 1 - share[:, 1]  # up is up
    return EDGE + share * (np.array(size) - 2 * EDGE)


def laid_out(
    places: np.ndarray,
    mine: np.ndarray,
    titles: list[str],
    radius: np.ndarray,
    word: str,
    room: tuple[float, float, float, float],
    font: float,
) -> tuple[np.ndarray, list[Name]]:
    """Where all marks and names stand, on this map and on that of 00 and 04.

    Parameters
    ----------
    places : ndarray of shape (n, 2), pixels
    mine : ndarray of int
        Rows that you rated, the best first.
    titles : list of str
        Of these.
    radius : ndarray, pixels
        Of their marks.
    word : str
        What you are called; you are the last row. "" if you are not on the map.
    room : (left, top, right, bottom), pixels
    font : float, pixels

    Returns
    -------
    places : ndarray of shape (n, 2)
        Yours are moved apart where they would hide each other, or you them.
    names : list of Name
    """
    you, places = [len(places) - 1] * bool(word), places.copy()
    ours = np.array([*you, *mine], dtype=int)
    sizes = np.array([*[ME] * len(you), *radius], dtype=float)
    places[ours] = apart(places[ours], sizes, still=len(you))
    words, dots = [word] * len(you) + short_names(titles), np.delete(places, ours, 0)
    return places, place_names(places[ours], words, font, room, sizes, dots)


def taste_map(
    table: pd.DataFrame,
    you: tuple[float, float],
    size: tuple[int, int] = (WIDTH, HEIGHT),
    font: float = FONT,
) -> tuple[np.ndarray, list[Name]]:
    """Where the marks and names of the page and the picture stand: see `laid_out`."""
    stars = table["stars"].reset_index(drop=True).dropna()
    mine = stars.sort_values(ascending=False, kind="stable").index.to_numpy()
    titles, radius = table["title"].iloc[mine].tolist(), np.full(len(mine), MINE)
    places, room = scaled(table, you, size), (2, 2, size[0] - 2, size[1] - 2)
    return laid_out(places, mine, titles, radius, "me", room, font)


def written(names: list[Name], bold: str) -> str:
    """Names as SVG, each with the line that leads to it; one of them bold."""
    parts = []
    for name in names:
        x, y, *end = name.line or (0, 0)
        if end:
            parts.append(f'<path d="M{x:.0f},{y:.0f}L{end[0]:.0f},{end[1]:.0f}"/>')
        look = ' style="font-weight: bold"' * (name.text == bold)
        text = html.escape(name.text)
        parts.append(f'<text x="{name.x:.0f}" y="{name.y:.0f}"{look}>{text}</text>')
    return f'<g class="name">{"".join(parts)}</g>'


def movie_map(table: pd.DataFrame, you: tuple[float, float]) -> str:
    """Draw the movies, yours with a name as far as there is room, and you.

    Parameters
    ----------
    table : DataFrame with the columns title, x, y, stars
    you : (float, float)
    """
    places, names = taste_map(table, you)
    rated = table["stars"].notna().to_numpy()
    dots = "".join(
        f'<circle class="dot" cx="{x:.0f}" cy="{y:.0f}" r="3"/>'
        for x, y in places[:-1][~rated]
    )
    mine = "".join(
        f'<path class="mine" d="M{x:.0f},{y - MINE:.0f}l7,7 -7,7 -7,-7z"/>'
        for x, y in places[:-1][rated]
    )
    x, y = places[-1]
    such = ", ".join([name.text for name in names if name.at][:3])
    alt = (
        f"A map of {len(table)} movies with me as a star, and diamonds for the "
        f"{rated.sum()} that I rated, such as {such}."
    )
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{html.escape(alt)}">{dots}{mine}'
        f'<path class="me" transform="translate({x:.0f},{y:.0f})" d="{STAR}"/>'
        f"{written(names, 'me')}</svg>"
    )
