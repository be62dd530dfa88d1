"""Exercise 6.3, a split in time."""

import numpy as np

from utils.exercises.exercise import exercise


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
