"""Answers as learners write them: none that is wrong passes or is falsely accused."""

import numpy as np
import pytest

from utils.als import fold_in
from utils.exercises import EXERCISES
from utils.exercises.compare import same
from utils.exercises.engine import _outcome, judge, reference, solution_file
from utils.recommend import top_k


def solve(exercise_id):
    exercise = EXERCISES[exercise_id]
    return reference(exercise_id, solution_file(exercise))


def open_(scores, seen):
    return np.setdiff1d(np.arange(len(scores)), seen)


def best(scores, k):
    return np.argsort(-scores, kind="stable")[:k]


def nan_kept(scores, seen, k):
    left = open_(scores, seen)
    return left[best(scores[left], k)]


def nan_to_num(scores, seen, k):
    return nan_kept(np.nan_to_num(scores), seen, k)


def seen_are_0(scores, seen, k):
    scores = scores.copy()
    scores[seen] = 0
    return best(scores, min(k, np.isfinite(scores).sum()))


def seen_are_last(scores, seen, k):
    scores = np.nan_to_num(scores, nan=-np.inf)
    scores[seen] = -np.inf
    return best(scores, k)


def n_th(rounded):
    def split(times, test_fraction):
        return times >= np.sort(times)[-rounded(test_fraction * len(times))]

    return split


def quantile(times, test_fraction):
    return times >= np.quantile(times, 1 - test_fraction)


def cosines(V, i):
    return V @ V[i] / np.linalg.norm(V, axis=1)


def above(V, n_ratings, i, min_ratings, k):
    return top_k(np.where(n_ratings > min_ratings, cosines(V, i), np.nan), [i], k)


def first_hit(V, n_ratings, i, min_ratings, k):
    known = np.where(n_ratings >= min_ratings, cosines(V, i), np.nan)
    return top_k(known, [], k + 1)[1:]


def by_size(similarities, support, shrinkage):
    return np.argmax(np.abs(similarities) * support / (support + shrinkage))


def hard_line(similarities, support, shrinkage):
    return np.argmax(np.where(support >= shrinkage, similarities, -9))


def weighed(mean, similarities, deviations, divide=True):
    pairs = [(s, d) for s, d in zip(similarities, deviations) if d is not None]
    below = sum(abs(s) for s, _ in pairs) if divide else 1
    return mean + sum(s * d for s, d in pairs) / below


def cut(mean, similarities, deviations):
    return min(5, max(0.5, weighed(mean, similarities, deviations)))


def not_divided(mean, similarities, deviations):
    return weighed(mean, similarities, deviations, divide=False)


def within(n):
    def simplest(worth):
        off = worth[worth.mean(axis=1).argmax()] - worth
        return np.argmax(off.mean(axis=1) <= off.std(axis=1) / n(worth))

    return simplest


def in_place(a, b):
    union = len(a | b)
    a &= b
    return len(a) / union if union else 0


def partitioned(U, V, wanted, k, limit):
    _, n = solve("8.3")(U, V, wanted, k, limit)
    return np.argpartition(-(U[wanted] @ V.T), k - 1, axis=1)[:, :k], n


def rounded_up(U, V, wanted, k, limit):
    rows = max(1, int(np.ceil(limit / (8 * len(V)))))
    return solve("8.3")(U, V, wanted, k, rows * 8 * len(V))


def numbers_for_a_mask(times, test_fraction):
    return solve("6.3")(times, test_fraction).astype(int)


def unbounded(similarities, support, shrinkage):
    return np.argmax(similarities * np.log(support + shrinkage))


def two_at_least(X, i, j):
    both = np.isin([i, j], X.indices).all() and (X[:, [i]] * X[:, [j]]).nnz > 1
    return solve("3.2")(X, i, j) if both else 0.0


def half_stars(U, V, user, movie):
    return round(2 * (U[user] @ V[movie])) / 2


def on_the_scale(U, V, user, movie):
    return np.clip(U[user] @ V[movie], 0.5, 5)


def unseen_are_0(V, positions, stars, reg_param, k):
    return seen_are_0(V @ fold_in(V, positions, stars, reg_param), positions, k)


HOLES = {  # once called right; what the check says to them now
    "3.4": {
        nan_kept: "nothing can be said (NaN) are still in your list",
        nan_to_num: "you put 0 in place of NaN",
        seen_are_0: "a score of 0, which passes those below 0",
        seen_are_last: "come last instead of never",
    },
    "6.3": {
        quantile: "a quantile of the times",
        n_th(lambda n: max(1, int(n))): "down; round to the nearest",
        n_th(lambda n: max(1, int(np.ceil(n)))): "up; round to the nearest",
        numbers_for_a_mask: "a mask has truth values",
        n_th(round): "of few ratings none is left",
    },
    "5.6": {above: "at least is >=", first_hit: "the first hit for the movie itself"},
    "3.3": {
        by_size: "an opposite is no partner",
        hard_line: "a line at the support",
        unbounded: "",
    },
    "3.2": {two_at_least: ""},
    "2.4": {cut: "you cut the prediction", not_divided: "you did not divide"},
    "9.2": {
        within(lambda worth: worth.shape[1]): "divided by n",
        within(lambda worth: np.sqrt(len(worth))): "you took the methods",
    },
    "2.1": {in_place: "it changes its input `a`"},
    "8.3": {partitioned: "in another order", rounded_up: "one too many does not fit"},
    "4.1": {half_stars: "you rounded", on_the_scale: "you cut the result"},
    "5.5": {unseen_are_0: "a score of 0, which passes those below 0"},
}


