"""A pack is whole or not there, and make installs from it without any network."""

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pip
import pytest

from utils.files import ROOT
from workshop import offline_pack
from workshop.offline_pack import build, main, workbook

# A package with one module, and a project that wants it; each is its own build backend.
BACKEND = """\
import zipfile


def build_editable(folder, settings=None, metadata=None):
    name = "{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(f"{{folder}}/{{name}}", "w") as wheel:
        info = "{name}-1.0.dist-info"
        wheel.writestr("{name}.py", "here = True")
        needs = "{needs}"
        wheel.writestr(
            f"{{info}}/METADATA",
            f"Metadata-Version: 2.1\\nName: {name}\\nVersion: 1.0\\n{{needs}}\\n",
        )
        wheel.writestr(f"{{info}}/WHEEL", "Wheel-Version: 1.0\\nTag: py3-none-any\\n")
        wheel.writestr(f"{{info}}/RECORD", "")
    return name


def get_requires_for_build_editable(settings=None):
    return []
"""
PROJECT = """\
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
"""


@pytest.fixture
def stand_in(tmp_path):
    """A tiny workbook with our own Makefile, and a pack of the one thing it needs."""
    names = {}
    exec(BACKEND.format(name="tinything", needs=""), names)
    (tmp_path / "pack" / "wheels").mkdir(parents=True)
    names["build_editable"](tmp_path / "pack" / "wheels")
    (tmp_path / "pack" / "README.txt").write_text("for another machine")
    folder = tmp_path / "workbook"
    (folder / "workshop").mkdir(parents=True)
    needs = "Requires-Dist: tinything"
    (folder / "backend.py").write_text(BACKEND.format(name="tinybook", needs=needs))
    (folder / "pyproject.toml").write_text(PROJECT)
    (folder / "constraints.txt").write_text("tinything==1.0\n")
    (folder / "utils").mkdir()
    for name in ("utils/preflight", "workshop/__main__"):
        (folder / f"{name}.py").write_text(
            "import sys, tinything\nprint('lab', *sys.argv[1:], tinything.here)"
        )
    shutil.copy(ROOT / "Makefile", folder)
    # The set-up keeps a .venv that serves; this one is made faster than by ensurepip.
    venv.create(folder / ".venv", symlinks=True)
    (site,) = (folder / ".venv" / "lib").glob("python*/site-packages")
    (site / "pip").symlink_to(Path(pip.__file__).parent)
    return folder


@pytest.fixture
def make_lab(stand_in, cut_off):
    return lambda pack: run_make(cut_off, stand_in, pack)


def run_make(cut_off, folder, pack):
    command = ["make", "lab", f"PACK={pack}", f"PYTHON={sys.executable}"]
    environment = {k: v for k, v in os.environ.items() if k[:4] not in ("PIP_", "PYTH")}
    return subprocess.run(
        [*cut_off, *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_make_lab_installs_from_a_pack_without_a_network(stand_in, make_lab):
    wrong = make_lab(stand_in)
    assert wrong.returncode and "There is no folder wheels in" in wrong.stdout
    done = make_lab(stand_in.parent / "pack")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "lab --compile True" in done.stdout and "lab lab True" in done.stdout
    # A pack without what is wanted: pip's reason, and what the pack is for.
    (stand_in / "constraints.txt").write_text("tinything==2.0\n")
    done = make_lab(stand_in.parent / "pack")
    assert done.returncode and "for another machine" in done.stdout


def fake_pip(command, **options):
    if "wheel" not in command:
        return REAL(command, **options)
    folder = command[command.index("--wheel-dir") + 1]
    os.mkdir(folder)
    open(f"{folder}/numpy-2-x.whl", "w").close()
    wanted = {"constraints.txt", "setuptools>=77", "numpy>=2.2", "numba>=0.63"}
    assert wanted <= set(command)
    assert "." not in command  # pip would leave a folder named build here
    return None


REAL = subprocess.run


def test_a_pack_holds_wheels_workbook_and_two_lines(tmp_path, monkeypatch):
    monkeypatch.setattr(offline_pack.subprocess, "run", fake_pip)
    pack = tmp_path / "built" / "pack"
    (pack / "wheels").mkdir(parents=True)
    (pack / "wheels" / "old.whl").touch()
    build(pack)
    assert [p.name for p in (pack / "wheels").iterdir()] == ["numpy-2-x.whl"]
    assert "make lab PACK=" in (pack / "README.txt").read_text(encoding="utf-8")
    names = zipfile.ZipFile(pack / "recommender-workbook.zip").namelist()
    assert "recommender-workbook/Makefile" in names
    assert "recommender-workbook/data/movielens-small/ratings.csv" in names
    assert [p.name for p in pack.parent.iterdir()] == ["pack"]  # nothing half-made


def test_without_git_it_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(offline_pack, "ROOT", tmp_path)
    with pytest.raises(RuntimeError, match="a folder that came from git clone"):
        workbook(tmp_path / "workbook.zip")
    monkeypatch.setattr(offline_pack, "build", lambda: workbook(tmp_path / "w.zip"))
    assert main() == 1
    assert "No pack was made: git can't pack" in capsys.readouterr().out


def test_without_a_git_program_or_room_on_the_disk_it_says_so(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RuntimeError, match="git is not installed"):
        workbook(tmp_path / "workbook.zip")

    def full():
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(offline_pack, "build", full)
    assert main() == 1
    assert "No pack was made: [Errno 28] No space left" in capsys.readouterr().out
