"""A browser, and every notebook, run alone in a fresh clone, beside the other tests.

The runs begin with the first test and go on, two at a time, while tests wait for Spark,
a browser or a disk. The tests of test_notebooks.py that wait for them come last.
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
from concurrent.futures import ThreadPoolExecutor

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

# Notebooks run beside the tests, so an example now and then takes long for no fault.
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


def wait_for_runs(item):
    return "runs" in getattr(item, "fixturenames", ())


def pytest_collection_modifyitems(items):
    items.sort(key=wait_for_runs)


@pytest.fixture(scope="session", autouse=True)
def begin_at_once(request):
    """Begin to run the notebooks, if any test of this session will ask for them."""
    if any(map(wait_for_runs, request.session.items)):
        request.getfixturevalue("runs")


@pytest.fixture(scope="session")
def runs(request, clone, tmp_path_factory):
    """The runs of the notebooks that are asked for, name -> future."""
    without_network()  # asked before a test takes PATH away
    with ThreadPoolExecutor(2) as pool:
        compiled = pool.submit(compile_once, clone)
        yield {
            path.name: pool.submit(
                run_alone, clone, compiled, path.name, tmp_path_factory.mktemp("home")
            )
            for path in notebooks.originals()[::-1]  # the longest first
            if any(path.name in item.name for item in request.session.items)
        }
        pool.shutdown(cancel_futures=True)


@pytest.fixture(scope="session")
def clone(tmp_path_factory):
    """What git would give somebody else, with the solutions in the exercise cells."""
    folder = tmp_path_factory.mktemp("clone")
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
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


def compile_once(clone):
    """What the set-up does, so that two notebooks do not do it at once."""
    subprocess.run(
        [*without_network(), sys.executable, "-m", "utils.preflight", "--compile"],
        cwd=clone,
        env={**ENVIRONMENT, "PYTHONPATH": str(clone)},
        capture_output=True,
        check=True,
    )


def run_alone(clone, compiled, name, folder):
    """Run one notebook there, and compare every output with what is stored."""
    compiled.result()
    environment = {
        **ENVIRONMENT,
        "PYTHONPATH": str(clone),
        "HOME": str(folder),
        "WORKBOOK_CACHE": CACHE,
        # Where the network can't be cut off, at least nothing is fetched unnoticed.
        **dict.fromkeys(["http_proxy", "https_proxy"], "http://127.0.0.1:9"),
    }
    environment.pop("JAVA_HOME", None)
    command = [sys.executable, "-m", "pytest", f"notebooks/{name}", "-q", "-x"]
    return subprocess.run(
        [*without_network(), *command, "-p", "no:cacheprovider"],
        cwd=clone,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
