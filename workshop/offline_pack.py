"""All packages and the workbook in one folder, for a stick; installs without a network.

``python -m workshop offline-pack`` fills _build/offline-pack/; then, on a machine like
this one, ``make lab PACK=/path/to/offline-pack``.
"""

import platform
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from utils.files import ROOT, write_whole
from utils.machine import system

PACK = ROOT / "_build" / "offline-pack"
README = """\
1. Unpack recommender-workbook.zip; in its folder recommender-workbook run
   make lab PACK="THIS FOLDER"
2. Or in a conda environment: pip install --no-index --find-links "THIS FOLDER/wheels" \
--constraint constraints.txt --editable . and python -m workshop lab
Made for {system} ({machine}) with Python {python}.
"""


def wanted() -> list[str]:
    """What pyproject.toml asks for: to use the workbook, and for pip to install it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return project["project"]["dependencies"] + project["build-system"]["requires"]


def wheels(folder: Path) -> None:
    """Gather a wheel of every package that the workbook needs on a machine like this.

    The workbook itself is installed from its folder, editable.

    PySpark has none of its own: pip makes one, which takes minutes the first time.
    """
    command = [sys.executable, "-m", "pip", "wheel", "--wheel-dir", str(folder)]
    subprocess.run(
        [*command, "--constraint", "constraints.txt", *wanted()], cwd=ROOT, check=True
    )


def workbook(target: Path) -> None:
    """Write a zip of what git has of the workbook, as last committed.

    Raises
    ------
    RuntimeError
        If this folder is not git's, or there is no git.
    """
    command = ["git", "archive", "--format=zip", "--prefix=recommender-workbook/"]
    try:
        done = subprocess.run(
            [*command, f"--output={target}", "HEAD"],
            cwd=ROOT,
            check=False,
            capture_output=True,
            text=True,
        )
    except FileNotFoundError:
        raise RuntimeError(
            "git is not installed: install it, or make the offline pack on a machine "
            "that has it"
        ) from None
    if done.returncode:
        raise RuntimeError(
            f"git can't pack {ROOT} ({done.stderr.strip()}): make the offline pack in "
            "a folder that came from git clone"
        )


def build(pack: Path = PACK) -> Path:
    """Fill the folder, all of it or nothing, in place of an older one."""
    pack.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=pack.parent, prefix=".pack-") as scratch:
        part = Path(scratch) / pack.name
        part.mkdir()
        workbook(part / "recommender-workbook.zip")
        wheels(part / "wheels")
        facts = {
            "system": system(),
            "machine": platform.machine(),
            "python": ".".join(map(str, sys.version_info[:2])),
        }
        write_whole(part / "README.txt", README.format(**facts))
        shutil.rmtree(pack, ignore_errors=True)
        part.replace(pack)
    return pack


def main() -> int:
    """Fill the pack, or say why not."""
    print("Gathering about 700 MB; the first time it takes some minutes.", flush=True)
    try:
        pack = build()
    except (OSError, RuntimeError, subprocess.CalledProcessError) as error:
        print(f"No pack was made: {error}")
        return 1
    size = sum(f.stat().st_size for f in pack.rglob("*") if f.is_file()) / 1e6
    print(f"{size:.0f} MB in {pack}. Copy it to a stick; its README.txt says the rest.")
    return 0
