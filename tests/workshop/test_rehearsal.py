import subprocess
import sys

import pytest

from workshop import rehearsal
from workshop.notebooks import originals
from workshop.pages import PAGES
from workshop.rehearsal import main, notebooks_on

NAMES = [path.name for path in originals()]


@pytest.fixture
def room(monkeypatch):
    """A machine that is ready and runs each notebook in half a minute."""
    outcome = dict.fromkeys(NAMES, ("ran", 30.0))
    monkeypatch.setattr(rehearsal, "ready", lambda: True)
    monkeypatch.setattr(rehearsal, "run_one", lambda path, part: outcome[path.name])
    return outcome


def test_go(room, capsys):
    assert main([]) == 0
    out = capsys.readouterr().out
    assert out.count("✔") == len(NAMES) and out.endswith("GO.\n")
    assert "NO GO" not in out


def test_no_go_where_a_notebook_fails_or_keeps_people_waiting(room, capsys):
    room[NAMES[0]], room[NAMES[1]] = ("FAILED", 3.0), ("ran", 60 * 30.0)
    assert main([]) == 1
    out = capsys.readouterr().out
    assert f"see {PAGES / NAMES[0].replace('.ipynb', '.html')}\n" in out
    last = out.splitlines()[-1]
    assert last.startswith("NO GO: 00 ") and "01 " in last and "02 " not in last


def test_no_go_where_the_machine_is_not_ready(room, monkeypatch, capsys):
    monkeypatch.setattr(rehearsal, "ready", lambda: False)
    assert main(["--route", "90 minutes"]) == 1
    out = capsys.readouterr().out
    assert out.count("✔") == len(notebooks_on("90 minutes")) < len(NAMES)
    assert "NO GO: the machine is not ready" in out


@pytest.mark.parametrize("code", [0, 1])
def test_spark_is_tried_in_a_process_of_its_own(monkeypatch, code):
    def run(command, **options):
        assert command == [sys.executable, "-m", "utils.preflight", "--spark"]
        return subprocess.CompletedProcess(command, code)

    monkeypatch.setattr(rehearsal.subprocess, "run", run)
    assert rehearsal.ready() == (code == 0)
