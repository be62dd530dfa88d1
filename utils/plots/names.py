"""Where names can stand on a map: near their points, and none upon another."""

from typing import NamedTuple

import numpy as np

LINE, SPACE = 1.15, 0.4  # height of a line, and room beside it, in sizes of letters
ANGLES = np.arange(24) * np.pi / 12
WAYS = np.column_stack([np.cos(ANGLES), np.sin(ANGLES)])  # from the point to its name
REACH = np.clip(1.5 * WAYS, -1, 1) / 2  # and on to its middle, in sizes of the name
SLOPE = np.abs(WAYS[:, 1]) - 2 * WAYS[:, 0]  # rather to the right, and level
GAPS = (0, 7, 14, 24, 36, 50, 66, 84, 104, 130, 160)  # pixels beyond a mark's edge
LED = 14  # from this gap on a line leads to the name
ALONG = np.linspace(0.1, 0.98, 8)[:, None]  # points of a line that are looked at
DOT, CROSSED = 1.5, 40  # what it costs to cover a dot, to lead over a mark: pixels
SAME = [0, 1, 0, 1]  # a point as a box
AROUND = np.array([-2, -2, 2, 2])
ROUNDS, HOPELESS = 3, 8  # so often are those that found no place, if few, put first
MOST = 40  # names on one map: more of them hide it
NUDGE = 12  # pixels that a mark is moved at most


class Name(NamedTuple):
    """A name in its place: pixels, y downwards.

    Attributes
    ----------
    at : int
        The row of its point.
    text : str
    x, y : float
        Where its first letter stands, on the line.
    box : tuple of float
        Left, top, right, bottom.
    line : tuple of float, or None
        From the mark to the name, x, y, x, y, where they are not neighbours.
    """

    at: int
    text: str
    x: float
    y: float
    box: tuple[float, float, float, float]
    line: tuple[float, float, float, float] | None


def width(text: str) -> float:
    """About how wide a text is without serifs, in sizes of its letters.

    Examples
    --------
    >>> width("Will") < width("Wood"), width("")
    (True, 0)
    """
    narrow, wide = set(" .,:;'’!|iIjlft()-"), set("mwMW@%")
    return sum(
        0.4 if c in narrow else 0.95 if c in wide else 0.72 if c.isupper() else 0.6
        for c in text
    )


def place_names(
    points: np.ndarray,
    names: list[str],
    font: float,
    room: tuple[float, float, float, float],
    radius: np.ndarray | float = 5.0,
    dots: np.ndarray | None = None,
) -> list[Name]:
    """Find a place for each name: beside its point, or farther off with a line to it.

    No name covers another, or the mark of another, or a line. Of the other places one
    is chosen that is near and covers few dots. A name for which there is none is left
    out, and so are all after the first 40.

    Parameters
    ----------
    points : ndarray of shape (n, 2), pixels, y downwards
        The most important first: it chooses first.
    names : list of str
    font : float
        Size of the letters, pixels.
    room : (left, top, right, bottom)
        What no name leaves.
    radius : ndarray of shape (n,), or float
        Of the marks at the points.
    dots : ndarray of shape (m, 2), optional
        Other marks.

    Examples
    --------
    >>> ends = np.array([[20.0, 20.0], [180.0, 20.0]])
    >>> for name in place_names(ends, ["Up", "Heat"], 10, (0, 12, 200, 30)):
    ...     print(name.text, round(name.x), name.line)
    Up 30 None
    Heat 147 None
    """
    points = np.asarray(points, dtype=float).reshape(-1, 2)
    radius = np.broadcast_to(np.asarray(radius, dtype=float), len(points))
    marks = np.column_stack([points - radius[:, None], points + radius[:, None]])
    dots = np.zeros((0, 2)) if dots is None else np.asarray(dots, dtype=float)
    order, found = list(range(min(len(names), MOST))), []
    for _ in range(ROUNDS):
        taken, now = np.zeros((0, 4)), []  # by names, and by points of lines
        for at in order:
            size = np.array([width(names[at]) + SPACE, LINE]) * font
            around = (points[at], radius[at])
            box, line = _best(around, size, np.asarray(room), marks, taken, dots)
            if box is None:
                continue
            taken = np.vstack([taken, box])
            if line is not None:
                spots = line[0] + ALONG * (line[1] - line[0])
                taken = np.vstack([taken, spots[:, SAME] + AROUND])
                line = tuple(line.ravel().tolist())
            x, y = box[0] + SPACE / 2 * font, box[3] - 0.27 * font
            now.append(
                Name(at, names[at], float(x), float(y), tuple(box.tolist()), line)
            )
        found = max(found, now, key=len)
        left = set(order) - {name.at for name in now}
        if not left or len(left) > HOPELESS:
            break
        order = [*left, *(at for at in order if at not in left)]
    return sorted(found)


