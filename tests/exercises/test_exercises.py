"""Every check, both ways: what is right passes, each known mistake is named."""

import contextlib
import dataclasses
import errno
import functools
import inspect
import json
import os
import subprocess
import sys
import threading
import time

import nbformat
import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from utils import exercises
from utils.baselines import damped_means
from utils.exercises import (
    EXERCISES,
    NOTEBOOKS,
    catch_up,
    check,
    engine,
    hint,
    progress,
    record,
    solution,
)
from utils.exercises.compare import same, show, unchanged
from utils.exercises.engine import judge, reference, solution_file
from utils.exercises.running import TooLong, call_in_time
from utils.files import ROOT

ALL = list(EXERCISES.values())
MISTAKES = [(e, i) for e in ALL for i in range(len(e.mistakes))]


def solve(exercise):
    return reference(exercise.id, solution_file(exercise))


@pytest.fixture(autouse=True)
def own_record(work):
    """Each test begins with an empty record."""


# Expected values worked out by hand, so that the solutions are held to something.
BY_HAND = {
    "0.1": (([4, None, 2],), 3.0),  # (4 + 2) / 2
    "1.1": ((sparse.csr_array(np.array([[4.0, 0, 2], [0, 0, 5]])),), 0.5),  # 3 of 6
    "1.2": (([20, 3, 20],), (np.array([3, 20]), np.array([1, 0, 1]))),
    "1.3": ((2, 5, 3), (80, 3 * 8 + 3 * 4 + 3 * 4)),  # 8·10; 24 + 12 + 12
    "1.4": ((np.array([1, 5, 2, 2]), 0.3), 0.7),  # ceil(1.2) = 2 movies: (5 + 2) / 10
    "1.5": (
        (sparse.csr_array(np.array([[4.0, 0, 2], [0, 1, 5]])),),
        [[2, 1], [1, 2]],  # two movies each, and one in common
    ),
    "2.1": (({1, 2, 3}, {3, 4}), 0.25),  # 1 in both, 4 in either
    "2.2": (([5, None, 2, 2],), [2, None, -1, -1]),  # mean 3
    "2.3": (([3, None, 4, 1], [4, 2, 3, None]), 24 / 25),  # (12 + 12) / (5 · 5)
    "2.4": ((3.0, [0.5, 1.0, 0.9], [1.0, -0.5, None]), 3.0),  # 3 + (0.5 - 0.5) / 1.5
    "2.5": ((np.array([0.8]), np.array([5]), 15), [0.2]),  # 0.8 · 5 / 20
    # Movies: (1 + 0) / 3, -1 / 2. Left: 2/3, -1/2; -1/3. Users: (1/6) / 3, (-1/3) / 2.
    "2.6": (
        (np.array([0, 0, 1]), np.array([0, 1, 0]), np.array([5.0, 3, 4]), 1.0),
        (4.0, [1 / 18, -1 / 6], [1 / 3, -1 / 2]),
    ),
    "3.1": (
        (sparse.csr_array(np.array([[4.0, 0, 2], [1, 1, 5]])),),
        [[0, 1, 2], [1, 0, 1], [2, 1, 0]],
    ),
    # Means 4 and 2; deviations (1, -1) and (1, 0) over both users: 1 / √(2 · 1)
    "3.2": (
        (sparse.csr_array(np.array([[5.0, 5, 2], [1, 2, 3]])), 0, 1),
        1 / np.sqrt(2),
    ),
    # 1 · 1/11 = 0.09 and 0.5 · 30/40 = 0.375
    "3.3": ((np.array([1.0, 0.5]), np.array([1, 30]), 10), 1),
    "3.4": ((np.array([1.0, np.nan, 3, 2]), np.array([2]), 2), [3, 0]),
    "3.5": ((np.array([0.6, 0.2]), np.array([1.0, -1.0])), [0.75, -0.25]),
    "4.1": (([[1.0, 2.0]], [[0.0, 1.0], [3.0, 0.5]], 0, 1), 4.0),  # 1·3 + 2·0.5
    "4.2": (  # errors 3 - 2·1 = 1 and 2 - 2·2.5 = -3: √((1 + 9) / 2)
        (sparse.csr_array(np.array([[3.0, 0, 2]])), [[2.0]], [[1.0], [9.0], [2.5]]),
        np.sqrt(5),
    ),
    # (2·2 + 1·1 + 0.5·2) u = 2·4 + 1·2
    "4.3": (([[2.0], [7.0], [1.0]], [0, 2], [4.0, 2.0], 0.5), [10 / 6]),
    # One user, one movie, u = 2: v = 2·3 / (4 + 0.5), then u = 3v / (v² + 0.5).
    "4.4": (
        (sparse.csr_array(np.array([[3.0]])), [[2.0]], [[9.0]], 0.5),
        ([[4 / (16 / 9 + 0.5)]], [[4 / 3]]),
    ),
    # One rating, 4 - 3 - 0.5 = 0.5, of a movie with v = 1: vector and bias share it,
    # x = b = 0.5 / (2 + 0.5), since (1 + 0.5) x + b = 0.5 and x + (1 + 0.5) b = 0.5.
    "4.5": (([[1.0]], [0.5], 3.0, [0], [4.0], 0.5), [0.2, 0.2]),
    # The vector of 4.3 times the vector of movie 1, which is the only unseen one.
    "4.6": (
        ([[2.0], [3.0], [1.0]], [0, 2], [4.0, 2.0], 0.5),
        [np.nan, 5.0, np.nan],
    ),
    # Of the two that are known on validation ratings, the second has the smaller error.
    "5.3": (
        ([(5, 0.1, 0.9, 0.7), (10, 0.1, 0.8, 0.9), (20, 0.1, np.nan, 0.6)],),
        (10, 0.1),
    ),
    # λ 0.5 · 1 rating: (1 + 0.5) u = 3, so u = 2; scores 2, 4, 1; movie 0 is seen.
    "5.5": (([[1.0], [2.0], [0.5]], [0], [3.0], 0.5, 2), [1, 2]),
    # Cosines with (1, 0): itself, 0.6, 1, 0; the third has too few ratings.
    "5.6": (
        (
            np.array([[1.0, 0], [3, 4], [2, 0], [0, 1]]),
            np.array([9, 9, 1, 9]),
            0,
            5,
            2,
        ),
        [1, 3],
    ),
    # Hits 10; k 3: one of 3 places, one of 2 relevant movies.
    "6.1": (([30, 10, 20], {10, 40}, 3), (1 / 3, 1 / 2)),
    # The one relevant movie at place 3: 1 / log2(4), and 1 at best.
    "6.2": (([30, 20, 10], {10}, 3), 0.5),
    # The last 2 of 5 are those at 40 and 50.
    "6.3": ((np.array([30, 10, 50, 20, 40]), 0.4), [False, False, True, False, True]),
    # Seen: 0. The best other is 2, a hit; 1 of 2 liked. Who liked nothing is left out.
    "6.4": (
        (
            np.array([[0.9, -0.5, 0.4], [0.1, 0.2, np.nan]]),
            np.array([[True, False, False], [False, False, False]]),
            np.array([[False, True, True], [False, False, False]]),
            1,
        ),
        0.5,
    ),
    # A hit at place 2 is worth 1 / log2(3) = 0.631, of 1; flat 1 of 1; 0.631 of 1.631.
    "6.5": (([20, 10], {10}, 2, 0.631), ["usual"]),
    "7.1": ((np.array([[0, 3]]), 2.0), ([[0, 1]], [[1, 7]])),
    # Weights 1 and 7, λ 1 times one movie: 7 · 2 / (1 · 1² + 7 · 2² + 1)
    "7.2": ((np.array([[1.0], [2.0]]), np.array([0.0, 3.0]), 2.0, 1.0), [14 / 30]),
    # VᵀV = 1² + 2² = 5; the played movie adds 6 · 2², λ adds 1.
    "7.3": (
        (np.array([[5.0]]), np.array([[2.0]]), np.array([3.0]), 2.0, 1.0),
        [14 / 30],
    ),
    # The liked movie 1 is a's first unseen, and b's second: 1 - 1 / log2(3).
    "7.4": (
        (
            np.array([[9.0, 5, 1], [1, 2, 3]]),
            np.array([[9.0, 1, 5], [1, 2, 3]]),
            np.array([[True, False, False], [False, False, False]]),
            np.array([[False, True, False], [False, False, False]]),
            2,
        ),
        1 - 1 / np.log2(3),
    ),
    # X 3 · 4 + 3 · 4 + 4 · 3, U 2 · 2 · 4, V 5 · 2 · 4
    "8.1": ((2, 5, 3, 2, 4), (36, 16, 40)),
    # Logs 0, 1, 3 and 0, 0, 3; means 4/3 and 1: (4/3 + 1/3 + 10/3) / (42/9)
    "8.2": ((np.array([1.0, 10, 1000]), np.array([1.0, 1, 1000])), 15 / 14),
    # A row of scores takes 24 bytes, so one user a block: (0, 2, 0) and (1, 0, 3).
    "8.3": (
        (
            np.array([[1.0, 0], [0, 1], [1, 1]]),
            np.array([[1.0, 0], [0, 2], [3, 0]]),
            np.array([1, 0]),
            1,
            24,
        ),
        ([[1], [2]], 2),
    ),
    # 20 is seen by 7, which leaves 30 before 10.
    "9.1": (
        (
            np.array([[0.2, 0.9, 0.5]]),
            np.array([[False, True, False]]),
            np.array([7]),
            np.array([10, 20, 30]),
            2,
        ),
        [(7, 30, 1), (7, 10, 2)],
    ),
    # Row 2 is best. Row 0 is behind by 0.1 for everybody, with an error of 0; row 1 by
    # -0.4, 0.4, 0.3: by 0.1 too, but with an error of √(0.38 / 2) / √3 = 0.25.
    "9.2": ((np.array([[0.4, 0.4, 0.4], [0.9, 0.1, 0.2], [0.5, 0.5, 0.5]]),), 1),
}


