"""A browser, and every notebook, run alone in a fresh clone.

Each cell runs twice in a row there, as people do; see again.py.
"""

import copy
import functools
import itertools
import os
import re
import shutil
import subprocess
import sys
import warnings

import nbformat
import numpy as np
import pytest
from hypothesis import settings

from utils.data.download import cache_folder
from utils.exercises import EXERCISES
from utils.exercises.engine import solution_file
from utils.exercises.questions import QUESTIONS
from utils.files import ROOT
from workshop import notebooks

# Another process tests beside this one, so an example may take long for no fault.
settings.register_profile("workbook", deadline=None)
settings.load_profile("workbook")

INSIST = """\
from utils.exercises.questions import find as _find
from utils.exercises.questions.question import insist as _insist

_insist(_find("{}"), globals())
"""
# So that Chromium asks for nothing on its own.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
]


@pytest.fixture
def stars():
    """A toy: six users, seven movies, random stars, 0 where unknown."""
    return np.array(
        [
            [1.0, 4.0, 0.0, 4.5, 5.0, 2.5, 5.0],
            [4.0, 0.0, 4.5, 2.5, 1.0, 3.5, 4.5],
            [0.0, 0.0, 5.0, 3.0, 0.0, 1.5, 1.5],
            [0.0, 4.5, 2.0, 0.0, 4.5, 1.5, 0.0],
            [3.0, 0.0, 2.5, 2.5, 1.5, 0.0, 5.0],
            [1.5, 4.5, 0.0, 0.0, 4.0, 0.0, 4.0],
        ]
    )


@pytest.fixture(scope="module")
def browser():
    """Chromium; tests that want it are skipped where there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason="no Playwright")
    names = ["chromium", "chromium-browser", "google-chrome"]
    path = next(filter(None, map(shutil.which, names)), None)
    if not path:
        pytest.skip("there is no Chromium here")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=path, args=QUIET)
        yield chromium
        chromium.close()


ENVIRONMENT = dict(os.environ)  # as it was before any test changed it
CACHE = str(cache_folder())  # where Spark's classes are, if they were kept


# make test gives each group of tests to one of two processes, the dear groups first, so
# that none of them is begun when the others are about to end.
SESSION = "the one Spark session"


@functools.cache
def asks_for_spark(path):
    text = (ROOT / path).read_text(encoding="utf-8")
    return re.search(r"def test_\w+\([^)]*\bspark\b", text) or "exercises" in path


def group(nodeid):
    """The name of what must run in one process, one after the other."""
    path, _, name = nodeid.partition("::")
    if "alone_in_a_fresh_clone" in name:
        return re.search(r"\[(.+)\]", name)[1]  # a notebook
    return SESSION if asks_for_spark(path) else path


def pytest_collection_modifyitems(items):
    dear = [SESSION, *(path.name for path in notebooks.originals()[::-1])]
    turns = {name: n for n, name in enumerate(dear)}
    items.sort(key=lambda item: turns.get(group(item.nodeid), len(dear)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Groups of our own: xdist 3.8 asks for marks that pytest 9.2 does not hand on."""
    from xdist.scheduler import LoadScopeScheduling

    class Groups(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return group(nodeid)

    return Groups(config, log)


@pytest.fixture(scope="session")
def clone(tmp_path_factory):
    """What git would give somebody else, with the solutions in the exercise cells.

    And with what the set-up compiled, which is kept beside the code.
    """
    folder = tmp_path_factory.mktemp("clone")
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    compiled = [str(path.relative_to(ROOT)) for path in ROOT.glob("utils/**/*.nb[ci]")]
    for name in filter(None, [*listed.split("\0"), *compiled]):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)  # compiled code asks for the times
    for path in (folder / "notebooks").glob("*.ipynb"):
        with_answers(path)
    return folder


# What tells of answers, or of how often it was asked.
COUNT = ("progress()", "hint(", "score_submission(", "leaderboard(")


def with_answers(path):
    """Put the solutions into the stubs, and have the checks insist."""
    notebook = notebooks.read(path)
    for cell, after in itertools.pairwise(notebook.cells):
        tags = cell.metadata.get("tags", [])
        if "exercise" in tags:
            exercise_id = cell.id.removeprefix("exercise-").replace("-", ".")
            solution = solution_file(EXERCISES[exercise_id])
            cell.source = solution.read_text(encoding="utf-8")
            insist = r'assert \1.kind == "right", \1'
            after.source = re.sub(r"^(check\(.*\))$", insist, after.source, flags=re.M)
            after.outputs = []
        elif any(call in cell.source for call in COUNT):
            cell.metadata["tags"] = [*tags, notebooks.VARIES]
    notebook.cells = list(held_to_their_questions(notebook.cells))
    nbformat.write(twice(notebook), path)


def twice(notebook):
    """Each code cell two times in a row, with the same outputs."""
    source = "import sys; sys.path.append('../tests'); import again; del sys, again"
    cells = [nbformat.v4.new_code_cell(source, id="again")]
    for cell in notebook.cells:
        cells.append(cell)
        if cell.cell_type == "code":
            cells.append(copy.deepcopy(cell))
            cells[-1].id = f"{cell.id}-twice"
    notebook.cells = cells
    return notebook


def held_to_their_questions(cells):
    """The cells, and below each that answers a question one that insists on it."""
    asked = ""
    for cell in cells:
        yield cell
        if "guess" in cell.metadata.get("tags", []):
            asked = re.search(r'guess\("(.+)"\)', cell.source)[1]
        elif (
            asked
            and cell.cell_type == "code"
            and (QUESTIONS[asked].cell in ("", cell.id))
        ):
            yield nbformat.v4.new_code_cell(INSIST.format(asked))
            asked = ""
    assert not asked, f"{asked}: its cell does not follow"


@functools.cache
def without_network():
    """What to put before a command so that it sees no network but this machine."""
    wrap = ["unshare", "--net", "--map-root-user", "sh", "-c"]
    up = 'ip link set lo up && exec "$0" "$@"'
    try:
        probe = [*wrap, up, "true"]
        possible = subprocess.run(probe, capture_output=True, check=False)
    except FileNotFoundError:
        possible = None
    if possible is None or possible.returncode:
        warnings.warn("the network can't be cut off here", stacklevel=2)
        return []
    return [*wrap, up]


@pytest.fixture(scope="session")
def cut_off():
    """What to put before a command so that it sees no network."""
    return without_network()


@pytest.fixture
def run_alone(clone, tmp_path):
    """A function that runs one notebook there, and compares every output."""
    return functools.partial(_run_alone, clone, tmp_path)


def _run_alone(clone, home, name):
    environment = {
        **ENVIRONMENT,
        "PYTHONPATH": str(clone),
        "HOME": str(home),
        "WORKBOOK_CACHE": CACHE,
        # Where the network can't be cut off, at least nothing is fetched unnoticed.
        **dict.fromkeys(["http_proxy", "https_proxy"], "http://127.0.0.1:9"),
    }
    environment.pop("JAVA_HOME", None)
    environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # a second for each notebook
    command = [sys.executable, "-m", "pytest", f"notebooks/{name}", "-q", "-x"]
    command += ["-p", "nbval.plugin"]
    return subprocess.run(
        [*without_network(), *command, "-p", "no:cacheprovider"],
        cwd=clone,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
