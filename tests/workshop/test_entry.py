"""The one entry of the workshop, and those of rooms that are run as programs."""

import subprocess
import sys

import pytest

from utils.files import ROOT
from workshop import blank
from workshop.__main__ import VERBS, main


def test_without_a_verb_it_says_its_verbs(capsys):
    assert main([]) == 2
    said = capsys.readouterr().out
    assert all(f"  {verb} " in said for verb in VERBS)


def test_an_unknown_verb_and_what_a_verb_does_not_take_are_refused(capsys):
    assert main(["slide"]) == 2
    assert "found 'slide'" in capsys.readouterr().out
    assert main(["slides", "now"]) == 2
    assert "found 'now', expected nothing after slides" in capsys.readouterr().out


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_says_what_it_does_and_does_nothing(verb, capsys, monkeypatch):
    monkeypatch.setattr("sys.argv", ["workshop"])
    try:
        assert main([verb, "--help"]) == 0
    except SystemExit as done:  # as argparse ends
        assert done.code == 0
    said = capsys.readouterr().out
    assert f"python -m workshop {verb}" in said
    assert verb != "rehearse" or '"half day", in quotes' in said


def test_a_verb_calls_its_room(monkeypatch):
    monkeypatch.setattr(blank, "write", list)
    assert main(["blank"]) == 0


@pytest.mark.parametrize(
    "command", ["workshop", "utils.spark", "utils.preflight --help"], ids=str.split
)
def test_a_room_that_is_run_draws_no_warning(command):
    done = subprocess.run(
        [sys.executable, "-W", "error::RuntimeWarning", "-m", *command.split()],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Warning" not in done.stderr and "Traceback" not in done.stderr
