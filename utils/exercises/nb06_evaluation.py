"""Cases, misconceptions and hints of notebook 06."""

import numpy as np

from utils.exercises.engine import Exercise, Misconception

# 6.1


def _lists() -> list[tuple]:
    return [
        ([30, 10, 20], {10, 40, 50}, 2),
        ([50, 10, 60, 20, 30], {10, 20, 30}, 4),
        ([10], {10, 40}, 5),
        ([20, 10, 40, 30], {60, 40, 30, 20, 70, 80}, 3),
        ([1, 2, 3], {9}, 2),
    ]


def _hits(recommended, relevant, k) -> int:
    return sum(movie in relevant for movie in recommended[:k])


def by_the_length(recommended, relevant, k):
    hits = _hits(recommended, relevant, k)
    return hits / len(recommended[:k]), hits / len(relevant)


def whole_list(recommended, relevant, k):
    hits = _hits(recommended, relevant, len(recommended))
    return hits / len(recommended), hits / len(relevant)


def swapped(recommended, relevant, k):
    hits = _hits(recommended, relevant, k)
    return hits / len(relevant), hits / k


def recall_of_the_possible(recommended, relevant, k):
    hits = _hits(recommended, relevant, k)
    return hits / k, hits / min(k, len(relevant))


def recall_of_the_listed(recommended, relevant, k):
    hits, listed = _hits(recommended, relevant, k), relevant & set(recommended)
    return hits / k, hits / len(listed) if listed else 0.0


# 6.2


def _gain(place: int) -> float:
    return 1 / np.log2(1 + place)


def _places(recommended, relevant, k) -> list[int]:
    """Places, from 1 on, of the hits among the first k."""
    first = recommended[:k]
    return [place for place, movie in enumerate(first, 1) if movie in relevant]


def _over(got: list[float], best: list[float]) -> float:
    return sum(got) / sum(best) if best else 0.0


def ideal_of_the_list(recommended, relevant, k):
    places = _places(recommended, relevant, k)
    best = range(1, len(places) + 1)
    return _over([*map(_gain, places)], [*map(_gain, best)])


def ideal_of_k_hits(recommended, relevant, k):
    best = map(_gain, range(1, k + 1))
    return _over([*map(_gain, _places(recommended, relevant, k))], [*best])


def ideal_beyond_k(recommended, relevant, k):
    best = map(_gain, range(1, len(relevant) + 1))
    return _over([*map(_gain, _places(recommended, relevant, k))], [*best])


def one_place_off(recommended, relevant, k):
    got = [_gain(place + 1) for place in _places(recommended, relevant, k)]
    return _over(got, [_gain(p + 1) for p in range(1, min(k, len(relevant)) + 1)])


def not_normalised(recommended, relevant, k):
    return float(sum(map(_gain, _places(recommended, relevant, k))))


def without_log(recommended, relevant, k):
    got = [1 / place for place in _places(recommended, relevant, k)]
    return _over(got, [1 / p for p in range(1, min(k, len(relevant)) + 1)])


def hits_beyond_k(recommended, relevant, k):
    got = map(_gain, _places(recommended, relevant, len(recommended)))
    best = map(_gain, range(1, min(k, len(relevant)) + 1))
    return _over([*got], [*best])


# 6.3


def _times() -> list[tuple]:
    return [
        (np.array([30, 10, 50, 20, 40]), 0.4),
        (np.array([8, 3, 9, 8, 1]), 0.4),  # two at the very moment of the cut
        (np.array([100, 7, 1, 3, 2, 4, 5, 6, 8, 9]), 0.3),
        (np.array([2, 2, 1, 1]), 0.5),
    ]


def _n_test(times, test_fraction) -> int:
    return max(1, round(test_fraction * len(times)))


def last_rows(times, test_fraction):
    return np.arange(len(times)) >= len(times) - _n_test(times, test_fraction)


def oldest(times, test_fraction):
    return times <= np.sort(times)[_n_test(times, test_fraction) - 1]


def cut_within_a_moment(times, test_fraction):
    in_test = np.zeros(len(times), dtype=bool)
    in_test[np.argsort(times, kind="stable")[-_n_test(times, test_fraction) :]] = True
    return in_test


def after_the_moment(times, test_fraction):
    return times > np.sort(times)[-_n_test(times, test_fraction)]


def share_of_the_time(times, test_fraction):
    return times >= times.max() - test_fraction * (times.max() - times.min())


def train_marked(times, test_fraction):
    return times < np.sort(times)[-_n_test(times, test_fraction)]


# 6.4


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
    ]


def _recall(scores, seen, liked, k, zeros=False, drop_seen=True, everybody=False):
    """The broken code and its repairs, one by one."""
    scores = np.nan_to_num(scores) if zeros else scores
    possible = ~np.isnan(scores) & (~seen | (not drop_seen))
    best = np.argsort(np.where(possible, -scores, np.inf), axis=1, kind="stable")
    best = best[:, :k]
    found = np.take_along_axis(liked & possible, best, axis=1).sum(axis=1)
    n_liked = liked.sum(axis=1)
    if everybody:
        return np.mean(found / np.maximum(n_liked, 1))
    return np.mean(found[n_liked > 0] / n_liked[n_liked > 0])


def as_given(scores, seen, liked, k):
    return _recall(scores, seen, liked, k, True, False, True)


def only_zeros_left(scores, seen, liked, k):
    return _recall(scores, seen, liked, k, zeros=True)


def only_seen_left(scores, seen, liked, k):
    return _recall(scores, seen, liked, k, drop_seen=False)


def only_everybody_left(scores, seen, liked, k):
    return _recall(scores, seen, liked, k, everybody=True)


