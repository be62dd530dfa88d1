"""Exercises of notebook 06."""

import itertools
from functools import partial

import numpy as np

from utils.exercises.engine import exercise

LISTS = [
    ([30, 10, 20], {10, 40, 50}, 2),
    ([50, 10, 60, 20, 30], {10, 20, 30}, 4),
    ([10], {10, 40}, 5),
    ([20, 10, 40, 30], {60, 40, 30, 20, 70, 80}, 3),
    ([1, 2, 3], {9}, 2),
    ([30, 10, 20, 50, 60], {10, 20, 60, 70}, 2),
]


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


def _gain(place: int) -> float:
    return 1 / np.log2(1 + place)


def _places(recommended, relevant, k) -> list[int]:
    """Places, from 1 on, of the hits among the first k."""
    return [p for p, movie in enumerate(recommended[:k], 1) if movie in relevant]


def _ideal(relevant, k) -> range:
    return range(1, min(k, len(relevant)) + 1)


def _over(places, best, gain=_gain) -> float:
    return sum(map(gain, places)) / sum(map(gain, best)) if best else 0.0


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
        _places(shown, relevant, k),
        _ideal(relevant, k),
        relevant,
        k,
    ),
    wrong={
        "you took as ideal the hits of this list, put first; the ideal list knows "
        "all relevant movies": (
            lambda places, best, relevant, k: _over(places, range(1, len(places) + 1))
        ),
        "you took as ideal k hits, where there are fewer relevant movies": (
            lambda places, best, relevant, k: _over(places, range(1, k + 1))
        ),
        "your ideal list is longer than k: nobody could reach 1": (
            lambda places, best, relevant, k: _over(places, range(1, len(relevant) + 1))
        ),
        "you are one place off: the first place is worth 1 / log2(2) = 1": (
            lambda places, best, relevant, k: _over(
                places, best, lambda place: _gain(place + 1)
            )
        ),
        "you did not divide by the ideal: DCG": (
            lambda places, best, relevant, k: float(sum(map(_gain, places)))
        ),
        "you took 1 / place; the discount is 1 / log2(1 + place)": (
            lambda places, best, relevant, k: _over(
                places, best, lambda place: 1 / place
            )
        ),
        "you divided by the number of hits there could be, not by what they gain": (
            lambda places, best, relevant, k: float(sum(map(_gain, places))) / len(best)
        ),
        "you multiplied with the logarithm: later places are worth less, not more": (
            lambda places, best, relevant, k: _over(
                places, best, lambda place: np.log2(1 + place)
            )
        ),
        "you counted the hits without a discount; a later place is worth less": (
            lambda places, best, relevant, k: len(places) / len(best)
        ),
        "you are one place off in the list, but not in the best one": (
            lambda places, best, relevant, k: _over(
                [place + 1 for place in places], best
            )
        ),
        "your place goes on at a hit only; a miss takes a place, too": (
            lambda places, best, relevant, k: _over(range(1, len(places) + 1), best)
        ),
        "you divided by k; divide by the gain of the best list there could be": (
            lambda places, best, relevant, k: float(sum(map(_gain, places))) / k
        ),
        "you divided by how many are relevant; divide by what the best list gains": (
            lambda places, best, relevant, k: (
                float(sum(map(_gain, places))) / len(relevant)
            )
        ),
    },
)


@ndcg.wrong("you counted hits beyond the first k places")
def _(recommended, relevant, k):
    return _over(_places(recommended, relevant, len(recommended)), _ideal(relevant, k))


@ndcg.wrong("your ideal list is as short as this one; the best could be longer")
def _(recommended, relevant, k):
    best = range(1, min(k, len(relevant), len(recommended)) + 1)
    return _over(_places(recommended, relevant, k), best)


def _n_test(times, test_fraction) -> int:
    return max(1, round(test_fraction * len(times)))


