"""What a linter can hold of notebooks, documents and plots; see CONTRIBUTING.md.

Not held, since nobody marks them: which numbers of the text come from which output.
"""

import ast
import itertools
import re
import statistics

import pytest

from utils.files import ROOT
from workshop.notebooks import CLAIM, originals, read, tags

ALL = originals()

DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("data/*.md")]
PLOTS = [*ROOT.glob("utils/plots/**/*.py"), *ROOT.glob("utils/widgets/*.py")]
# What somebody can do; add to it what an objective may begin with.
VERBS = {
    *("build", "check", "choose", "compare", "compute", "count", "decide", "defend"),
    *("describe", "draw", "estimate", "explain", "find", "fit", "fold", "give", "hand"),
    *("judge", "keep"),
    *("make", "measure", "name", "pick", "plan", "predict", "put", "read", "recognise"),
    *("recommend", "run", "say", "score", "set", "show", "split", "start", "submit"),
    *("take", "tell", "tune", "turn", "work", "write"),
}
each_notebook = pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)


def code(path):
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def prose(path):
    return [cell for cell in read(path).cells if cell.cell_type == "markdown"]


def words(cell):
    return sum(bool(re.search(r"\w", word)) for word in cell.source.split())


def draws(cell):
    return any("image/png" in o.get("data", {}) for o in cell.get("outputs", []))


# Notebooks


@each_notebook
def test_what_is_stored_is_a_whole_run(path):
    counts = [cell.execution_count for cell in code(path)]
    assert counts == list(range(1, len(counts) + 1))
    for cell in code(path):
        for output in cell.outputs:
            assert output.output_type != "error", cell.id
            assert output.get("name") != "stderr", cell.id
            same = cell.execution_count
            assert output.get("execution_count", same) == same, cell.id
    text = path.read_text(encoding="utf-8")
    for trace in [str(ROOT), "/tmp/", "/home/", "/root/", "Warning"]:
        assert trace not in text


@each_notebook
def test_a_notebook_opens_as_all_do(path):
    first = read(path).cells[0].source
    assert re.match(rf"# {path.name[:2]} \S", first)
    for part in ["**You are here:**", "**When you are done here, you can**"]:
        assert part in first
    assert "**You need**" in first
    objectives = re.findall(r"^- (\w+)", first, re.MULTILINE)
    assert 3 <= len(objectives) <= 5
    assert set(objectives) <= VERBS
    assert "**Minutes:**" in first  # which ones is tests/test_routes.py's to hold


@each_notebook
def test_a_notebook_closes_as_all_do(path):
    last = read(path).cells[-1].source
    assert "## What we can do now, and what still fails" in last
    take = "\n\n**To take along.** "  # which catch_up tells
    assert take in last or path == ALL[-1]
    links = set(re.findall(r"\((\w+\.ipynb)\)", last))
    after = ALL[ALL.index(path) + 1 :]
    assert after[0].name in links if after else links


@each_notebook
def test_from_each_notebook_one_gets_back_on_and_to_the_first(path):
    route = re.search(r"\*\*You are here:\*\* (.+)", read(path).cells[0].source)[1]
    place = ALL.index(path)
    wanted = [*ALL[max(0, place - 1) : place], *ALL[place + 1 : place + 2]]
    wanted += [ALL[0]] if place > 1 else []
    assert re.findall(r"\((\w+\.ipynb)\)", route) == [other.name for other in wanted]


@each_notebook
def test_proportions(path):
    other = {CLAIM, "guess"}
    read_and_run = [cell for cell in code(path) if not other & set(tags(cell))]
    assert 25 <= len(prose(path)) + len(read_and_run) <= 110
    walk = "spark_als" in path.name  # a walk through code, nearly all of it Spark's
    assert len(prose(path)) >= (0.75 if walk else 0.9) * len(read_and_run)
    assert sum("Before you run" in cell.source for cell in prose(path)) >= 3


