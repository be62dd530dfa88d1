import re

import pandas as pd
import pytest

from utils import preflight as room
from utils.preflight import look, main, preflight, report


def state(table, check):
    return table.set_index("check").loc[check, "state"]


@pytest.fixture(autouse=True)
def enough_memory(monkeypatch):
    """Other tests and notebooks take their part of this machine's."""
    monkeypatch.setattr(room, "gigabytes", lambda: (8.0, 4.0))


def test_this_machine_is_ready(work, capsys):
    table = look()
    assert (table["state"] == "ready").all(), table
    assert preflight().data.equals(table)
    assert report()
    out = capsys.readouterr().out
    assert out.count("✔") == len(table)
    assert "For your instructor, nothing personal in it: ready · " in out


def test_spark_is_really_started(work, spark):
    table = look(spark=True)
    assert "counts to 1000" in table["found"].iloc[-1]


def test_a_missing_java_is_one_line_of_the_table(work, monkeypatch, capsys):
    def nothing():
        raise RuntimeError("Spark needs Java 17 or 21")

    monkeypatch.setattr(room, "find_java", nothing)
    monkeypatch.setattr("sys.argv", ["preflight"])
    assert main() == 1
    out = capsys.readouterr().out
    assert "✘ Java: Spark needs Java 17 or 21" in out
    assert out.rstrip().endswith("Not ready: see the lines with ✘.")
    assert out.count("✘") == 2 and "✔ Python" in out


def test_loops_that_can_not_be_kept(work, monkeypatch):
    monkeypatch.setattr("utils.cores.NOT_KEPT", ["stars"])
    table = look()
    assert state(table, "compiled loops") == "not ready"
    found = table.set_index("check").loc["compiled loops", "found"]
    assert "in each session" in found and "Let NUMBA_CACHE_DIR name" in found


def test_the_set_up_compiles_and_looks_no_further(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["preflight", "--compile"])
    monkeypatch.setattr(room, "look", None)
    assert main() == 0
    assert capsys.readouterr().out.startswith("Loops of the workbook: compiled")


def test_wrong_and_missing_packages_are_named(work, monkeypatch):
    real = room.version

    def version(name):
        if name == "seaborn":
            raise room.PackageNotFoundError(name)
        return "3.0.1" if name == "pandas" else real(name)

    monkeypatch.setattr(room, "version", version)
    table = look()
    assert state(table, "packages") == "not ready"
    found = table.set_index("check").loc["packages", "found"]
    assert re.search(r"pandas is 3\.0\.1, not <3,>=2\.3; seaborn is missing", found)
    assert "make setup" in found or "conda env update" in found


@pytest.mark.parametrize("version", [(3, 10, 1), (3, 14, 0)])
def test_an_unfit_python(work, monkeypatch, version):
    monkeypatch.setattr(room.sys, "version_info", version)
    assert state(look(), "Python") == "not ready"


def test_changed_data(work, monkeypatch, tmp_path):
    (tmp_path / "SHA256SUMS").write_text(f"{'0' * 64}  movies.csv\n")
    (tmp_path / "movies.csv").write_text("changed")
    monkeypatch.setattr(room, "DATA", tmp_path)
    found = look().set_index("check").loc["data", "found"]
    assert "git checkout -- data/movies.csv" in found


def test_a_folder_that_cannot_be_written(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("WORKBOOK_WORK", str(tmp_path / "file" / "work"))
    table = look()
    assert state(table, "folder for your work") == "not ready"
    found = table.set_index("check").loc["folder for your work", "found"]
    assert "your work can't be written" in found and "WORKBOOK_WORK" in found


def test_too_little_memory(work, monkeypatch):
    monkeypatch.setattr(room, "gigabytes", lambda: (8.0, 0.7))
    found = look().set_index("check").loc["memory", "found"]
    assert found.startswith("only 0.7 of 8 GiB are free, expected 1.5 or more: close")


def test_a_spark_that_does_not_start(work, monkeypatch):
    def fail():
        raise RuntimeError("Spark did not start on local[*]")

    monkeypatch.setattr(room, "get_spark", fail)
    found = look(spark=True)["found"].iloc[-1]
    assert found == "Spark did not start on local[*]"  # its own remedy comes with it


def test_the_table_is_shown_whole(work):
    assert isinstance(look(), pd.DataFrame)
    page = preflight().to_html()
    assert "pre-wrap" in page and "packages as wanted" in page