@pytest.mark.parametrize("exercise_id", BY_HAND)
def test_solutions_by_hand(exercise_id):
    args, expected = BY_HAND[exercise_id]
    if exercise_id.startswith(("4.", "5.")):
        args = [np.array(a) if isinstance(a, list) else a for a in args]
    assert same(solve(EXERCISES[exercise_id])(*args), expected)


def test_the_damped_means_that_are_built_are_those_that_are_used():
    X = sparse.random_array((9, 6), density=0.9, rng=0, format="coo")
    built = solve(EXERCISES["2.6"])(*X.coords, X.data, 2.5)
    assert same(built, tuple(damped_means(X.tocsr(), 2.5)))


def test_solutions_by_hand_in_spark(spark):
    # Errors 1 and 3, one NaN: sqrt((1 + 9) / 2), and 1 left out.
    rows = "(4D, 3D), (2D, double('NaN')), (1D, 4D)"
    table = spark.sql(f"SELECT * FROM VALUES {rows} AS t(rating, prediction)")
    assert same(solve(EXERCISES["5.2"])(table), (np.sqrt(5), 1))
    # User 1 has seen 10, user 2 nothing; one movie each.
    rows = "(1, 10, 5D), (1, 20, 4D), (1, 30, 3D), (2, 10, 1D)"
    scores = spark.sql(f"SELECT * FROM VALUES {rows} AS t(user, movie, score)")
    seen = spark.sql("SELECT * FROM VALUES (1, 10), (2, 20) AS t(user, movie)")
    best = solve(EXERCISES["5.4"])(scores, seen, 1).orderBy("user").collect()
    assert [tuple(row) for row in best] == [(1, 20, 4.0), (2, 10, 1.0)]