@each_notebook
def test_one_idea_a_cell(path):
    cells, counts = read(path).cells, [words(cell) for cell in prose(path)]
    assert statistics.median(counts) <= 60
    for cell in prose(path):
        assert words(cell) <= 150, f"{cell.id}: split it at its ideas"
        heads = re.findall(r"^#+ Exercise", cell.source, re.M)
        assert len(heads) == cell.source.startswith("### Exercise"), cell.id
    for cell in code(path):
        lines = [line for line in cell.source.splitlines() if line.strip()]
        assert len(lines) <= 15, f"{cell.id}: split it, or import what is no lesson"
    before = itertools.takewhile(lambda cell: cell.cell_type == "markdown", cells)
    assert sum(map(words, before)) <= 150, "begin sooner: the first code cell is late"


@each_notebook
def test_a_sentence_is_printed(path):
    for cell in code(path):
        last = ast.parse(cell.source).body[-1]
        ends = getattr(last, "value", None) if isinstance(last, ast.Expr) else None
        text = isinstance(ends, ast.JoinedStr) or (
            isinstance(ends, ast.Constant) and isinstance(ends.value, str)
        )
        assert not text, f"{cell.id}: print it, so that it has no quotes"


@each_notebook
def test_an_assert_is_named_in_the_text_or_tagged_as_a_claim(path):
    cells = read(path).cells
    for place, cell in enumerate(cells):
        if cell.cell_type == "code" and CLAIM not in tags(cell):
            body = ast.parse(cell.source).body
            asserts = any(isinstance(node, ast.Assert) for node in body)
            told = cells[max(0, place - 2) : place + 4]
            named = any("`assert`" in c.source for c in told)
            assert named or not asserts, f"{cell.id}: put the assert in a claim cell"


@each_notebook
def test_cells(path):
    cells = read(path).cells
    assert len({cell.id for cell in cells}) == len(cells)
    for cell in cells:
        assert re.fullmatch(r"[a-z0-9-]+", cell.id)
        assert "import *" not in cell.source and "%run" not in cell.source
        assert "sys.path" not in cell.source
    for cell in code(path):
        last = ast.unparse(ast.parse(cell.source).body[-1])
        assert not re.fullmatch(r"print\(\w+\)", last), f"{cell.id}: the value itself"


@each_notebook
def test_every_figure_has_words(path):
    cells = read(path).cells
    for place, cell in enumerate(cells):
        if draws(cell):
            alt = cell.metadata.get("alt", "")
            assert len(alt) >= 40, f'{cell.id}: "alt" in its metadata says what is seen'
            reading = cells[place + 1 : place + 4]
            assert "markdown" in {after.cell_type for after in reading}, cell.id


@each_notebook
def test_formulas_need_no_typesetter(path):
    # They stand in code letters, as in the code; so pages work without MathJax.
    for cell in prose(path):
        assert not re.search(r"\$[^$`\n]+\$|\$\$", cell.source), cell.id


# Links


def anchors(path):
    """Anchors of the headings, as GitHub and the site make them."""
    if path.suffix == ".ipynb":
        text = "\n\n".join(cell.source for cell in prose(path))
    else:
        text = path.read_text(encoding="utf-8")
    for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE):
        yield re.sub(r"[^\w-]", "", heading.lower().replace(" ", "-"))


@pytest.mark.parametrize("path", [*ALL, *DOCUMENTS], ids=lambda path: path.name)
def test_links_lead_somewhere(path):
    if path.suffix == ".ipynb":
        text = "\n".join(cell.source for cell in prose(path))
    else:
        text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)\s]+)\)", text):
        name, _, anchor = target.partition("#")
        other = (path.parent / name) if name else path
        assert other.exists(), target
        assert not anchor or anchor in anchors(other), target


# Colours


def colours(tree):
    """What is said of colours by name in calls."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            given = node.args[:1] if called.endswith("color_palette") else []
            given += [
                k.value
                for k in node.keywords
                if re.search(r"color$|^c$|cmap|palette", k.arg or "")
            ]
            for value in given:
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield value.value


def test_plots_use_the_palette_and_greys_only():
    sources = [path.read_text(encoding="utf-8") for path in PLOTS]
    sources += [cell.source for path in ALL for cell in code(path)]
    found = set(itertools.chain(*(colours(ast.parse(source)) for source in sources)))
    assert "colorblind" in found
    grey = {c for c in found if re.fullmatch(r"0\.\d+", c)}
    assert found - grey <= {"colorblind", "cividis", "none", "black", "white"}
