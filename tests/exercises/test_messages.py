"""The words of a check: the result first, inputs cut to what matters, plain errors."""

import numpy as np
import pytest
from scipy import sparse

from utils.exercises import EXERCISES, check
from utils.exercises.compare import kind, show_both, show_input
from utils.exercises.engine import judge
from utils.exercises.running import why_none


def test_the_result_comes_before_the_inputs():
    message = check("0.1", lambda row: -1).message
    seen = "you returned -1, expected 3.0, for row = [4, ?, 2] (? is None)"
    assert seen in message
    message = check("1.1", lambda X: -1.0).message
    assert "for X = [[4, ?, 2], [?, ?, 5]] (? is not stored)" in message
    assert "? is" not in check("1.4", lambda counts, fraction: -1).message


def test_as_many_digits_as_it_takes():
    assert show_both(0.5, 0.25) == ("0.5", "0.25")
    assert show_both(2 / 3, 0.66667) == ("0.666667", "0.66667")
    assert show_both([1.0], 1.0) == ("[1.0]", "1.0")
    assert show_both(1, True) == ("1", "True")
    assert show_both(np.float64(3), 3.0)[0] == "np.float64(3.0)"  # only their kind


def test_of_a_large_input_its_size():
    assert show_input("V", np.zeros((40, 3))) == "V of shape (40, 3)"
    assert show_input("rows", [1.5] * 90) == "rows with 90 entries"
    assert show_input("V", np.zeros((2, 1))) == "V = [[0.0], [0.0]]"
    assert show_input("X", sparse.csr_array((90, 3))) == "X of shape (90, 3)"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "None"),
        (True, "a truth value"),
        (np.float64(2), "a number"),
        (np.ones(3), "an array of shape (3,)"),
        (np.array(2.0), "a number"),
        ([1, 2], "a list of 2"),
        ((1, 2), "a tuple of 2"),
        (sparse.csr_array((2, 3)), "a sparse matrix of shape (2, 3)"),
        ("3", "a str"),
        (OSError(), "an OSError"),
    ],
)
def test_what_a_result_is(value, words):
    assert kind(value) == words


def test_shapes_instead_of_signatures():
    def turned(U, V, user, movie):
        return (U @ V)[user, movie]

    message = check("4.1", turned).message
    assert "the shapes do not fit, 5 and 2 meet (shapes: U (4, 2), V (5, 2))" in message
    assert "return (U @ V)[user, movie]" in message
    assert "gufunc" not in message and "signature" not in message
    message = check("3.1", lambda X: X @ X).message
    assert "the shapes do not fit, 4 and 2 meet (shapes: X (2, 4))" in message


@pytest.mark.parametrize(
    ("exercise_id", "answer", "words"),
    [
        ("0.1", lambda row: sum(row), "None is not a number: leave it out"),
        ("2.1", lambda a, b: len(a & b) / len(a | b), "nothing to divide by"),
        ("1.4", lambda counts, fraction: missing, "NameError"),  # noqa: F821
    ],
)
def test_an_error_has_a_hint(exercise_id, answer, words):
    message = check(exercise_id, answer).message
    assert message.startswith("it raised ") and words in message
    assert "; hint: " in message and "\nfor " in message


def test_why_there_is_none():
    def nothing(row):
        sum(row)

    def early(row):
        if row:
            return None

    def in_place(row):
        return row.sort()

    assert why_none(nothing) == why_none(early) != why_none(print)
    assert "changes something in place" in why_none(in_place)
    assert "function without return" in why_none(nothing)


def test_the_changed_input_is_named():
    def sweep(X, U, V, reg_param):
        U += 1
        return U, V

    assert "it changes its input `U`: work on a copy" in check("4.4", sweep).message


def test_what_cannot_be_copied_is_named_by_its_kind():
    message = check("0.1", lambda row: (stars for stars in row)).message
    assert message.startswith("a number is asked for, not a generator: you returned")


def test_columns_are_shown_in_the_order_of_the_exercise(spark):
    def columns(scores, seen, k):
        return scores.join(seen, ["user", "movie"], "left_anti")

    message = judge(EXERCISES["5.4"], columns).message
    assert "(['user', 'movie', 'score'], [(1, 20, 4.0)," in message
