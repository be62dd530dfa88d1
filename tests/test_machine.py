import getpass
from importlib.metadata import version
from types import SimpleNamespace

import pandas as pd
import pytest

from utils import machine
from utils.machine import REMEDIES, machine_line, remedy, system


def table(**states):
    rows = [(check, state, f"{check} 21.0.8 from x") for check, state in states.items()]
    return pd.DataFrame(rows, columns=["check", "state", "found"])


@pytest.mark.parametrize("name", ["Windows", "Darwin", "Linux", "FreeBSD"])
def test_every_system_gets_a_sentence_of_its_own(monkeypatch, name):
    monkeypatch.setattr(machine.platform, "system", lambda: name)
    assert system() in ("Windows", "macOS", "Linux")
    sentences = [remedy(what) for what in REMEDIES]
    assert all(sentences)
    make = [sentence for sentence in sentences if "make" in sentence]
    assert not make or system() != "Windows"  # it has none


def test_in_a_conda_environment_it_is_condas_way(monkeypatch):
    monkeypatch.setenv("CONDA_PREFIX", machine.sys.prefix)
    assert "conda env update" in remedy("packages")
    monkeypatch.setenv("CONDA_PREFIX", "elsewhere")
    monkeypatch.setattr(machine.platform, "system", lambda: "Linux")
    assert "make setup" in remedy("packages")


def test_the_line_for_the_instructor_holds_versions_and_nothing_personal(monkeypatch):
    here = machine.platform.uname()._replace(node="anas-laptop")
    monkeypatch.setattr(machine.platform, "uname", lambda: here)  # node() reads it
    monkeypatch.setattr(getpass, "getuser", lambda: "ana-the-first")
    for name in ("USER", "LOGNAME", "USERNAME"):
        monkeypatch.setenv(name, "ana-the-first")
    assert machine.platform.node() == "anas-laptop"
    line = machine_line(table(Python="ready", Java="ready"))
    assert line.startswith(f"ready · workbook {version('recommender-workbook')} · ")
    assert "Java 21.0.8" in line and "cores" in line
    assert "anas-laptop" not in line and "ana-the-first" not in line
    assert "/" not in line
    line = machine_line(table(Java="not ready", memory="not ready"))
    assert line.startswith("not ready (Java, memory) · ")
    assert "\n" not in line


def test_the_line_says_so_where_there_is_no_java_and_no_pyspark(monkeypatch):
    def missing(name):
        raise machine.PackageNotFoundError(name)

    monkeypatch.setattr(machine, "version", missing)
    nothing = pd.DataFrame(
        [("Java", "not ready", "Spark needs Java")], columns=["check", "state", "found"]
    )
    assert "· no Java · no pyspark ·" in machine_line(nothing)


GIB = 2**30


@pytest.fixture
def groups(tmp_path, monkeypatch):
    """A machine of 64 GiB, 60 of them free, and its control groups, to be written."""
    whole = SimpleNamespace(total=64 * GIB, available=60 * GIB)
    monkeypatch.setattr(machine.psutil, "virtual_memory", lambda: whole)
    monkeypatch.setattr(machine, "PROC", tmp_path / "proc")
    monkeypatch.setattr(machine, "GROUPS", tmp_path / "groups")

    def write(lines, **files):
        (tmp_path / "proc" / "self").mkdir(parents=True)
        (tmp_path / "proc" / "self" / "cgroup").write_text(lines)
        for name, text in files.items():
            path = tmp_path / "groups" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{text}\n")

    return write


def group(folder, limit, used, cached, old=False):
    """The files of one control group; what is cached can be had back."""
    names = ("limit_in_bytes", "usage_in_bytes") if old else ("max", "current")
    stat = f"anon 1\n{'total_' if old else ''}inactive_file {cached}"
    values = [*zip(names, (limit, used)), ("stat", stat)]
    return {f"{folder}/memory.{name}": value for name, value in values}


@pytest.mark.parametrize(
    ("lines", "files"),
    [
        # A hub that gives each learner a service of systemd, within a larger limit.
        (
            "0::/user.slice/ana.service\n",
            group("user.slice/ana.service", 4 * GIB, 2 * GIB, GIB)
            | group("user.slice", 16 * GIB, 3 * GIB, 0),
        ),
        # A container with its own view of the groups: the root is its own.
        ("0::/\n", group(".", 4 * GIB, 2 * GIB, GIB)),
        # Version 1, and a container whose path is the host's.
        (
            "5:cpu:/x\n4:memory:/docker/7f\n0::/\n",
            group("memory", 4 * GIB, 2 * GIB, GIB, old=True),
        ),
        (
            "4:memory:/hub/ana\n",
            group("memory/hub/ana", 4 * GIB, 2 * GIB, GIB, old=True)
            | group("memory", 2**63 - 4096, 5 * GIB, 0, old=True),
        ),
    ],
)
def test_the_limit_of_a_control_group_counts(groups, lines, files):
    groups(lines, **files)
    assert machine.memory() == (4 * GIB, 3 * GIB)


def test_a_group_without_a_limit_and_a_system_without_groups(groups, tmp_path):
    assert machine.memory() == (64 * GIB, 60 * GIB)
    groups("0::/a\n", **group("a", "max", GIB, 0))
    assert machine.gigabytes() == (64, 60)


@pytest.mark.skipif(not hasattr(machine.psutil, "RLIMIT_AS"), reason="Linux alone")
def test_a_limit_of_addresses_counts(groups, monkeypatch):
    monkeypatch.setattr(machine.psutil.Process, "rlimit", lambda *_: (4 * GIB, -1))
    assert machine.memory() == (4 * GIB, 4 * GIB)