@pytest.mark.parametrize("exercise", ALL, ids=lambda e: e.id)
def test_the_solution_is_right(exercise):
    assert check(exercise.id, solve(exercise)).kind == "right"
    assert progress().table.loc[exercise.id, "state"] == "right"


@pytest.mark.parametrize(
    ("exercise", "i"), MISTAKES, ids=[f"{e.id}-{i}" for e, i in MISTAKES]
)
def test_each_misconception_is_refused_with_its_own_sentence(exercise, i):
    says, wrong = exercise.mistakes[i]
    verdict = judge(exercise, wrong)
    assert verdict.state == "not yet"
    assert verdict.message.startswith(f"{says}: you returned ")
    assert "expected" in verdict.message and " for " in verdict.message


@pytest.mark.parametrize("exercise", ALL, ids=lambda e: e.id)
def test_parts_of_an_exercise(exercise):
    assert len(exercise.mistakes) >= 3
    assert len(exercise.hints) >= 2
    sentences = [says for says, _ in exercise.mistakes]
    assert len(set(sentences)) == len(sentences)
    why = solution(exercise.id)
    assert len(why.message) > 60 and "def " in why.code
    assert why.code in solution_file(exercise).read_text(encoding="utf-8")


def test_every_solution_belongs_to_an_exercise():
    files = {path.name for path in engine.SOLUTIONS.glob("*.py")}
    assert files == {solution_file(exercise).name for exercise in ALL}


