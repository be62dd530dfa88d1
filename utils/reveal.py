"""reveal.js, which shows slides: fetched once as part of a Python package, and kept."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from utils.download import cache_folder

# A package for Sphinx that carries reveal.js 5.2.0 (MIT). Of reveal.js alone there is
# none; we take its files and nothing else, so its own dependencies are left out.
PACKAGE = "sphinx-revealjs==3.2.1"
SUM = "805bed3ca459346e0f01967d5ed1c40d6b7b917de1541e1e4566c8341fe7017b"
INSIDE = "sphinx_revealjs/_static/revealjs"
WANTED = [
    "LICENSE",
    "dist/reset.css",
    "dist/reveal.css",
    "dist/reveal.js",
    "dist/theme/white.css",
    "dist/theme/fonts/source-sans-pro",
    "plugin/notes/notes.js",
]


def reveal_folder() -> Path:
    """The folder with reveal.js; at the first call pip fetches it, and checks its sum.

    Raises
    ------
    RuntimeError
        If pip can't get it.
    """
    folder = cache_folder() / PACKAGE.replace("==", "-")
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
            _install(Path(scratch))
            (Path(scratch) / "package").replace(folder)  # all of it, or nothing
    return folder / INSIDE


def _install(scratch: Path) -> None:
    wanted = scratch / "wanted.txt"
    wanted.write_text(f"{PACKAGE} --hash=sha256:{SUM}\n", encoding="utf-8")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
    command += ["--only-binary=:all:", "--require-hashes", "--no-compile"]
    command += [f"--target={scratch / 'package'}", f"--requirement={wanted}"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["pip failed"])[-1]
        raise RuntimeError(
            f"reveal.js could not be fetched with the package {PACKAGE} ({reason}): "
            "this needs the network once; try again on another one"
        )


def put_reveal(target: Path) -> None:
    """Copy what the slides need of reveal.js, its licence included."""
    source = reveal_folder()
    for name in WANTED:
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        if (source / name).is_dir():
            shutil.copytree(source / name, place, dirs_exist_ok=True)
        else:
            shutil.copyfile(source / name, place)
