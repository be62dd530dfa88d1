"""Every check, both ways: what is right passes, each known mistake is named."""

import contextlib
import inspect
import json
import os
import threading
import time

import numpy as np
import pytest
from scipy import sparse

from utils import exercises
from utils.exercises import (
    EXERCISES,
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

ALL = list(EXERCISES.values())
MISTAKES = [(e, i) for e in ALL for i in range(len(e.misconceptions))]


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
    "3.1": (
        (sparse.csr_array(np.array([[4.0, 0, 2], [1, 1, 5]])),),
        [[0, 1, 2], [1, 0, 1], [2, 1, 0]],
    ),
    # Means 4 and 2; deviations (1, -1) and (1, 0) over both users: 1 / √(2 · 1)
    "3.2": (
        (sparse.csr_array(np.array([[5.0, 5, 2], [1, 2, 3]])), 0, 1),
        1 / np.sqrt(2),
    ),
    "3.3": ((np.array([1.0, np.nan, 3, 2]), np.array([2]), 2), [3, 0]),
    "3.4": ((np.array([0.6, 0.2]), np.array([1.0, -1.0])), [0.75, -0.25]),
    # 1 · 1/11 = 0.09 and 0.5 · 30/40 = 0.375
    "3.5": ((np.array([1.0, 0.5]), np.array([1, 30]), 10), 1),
    # λ 0.5 · 1 rating: (1 + 0.5) u = 3, so u = 2; scores 2, 4, 1; movie 0 is seen.
    "5.5": (([[1.0], [2.0], [0.5]], [0], [3.0], 0.5, 2), [1, 2]),
}


@pytest.mark.parametrize("exercise_id", BY_HAND)
def test_solutions_by_hand(exercise_id):
    args, expected = BY_HAND[exercise_id]
    args = [np.array(a) if exercise_id == "5.5" and i < 3 else a
            for i, a in enumerate(args)]  # fmt: skip
    assert same(solve(EXERCISES[exercise_id])(*args), expected)


def test_solutions_by_hand_in_spark(spark):
    # Errors 1 and 3, one NaN: sqrt((1 + 9) / 2), and 1 left out.
    rows = "(4D, 3D), (2D, double('NaN')), (1D, 4D)"
    table = spark.sql(f"SELECT * FROM VALUES {rows} AS t(rating, prediction)")
    assert same(solve(EXERCISES["5.2"])(table), (np.sqrt(5), 1))


@pytest.mark.parametrize("exercise", ALL, ids=lambda e: e.id)
def test_the_solution_is_right(exercise):
    assert check(exercise.id, solve(exercise)).kind == "right"
    assert progress().loc[exercise.id, "state"] == "right"


@pytest.mark.parametrize(
    ("exercise", "i"), MISTAKES, ids=[f"{e.id}-{i}" for e, i in MISTAKES]
)
def test_each_misconception_is_refused_with_its_own_sentence(exercise, i):
    wrong, says = exercise.misconceptions[i]
    verdict = judge(exercise, wrong)
    assert verdict.state == "not yet"
    assert verdict.message.startswith(f"{says}: for ")
    assert "you returned" in verdict.message and "expected" in verdict.message


@pytest.mark.parametrize("exercise", ALL, ids=lambda e: e.id)
def test_parts_of_an_exercise(exercise):
    assert len(exercise.misconceptions) >= 3
    assert len(exercise.hints) >= 2
    sentences = [says for _, says in exercise.misconceptions]
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
    assert progress().loc["0.1", "state"] == "not attempted"


def test_a_function_that_gives_nothing_is_told_so():
    def forgot(row):
        sum(stars for stars in row if stars)

    card = check("0.1", forgot)
    assert card.kind == "not yet"
    assert "a function without return gives None" in card.message


def test_the_issue_in_its_own_words():
    def zeros(row):
        return sum(stars or 0 for stars in row) / len(row)

    assert (
        "you counted the unknown cells as zeros: for row = [4, ?, 2] you returned "
        "2.0, expected 3.0" in check("0.1", zeros).message
    )


def test_an_unknown_mistake_shows_the_smallest_case():
    card = check("0.1", lambda row: -1)
    assert "for row = [4, ?, 2] you returned -1, expected 3.0" in card.message


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
    quick = EXERCISES["0.1"]._replace(seconds=0.3)
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
    assert "changes its input" in message


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
    assert progress().loc["1.1", "hints"] == total


def test_what_was_right_stays_right():
    right = solve(EXERCISES["0.1"])
    check("0.1", lambda row: 1)
    assert progress().loc["0.1", ["state", "attempts"]].tolist() == ["not yet", 1]
    check("0.1", right)
    check("0.1", lambda row: 1)
    check("0.1", with_doc)
    assert progress().loc["0.1", ["state", "attempts"]].tolist() == ["right", 3]


def test_catching_up_marks_what_was_not_done():
    check("0.1", solve(EXERCISES["0.1"]))
    card = catch_up("05")
    assert "05_spark_als.ipynb" in card.message and "1.1" in card.message
    table = progress()
    assert table.loc["0.1", "state"] == "right"
    assert (table.loc["1.1":"1.5", "state"] == "caught up").all()
    assert table.loc["5.1", "state"] == "not attempted"
    check("1.1", lambda X: 3)
    assert progress().loc["1.1", "state"] == "not yet"
    for wrong in ("77", "x"):
        with pytest.raises(ValueError, match="expected one of 00, 01"):
            catch_up(wrong)


def test_a_damaged_record_is_set_aside(work, capsys):
    record.work_folder()
    (work / "progress.json").write_text('{"0.1": {"sta', encoding="utf-8")
    assert progress().loc["0.1", "state"] == "not attempted"
    assert "set aside" in capsys.readouterr().out
    (aside,) = work.glob("progress-damaged-*.json")
    assert aside.read_text() == '{"0.1": {"sta'
    check("0.1", solve(EXERCISES["0.1"]))
    assert json.loads((work / "progress.json").read_text())["0.1"]["state"] == "right"


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
    from utils.notebooks import originals, read

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


@pytest.mark.skipif(os.name == "nt", reason="the file is kept open elsewhere")
def test_two_notebooks_do_not_lose_each_others_record(work):
    check("0.1", solve(EXERCISES["0.1"]))
    hint("1.1")
    check("1.1", solve(EXERCISES["1.1"]))
    table = progress()
    assert table.loc[["0.1", "1.1"], "state"].tolist() == ["right", "right"]
    assert not list(work.glob("*.part"))