def _best(around: tuple, size, room, marks, taken, dots):
    """The box of a name and the line to it, or None for each: see `place_names`."""
    point, radius = around
    lowest, box, line = np.inf, None, None
    for gap in GAPS:
        if lowest <= gap + SLOPE.min():  # farther off is no better
            break
        edges = point + WAYS * (radius + 3 + gap)
        places = np.hstack([edges + (REACH - 0.5) * size, edges + (REACH + 0.5) * size])
        free = (places[:, :2] >= room[:2]) & (places[:, 2:] <= room[2:])
        free = free.all(axis=1) & ~_overlap(places, marks).any(axis=1)
        free &= ~_overlap(places, taken).any(axis=1)
        if not free.any():
            continue
        edges, places = edges[free], places[free]
        cost = gap + SLOPE[free] + DOT * _overlap(places, dots[:, SAME]).sum(axis=1)
        starts = point + WAYS[free] * (radius + 1)
        if gap >= LED:
            spots = starts[:, None] + ALONG * (edges - starts)[:, None]
            spots = spots.reshape(-1, 2)[:, SAME]
            over = [_overlap(spots, boxes).any(axis=1) for boxes in (taken, marks)]
            over = [some.reshape(len(edges), -1).any(axis=1) for some in over]
            cost += np.where(over[0], np.inf, CROSSED * over[1])
        least = cost.argmin()
        if cost[least] < lowest:
            lowest, box = cost[least], places[least]
            line = np.stack([starts[least], edges[least]]) if gap >= LED else None
    return box, line


def _overlap(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Which of n boxes overlap which of m, of shape (n, m)."""
    (left, top, right, bottom), (west, north, east, south) = a.T[..., None], b.T
    across = (left < east) & (west < right)
    return across & (top < south) & (north < bottom)


def apart(points: np.ndarray, radius: np.ndarray, still: int = 0) -> np.ndarray:
    """Move marks that hide each other a little, until each can be seen.

    Parameters
    ----------
    points : ndarray of shape (n, 2), pixels
    radius : ndarray of shape (n,), pixels
    still : int
        So many of the first ones stay.

    Returns
    -------
    ndarray of shape (n, 2)
        No mark is moved by more than 12 pixels.

    Examples
    --------
    >>> two = np.array([[9.0, 9.0], [9.0, 9.0], [50.0, 9.0]])
    >>> far = apart(two, np.full(3, 4.0)) - two
    >>> np.linalg.norm(far, axis=1).round(1)
    array([4., 4., 0.])
    """
    angle = 2.4 * np.arange(len(points))  # which way, for those in the same place
    now = points + 1e-6 * np.column_stack([np.cos(angle), np.sin(angle)])
    least = np.add.outer(radius, radius)
    np.fill_diagonal(least, 0)
    most = np.where(np.arange(len(points)) < still, 0, NUDGE)
    for _ in range(30):
        way = now[:, None] - now  # (n, n, 2)
        distance = np.linalg.norm(way, axis=2)
        push = np.maximum(least - distance, 0) / np.maximum(distance, 1e-9) / 2
        off = now + (push[..., None] * way).sum(axis=1) - points
        size = np.maximum(np.linalg.norm(off, axis=1), 1e-9)
        now = points + off * np.minimum(1, most / size)[:, None]
    return now
