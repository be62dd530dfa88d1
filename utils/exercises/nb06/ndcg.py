"""Exercise 6.2, nDCG at k."""

import numpy as np

from utils.exercises.exercise import exercise
from utils.exercises.nb06 import LISTS, gain, hit_places, over


def _ideal(relevant, k) -> range:
    return range(1, min(k, len(relevant)) + 1)


ndcg = exercise(
    "6.2",
    "nDCG at k",
    cases=LISTS,
    hints="""
        Two sums of the same gains: of the places with a hit, and of the places that
          a perfect list would hit.
        A perfect list has its hits at the places 1 ... min(k, relevant).
        enumerate(recommended[:k], start=1) gives the places; the gain of one is
          1 / math.log2(1 + place).
    """,
    given=lambda shown, relevant, k: (
        hit_places(shown, relevant, k),
        _ideal(relevant, k),
        relevant,
        k,
    ),
    wrong={
        "you took as ideal the hits of this list, put first; the ideal list knows "
        "all relevant movies": (
            lambda places, best, relevant, k: over(places, range(1, len(places) + 1))
        ),
        "you took as ideal k hits, where there are fewer relevant movies": (
            lambda places, best, relevant, k: over(places, range(1, k + 1))
        ),
        "your ideal list is longer than k: nobody could reach 1": (
            lambda places, best, relevant, k: over(places, range(1, len(relevant) + 1))
        ),
        "you are one place off: the first place is worth 1 / log2(2) = 1": (
            lambda places, best, relevant, k: over(
                places, best, lambda place: gain(place + 1)
            )
        ),
        "you did not divide by the ideal: DCG": (
            lambda places, best, relevant, k: float(sum(map(gain, places)))
        ),
        "you took 1 / place; the discount is 1 / log2(1 + place)": (
            lambda places, best, relevant, k: over(
                places, best, lambda place: 1 / place
            )
        ),
        "you divided by the number of hits there could be, not by what they gain": (
            lambda places, best, relevant, k: float(sum(map(gain, places))) / len(best)
        ),
        "you multiplied with the logarithm: later places are worth less, not more": (
            lambda places, best, relevant, k: over(
                places, best, lambda place: np.log2(1 + place)
            )
        ),
        "you counted the hits without a discount; a later place is worth less": (
            lambda places, best, relevant, k: len(places) / len(best)
        ),
        "you are one place off in the list, but not in the best one": (
            lambda places, best, relevant, k: over(
                [place + 1 for place in places], best
            )
        ),
        "your place goes on at a hit only; a miss takes a place, too": (
            lambda places, best, relevant, k: over(range(1, len(places) + 1), best)
        ),
        "you divided by k; divide by the gain of the best list there could be": (
            lambda places, best, relevant, k: float(sum(map(gain, places))) / k
        ),
        "you divided by how many are relevant; divide by what the best list gains": (
            lambda places, best, relevant, k: (
                float(sum(map(gain, places))) / len(relevant)
            )
        ),
    },
)


@ndcg.wrong("you counted hits beyond the first k places")
def _(recommended, relevant, k):
    return over(
        hit_places(recommended, relevant, len(recommended)), _ideal(relevant, k)
    )


@ndcg.wrong("your ideal list is as short as this one; the best could be longer")
def _(recommended, relevant, k):
    best = range(1, min(k, len(relevant), len(recommended)) + 1)
    return over(hit_places(recommended, relevant, k), best)
