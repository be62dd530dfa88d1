"""All packages and the workbook in one folder, for a stick; installs without a network.

``python -m utils.offline_pack`` fills _build/offline-pack/; then, on a machine like
this one, ``make lab PACK=/path/to/offline-pack``.
"""

import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from utils.files import ROOT, write_whole
from utils.machine import system

PACK = ROOT / "_build" / "offline-pack"
BUILD = "setuptools>=77"  # pyproject's build-system: pip builds with it, offline too
README = """\
1. Unpack recommender-workbook.zip, open a terminal there: make lab PACK="THIS FOLDER"
2. Or in a conda environment: pip install --no-index --find-links "THIS FOLDER/wheels" \
--constraint constraints.txt --editable . and python -m utils.notebooks lab
Made for {system} ({machine}) with Python {python}.
"""


def wheels(folder: Path) -> None:
    """Gather a wheel of every package of constraints.txt that is installed here.

    PySpark has none of its own: pip makes one, which takes minutes the first time.
    """
    command = [sys.executable, "-m", "pip", "wheel", "--wheel-dir", str(folder)]
    subprocess.run(
        [*command, "--constraint", "constraints.txt", ".", BUILD], cwd=ROOT, check=True
    )
    for own in folder.glob("recommender_workbook-*.whl"):
        own.unlink()  # the workbook itself is installed from its folder, editable


def workbook(target: Path) -> None:
    """Write a zip of what git has of the workbook, as last committed.

    Raises
    ------
    RuntimeError
        If this folder is not git's.
    """
    command = ["git", "archive", "--format=zip", "--prefix=recommender-workbook/"]
    done = subprocess.run(
        [*command, f"--output={target}", "HEAD"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
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
    print("Gathering about 600 MB; the first time it takes some minutes.", flush=True)
    try:
        pack = build()
    except (RuntimeError, subprocess.CalledProcessError) as error:
        print(f"No pack was made: {error}")
        return 1
    size = sum(f.stat().st_size for f in pack.rglob("*") if f.is_file()) / 1e6
    print(f"{size:.0f} MB in {pack}. Copy it to a stick; its README.txt says the rest.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