# The engine itself


def with_doc(row):
    """Only words."""
    ...


def test_a_stub_is_not_attempted():
    def passes(row):
        pass

    for stub in (lambda row: ..., with_doc, passes):
        assert check("0.1", stub).kind == "not attempted"
    assert progress().table.loc["0.1", "state"] == "not attempted"


def test_a_function_that_gives_nothing_is_told_so():
    def forgot(row):
        sum(stars for stars in row if stars)

    card = check("0.1", forgot)
    assert card.kind == "not yet"
    assert "a function without return gives None" in card.message


def test_a_known_mistake_in_whole_words():
    def zeros(row):
        return sum(stars or 0 for stars in row) / len(row)

    assert (
        "you counted the unknown cells as zeros, or divided by all cells: you returned "
        "2.0, expected 3.0, for row = [4, ?, 2] (? is None)"
        in check("0.1", zeros).message
    )


def test_an_unknown_mistake_shows_the_smallest_case():
    card = check("0.1", lambda row: -1)
    assert "you returned -1, expected 3.0, for row = [4, ?, 2]" in card.message


def test_what_is_wrong_with_plain_cases_comes_before_an_error_in_an_odd_one():
    both = check("2.1", lambda a, b: len(a & b) / (len(a) + len(b))).message
    assert "common ones count twice: you returned 0.2, expected 0.25" in both
    mended = check("2.1", lambda a, b: len(a & b) / len(a | b)).message
    assert "ZeroDivisionError" in mended  # only two empty sets are left


def test_an_error_is_shown_as_the_learners_own_line():
    def helper(row):
        return sum(row) / 0

    def answer(row):
        known = [stars for stars in row if stars]
        return helper(known)

    message = check("0.1", answer).message
    assert "ZeroDivisionError: division by zero" in message
    assert "return sum(row) / 0" in message
    assert "engine" not in message and "Traceback" not in message


def test_an_error_inside_a_library_is_shown_where_it_was_called():
    def answer(row):
        return np.linalg.inv(np.zeros((2, 2)))

    message = check("0.1", answer).message
    assert "LinAlgError" in message and "np.linalg.inv(np.zeros((2, 2)))" in message


def test_leaving_the_kernel_is_caught():
    def answer(row):
        raise SystemExit("bye")

    assert "SystemExit: bye" in check("0.1", answer).message


def endless(row):
    while True:
        pass


def endless_and_stubborn(row):
    while True:
        with contextlib.suppress(Exception):
            time.sleep(0.01)


@pytest.mark.parametrize("answer", [endless, endless_and_stubborn])
@pytest.mark.parametrize("in_main_thread", [True, False])
def test_an_endless_loop_is_stopped(monkeypatch, answer, in_main_thread):
    quick = dataclasses.replace(EXERCISES["0.1"], seconds=0.3)
    monkeypatch.setitem(exercises.EXERCISES, "0.1", quick)
    cards = []
    if in_main_thread:
        cards.append(check("0.1", answer))
    else:  # as a kernel may run a cell
        thread = threading.Thread(target=lambda: cards.append(check("0.1", answer)))
        thread.start()
        thread.join(20)
    assert "stopped after 0.3 seconds" in cards[0].message
    time.sleep(0.05)  # nothing is raised afterwards
    assert check("0.1", solve(quick)).kind == "right"


def busy_until(end):
    while time.perf_counter() < end:
        pass


def test_the_time_limit_never_outlives_the_call():
    """Answers that end just when their time is up: stopped or not, but not later."""
    for tenths_of_ms in range(0, 60, 2):
        end = time.perf_counter() + tenths_of_ms / 10_000
        with contextlib.suppress(TooLong):
            call_in_time(functools.partial(busy_until, end), seconds=0.003)
    time.sleep(0.05)
    assert sum(range(1000)) == 499_500  # whatever was on its way would arrive here


def test_every_exercise_is_stopped_in_the_end():
    assert EXERCISES["0.1"].seconds == 10
    assert max(exercise.seconds for exercise in ALL) <= 120


@pytest.mark.parametrize(
    "change", [lambda row: row.clear(), lambda row: row.append(3), lambda row: row.sort(
        key=lambda s: s or 0)]
)  # fmt: skip
def test_an_answer_that_changes_its_input_is_told_so(change):
    def answer(row):
        known = [stars for stars in row if stars is not None]
        change(row)
        return sum(known) / len(known)

    message = check("0.1", answer).message
    assert "changes its input `row`" in message