in_time = exercise(
    "6.3",
    "a split in time",
    cases=[
        (np.array([30, 10, 50, 20, 40]), 0.4),
        (np.array([8, 3, 9, 8, 1]), 0.4),  # two at the very moment of the cut
        (np.array([100, 7, 1, 3, 2, 4, 5, 6, 8, 9]), 0.3),
        (np.array([2, 2, 1, 1]), 0.5),
        (np.array([4, 1, 7, 3, 6, 2, 5]), 0.3),  # 2.1: 2
        (np.array([11, 14, 13, 18, 12, 15, 17, 16]), 0.2),  # 1.6: 2
        (np.array([5, 9, 7, 6]), 0.05),  # 0.2: at least one
        (np.array([40, 2, 30, 9, 8, 70, 11, 50, 6, 12]), 0.14),  # 1.4: 1
        (np.array([40, 2, 30, 9, 8, 70, 11, 50, 6, 12]), 0.24),  # 2.4: 2
        (np.array([1, 5, 1, 2, 1, 4, 7, 1, 3, 6]), 0.3),  # 3 of 10, of 7 moments
        (np.array([9, 3, 3, 8, 3, 3, 7, 3]), 0.4),  # 3.2: 3 of 8, of 4 moments
    ],
    hints="""
        Find the moment first. The mask is then a single comparison.
        Of the sorted times, the moment is the n-th from the end.
        n = max(1, round(test_fraction * len(times))); np.sort(times)[-n]
    """,
    given=lambda times, test_fraction: (
        times,
        np.sort(times),
        test_fraction * len(times),
        _n_test(times, test_fraction),
    ),
    wrong={
        "you took the last rows of the table; it is not sorted by time": (
            lambda times, ordered, wanted, n: np.arange(len(times)) >= len(times) - n
        ),
        "you put the oldest ratings into the test part": (
            lambda times, ordered, wanted, n: times <= ordered[n - 1]
        ),
        "you left the moment of the cut itself in the training part": (
            lambda times, ordered, wanted, n: times > ordered[-n]
        ),
        "you marked the training part; mark the test": (
            lambda times, ordered, wanted, n: times < ordered[-n]
        ),
        "you returned positions; a mask is wanted, True or False for each rating": (
            lambda times, ordered, wanted, n: np.flatnonzero(times >= ordered[-n])
        ),
        "you rounded the number of test ratings down; round to the nearest": (
            lambda times, ordered, wanted, n: times >= ordered[-max(1, int(wanted))]
        ),
        "you rounded the number of test ratings up; round to the nearest": (
            lambda times, ordered, wanted, n: (
                times >= ordered[-max(1, int(np.ceil(wanted)))]
            )
        ),
        "of few ratings none is left for the test: max(1, ...); and [-0] is [0]": (
            lambda times, ordered, wanted, n: times >= ordered[-round(wanted)]
        ),
        "your cut is one rating too early: the n-th from the end is [-n]": (
            lambda times, ordered, wanted, n: times >= ordered[-min(n + 1, len(times))]
        ),
    },
)


@in_time.wrong("you parted ratings of one moment: which of them is later?")
def _(times, test_fraction):
    in_test = np.zeros(len(times), dtype=bool)
    in_test[np.argsort(times, kind="stable")[-_n_test(times, test_fraction) :]] = True
    return in_test


@in_time.wrong(
    "you took a share of the time that passed; a share of the ratings is wanted"
)
def _(times, test_fraction):
    return times >= times.max() - test_fraction * (times.max() - times.min())


@in_time.wrong("you took a quantile of the times; take the n-th from the end")
def _(times, test_fraction):
    return times >= np.quantile(times, 1 - test_fraction)


@in_time.wrong(
    "you counted moments; count ratings, of which several may be of one moment"
)
def _(times, test_fraction):
    moments = np.unique(times)
    return times >= moments[-_n_test(moments, test_fraction)]


def _tables() -> list[tuple]:
    nan = np.nan
    few = np.array([[0.3, 0.9, 0.5], [0.8, 0.1, 0.6], [0.2, 0.4, 0.7]])
    seen = np.array([[0, 1, 0], [0, 0, 0], [0, 0, 1]], dtype=bool)
    liked = np.array([[0, 0, 1], [0, 1, 0], [0, 0, 0]], dtype=bool)
    below = np.array([[-0.5, nan, -0.2, -0.9], [nan, 0.4, -0.1, nan]])
    fan = np.array([[0, 0, 1, 1], [1, 0, 1, 0]], dtype=bool)
    once = np.array([[0, 0, 0, 0], [0, 1, 0, 0]], dtype=bool)
    rng = np.random.default_rng(0)
    scores = rng.normal(size=(6, 12))
    known = rng.random((6, 12)) < 0.3
    later = ~known & (rng.random((6, 12)) < 0.25)
    later[2] = False
    scores[rng.random((6, 12)) < 0.2] = nan
    return [
        (few, seen, liked, 1),
        (below, once, fan, 1),
        (below, once, fan, 3),  # longer than what may be recommended
        (scores, known, later, 4),
        (scores - 1, known, later, 2),
        (np.where(known, -scores, scores - 2), known, later, 3),
    ]


def _found(scores, liked, k) -> np.ndarray:
    best = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(liked, best, axis=1).sum(axis=1)


def _recall(scores, seen, liked, k, zeros=False, drop_seen=True, everybody=False):
    """The broken code and its repairs, one by one."""
    scores = np.nan_to_num(scores) if zeros else scores
    possible = ~np.isnan(scores) & (~seen | (not drop_seen))
    found = _found(np.where(possible, scores, -np.inf), liked & possible, k)
    n_liked = liked.sum(axis=1)
    if everybody:
        return np.mean(found / np.maximum(n_liked, 1))
    return np.mean(found[n_liked > 0] / n_liked[n_liked > 0])


