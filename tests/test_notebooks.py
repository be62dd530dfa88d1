"""The notebooks as files, as code, and as what a learner gets."""

import ast
import itertools
import json
import re
import subprocess
import sys

import nbformat
import pytest

from utils.exercises import EXERCISES, check
from workshop import notebooks, pages
from workshop.notebooks import (
    CLAIM,
    normalised,
    originals,
    read,
    without_claims,
    without_widgets,
)

ALL = originals()
NAMES = [path.name for path in ALL]


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def tags(cell):
    return cell.metadata.get("tags", [])


def test_every_exercise_stands_in_its_notebook_with_its_check():
    places = {}
    for path in ALL:
        cells = read(path).cells
        for cell, after in itertools.pairwise(cells):
            if "exercise" in tags(cell):
                exercise_id = cell.id.removeprefix("exercise-").replace("-", ".")
                places[exercise_id] = path.name
                assert "check" in tags(after)
                assert f'check("{exercise_id}", ' in after.source
    assert set(places) == set(EXERCISES)
    for exercise_id, name in places.items():
        assert int(exercise_id.split(".")[0]) == int(name[:2])


@pytest.mark.parametrize("path", ALL, ids=NAMES)
def test_exercises_come_in_the_order_of_their_numbers(path):
    cells = read(path).cells
    stubs = [cell.id for cell in cells if "exercise" in tags(cell)]
    first = int(path.name[:2])
    assert stubs == [f"exercise-{first}-{n}" for n in range(1, len(stubs) + 1)]
    text = "\n".join(c.source for c in cells if c.cell_type == "markdown")
    heads = re.findall(r"^### (Exercise \d.*)$", text, re.M)
    assert len(heads) == len(stubs)
    for n, head in enumerate(heads, 1):
        extra = EXERCISES[f"{first}.{n}"].extra
        form = r"[^()]+ \(extra\)" if extra else r"[^()]+"
        assert re.fullmatch(rf"Exercise {first}\.{n} · {form}", head), head


# A learner's copies


def test_copies_have_no_outputs_and_overwrite_nothing(work):
    work.mkdir()
    (work / NAMES[0]).write_text("mine", encoding="utf-8")
    new = notebooks.copy()
    assert [path.name for path in new] == NAMES[1:]
    assert (work / NAMES[0]).read_text(encoding="utf-8") == "mine"
    for path in new:
        copied = read(path)
        original = without_claims(read(notebooks.NOTEBOOKS / path.name))
        assert [c.source for c in copied.cells] == [c.source for c in original.cells]
        assert all(not c.outputs and c.execution_count is None for c in code(copied))
    assert notebooks.copy() == []


@pytest.mark.parametrize("path", ALL, ids=NAMES)
def test_claims_only_assert_and_nothing_needs_them(path):
    whole = read(path)
    for cell in whole.cells:
        if CLAIM in tags(cell):
            kinds = {type(node) for node in ast.parse(cell.source).body}
            assert ast.Assert in kinds <= {ast.Assert, ast.Assign, ast.For}, cell.id
            assert not cell.outputs, cell.id
    assert undefined("\n".join(c.source for c in code(without_claims(whole)))) == ""


def undefined(source):
    """What ruff says about names that a program uses and does not make."""
    ruff = [sys.executable, "-m", "ruff", "check", "--isolated", "--select=F821", "-"]
    done = subprocess.run(
        ruff, input=source, capture_output=True, text=True, check=False
    )
    return done.stdout if done.returncode else ""


def test_copies_beside_the_documents_link_to_the_glossary(tmp_path, monkeypatch):
    monkeypatch.setattr(notebooks, "ROOT", tmp_path)
    monkeypatch.setenv("WORKBOOK_WORK", str(tmp_path / "work"))
    text = "".join(path.read_text(encoding="utf-8") for path in notebooks.copy())
    assert "[sparse matrix](../docs/glossary.md#sparse-matrix)" in text


# What a learner's answers may and may not do


def stubs(notebook):
    """Pairs of a stub's cell and its check's."""
    pairs = itertools.pairwise(notebook.cells)
    return [(cell, after) for cell, after in pairs if "exercise" in tags(cell)]


@pytest.mark.parametrize("path", ALL, ids=NAMES)
def test_a_check_shows_that_nothing_was_attempted(path, work):
    for stub, after in stubs(read(path)):
        exercise_id, name = re.search(
            r'check\("([\d.]+)", (\w+)\)', after.source
        ).groups()
        names = {}
        exec(f"from __future__ import annotations\n{stub.source}", names)
        card = check(exercise_id, names[name])
        (output,) = after.outputs
        assert output.data["text/plain"] == repr(card)
        assert output.data["text/html"] == card._repr_html_()