def test_a_result_instead_of_the_function():
    card = check("0.1", 3.0)
    assert 'write check("0.1", mean_of_known), without calling it' in card.message


def test_unknown_exercises_are_refused():
    for call in (hint, solution, lambda e: check(e, endless)):
        with pytest.raises(
            ValueError, match=r"no exercise '9\.9'; expected one of 0.1"
        ):
            call("9.9")
    with pytest.raises(ValueError, match="as text"):
        check(1.1, endless)


# What is shown


def test_a_card_for_the_eye_and_for_the_ear():
    card = check("0.1", lambda row: "<b>5</b>")
    text, page = repr(card), card._repr_html_()
    assert text.startswith("✘ Not yet · 0.1")
    assert "&lt;b&gt;5" in page and "<b>5" not in page
    assert 'role="status"' in page and 'aria-hidden="true"' in page
    assert "Not yet" in page  # words, not only a colour


def test_hints_go_on_and_stop_at_the_last(work):
    total = len(EXERCISES["1.1"].hints)
    titles = [hint("1.1").title for _ in range(total + 1)]
    assert [t.split(" · ")[1] for t in titles] == [
        *(f"{n} of {total}" for n in range(1, total + 1)),
        f"{total} of {total}",
    ]
    assert progress().table.loc["1.1", "hints"] == total


def test_what_was_right_stays_right():
    right = solve(EXERCISES["0.1"])
    check("0.1", lambda row: 1)
    assert progress().table.loc["0.1", ["state", "attempts"]].tolist() == ["not yet", 1]
    check("0.1", right)
    check("0.1", lambda row: 1)
    check("0.1", with_doc)
    assert progress().table.loc["0.1", ["state", "attempts"]].tolist() == ["right", 3]


def test_after_all_of_00_is_run_its_exercise_is_still_open():
    cells = {
        c.id: c.source
        for c in nbformat.read(NOTEBOOKS / "00_start_here.ipynb", 4).cells
    }
    names: dict = {}
    for cell in ("wrong-answer", "exercise-0-1", "check-0-1"):
        exec(cells[cell], names)  # a demonstration of a wrong answer is the first
    assert progress().table.loc["0.1", ["state", "attempts"]].tolist() == [
        "not attempted",
        0,
    ]


def test_catching_up_marks_what_was_not_done():
    check("0.1", solve(EXERCISES["0.1"]))
    card = catch_up("05")
    assert "05_spark_als.ipynb" in card.message and "1.1" in card.message
    table = progress().table
    assert table.loc["0.1", "state"] == "right"
    assert (table.loc["1.1":"1.5", "state"] == "skipped").all()
    assert table.loc["5.1", "state"] == "not attempted"
    check("1.1", lambda X: 3)
    assert progress().table.loc["1.1", "state"] == "not yet"
    assert catch_up(5).title == catch_up("5").title == "05_spark_als"
    for wrong in ("77", "x", 4.5, None):
        with pytest.raises(ValueError, match="expected one of 00, 01"):
            catch_up(wrong)


def test_a_latecomer_is_told_what_was_shown(work):
    message = catch_up("04").message
    assert "You need 01 Sparsity, vector" in message
    assert "a demo profile stands in for you" in message
    for words in ["00 · A rating", "01 · `X` has", "02 · Most of", "03 · A residual"]:
        assert words in message
    assert "04 · " not in message and "](" not in message and "*" not in message
    assert "For later: 0.1, 1.1" in message
    record.note_state("0.1", "right")
    check("1.1", lambda X: 3)  # not yet right
    work.joinpath("my_ratings.csv").write_text("mine", encoding="utf-8")
    again = catch_up("04").message
    assert "demo profile" not in again and "00 · " not in again
    assert "For later: 1.1, 1.2" in again
    for exercise in ALL:
        record.note_state(exercise.id, "right")
    assert "What the room" not in catch_up("04").message


def said():
    return repr(progress()).splitlines()[-1]