def _mended(scores, seen, liked, k):
    """The recall with some traps left; and hits and liked movies of each user."""
    closed = seen | np.isnan(scores)
    hits = _found(np.where(closed, -np.inf, scores), liked & ~closed, k)
    return partial(_recall, scores, seen, liked, k), hits, liked.sum(axis=1), k


trap = exercise(
    "6.4",
    "find and mend the trap",
    cases=_tables,
    hints="""
        One trap in each line: what are the scores, who is in the list, who is in
          the mean?
        Make the score of whatever may not be recommended -inf, in a copy. Where a
          list would then reach into the -inf, there is no hit.
        np.where(seen | np.isnan(scores), -np.inf, scores); and at the end keep the
          users with n_liked > 0.
    """,
    given=_mended,
    wrong={
        "nothing is mended yet; there are three traps": (
            lambda recall, hits, n, k: recall(
                zeros=True, drop_seen=False, everybody=True
            )
        ),
        "one trap is left: a movie of which nothing can be said has the score 0, "
        "and passes those below 0": (lambda recall, hits, n, k: recall(zeros=True)),
        "one trap is left: seen movies take up places": (
            lambda recall, hits, n, k: recall(drop_seen=False)
        ),
        "one trap is left: users who liked nothing count as failures": (
            lambda recall, hits, n, k: recall(everybody=True)
        ),
        "the seen are out; two other traps are left": (
            lambda recall, hits, n, k: recall(zeros=True, everybody=True)
        ),
        "the NaN are right now; two other traps are left": (
            lambda recall, hits, n, k: recall(drop_seen=False, everybody=True)
        ),
        "the mean is over the right users; two other traps are left": (
            lambda recall, hits, n, k: recall(zeros=True, drop_seen=False)
        ),
        "you added the recalls up; take their mean": (
            lambda recall, hits, n, k: recall() * (n > 0).sum()
        ),
        "this is the precision; the recall is wanted": (
            lambda recall, hits, n, k: np.mean(hits[n > 0] / k)
        ),
        "you divided by k where more was liked; the recall divides by all of it": (
            lambda recall, hits, n, k: np.mean((hits / np.minimum(n, k))[n > 0])
        ),
        "you divided all hits by all that was liked; take each user's recall, then "
        "the mean": (lambda recall, hits, n, k: hits.sum() / n.sum()),
        "you left out users without a hit; their recall is 0": (
            lambda recall, hits, n, k: (
                np.mean((hits / n)[hits > 0]) if hits.any() else 0.0
            )
        ),
    },
)


@trap.wrong(
    "where a list is too short, you let movies in of which nothing can be "
    "said, and count them as hits"
)
def _(scores, seen, liked, k):
    possible = np.where(seen | np.isnan(scores), -np.inf, scores)
    hits, n = _found(possible, liked, k), liked.sum(axis=1)
    return np.mean(hits[n > 0] / n[n > 0])


@trap.wrong(
    "you gave the seen a score of 0, which passes those below 0: -inf is below all"
)
def _(scores, seen, liked, k):
    hidden = np.where(seen, 0, np.where(np.isnan(scores), -np.inf, scores))
    hits, n = _found(hidden, liked & np.isfinite(hidden), k), liked.sum(axis=1)
    return np.mean(hits[n > 0] / n[n > 0])


@trap.wrong("liked movies without a score are missing below; they are not found either")
def _(scores, seen, liked, k):
    return _recall(scores, seen, liked & ~np.isnan(scores), k)


def _named(recommended, relevant, k, number, *, flat=None, best=None, near=5e-4):
    """Names of the definitions that come ``near`` a number; two parts may be wrong."""
    flat = flat or (lambda place: 1 / np.log2(max(place, 2)))
    n_best = min(k, len(relevant)) if best is None else best
    places = _places(recommended, relevant, k)
    found = {
        "usual": _over(places, range(1, n_best + 1)),
        "flat": _over(places, range(1, n_best + 1), flat),
        "k hits": _over(places, range(1, k + 1)),
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
            lambda *asked: _named(*asked, flat=lambda place: _gain(max(place, 2)))
        ),
        "you returned one name, not a list": (
            lambda *asked: (_named(*asked) or [None])[0]
        ),
    },
)


@definition.wrong("you counted hits beyond the first k places")
def _(recommended, relevant, k, number):
    longer, n_best = len(recommended), min(k, len(relevant))
    places = _places(recommended, relevant, longer)
    gains = {"usual": _gain, "flat": lambda p: 1 / np.log2(max(p, 2)), "k hits": _gain}
    found = {
        name: _over(places, range(1, (k if name == "k hits" else n_best) + 1), gain)
        for name, gain in gains.items()
    }
    return [name for name, value in found.items() if abs(value - number) <= 5e-4]
