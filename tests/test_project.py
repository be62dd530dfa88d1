"""What holds the project together: floors, one list of packages, words, style."""

import ast
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
import tomllib
from graphlib import TopologicalSorter

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import Version

import utils
import workshop
from utils.files import ROOT
from workshop.__main__ import VERBS
from workshop.notebooks import originals, read

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[
    "project"
]
PACKAGES = ["utils", "workshop"]
FILES = sorted(path for name in PACKAGES for path in (ROOT / name).rglob("*.py"))
FOLDERS = [*PACKAGES, "benchmarks", "docs", "notebooks/solutions"]
WRITTEN = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("data/*.md")]
WRITTEN += ROOT.glob("findings/*.md")
WRITTEN += [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
MODULES = [
    module.name
    for package in (utils, workshop)
    for module in pkgutil.walk_packages(package.__path__[:1], f"{package.__name__}.")
]


def floors():
    """Room -> floor, as CONTRIBUTING's table says."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d) \| (.+?) \|", text, re.MULTILINE)
    return {room: int(n) for n, rooms in rows for room in re.findall("`(\\w+)", rooms)}


def imported(path):
    """The modules that a file imports, ours by their whole name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports say where from"
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in MODULES else node.module for name in inner)


def name_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def room_of(name):
    """The room of a module: a word after ``utils``, or the whole of ``workshop``."""
    package, _, rest = name.partition(".")
    return rest.split(".")[0] if package == "utils" else package


def test_every_file_stands_on_a_floor():
    assert {room_of(name_of(p)) for p in FILES} - {""} == set(floors())


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_files_import_only_from_lower_floors(path):
    room, floor = room_of(name_of(path)), floors()
    for name in imported(path):
        first, other = name.split(".")[0], room_of(name)
        if first in ("utils", "workshop") and other != room:
            assert floor[other] < floor[room], f"{room} imports {other}"
        if first == "pyspark":
            assert room == "spark"
        if first == "ipywidgets":
            assert room == "widgets"


def test_no_files_import_each_other_in_a_circle():
    graph = {name_of(path): set(imported(path)) & set(MODULES) for path in FILES}
    assert "utils.als" in graph["utils.widgets.live"]
    TopologicalSorter(graph).prepare()  # raises CycleError


def test_utils_is_small_at_first_sight():
    seen = [p.name for p in (ROOT / "utils").iterdir() if p.name != "__pycache__"]
    assert len(seen) <= 25


def test_no_other_lesson_loads_spark():
    script = (
        "import sys, utils.exercises, utils.plots, utils.preflight, utils.recommend;"
        "print('pyspark' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def test_environment_installs_this_project_and_no_more():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    *conda, pip = environment["dependencies"]
    assert pip == {"pip": ["--constraint constraints.txt", "--editable ."]}
    names = [entry.split("=")[0] for entry in conda]
    assert names == ["python", "openjdk", "pip"]
    python, java = (entry.split("=")[1] for entry in conda[:2])
    assert f"{python}.99" in SpecifierSet(PROJECT["requires-python"])
    assert java in ("17", "21")
    # What pip installs are pyproject's dependencies: conda itself brings none of them.
    wanted = {Requirement(line).name for line in PROJECT["dependencies"]}
    assert not wanted & set(names)


def constraints():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if not line.startswith("#")]


def test_constraints_are_exact_and_hold_no_address():
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert "://" not in text and "@" not in text
    for pin in constraints():
        (specifier,) = pin.specifier
        assert specifier.operator == "=="


def test_constraints_pin_everything_that_pyproject_wants():
    extras = PROJECT["optional-dependencies"].values()
    wanted = [*PROJECT["dependencies"], *(line for extra in extras for line in extra)]
    for requirement in map(Requirement, wanted):
        pins = [p for p in constraints() if p.name == requirement.name]
        assert pins, requirement
        for pin in pins:
            (specifier,) = pin.specifier
            assert Version(specifier.version) in requirement.specifier


def test_what_is_installed_is_what_is_pinned():
    from importlib.metadata import version

    for pin in constraints():
        if pin.name in ("pyspark", "numpy", "pandas", "jupyterlab", "ipywidgets") and (
            pin.marker is None or pin.marker.evaluate()
        ):
            assert version(pin.name) in pin.specifier


def public_objects():
    for name in MODULES:
        module = importlib.import_module(name)
        for key, value in vars(module).items():
            if key.startswith("_") or not callable(value):
                continue
            if getattr(value, "__module__", "") == name:
                yield f"{name}.{key}", value


def test_public_functions_say_what_they_do():
    for name, value in public_objects():
        doc = inspect.getdoc(value)
        small = inspect.isfunction(value) and name.endswith((".main", ".read"))
        assert small or (doc and re.search(r"[.:]$", doc.splitlines()[0])), name


def test_data_and_scripts_keep_their_bytes_on_windows():
    names = ["data/movielens-small/movies.csv", ".ci/run", "Makefile"]
    done = subprocess.run(
        ["git", "check-attr", "text", "eol", "--", *names],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "data/movielens-small/movies.csv: text: unset" in done.stdout
    assert ".ci/run: eol: lf" in done.stdout and "Makefile: eol: lf" in done.stdout


def data_files_named():
    """Files under data/ that code, notebooks and documents name, and the sums."""
    texts = [path.read_text(encoding="utf-8") for path in WRITTEN]
    for path in originals():
        texts += [cell.source for cell in read(path).cells]
    pattern = r'\b(?:DATA|"data") / "([\w./-]+)"|(?<![\w./-])data/([\w./-]+\.\w+)'
    for name in re.findall(pattern, "\n".join(texts)):
        yield "".join(name)
    for line in (ROOT / "data" / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        yield line.split()[1]


def test_a_clone_has_every_data_file_that_is_named():
    command = ["git", "ls-files", "-z", "data"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    named = {f"data/{name}" for name in data_files_named()}
    assert named - set(done.stdout.split("\0")) == set()
    wanted = ["demo_ratings.csv", "leaderboard.csv", "movielens-small/ratings.csv"]
    assert named >= {f"data/{name}" for name in [*wanted, "scaling.csv", "SHA256SUMS"]}


def test_make_help_lists_every_command():
    done = subprocess.run(
        ["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[1].split()
    listed = re.findall(r"^make (\S+)", done.stdout, re.MULTILINE)
    assert sorted(listed) == sorted(phony)
    assert {"lab", "test", "run", "notebooks", "check", "help"} <= set(listed)


def test_commands_that_are_named_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[1].split()
    texts = [
        path.read_text(encoding="utf-8") for path in WRITTEN if path.suffix == ".md"
    ]
    for path in originals():
        texts += [cell.source for cell in read(path).cells if cell.cell_type != "code"]
    text = "\n".join(texts)
    named = re.findall(r"(?:`|^|\w=\S+ )make ([a-z-]+)", text, re.MULTILINE)
    assert {"lab", "check", "rehearse"} <= set(named) <= set(targets)
    text += makefile.replace("$(PY)", "python")
    named = re.findall(r"python\s+-m\s+(utils\.\w+)", text)
    assert set(named) == {"utils.preflight", "utils.spark", "utils.capstone"}
    named = re.findall(r"python\s+-m\s+workshop ([a-z-]+)", text)
    assert set(named) == set(VERBS)


@pytest.mark.parametrize("command", [["check"], ["format", "--check"]])
def test_style(command):
    done = subprocess.run(
        [sys.executable, "-m", "ruff", *command, "."],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