def bound(tree):
    """Names that a cell defines, imports or assigns."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.alias):
            yield (node.asname or node.name).split(".")[0]
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


@pytest.mark.parametrize("path", ALL, ids=NAMES)
def test_no_cell_depends_on_an_answer(path):
    answers = set()
    for cell in code(read(path)):
        tree = ast.parse(cell.source)
        if "exercise" in tags(cell):
            answers |= {n.name for n in tree.body if isinstance(n, ast.FunctionDef)}
        elif "check" not in tags(cell):
            answers -= set(bound(tree))
            used = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
            assert not used & answers, f"{cell.id} uses {used & answers}"


# A fresh clone, every answer filled in, and no network: see conftest.py


@pytest.mark.parametrize("name", NAMES)
def test_alone_in_a_fresh_clone_with_every_answer_right(run_alone, name):
    done = run_alone(name)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


# Our own tools


def small(*cells):
    made = [
        nbformat.v4.new_code_cell(source, id=f"cell-{i}", metadata={"tags": tags})
        for i, (source, tags) in enumerate(cells)
    ]
    return nbformat.v4.new_notebook(cells=made)


def test_a_second_run_makes_no_diff(tmp_path, monkeypatch, capsys):
    path = tmp_path / "00_small.ipynb"
    source = "import time; time.perf_counter()"
    nbformat.write(small(("1 + 1", []), (source, [notebooks.VARIES])), path)
    monkeypatch.setattr(notebooks, "NOTEBOOKS", tmp_path)
    assert notebooks.refresh() == 0
    first = path.read_text(encoding="utf-8")
    assert json.loads(first)["cells"][0]["outputs"][0]["data"]["text/plain"] == ["2"]
    assert notebooks.refresh() == 0
    assert path.read_text(encoding="utf-8") == first
    assert capsys.readouterr().out.count("00_small.ipynb") == 2


def test_a_failing_notebook_is_left_as_it_was_and_reported(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(notebooks, "NOTEBOOKS", tmp_path)
    monkeypatch.setattr(pages, "PAGES", tmp_path / "pages")
    bad, good = tmp_path / "00_bad.ipynb", tmp_path / "01_good.ipynb"
    title = nbformat.v4.new_markdown_cell("# A title <here>", id="title")
    link = nbformat.v4.new_markdown_cell("[x](00_bad.ipynb)", id="link")
    for path, source in [(bad, "1 / 0"), (good, "6 * 7")]:
        notebook = small((source, []))
        notebook.cells[:0] = [title, link]
        nbformat.write(notebook, path)
    before = bad.read_text(encoding="utf-8")
    assert notebooks.refresh() == 1
    assert bad.read_text(encoding="utf-8") == before
    assert pages.run() == 1
    out = capsys.readouterr().out
    assert "ZeroDivisionError" in out and "1 of 2 ran" in out
    index = (tmp_path / "pages" / "index.html").read_text(encoding="utf-8")
    assert "FAILED" in index and "A title &lt;here&gt;" in index
    page = (tmp_path / "pages" / "01_good.html").read_text(encoding="utf-8")
    assert "42" in page
    assert 'href="00_bad.html"' in page
    # No script, style or picture comes from elsewhere.
    assert not re.findall(r'(?:src|import\()\s*=?\s*"https?:', page)
    assert "<title>A title" in page and 'href="index.html"' in page
    assert "cdnjs" not in page and "<script src" not in page


def test_widgets_leave_a_still_picture_and_a_sentence():
    notebook = small(("slider", [notebooks.VARIES]))
    data = {"text/plain": "Slider(1)", "image/png": "aGVsbG8="}
    data["application/vnd.jupyter.widget-view+json"] = {"model_id": "1"}
    notebook.cells[0].outputs = [nbformat.v4.new_output("display_data", data)]
    (output,) = without_widgets(notebook).cells[0].outputs
    assert output.data == {
        "text/plain": "An interactive panel stands here while the notebook runs in "
        "JupyterLab.",
        "image/png": "aGVsbG8=",
    }
    assert normalised(notebook, notebook).metadata["language_info"] == {
        "name": "python"
    }


def test_pages_say_what_a_figure_shows():
    notebook = small(("1", []))
    (cell,) = notebook.cells
    cell.metadata["alt"] = "A bar < a line"
    data = {"text/plain": "<Axes>", "image/png": "aGVsbG8="}
    cell.outputs = [nbformat.v4.new_output("display_data", data)]
    assert 'alt="A bar &lt; a line"' in pages._page(notebook)