def test_progress_fits_a_screen_and_ends_with_what_is_next():
    record.note_state("2.1", "right")
    record.note_state("2.2", "not yet")
    record.note_state("2.3", "skipped")
    lines = repr(progress()).splitlines()
    assert len(lines) <= 15 and max(map(len, lines[:10])) <= 79
    assert lines[2].split() == ["02", "user", "user", "✔✘–○(○)○", "1", "of", "6"]
    assert "wait for your guess" in lines[-2]
    assert lines[-1].startswith("1 of ") and "2.2 (centre a row)" in lines[-1]


def test_right_says_how_many_and_what_is_next():
    card = check("1.1", solve(EXERCISES["1.1"]))
    wanted = "1 of 5 in this notebook are right. Next: 1.2 (ids to positions and back)."
    assert card.message.endswith(wanted)
    for n in range(1, 6):
        record.note_state(f"1.{n}", "right")
    again = check("1.3", solve(EXERCISES["1.3"]))
    assert again.message.endswith("5 of 5 in this notebook are right: all of them.")


def test_progress_says_what_is_next():
    core = [e.id for e in ALL if not e.extra]
    beside = len(progress().table) - len(core)
    assert said().startswith(
        f"0 of {len(core)} core exercises are right, and 0 of {beside} extra. "
    )
    assert "Next: 0.1 (the mean of what is known) in 00_start_here.ipynb." in said()
    check("1.1", lambda X: 3)
    assert said().endswith('in 01_sparsity.ipynb. Stuck? hint("1.1")')
    record.note_state("1.1", "right")
    catch_up("03")
    skipped = sum(e < "3" for e in core) - 1
    assert f"Next: 3.1 (co-ratings and support) in 03_item_item.ipynb ({skipped} " in (
        said()
    )
    for exercise_id in core[1:]:
        record.note_state(exercise_id, "right")
    assert "You skipped 1; begin with 0.1" in said()
    record.note_state("0.1", "right")
    assert "If you want more: 1.5 (" in said()
    for exercise in ALL:
        record.note_state(exercise.id, "right")
    assert f"exercises are right, and {beside} of {beside} extra. " in said()
    assert "a recommender of your own" in said()


def test_a_damaged_record_is_set_aside(work, capsys):
    check("1.1", solve(EXERCISES["1.1"]))
    kept = work / "record" / "0.1.json"
    for damage in ['{"sta', '{"state": "odd"}', "[]"]:
        kept.write_text(damage, encoding="utf-8")
        assert progress().table.loc["0.1", "state"] == "not attempted"
        assert "set aside" in capsys.readouterr().out
        (aside,) = kept.parent.glob("0.1.damaged-*")
        assert aside.read_text() == damage
        aside.unlink()
    check("0.1", solve(EXERCISES["0.1"]))
    assert json.loads(kept.read_text())["state"] == "right"
    assert progress().table.loc["1.1", "state"] == "right"


def test_a_record_of_the_old_numbers_is_carried_over_once(work):
    """In 0.1 the exercises of 03 came as 3.1 3.2 3.5 3.3 3.4, in 04 4.6 before 4.5."""
    old = work / "progress"
    old.mkdir(parents=True)
    for number in ("2.1", "3.2", "3.3", "3.4", "3.5", "4.5"):
        entry = {"state": "right", "attempts": 1, "hints": int(number[-1])}
        (old / f"{number}.json").write_text(json.dumps(entry), encoding="utf-8")
    (old / "4.6.json").write_text('{"sta', encoding="utf-8")  # damaged then, and now
    entries = record.load()
    hints = {number: entry.get("hints") for number, entry in entries.items()}
    moved = {"3.4": 3, "3.5": 4, "3.3": 5, "4.6": 5}
    assert hints == {"2.1": 1, "3.2": 2, **moved, "4.5": None}
    record.change("3.3", hints=9)
    (old / "0.1.json").write_text('{"state": "right"}', encoding="utf-8")
    assert record.entry("3.3")["hints"] == 9  # not carried over again
    assert "0.1" not in record.load()
    assert len(list(old.glob("*.json"))) == 8  # the old ones are left alone
    assert not list(work.rglob("*.part"))


def test_a_copy_with_the_old_numbers_is_told_the_new_one():
    def recommend(scores, seen, k): ...

    right = solve(EXERCISES["3.4"])
    for answer in (recommend, right):
        card = check("3.3", answer)  # as notebook 03 of version 0.1 says
        assert card.kind == "not attempted"
        assert "found recommend, which is exercise 3.4 in this version" in card.message
        assert 'write check("3.4", recommend)' in card.message
    assert progress().table.loc["3.3", "attempts"] == 0
    assert check("3.4", right).kind == "right"


