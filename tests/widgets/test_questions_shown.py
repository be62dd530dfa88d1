"""The question before a cell, without a browser."""

import errno
import os
from types import SimpleNamespace

import numpy as np
import pytest

from utils.exercises import questions
from utils.exercises.questions.question import NotYet
from utils.widgets import guess
from utils.widgets.questions import STILL, _a_cell_was_run, _shown

BEN = {"ben": 0.4, "chloe": 0.5}


@pytest.fixture(autouse=True)
def own_record(work):
    """Each test begins with an empty record."""
    _shown.clear()


def status(asked):
    return asked._status.value


def shows_button(asked):
    return asked._show in asked.children


def notebook(monkeypatch, names):
    """Be in a notebook that has computed these; return what it calls after a cell."""
    called = []
    events = SimpleNamespace(register=lambda _, call: called.append(call))
    shell = SimpleNamespace(user_ns=names, events=events)
    monkeypatch.setattr("utils.widgets.questions.get_ipython", lambda: shell)
    return called


def run(cell, success=True):
    """What Jupyter tells after a cell."""
    _a_cell_was_run(
        SimpleNamespace(success=success, info=SimpleNamespace(cell_id=cell))
    )


def test_a_choice_is_kept_and_may_be_changed_until_it_is_told():
    asked = guess("02.zeros")
    assert "Answer before" in status(asked) and not shows_button(asked)
    asked._input.value = "Chloe"
    asked._input.value = "Ben"
    assert questions.kept("02.zeros")["vote"] == "Ben"
    assert "Kept: <b>Ben</b>" in status(asked) and shows_button(asked)
    again = guess("02.zeros")  # after a restart
    assert again._input.value == "Ben" and not again._input.disabled
    again.reveal(BEN)
    assert "You said Ben. <b>It is Chloe.</b> Each movie" in status(again)
    assert again._input.disabled and not shows_button(again)
    kept = questions.kept("02.zeros")
    assert (kept["answer"], kept["foreseen"]) == ("Chloe", False)
    assert status(guess("02.zeros")) == status(again)


def test_a_number_is_typed():
    asked = guess("02.harsh")
    asked._input.value = "low"
    assert "found &#x27;low&#x27;, expected a number" in asked.trouble.value
    assert asked._input.value == "" and questions.kept("02.harsh") == {}
    asked._input.value = "1,5"
    assert asked.trouble.value == "" and "Kept: <b>1.5 stars</b>" in status(asked)
    asked.reveal({"means": np.array([1.27, 4.9])})
    near = "Near enough:</b> you said 1.5 stars, it is 1.27 stars (within 0.5 stars"
    assert f"{near} counts)." in status(asked) and "Foreseen" not in status(asked)
    assert asked._input.value == "1.5"  # reads it again, and nothing happens
    assert guess("02.harsh")._input.value == "1.5"
    assert asked._input.placeholder == "stars, then Enter"
    assert guess("08.exponent")._input.placeholder == "then Enter"  # it has no unit


def test_foreseen_is_what_is_said_in_the_figures_that_are_shown():
    asked = guess("02.harsh")
    asked._input.value = "1.27"
    asked.reveal({"means": np.array([1.2698, 4.9])})
    assert "<b>✔ Foreseen: 1.27 stars.</b>" in status(asked)
    asked = guess("04.compiled")
    asked._input.value = "20"
    asked.reveal({"seconds": {"as written above": 3.0, "compiled": 0.1}})
    said = "you said 20 times as fast, it is 30 times as fast"
    assert f"{said} (within a factor of 2 counts)." in status(asked)
    assert questions.foreseen()[:2] == (2, 2)  # near enough counts as before


def test_the_cell_that_is_asked_about_tells(monkeypatch):
    called = notebook(monkeypatch, BEN)
    asked = guess("02.zeros")
    assert called == [_a_cell_was_run]
    asked._input.value = "Chloe"
    run("another-cell")
    run("cosine-zero-filled", success=False)
    assert "Kept" in status(asked)
    run("cosine-zero-filled")
    assert "Foreseen: Chloe" in status(asked) and not _shown
    run("cosine-zero-filled")  # once more: nothing happens


def test_an_answer_after_the_output_does_not_count(monkeypatch):
    notebook(monkeypatch, BEN)
    asked = guess("02.zeros")
    run("cosine-zero-filled")
    assert "does not count any more" in status(asked)
    asked = guess("02.zeros")  # its cell is run again, as 00 says
    assert "Answer before" in status(asked) and not asked.late
    run("cosine-zero-filled")
    asked._input.value = "Chloe"
    assert "Foreseen" in status(asked) and "it does not count" in status(asked)
    assert questions.foreseen().guessed == 0
    assert "it does not count" in status(guess("02.zeros"))


def test_without_the_output_there_is_no_answer():
    asked = guess("02.zeros")
    asked._input.value = "Ben"
    asked._show.click()
    assert "needs ben, chloe, which" in status(asked) and asked.trouble.value == ""
    with pytest.raises(NotYet, match="Run the cells up to"):
        asked.reveal({})
    assert shows_button(asked) and "foreseen" not in questions.kept("02.zeros")


def full(*_, **__):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_on_a_full_disk_nothing_is_called_kept(monkeypatch):
    asked = guess("02.zeros")
    asked._input.value = "Ben"
    keep = questions.keep
    monkeypatch.setattr(questions, "keep", full)
    asked._input.value = "Chloe"
    assert "No space left" in asked.trouble.value
    assert asked._input.value == "Ben" and "Kept: <b>Ben</b>" in status(asked)
    monkeypatch.setattr(questions, "keep", keep)
    asked._input.value = "Chloe"
    assert asked.trouble.value == "" and questions.kept("02.zeros")["vote"] == "Chloe"


def test_what_could_not_be_written_is_not_called_kept_by_another_panel(monkeypatch):
    asked = guess("02.zeros")
    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.write_text", full)
        asked._input.value = "Chloe"
        assert "No space left" in asked.trouble.value
    assert "Answer before" in status(guess("02.zeros"))
    assert questions.kept("02.zeros") == {}


def test_a_choice_that_is_gone_is_asked_again():
    questions.keep("02.zeros", vote="Dev", answer="Dev", foreseen=True)
    asked = guess("02.zeros")
    assert asked._input.value is None and not asked._input.disabled


def test_without_a_kernel_there_are_the_choices_and_a_folded_answer():
    bundle = guess("02.zeros")._repr_mimebundle_()
    page = bundle["text/html"]
    shown, folded = page.split("<details>")
    assert "Ben</li>" in shown and "Each movie" not in shown
    assert "Chloe. Each movie that Ben saw" in folded
    assert "<script" not in page and "http" not in page
    from workshop.notebooks import without_widgets  # writes the same sentence

    assert STILL in without_widgets.__code__.co_consts
