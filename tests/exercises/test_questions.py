"""Questions before a cell: that they can be answered, and that what is kept is true."""

import ast
import inspect
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from utils.exercises import questions
from utils.exercises.questions import FILES, QUESTIONS, find, foreseen, keep
from utils.exercises.questions.question import (
    NotYet,
    Question,
    in_words,
    insist,
    is_near,
    outcome,
    truth_of,
    typed_number,
)
from utils.widgets.questions import still
from workshop.notebooks import originals, read, tags

NOTEBOOKS = {path.name[:2]: read(path) for path in originals()}
each_question = pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)


@pytest.fixture(autouse=True)
def own_record(work):
    """Each test begins with an empty record."""


def made_by(cells):
    """Names that cells define, import or assign."""
    for cell in cells:
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id
            elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                yield node.name
            elif isinstance(node, ast.alias):
                yield (node.asname or node.name).split(".")[0]


@each_question
def test_a_question_can_be_asked_and_answered(question):
    number = question.name.split(".")[0]
    assert re.fullmatch(r"\d\d\.[a-z0-9-]+", question.name)
    assert len(question.asks) <= 75 and question.asks.endswith((" …", "?"))
    # One sentence, and no figure that could become wrong.
    assert re.fullmatch(r"[A-Z][^.!?]+\.", question.why)
    assert not re.search(r"\d", question.why)
    if question.choices:
        assert len(set(question.choices)) == len(question.choices) >= 2
        assert question.answer in ("", *question.choices)
        assert not (question.unit or question.within or question.factor)
    else:
        assert not question.answer
        assert (question.within > 0) != (question.factor > 1)
    code = [c for c in NOTEBOOKS[number].cells if c.cell_type == "code"]
    if question.cell:
        ids = [cell.id for cell in code]
        code = code[: ids.index(question.cell) + 1]
    assert set(inspect.signature(question.truth).parameters) <= {*made_by(code)}


@each_question
def test_a_question_that_stands_in_its_notebook_stands_there_as_it_is(question):
    number, word = question.name.split(".")
    cells = NOTEBOOKS[number].cells
    asked = [c for c in cells if "guess" in tags(c)]
    if not asked:
        pytest.skip("no questions are in this notebook yet")
    (cell,) = (c for c in asked if c.source.endswith(f'guess("{question.name}")'))
    assert cell.id == f"guess-{word}"
    before = cells[cells.index(cell) - 1]
    assert "**Before you" in before.source
    (output,) = cell.outputs
    assert output.data["text/html"] == still(question)


def test_names_are_unique_and_in_the_file_of_their_notebook():
    for path in FILES:
        name = path.stem.removeprefix("nb")
        assert all(q.startswith(f"{name}.") for q in QUESTIONS if q[:2] == name)
    every = [n for path in FILES for n in re.findall(r'"(\d\d\.[a-z0-9-]+)"',
             path.read_text(encoding="utf-8"))]  # fmt: skip
    assert every == list(QUESTIONS)


# By hand

WHO = Question(
    "02.who",
    "More has",
    lambda ana, ben: "Ana" if ana > ben else "Ben",
    "She came first.",
    choices=("Ana", "Ben"),
    answer="Ana",
)
HOW = Question("02.how", "It is", lambda n: n, "So.", unit="times", factor=3)


def test_an_answer_comes_from_the_names_of_the_notebook():
    assert outcome(WHO, "Ana", {"ana": 2, "ben": 1}) == ("Ana", True, "She came first.")
    assert outcome(WHO, "Ana", {"ana": 1, "ben": 2}) == ("Ben", False, "")
    assert outcome(HOW, 100, {"n": 250}) == (250, True, "So.")  # 2.5 times off
    assert outcome(HOW, 100, {"n": 400}) == (400, False, "So.")
    with pytest.raises(NotYet, match="needs ben, which this notebook has not"):
        truth_of(WHO, {"ana": 2})


def test_a_run_insists_on_what_is_written():
    insist(WHO, {"ana": 2, "ben": 1})
    with pytest.raises(ValueError, match="found 'Ben', expected \\['Ana'\\]"):
        insist(WHO, {"ana": 1, "ben": 2})
    with pytest.raises(ValueError, match="expected a finite number"):
        insist(HOW, {"n": float("nan")})


@pytest.mark.parametrize(
    "text, number",
    [
        ("1,234.5", 1234.5),
        ("1 234", 1234),
        ("0,25", 0.25),
        ("−3", -3),
        ("0,125", 0.125),
    ],
)
def test_numbers_are_read_as_people_type_them(text, number):
    assert typed_number(text) == number


@pytest.mark.parametrize("text", ["", "ten", "1e400", "nan", "1.2.3", "10-20", "inf"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError, match="expected a number alone"):
        typed_number(text)


positive = st.floats(1e-6, 1e9)


@given(positive, positive)
def test_near_by_a_factor_is_mutual_and_needs_no_unit(guess, truth):
    assert is_near(HOW, guess, truth) == is_near(HOW, truth, guess)
    assert is_near(HOW, guess, guess) and not is_near(HOW, guess, 3.01 * guess)
    assert not is_near(HOW, -guess, truth) and not is_near(HOW, guess, 0)


@given(positive | positive.map(lambda x: -x) | st.just(0.0))
def test_a_number_in_words_is_read_again(value):
    words, _ = in_words(HOW, value).split()
    assert typed_number(words) == pytest.approx(value, rel=0.01)


# What is kept


def test_guesses_stand_in_one_file_of_the_record(work):
    keep("02.zeros", vote="Ben")
    keep("02.zeros", answer="Chloe", foreseen=False)
    keep("02.harsh", vote=1.0)
    (path,) = (work / "record").iterdir()
    assert path.name == "guesses.json"
    written = json.loads(path.read_text(encoding="utf-8"))
    assert list(written) == ["02.harsh", "02.zeros"]
    assert written["02.zeros"]["vote"] == "Ben"
    assert questions.kept("02.zeros")["answer"] == "Chloe"


def test_only_what_was_told_beforehand_counts():
    n = len(QUESTIONS)
    assert foreseen() == (0, 0, n) and "wait for your guess" in str(foreseen())
    keep("02.zeros", vote="Ben", answer="Chloe", foreseen=False)
    keep("02.twins", vote="no", answer="no", foreseen=True)
    keep("02.harsh", vote=1.0)  # not told yet
    keep("02.opposite", vote="0", answer="0", foreseen=True, late=True)
    keep("02.no-longer-asked", vote="0", answer="0", foreseen=True)
    assert foreseen() == (1, 2, n)
    assert str(foreseen()).startswith(f"You guessed 2 of {n} outputs, and foresaw 1.")


def test_a_wrong_name_is_told_which_there_are():
    with pytest.raises(ValueError, match=r"expected one of 02\.harsh, 02\.zeros"):
        find("02.zero")
    with pytest.raises(ValueError, match="there is no question 3"):
        find(3)