def test_a_name_from_another_notebook_is_nothing_special():
    def jaccard(row):
        return 3

    assert check("0.1", jaccard).kind == "not yet"


# Comparing and showing


def test_same():
    X = sparse.csr_array(np.array([[1.0, 0], [0, 2]]))
    assert same(1, 1.0 + 1e-12)
    assert same(float("nan"), np.nan)
    assert same([1, 2], (1, 2)) and same(np.array([1, 2]), [1, 2])
    assert same(X, X.toarray())
    assert not same(True, 1)
    assert not same(None, 0)
    assert not same([1], [1, 2]) and not same(np.ones((1, 2)), np.ones(2))
    assert not same("ab", np.array(["ab"])) and not same([[1], [1, 2]], np.ones(2))


def test_show():
    X = sparse.csr_array((np.array([0.0, 2.5]), ([0, 1], [1, 0])), shape=(2, 2))
    assert show(X) == "[[?, 0], [2.5, ?]]"
    assert show([4, None, 2.0]) == "[4, ?, 2.0]"
    assert show(None) == "None"
    assert show((np.float64(1 / 3), np.int64(2))) == "(0.3333, 2)"
    assert len(show(list(range(1000)))) == 300


def test_unchanged_sees_a_stored_zero():
    X = sparse.csr_array(np.array([[1.0, 2.0]]))
    Y = X.copy()
    Y.data[0] = 0
    assert not unchanged(X, Y)
    Z = Y.copy()
    Z.eliminate_zeros()
    assert not unchanged(Y, Z)


def test_solutions_have_the_stubs_arguments():
    """The stub in the notebook and the solution are called in the same way."""
    from workshop.notebooks import originals, read

    stubs = {}
    names = {"np": np, "sparse": sparse}
    for path in originals():
        for cell in read(path).cells:
            if "exercise" in cell.metadata.get("tags", []):
                exec(cell.source, names)
                name = cell.source.split("def ")[1].split("(")[0]
                stubs[cell.id.removeprefix("exercise-").replace("-", ".")] = names[name]
    assert set(stubs) == set(EXERCISES)
    for exercise_id, stub in stubs.items():
        solved = solve(EXERCISES[exercise_id])
        assert solved.__name__ == stub.__name__
        assert list(inspect.signature(solved).parameters) == list(
            inspect.signature(stub).parameters
        )
        assert stub.__doc__
        assert judge(EXERCISES[exercise_id], stub).state == "not attempted"


def test_two_notebooks_do_not_lose_each_others_record(work):
    """Two processes write at the same time, each its own exercises."""
    script = (
        "import sys; from utils.exercises import record\n"
        "for n in range(100): record.note_state(f'{sys.argv[1]}.{n}', 'right')"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", script, notebook], cwd=ROOT)
        for notebook in ("8", "9")
    ]
    assert [process.wait() for process in both] == [0, 0]
    assert len(record.load()) == 200
    assert not list(work.rglob("*.part"))


def outcomes(exercise, function):
    return [
        engine._outcome(exercise, function, i) for i in range(len(exercise.cases()))
    ]


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("exercise", ALL, ids=lambda e: e.id)
def test_no_two_mistakes_look_alike(exercise):
    """Else somebody would be told of a mistake that they did not make."""
    seen = [outcomes(exercise, wrong) for _, wrong in exercise.mistakes]
    for i, one in enumerate(seen):
        for other in seen[:i]:
            assert not all(same(a.value, b.value) for a, b in zip(one, other))


# Likely slips that are none of the named mistakes: refused, and blamed for nothing.
SLIPS = {
    "0.1": [
        lambda row: len(row) / 7,
    ],
    "1.1": [lambda X: round(X.nnz / (X.shape[0] * X.shape[1]), 4)],
    "1.2": [lambda ids: (np.unique(ids).astype(str), np.unique(ids))],
    "1.4": [
        lambda counts, fraction: counts.max() ** fraction,
    ],
}


@pytest.mark.parametrize(
    ("exercise_id", "slip"), [(e, s) for e, slips in SLIPS.items() for s in slips]
)
def test_other_slips_are_not_blamed_for_a_known_mistake(exercise_id, slip):
    exercise = EXERCISES[exercise_id]
    verdict = judge(exercise, slip)
    assert verdict.state == "not yet"
    assert verdict.message.startswith("you returned ")


