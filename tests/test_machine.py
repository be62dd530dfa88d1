import getpass
from importlib.metadata import version

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
