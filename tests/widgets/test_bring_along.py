"""Ratings of another service, brought into the panel: shown, asked, then added."""

import datetime
import errno
import os

import pytest

from utils.data import kept_ratings
from utils.widgets import rate_movies
from utils.widgets import rating as room

GUMP, MATRIX, HEAT = 356, 2571, 6
CSV = "Date,Name,Year,Letterboxd URI,Rating\nd,The Matrix,1999,u,4.5\nd,Heat,1995,u,3\n"
ASKED = "Title,Rating\nHamlet,4\nThe Matrix,2.5\nNo Such Film,1\n"


@pytest.fixture
def panel(work):
    return rate_movies()


def upload(panel, text, name="ratings.csv"):
    if panel.bring_along._file not in panel.bring_along.children:
        panel.bring_along.button.click()
    panel.bring_along._file.value = (
        {
            "name": name,
            "type": "text/csv",
            "size": len(text),
            "content": memoryview(text.encode()),
            "last_modified": datetime.datetime(2026, 1, 1),
        },
    )
    return panel.bring_along._said.children


def beside(panel, box):
    """The line above the form, which stays as it is when the form opens."""
    return panel.children[panel.children.index(box) - 1]


def test_it_is_a_button_until_it_is_wanted(panel):
    box = panel.bring_along
    assert box.children == () and box.button in beside(panel, box).children
    box.button.click()
    assert box._file in box.children
    box.button.click()
    assert box.children == ()


def test_a_file_is_shown_first_and_added_when_asked(panel):
    panel.rate(GUMP, 4.0)
    panel.rate(HEAT, 5.0)
    said, add = upload(panel, CSV)
    assert "Letterboxd: 2 rows, 2 movies found" in said.value
    assert 'role="status"' in said.value
    assert kept_ratings() == {GUMP: 4.0, HEAT: 5.0}  # nothing yet
    add.click()
    assert kept_ratings() == {GUMP: 4.0, HEAT: 5.0, MATRIX: 4.5} == panel.stars
    (said,) = panel.bring_along._said.children
    assert panel.bring_along.children == (panel.bring_along._said,)  # the form closed
    assert "1 rating added to the 2 that were yours; 1 that you rated" in said.value
    assert panel._row(MATRIX) in panel._rated.children
    assert len(upload(panel, CSV)) == 2  # opened anew, the same file once more
    panel._undo.click()  # all of the file is one change
    assert kept_ratings() == {GUMP: 4.0, HEAT: 5.0}


def test_ambiguous_titles_are_asked_and_none_is_an_answer(panel):
    said, words, box, add = upload(panel, ASKED)
    hamlet = box.children[1]
    assert "not in MovieLens small: No Such Film" in said.value
    assert "Which movie is it?" in words.value
    assert box.children[0].value == "<b>Hamlet</b>" and hamlet.value is None
    assert dict(hamlet.options)["Hamlet (1948)"] == 1941
    alike = [name for name, _ in hamlet.options if "(2000)" in name]
    assert alike == [  # two films of one name and year
        "Hamlet (2000), Crime, Drama, Romance, Thriller, rated by 6",
        "Hamlet (2000), Drama, rated by 1",
    ]
    add.click()
    assert kept_ratings() == {MATRIX: 2.5}
    _, _, box, add = upload(panel, ASKED + "\n")
    box.children[1].value = 1941
    add.click()
    assert kept_ratings() == {MATRIX: 2.5, 1941: 4.0}


def test_where_nothing_is_found_there_is_nothing_to_add(panel):
    (said,) = upload(panel, "title,year,rating\nNo Such Film,2020,3\n")
    assert "0 movies found" in said.value and "No Such Film (2020)" in said.value


def test_a_path_does_as_well(panel, tmp_path):
    (tmp_path / "mine.csv").write_text(CSV, encoding="utf-8")
    panel.bring_along._path.value = f" {tmp_path / 'mine.csv'} "
    _, add = panel.bring_along._said.children
    add.click()
    assert kept_ratings() == {MATRIX: 4.5, HEAT: 3.0}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Book Id,Title,My Rating\n1,X,3\n", "ratings.csv, line 1: this is an export"),
        (CSV.replace("4.5", "4.May"), "line 2: found &#x27;4.May&#x27;"),
        ("", "ratings.csv is empty"),
    ],
)
def test_what_can_not_be_read_is_said_where_it_is_seen(panel, text, words):
    upload(panel, CSV)
    assert upload(panel, text) == ()
    assert words in panel.bring_along.trouble.value
    assert 'role="alert"' in panel.bring_along.trouble.value
    assert len(upload(panel, CSV, "other.csv")) == 2
    assert panel.bring_along.trouble.value == ""


def test_a_title_is_text_and_not_html(panel):
    said, _ = upload(panel, "title,year,rating\n<b onclick=x>,1999,4\nHeat,1995,4\n")
    assert "&lt;b onclick=x&gt; (1999)" in said.value


def test_on_a_full_disk_nothing_is_called_added(panel, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    _, add = upload(panel, CSV)
    monkeypatch.setattr(room, "keep_my_ratings", full)
    add.click()
    assert "No space left" in panel.bring_along.trouble.value
    assert "not saved" in panel._status.value
    assert all("added" not in w.value for w in panel.bring_along._said.children[:1])
