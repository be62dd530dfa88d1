"""`python -m workshop lab` where a learner's folder can't be written."""

import errno
import json
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from workshop import notebooks


@pytest.fixture
def opened(work, monkeypatch):
    """What JupyterLab was started with; nothing is started."""
    calls = []

    class Lab:
        pid, returncode = -1, 0

        def __init__(self, command, **_):
            calls.append(command)

        def wait(self):
            pass

    monkeypatch.setattr(notebooks, "subprocess", SimpleNamespace(Popen=Lab))
    monkeypatch.setattr(notebooks, "_quiet_lab", lambda: None)
    return calls


def full(*_, **__):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_is_looked_at_first_and_said_in_words(
    opened, work, monkeypatch, capsys
):
    monkeypatch.setattr("pathlib.Path.write_text", full)
    assert notebooks.lab([]) == 1
    out = capsys.readouterr().out
    assert out.index("✘ folder for your work") < out.index("can't be copied")
    assert "No space left on device" in out and "WORKBOOK_WORK" in out
    assert opened == [] and list(work.iterdir()) == []


def test_a_folder_that_can_not_be_made_is_said_in_words(
    opened, tmp_path, monkeypatch, capsys
):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("WORKBOOK_WORK", str(tmp_path / "file" / "work"))
    assert notebooks.lab([]) == 1
    out = capsys.readouterr().out
    assert "can't be copied" in out and opened == []


def test_what_was_copied_before_opens_also_where_nothing_can_be_written(
    opened, work, monkeypatch, capsys
):
    notebooks.copy()
    monkeypatch.setattr("pathlib.Path.write_text", full)
    assert notebooks.lab([]) == 0
    assert "0 notebooks copied" in capsys.readouterr().out
    assert "workshop.server" in opened[0]


def test_settings_that_can_not_be_written_do_not_stop_the_lab(tmp_path, monkeypatch):
    monkeypatch.setattr(notebooks.sys, "prefix", str(tmp_path))
    monkeypatch.setattr("pathlib.Path.write_text", full)
    notebooks._quiet_lab()


def test_lab_gets_our_words_and_our_extension(opened, work):
    notebooks.lab([])
    (option,) = [word for word in opened[0] if "static_custom_path" in word]
    words = (Path(option.split("=", 2)[2]) / "custom.css").read_text("utf-8")
    assert "Shift+Enter" in words and "--LabApp.custom_css=True" in opened[0]
    (option,) = [word for word in opened[0] if "extra_labextensions_path" in word]
    (said,) = Path(option.split("=", 1)[1]).glob("*/package.json")
    extension = json.loads(said.read_text("utf-8"))
    assert extension["name"] == said.parent.name
    assert (said.parent / extension["jupyterlab"]["_build"]["load"]).exists()