def only_seen_mended(scores, seen, liked, k):
    return _recall(scores, seen, liked, k, zeros=True, everybody=True)


def only_zeros_mended(scores, seen, liked, k):
    return _recall(scores, seen, liked, k, drop_seen=False, everybody=True)


def only_everybody_mended(scores, seen, liked, k):
    return _recall(scores, seen, liked, k, zeros=True, drop_seen=False)


def empty_places_hit(scores, seen, liked, k):
    possible = np.where(seen | np.isnan(scores), -np.inf, scores)
    best = np.argsort(-possible, axis=1, kind="stable")[:, :k]
    hits, n = np.take_along_axis(liked, best, axis=1).sum(axis=1), liked.sum(axis=1)
    return np.mean(hits[n > 0] / n[n > 0])


def precision_instead(scores, seen, liked, k):
    n = liked.sum(axis=1)
    wanted = n > 0
    best = np.argsort(np.where(seen | np.isnan(scores), np.inf, -scores), kind="stable")
    open_ = liked & ~seen & ~np.isnan(scores)
    hits = np.take_along_axis(open_, best[:, :k], axis=1).sum(axis=1)
    return np.mean(hits[wanted] / k)


EXERCISES = [
    Exercise(
        id="6.1",
        title="precision and recall at k",
        cases=_lists,
        misconceptions=[
            Misconception(
                by_the_length,
                "you divided the precision by the length of the list, not by k: an "
                "empty place is no hit, and a method may not win by saying little",
            ),
            Misconception(
                whole_list, "you looked at the whole list; only the first k count"
            ),
            Misconception(swapped, "you returned recall first; precision comes first"),
            Misconception(
                recall_of_the_possible,
                "you divided the recall by k where more are relevant; divide by all "
                "that is relevant",
            ),
            Misconception(
                recall_of_the_listed,
                "you divided the recall by the relevant movies in the list; what the "
                "list misses is what recall is about",
            ),
        ],
        hints=[
            "Both have the same numerator: the hits among the first k.",
            "Precision divides by the places, recall by what there was to find.",
            "hits = len(set(recommended[:k]) & relevant)",
        ],
    ),
    Exercise(
        id="6.2",
        title="nDCG at k",
        cases=_lists,
        misconceptions=[
            Misconception(
                ideal_of_the_list,
                "you took as ideal the hits of this list, put first; the ideal list "
                "knows all relevant movies",
            ),
            Misconception(
                ideal_of_k_hits,
                "you took as ideal k hits, where there are fewer relevant movies",
            ),
            Misconception(
                ideal_beyond_k,
                "your ideal list is longer than k: nobody could reach 1",
            ),
            Misconception(
                one_place_off,
                "you are one place off: the first place is worth 1 / log2(2) = 1",
            ),
            Misconception(not_normalised, "you did not divide by the ideal: DCG"),
            Misconception(
                without_log, "you took 1 / place; the discount is 1 / log2(1 + place)"
            ),
            Misconception(hits_beyond_k, "you counted hits beyond the first k places"),
        ],
        hints=[
            "Two sums of the same gains: of the places with a hit, and of the places "
            "that a perfect list would hit.",
            "A perfect list has its hits at the places 1 ... min(k, relevant).",
            "enumerate(recommended[:k], start=1) gives the places; the gain of one is "
            "1 / math.log2(1 + place).",
        ],
    ),
    Exercise(
        id="6.3",
        title="a split in time",
        cases=_times,
        misconceptions=[
            Misconception(
                last_rows,
                "you took the last rows of the table; it is not sorted by time",
            ),
            Misconception(oldest, "you put the oldest ratings into the test part"),
            Misconception(
                cut_within_a_moment,
                "you parted ratings of one moment: which of them is later?",
            ),
            Misconception(
                after_the_moment,
                "you left the moment of the cut itself in the training part",
            ),
            Misconception(
                share_of_the_time,
                "you took a share of the time that passed; a share of the ratings is "
                "wanted",
            ),
            Misconception(train_marked, "you marked the training part; mark the test"),
        ],
        hints=[
            "Find the moment first. The mask is then a single comparison.",
            "Of the sorted times, the moment is the n-th from the end.",
            "n = max(1, round(test_fraction * len(times))); np.sort(times)[-n]",
        ],
    ),
    Exercise(
        id="6.4",
        title="find and mend the trap",
        cases=_tables,
        misconceptions=[
            Misconception(as_given, "nothing is mended yet; there are three traps"),
            Misconception(
                only_zeros_left,
                "one trap is left: a movie of which nothing can be said has the score "
                "0, and passes those below 0",
            ),
            Misconception(
                only_seen_left, "one trap is left: seen movies take up places"
            ),
            Misconception(
                only_everybody_left,
                "one trap is left: users who liked nothing count as failures",
            ),
            Misconception(
                only_seen_mended, "the seen are out; two other traps are left"
            ),
            Misconception(
                only_zeros_mended, "the NaN are right now; two other traps are left"
            ),
            Misconception(
                only_everybody_mended,
                "the mean is over the right users; two other traps are left",
            ),
            Misconception(
                empty_places_hit,
                "where a list is too short, you let movies in of which nothing can be "
                "said, and count them as hits",
            ),
            Misconception(
                precision_instead, "this is the precision; the recall is wanted"
            ),
        ],
        hints=[
            "One trap in each line: what are the scores, who is in the list, who is in "
            "the mean?",
            "Make the score of whatever may not be recommended -inf, in a copy. Where "
            "a list would then reach into the -inf, there is no hit.",
            "np.where(seen | np.isnan(scores), -np.inf, scores); and at the end keep "
            "the users with n_liked > 0.",
        ],
    ),
]
