"""Exercise 6.1, precision and recall at k."""

import itertools

from utils.exercises.exercise import exercise
from utils.exercises.nb06 import LISTS


def _hits(recommended, relevant, k) -> int:
    return sum(movie in relevant for movie in recommended[:k])


at_k = exercise(
    "6.1",
    "precision and recall at k",
    cases=LISTS,
    hints="""
        Both have the same numerator: the hits among the first k.
        Precision divides by the places, recall by what there was to find.
        hits = len(set(recommended[:k]) & relevant)
    """,
    given=lambda shown, relevant, k: (shown, relevant, k, _hits(shown, relevant, k)),
    wrong={
        "you divided the precision by the length of the list, not by k: an empty "
        "place is no hit, and a method may not win by saying little": (
            lambda shown, relevant, k, hits: (
                hits / len(shown[:k]),
                hits / len(relevant),
            )
        ),
        "you returned recall first; precision comes first": (
            lambda shown, relevant, k, hits: (hits / len(relevant), hits / k)
        ),
        "you divided the recall by k where more are relevant; divide by all that is"
        " relevant": (
            lambda shown, relevant, k, hits: (hits / k, hits / min(k, len(relevant)))
        ),
        "you returned the hits and how many are relevant; two shares are wanted": (
            lambda shown, relevant, k, hits: (hits, len(relevant))
        ),
        "you divided the recall by k; divide by all that is relevant": (
            lambda shown, relevant, k, hits: (hits / k, hits / k)
        ),
        "you asked whether there is a hit; count how many there are": (
            lambda shown, relevant, k, hits: (
                (hits > 0) / k,
                (hits > 0) / len(relevant),
            )
        ),
        "you divided the precision by the length of the whole list; divide by k": (
            lambda shown, relevant, k, hits: (hits / len(shown), hits / len(relevant))
        ),
    },
)


@at_k.wrong("you looked at the whole list; only the first k count")
def _(recommended, relevant, k):
    hits = _hits(recommended, relevant, len(recommended))
    return hits / len(recommended), hits / len(relevant)


@at_k.wrong(
    "you divided the recall by the relevant movies in the list; what the "
    "list misses is what recall is about"
)
def _(recommended, relevant, k):
    hits, listed = _hits(recommended, relevant, k), relevant & set(recommended)
    return hits / k, hits / len(listed) if listed else 0.0


@at_k.wrong("you looked at the whole list, and divided by k; only the first k count")
def _(recommended, relevant, k):
    hits = _hits(recommended, relevant, len(recommended))
    return hits / k, hits / len(relevant)


@at_k.wrong("you stopped at the first miss; a hit may come after it")
def _(recommended, relevant, k):
    first = itertools.takewhile(lambda movie: movie in relevant, recommended[:k])
    hits = len(list(first))
    return hits / k, hits / len(relevant)


@at_k.wrong("you passed over the first movie of the list, which is at position 0")
def _(recommended, relevant, k):
    hits = _hits(recommended[1:k], relevant, k)
    return hits / k, hits / len(relevant)
