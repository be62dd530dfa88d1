import os
import re
import subprocess
import sys
from types import SimpleNamespace

import pandas as pd
import pytest

from utils import preflight as room
from utils.files import ROOT
from utils.machine import packages
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
    real = packages.distribution

    def distribution(name):
        if name == "seaborn":
            raise packages.PackageNotFoundError(name)
        if name != "pandas":
            return real(name)
        return SimpleNamespace(version="3.0.1", locate_file=real(name).locate_file)

    monkeypatch.setattr(packages, "distribution", distribution)
    table = look()
    assert state(table, "packages") == "not ready"
    found = table.set_index("check").loc["packages", "found"]
    assert re.search(r"pandas is 3\.0\.1, not <3,>=2\.3; seaborn is missing", found)
    assert "make setup" in found or "conda env update" in found


def test_what_is_imported_counts_and_not_what_is_installed(monkeypatch, tmp_path):
    """As with PYTHONPATH=$SPARK_HOME/python, which has no record of its version."""
    (tmp_path / "pyspark").mkdir()
    (tmp_path / "pyspark" / "__init__.py").write_text("__version__ = '3.5.1'")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(sys.modules, "pyspark", None)
    del sys.modules["pyspark"]
    with pytest.raises(RuntimeError) as caught:
        packages.as_wanted()
    found = str(caught.value)
    assert f"pyspark is 3.5.1 (imported from {tmp_path / 'pyspark'}), not" in found
    assert "PYTHONPATH" in found and "PYTHONNOUSERSITE" in found


@pytest.mark.parametrize("version", ["1.26.4", "2.4.0"])
def test_packages_in_a_home_folder(monkeypatch, tmp_path, version):
    """A whole package there is found, and is wrong only if its version is."""
    (tmp_path / "tqdm").mkdir()
    (tmp_path / "tqdm" / "__init__.py").write_text("")
    (tmp_path / f"tqdm-{version}.dist-info").mkdir()
    record = f"Metadata-Version: 2.1\nName: tqdm\nVersion: {version}\n"
    (tmp_path / f"tqdm-{version}.dist-info" / "METADATA").write_text(record)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(sys.modules, "tqdm", None)
    del sys.modules["tqdm"]
    assert packages.imported("tqdm") == (version, str(tmp_path / "tqdm"))


def test_a_package_that_can_not_be_imported_is_a_sentence(tmp_path):
    (tmp_path / "numpy").mkdir()
    broken = tmp_path / "numpy" / "__init__.py"
    broken.write_text("raise ImportError('no module\\nof that kind')")
    found = f"numpy can't be imported (ImportError: no module); found numpy in {broken}"
    for command in ("utils.preflight", "workshop lab"):
        done = subprocess.run(
            [sys.executable, "-m", *command.split()],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1 and done.stderr == ""
        assert done.stdout.startswith(f"Not ready: {found}, expected")
        assert "empty the variable PYTHONPATH" in done.stdout


def test_a_file_of_ones_own_in_place_of_a_package(monkeypatch, tmp_path):
    (tmp_path / "fitting.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(packages.BrokenPackage, match="'fitting' is not a package") as e:
        packages.import_first(("numpy.linalg", "fitting.linear"))
    assert f"found fitting in {tmp_path / 'fitting.py'}, expected" in str(e.value)


def test_a_broken_package_among_our_own_is_installed_anew(monkeypatch, tmp_path):
    (tmp_path / "halved.py").write_text("1 / 0")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    with pytest.raises(packages.BrokenPackage, match="ZeroDivisionError") as caught:
        packages.import_first(("halved",))
    assert "make clean" in str(caught.value) or "conda env" in str(caught.value)


def test_a_module_of_ones_own_that_hides_ours_is_named(work):
    work.mkdir()
    assert state(look(), "modules of yours") == "ready"
    (work / "utils.py").write_text("")
    found = look().set_index("check").loc["modules of yours", "found"]
    assert f"{work / 'utils.py'} hides the workbook's own package utils" in found


def test_a_small_folder_for_temporary_files(monkeypatch):
    monkeypatch.setattr(room.tempfile, "gettempdir", lambda: "/tiny")
    monkeypatch.setattr(
        room.shutil, "disk_usage", lambda folder: SimpleNamespace(free=2e8)
    )
    with pytest.raises(RuntimeError, match=r"only 0\.2 GiB are free in /tiny.*TMPDIR"):
        room._temporary()


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
