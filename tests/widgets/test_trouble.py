"""Errors behind buttons and sliders are seen, and nothing is called saved too early."""

import ast
import errno
import os

import pandas as pd
import pytest
from matplotlib.figure import Figure

from utils.data import kept_ratings
from utils.files import ROOT
from utils.widgets import live_recommendations, movie_map, rate_movies
from utils.widgets import rating as room
from utils.widgets.explorer import Explorer, slide
from utils.widgets.trouble import Trouble

GUMP, PULP = 356, 296


def stars_of(panel, movie):
    return panel._rows[movie].children[1]


def full(_):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.fixture
def panel(work):
    return rate_movies()


def test_on_a_full_disk_nothing_is_called_saved(panel, monkeypatch):
    stars_of(panel, GUMP).value = 4.0
    assert "all saved" in panel._status.value and panel.trouble.value == ""
    assert panel._again not in panel._head.children
    lists = live_recommendations(panel)
    before = lists._lists.value
    keep = room.keep_my_ratings
    monkeypatch.setattr(room, "keep_my_ratings", full)
    stars_of(panel, PULP).value = 2.0
    assert "all saved" not in panel._status.value
    assert "not saved" in panel._status.value and "Save again" in panel._status.value
    assert "No space left on device" in panel.trouble.value
    assert 'role="alert"' in panel.trouble.value
    assert kept_ratings() == {GUMP: 4.0}
    assert panel.stars == {GUMP: 4.0, PULP: 2.0}  # the panel loses nothing
    assert lists._lists.value == before  # it follows what is saved
    panel._search.value = "matrix"  # something else works: still not saved
    assert "not saved" in panel._status.value
    assert panel._again in panel._head.children
    panel._again.click()
    assert "not saved" in panel._status.value and panel.trouble.value
    monkeypatch.setattr(room, "keep_my_ratings", keep)
    panel._again.click()
    assert kept_ratings() == {GUMP: 4.0, PULP: 2.0}
    assert "all saved" in panel._status.value and panel.trouble.value == ""
    assert panel._again not in panel._head.children and lists._lists.value != before


def test_taking_back_what_can_not_be_saved_says_so_too(panel, monkeypatch):
    stars_of(panel, GUMP).value = 4.0
    monkeypatch.setattr(room, "keep_my_ratings", full)
    panel._undo.click()
    assert panel.stars == {} and kept_ratings() == {GUMP: 4.0}
    assert "not saved" in panel._status.value and "No space" in panel.trouble.value


def test_from_code_the_error_is_raised(panel, monkeypatch):
    monkeypatch.setattr(room, "keep_my_ratings", full)
    with pytest.raises(OSError, match="No space left"):
        panel.rate(GUMP, 3.0)
    assert "not saved" in panel._status.value


def test_a_full_disk_leaves_no_half_written_file(work, monkeypatch):
    def half(self, text, **_):
        self.write_bytes(text[:5].encode())
        full(self)

    monkeypatch.setattr("pathlib.Path.write_text", half)
    with pytest.raises(OSError, match="No space left"):
        room.keep_my_ratings({GUMP: 3.0})
    assert list(work.iterdir()) == []


@pytest.mark.parametrize("part", ["search", "five others"])
def test_an_error_of_the_panel_is_seen_in_it(panel, monkeypatch, part):
    def broken(*_, **__):
        raise KeyError("<b>broken</b>")

    if part == "search":
        monkeypatch.setattr(room, "search_titles", broken)
        panel._search.value = "matrix"
    else:
        monkeypatch.setattr(room.np, "argsort", broken)
        panel._more.click()
    assert "KeyError" in panel.trouble.value
    assert "&lt;b&gt;broken" in panel.trouble.value  # words, and not HTML


def test_lists_that_can_not_be_made_are_not_the_old_ones(panel, monkeypatch):
    lists = live_recommendations(panel)
    monkeypatch.setattr("utils.widgets.lists.best", lambda *_: 1 / 0)
    stars_of(panel, GUMP).value = 4.0
    assert "ZeroDivisionError" in lists.trouble.value and lists._lists.value == ""
    assert kept_ratings() == {GUMP: 4.0} and panel.trouble.value == ""
    monkeypatch.undo()
    assert live_recommendations(panel).trouble.value == ""


def test_a_picture_that_can_not_be_drawn_is_not_the_old_one():
    def look(n):
        return Figure(), f"{6 / n:g} each"

    explorer = Explorer([slide("n", [2, 0, 3], 2)], look, (2,))
    explorer.slider.value = 0
    assert "ZeroDivisionError: division by zero" in explorer.trouble.value
    assert explorer.words.value == "" == explorer.picture.value
    explorer.slider.value = 3
    assert explorer.trouble.value == "" and explorer.words.value == "2 each"


def test_a_map_that_can_not_be_drawn_says_so(monkeypatch):
    row = {"x": 0.0, "y": 0.0, "group": "a", "ratings": 3, "title": "Up"}
    explorer = movie_map(pd.DataFrame([row, {**row, "title": "Heat", "x": 1.0}]))
    monkeypatch.setattr(explorer, "_nearest", lambda at: [].pop())
    explorer.titles.label = "Heat"
    assert "IndexError" in explorer.trouble.value and explorer.picture.value == ""
    explorer.titles.value = None
    assert explorer.trouble.value == "" and explorer.picture.value


def test_a_line_of_trouble_is_cleared_by_what_works():
    trouble, ran = Trouble(), []
    trouble.shows(lambda: 1 / 0, lambda: ran.append("undone"))()
    assert "ZeroDivisionError" in trouble.value and ran == ["undone"]
    trouble.shows(ran.append)("done")
    assert trouble.value == "" and ran == ["undone", "done"]


def callbacks():
    """What every widget has called, from the source."""
    for path in sorted((ROOT / "utils" / "widgets").glob("*.py")):
        source = ast.parse(path.read_text(encoding="utf-8"))
        shown = {
            target.id
            for node in ast.walk(source)
            if isinstance(node, ast.Assign) and ".shows(" in ast.unparse(node.value)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(source):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                if called.endswith((".observe", ".on_click", "on_change.append")):
                    yield path.name, ast.unparse(node.args[0]), shown


def test_every_callback_of_every_widget_shows_its_errors():
    found = list(callbacks())
    assert len(found) >= 6
    for name, given, shown in found:
        assert ".shows(" in given or given in shown, f"{name}: {given}"
