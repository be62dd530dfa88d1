"""Exercises of notebook 06, a file each, and what several of them share."""

import numpy as np

LISTS = [
    ([30, 10, 20], {10, 40, 50}, 2),
    ([50, 10, 60, 20, 30], {10, 20, 30}, 4),
    ([10], {10, 40}, 5),
    ([20, 10, 40, 30], {60, 40, 30, 20, 70, 80}, 3),
    ([1, 2, 3], {9}, 2),
    ([30, 10, 20, 50, 60], {10, 20, 60, 70}, 2),
]


def gain(place: int) -> float:
    """What a hit at a place is worth."""
    return 1 / np.log2(1 + place)


def hit_places(recommended, relevant, k) -> list[int]:
    """Places, from 1 on, of the hits among the first k."""
    return [p for p, movie in enumerate(recommended[:k], 1) if movie in relevant]


def over(places, best, gain=gain) -> float:
    """What hits at these places gain, over what the best list does."""
    return sum(map(gain, places)) / sum(map(gain, best)) if best else 0.0