@pytest.mark.parametrize(
    ("exercise_id", "answer", "words"),
    [(e, a, w) for e, answers in HOLES.items() for a, w in answers.items()],
)
def test_what_was_once_called_right(exercise_id, answer, words):
    verdict = judge(EXERCISES[exercise_id], answer)
    assert verdict.state == "not yet"
    assert words in verdict.message


def failing(exercise_id, answer):
    exercise = EXERCISES[exercise_id]
    numbers = range(len(exercise.cases()))
    both = [
        [_outcome(exercise, function, n).value for n in numbers]
        for function in (answer, solve(exercise_id))
    ]
    return [n for n in numbers if not same(both[0][n], both[1][n])]


def test_a_division_forgotten_fails_in_more_than_one_case():
    assert len(failing("2.4", not_divided)) >= 4


def test_a_list_that_gets_longer_at_a_tie(spark):
    from pyspark.sql import Window
    from pyspark.sql import functions as F

    def ranked(scores, seen, k, number=F.rank, users=("user",)):
        table = scores.join(seen, ["user", "movie"], "left_anti")
        places = Window.partitionBy(*users).orderBy(F.desc("score"))
        table = table.withColumn("place", number().over(places))
        return table.where(F.col("place") <= k).drop("place")

    def everybody(scores, seen, k):
        return ranked(scores, seen, k, F.row_number, users=())

    exercise = EXERCISES["5.4"]
    assert "longer at a tie" in judge(exercise, ranked).message
    assert "k rows in all, not for each user" in judge(exercise, everybody).message

    def right(scores, seen, k):
        return ranked(scores, seen, k, F.row_number)

    assert judge(exercise, right).state == "right"
    message = judge(exercise, lambda *args: right(*args).show()).message
    assert "a call that prints" in message and "without return" not in message
    assert "a Spark DataFrame is asked for" in message


def far_from_half(number):
    return abs(number % 1 - 0.5) > 0.02


def test_the_cases_decide_nothing_that_the_text_leaves_open():
    def cases(exercise_id):
        return EXERCISES[exercise_id].cases()

    for counts, fraction in cases("1.4"):  # a border only where floats are exact
        size = fraction * len(counts)
        assert size == round(size) or 0.02 < size % 1 < 0.98
    for scores, *_ in cases("3.4"):
        assert len(set(scores[~np.isnan(scores)])) == (~np.isnan(scores)).sum()  # ties
    for _, movies, *_ in cases("4.3") + cases("4.6"):
        assert len(movies) > 0
    for (results,) in cases("5.3"):
        validation = [row[2] for row in results if not np.isnan(row[2])]
        assert validation and len(set(validation)) == len(validation)
    for times, test_fraction in cases("6.3"):
        assert far_from_half(test_fraction * len(times))
    for _, seen, liked, _ in cases("6.4") + [case[1:] for case in cases("7.4")]:
        assert not (seen & liked).any()
    for counts in (case[1] for case in cases("7.2")):
        assert (counts > 0).any()
    for scores, *_ in cases("9.1"):
        assert all(len(set(row)) == len(row) for row in scores)


def one_more(worth):
    return solve("9.2")(worth) + 1


def of_features(U, V, wanted, k, limit):
    return solve("8.3")(U, V, wanted, k, limit // V.shape[1] * len(V))


def no_parentheses(similarities, support, shrinkage):
    return np.argmax(similarities * support / support + shrinkage)


def own_lengths(a, b):
    known = [[x for x in row if x is not None] for row in (a, b)]
    below = np.sqrt(np.prod([np.square(row).sum() for row in known]))
    return sum(x * y for x, y in zip(a, b) if None not in (x, y)) / below


def of_users(worth):
    return worth.mean(axis=0).argmax()


def one_place_more(recommended, relevant, k):
    hits = len(set(recommended[: k + 1]) & relevant)
    return hits / k, hits / len(relevant)


def closest(results):
    known = [row for row in results if not np.isnan(row[2] + row[3])]
    return min(known, key=lambda row: abs(row[2] - row[3]))[:2]


def diagonal(X):
    return np.fill_diagonal(X.toarray(), 0)


FALSE = {  # what an answer is accused of is not what was done
    "3.1": {diagonal: ("without return", "changes something in place, gives None")},
    "8.3": {of_features: ("you took all at once", "a number for each movie")},
    "3.3": {no_parentheses: ("you chose by", "parentheses around")},
    "2.3": {own_lengths: ("you counted", "over more than the co-rated")},
    "9.2": {
        one_more: ("you took", "each number is 1 too high"),
        of_users: ("depend", ""),
    },
    "6.1": {one_place_more: ("the whole list", "")},
    "5.3": {closest: ("you took the last pair", "the smallest gap")},
}


@pytest.mark.parametrize(
    ("exercise_id", "answer", "words"),
    [(e, a, w) for e, answers in FALSE.items() for a, w in answers.items()],
)
def test_nobody_is_accused_of_what_was_not_done(exercise_id, answer, words):
    accused, true = words
    message = judge(EXERCISES[exercise_id], answer).message
    assert accused not in message.split(": you returned")[0]
    assert true in message
