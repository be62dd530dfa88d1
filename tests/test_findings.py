"""The scripts of findings/: what each must have. None is run here: they download."""

import os
import re
import subprocess

import pytest

from utils.files import ROOT

SCRIPTS = sorted((ROOT / "findings").glob("*.sh"))


def test_each_is_listed_once():
    text = (ROOT / "findings" / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([a-z0-9-]+)` \|", text, re.MULTILINE)
    assert sorted(listed) == [script.stem for script in SCRIPTS]
    assert len(SCRIPTS) >= 12


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_script_says_what_it_shows_and_leaves_nothing(script):
    text = script.read_text(encoding="utf-8")
    head = text.partition("set -euo pipefail\n")[0]
    assert re.match(r"#!/usr/bin/env bash\n# .+\n#\n# Versions: ", head)
    assert all(word in head for word in ("\n# Expected: ", "\n# Seen: "))
    assert "work=$(mktemp -d)\ntrap 'rm -rf \"$work\"' EXIT\n" in text
    packages = re.search(r"pip\" install (?:-\S+ )+((?:\\\n|[^\n])+)", text)[1]
    names = packages.replace("\\\n", " ").split()
    assert names and all(re.fullmatch(r"[\w-]+==[\d.]+", name) for name in names)
    assert "This has changed." in text
    assert len(text.splitlines()) <= 60
    assert not re.search(r"https?://|/work/|/root/|import (?:utils|workshop)", text)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_script_can_be_run(script):
    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", script], check=True)
