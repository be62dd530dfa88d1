"""Minutes are one fact: in the notebooks' metadata, and everywhere else the same."""

import re
import subprocess
import sys

import nbformat
import pytest

from utils.files import ROOT
from workshop import routes
from workshop.notebooks import normalised, originals, read, title
from workshop.routes import ROUTES, minutes_of, on_route, run_sheets, sections

ALL = originals()
NAMES = [path.name for path in ALL]
HOW = "give the cells with ## headings metadata as in CONTRIBUTING.md, Minutes"


@pytest.mark.parametrize("path", ALL, ids=NAMES)
def test_sections_add_up_to_the_notebook(path):
    notebook = read(path)
    assert "workbook" in notebook.metadata, HOW
    parts, whole = sections(notebook), minutes_of(notebook)
    for part in parts:
        assert {"teach", "practise"} <= set(part.minutes), f"{part.title}: {HOW}"
        total = part.minutes["teach"] + part.minutes["practise"]
        for route in set(part.minutes) - {"teach", "practise"}:
            assert 0 < part.minutes[route] <= total and route in ROUTES
    for kind in ("teach", "practise"):
        assert sum(part.minutes[kind] for part in parts) == whole[kind]
    on = {name for part in parts for name in part.minutes if name in ROUTES}
    assert set(whole["routes"]) == on


@pytest.mark.parametrize("path", ALL, ids=NAMES)
def test_the_reader_is_told_the_same_minutes(path):
    notebook = read(path)
    whole = minutes_of(notebook)
    wanted = [n for n in (whole["teach"], whole["practise"]) if n]
    line = re.search(r"^\*\*Minutes:\*\* (.+)$", notebook.cells[0].source, re.M)[1]
    told = [int(n) for n in re.findall(r"\d+", line) if n != "0"]
    assert told[: len(wanted)] == wanted
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    row = re.search(rf"^\| \[.+\({path.parent.name}/{path.name}\).+$", readme, re.M)
    assert row, f"README.md has no row for {path.name}"
    last = row[0].rsplit("|", 2)[1]
    assert [int(n) for n in re.findall(r"\d+", last) if n != "0"] == wanted


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("path", ALL, ids=NAMES)
def test_what_a_route_keeps_needs_nothing_that_it_leaves_out(path, route):
    kept = on_route(read(path), route)
    code = "\n".join(c.source for c in kept.cells if c.cell_type == "code")
    ruff = [sys.executable, "-m", "ruff", "check", "--isolated", "--select=F821", "-"]
    done = subprocess.run(
        ruff,
        input=code,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("route", ROUTES)
def test_a_route_fits_into_its_minutes(route):
    table = run_sheets().split(f"## {route.capitalize()}\n")[1].split("\n\n")[0]
    clock, minutes = re.findall(r"^\| (\d+:\d\d) \| (-?\d+) \|", table, re.M)[-1]
    assert "questions" in table.splitlines()[-1] and int(minutes) >= 0
    hours, rest = map(int, clock.split(":"))
    assert 60 * hours + rest + int(minutes) == ROUTES[route]


def test_the_run_sheets_are_what_the_notebooks_say():
    stored = routes.SHEETS.read_text(encoding="utf-8")
    assert stored == run_sheets(), "make sheets"


@pytest.mark.parametrize("path", ALL, ids=NAMES)
def test_the_guide_has_four_paragraphs_for_each_notebook(path):
    guide = (ROOT / "docs" / "instructor-guide.md").read_text(encoding="utf-8")
    part = guide.split(f"\n## {title(read(path)).removesuffix(' ⚡')}\n")[1]
    labels = re.findall(r"^\*\*([A-Z].+?)\.\*\* ", part.split("\n## ")[0], re.M)
    assert labels == ["Say first", "Goes wrong", "Argued about", "Cut"]


def test_a_break_stands_where_people_would_sit_too_long(monkeypatch, tmp_path):
    # 50 + 41 minutes are more than 90, so there is a break; 41 + 40 are not.
    for name, minutes in [("00_a", 50), ("01_b", 41), ("02_c", 40)]:
        part = {"workbook": {"teach": minutes - 1, "practise": 4, "half day": minutes}}
        cells = [
            nbformat.v4.new_markdown_cell(f"# {name}"),
            nbformat.v4.new_markdown_cell(
                "## One\n### Exercise 1.1 · A", metadata=part
            ),
            nbformat.v4.new_markdown_cell("### Exercise 1.2 · B\n## Two"),
        ]
        notebook = nbformat.v4.new_notebook(cells=cells)
        nbformat.write(notebook, tmp_path / f"{name}.ipynb")
    paths = sorted(tmp_path.glob("*.ipynb"))
    monkeypatch.setattr(routes, "originals", lambda: paths)
    text = run_sheets()
    assert "| 0:00 | 50 | One | 1 of them for exercise 1.1 or 1.2 |" in text
    assert "| 0:50 | 10 | **Break** | |" in text and text.count("Break") == 1
    assert "| 2:21 | 99 | **Left for questions** | |" in text
    assert "- 00_a: Two" in text


def test_a_refresh_keeps_the_minutes():
    minutes = {"workbook": {"teach": 1, "practise": 2, "routes": []}, "widgets": {}}
    notebook = nbformat.v4.new_notebook(metadata=minutes)
    kept = normalised(notebook, notebook).metadata
    assert kept["workbook"] == minutes["workbook"] and "widgets" not in kept
