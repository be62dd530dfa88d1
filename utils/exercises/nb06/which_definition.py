"""Exercise 6.5, which definition made this number?."""

import numpy as np

from utils.exercises.exercise import exercise
from utils.exercises.nb06 import gain, hit_places, over


def _named(recommended, relevant, k, number, *, flat=None, best=None, near=5e-4):
    """Names of the definitions that come ``near`` a number; two parts may be wrong."""
    flat = flat or (lambda place: 1 / np.log2(max(place, 2)))
    n_best = min(k, len(relevant)) if best is None else best
    places = hit_places(recommended, relevant, k)
    found = {
        "usual": over(places, range(1, n_best + 1)),
        "flat": over(places, range(1, n_best + 1), flat),
        "k hits": over(places, range(1, k + 1)),
    }
    return [name for name, value in found.items() if abs(value - number) <= near]


definition = exercise(
    "6.5",
    "which definition made this number?",
    cases=[
        ([10, 20, 30, 40, 50], {20}, 5, 0.631),
        ([10, 20, 30, 40, 50], {20}, 5, 1.0),
        ([10, 20, 30, 40, 50], {20}, 5, 0.214),
        ([10, 20], {10, 90}, 5, 0.339),  # a short list
        ([10, 20, 30, 40, 50], {10, 40, 90}, 5, 0.57),
        ([10, 20, 30, 40, 50], {10, 40, 90}, 5, 0.485),
        ([10, 20], {10, 20}, 2, 1.0),  # all three
        ([10, 20, 30], {20, 70, 80, 90}, 3, 0.296),  # two of them
        ([10, 20, 30, 40], {10, 40, 80}, 2, 0.5),  # a hit beyond k
        ([10, 20], {10, 90}, 5, 0.7),  # none
    ],
    hints="""
        Compute the three numbers, round each to three digits, and keep the names of
          those that are equal to the given one.
        Two parts differ: what a hit at a place is worth, and which places the best
          list hits. usual and k hits share the first, usual and flat the second.
        flat is worth 1 / math.log2(max(place, 2)) at a place; the best list of
          k hits has them at the places 1 ... k, also where the list is shorter.
    """,
    extra=True,
    wrong={
        "you compared without rounding: the number has three digits": (
            lambda *asked: _named(*asked, near=1e-12)
        ),
        "you stopped at the first that fits; several can": (
            lambda *asked: _named(*asked)[:1]
        ),
        "you divided by the DCG of all relevant movies, also beyond k": (
            lambda shown, relevant, k, number: _named(
                shown, relevant, k, number, best=len(relevant)
            )
        ),
        "your flat start is one place too long or too short: the places 1 and 2 are"
        " worth 1, and the third 1 / log2(3)": (
            lambda *asked: _named(*asked, flat=lambda place: gain(max(place, 2)))
        ),
        "you returned one name, not a list": (
            lambda *asked: (_named(*asked) or [None])[0]
        ),
    },
)


@definition.wrong("you counted hits beyond the first k places")
def _(recommended, relevant, k, number):
    longer, n_best = len(recommended), min(k, len(relevant))
    places = hit_places(recommended, relevant, longer)
    gains = {"usual": gain, "flat": lambda p: 1 / np.log2(max(p, 2)), "k hits": gain}
    found = {
        name: over(places, range(1, (k if name == "k hits" else n_best) + 1), gain)
        for name, gain in gains.items()
    }
    return [name for name, value in found.items() if abs(value - number) <= 5e-4]