def test_a_late_digit_is_shown():
    def rounded(X):
        return round(X.nnz / (X.shape[0] * X.shape[1]), 5)

    message = judge(EXERCISES["1.1"], rounded).message
    assert "you returned 0.66667, expected 0.666667, for" in message


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda spark, path: print(spark), "returned None (a call that prints"),
        (lambda spark, path: pd.read_csv(path), "a DataFrame of pandas"),
        (lambda spark, path: 3, "a number"),
    ],
)
def test_something_else_than_a_spark_table_is_told_so(answer, words):
    message = judge(EXERCISES["5.1"], answer).message
    assert words in message and "a Spark DataFrame is asked for" in message


# A disk that is full or can't be written


def raise_full(*_, **__):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.fixture
def full_disk(monkeypatch):
    monkeypatch.setattr("pathlib.Path.write_text", raise_full)


@pytest.mark.parametrize("right", [True, False])
def test_the_verdict_comes_first_where_progress_can_not_be_kept(full_disk, right):
    answer = solve(EXERCISES["1.1"]) if right else lambda X: -1.0
    card = check("1.1", answer)
    assert card.kind == ("right" if right else "not yet")
    last = card.message.splitlines()[-1]
    assert "could not be kept" in last and "No space left on device" in last
    assert "WORKBOOK_WORK" in last
    assert check("1.1", answer).kind == card.kind
    assert "could not be kept" in hint("1.1").message
    assert "could not be kept" in catch_up("03").message


def test_progress_is_shown_where_its_folder_can_not_be_made(work, capsys):
    work.mkdir()
    (work / "record").write_text("no folder")  # as on a disk that is read only
    assert check("1.1", solve(EXERCISES["1.1"])).kind == "right"
    assert (
        progress().table.loc["1.1", "state"] == "right"
    )  # as long as the kernel lives


@pytest.fixture(params=["a file is in its place", "its parent can't be written"])
def no_work(tmp_path, monkeypatch, request):
    """A folder for work that can't be made."""
    (tmp_path / "taken").write_text("a file")
    below = {
        "a file is in its place": "taken",
        "its parent can't be written": "taken/w",
    }
    monkeypatch.setenv("WORKBOOK_WORK", str(tmp_path / below[request.param]))
    monkeypatch.setattr(record, "_UNWRITTEN", {})


def test_without_a_folder_for_work_everything_answers_and_says_so(no_work, capsys):
    assert check("1.1", solve(EXERCISES["1.1"])).kind == "right"
    assert "could not be kept" in check("1.1", lambda X: -1.0).message
    assert "could not be kept" in hint("0.1").message
    assert (
        progress().table.loc["1.1", "state"] == "right"
    )  # as long as the kernel lives
    out = capsys.readouterr().out
    assert "Progress can't be kept" in out and "WORKBOOK_WORK" in out


def test_catching_up_answers_without_a_folder_for_work(no_work):
    card = catch_up("03")
    assert "Open 03_item_item.ipynb" in card.message and "You need" in card.message
    assert "a demo profile stands in for you" in card.message
    assert "For later: 0.1, 1.1" in card.message
    assert "could not be kept for progress()" in card.message.splitlines()[-1]
    assert (
        progress().table.loc["1.1", "state"] == "skipped"
    )  # as long as the kernel lives


def test_hints_go_on_where_they_can_not_be_counted_on_disk(full_disk):
    first, second = (hint("1.1").message for _ in range(2))
    assert first.startswith(EXERCISES["1.1"].hints[0])
    assert second.startswith(EXERCISES["1.1"].hints[1])
    assert progress().table.loc["1.1", "hints"] == 2


def test_what_could_not_be_written_is_written_when_there_is_room_again(work):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pathlib.Path.write_text", raise_full)
        hint("1.1")
        check("1.1", solve(EXERCISES["1.1"]))
    hint("1.1")
    kept = json.loads((work / "record" / "1.1.json").read_text(encoding="utf-8"))
    assert (kept["hints"], kept["state"]) == (2, "right")


def test_a_damaged_record_on_a_read_only_disk_is_passed_over(work, monkeypatch):
    record.note_state("1.1", "right")
    (work / "record" / "1.1.json").write_text("{")
    monkeypatch.setattr("pathlib.Path.replace", raise_full)
    assert hint("1.1").message.startswith(EXERCISES["1.1"].hints[0])
    assert progress().table.loc["1.1", "state"] == "not attempted"
