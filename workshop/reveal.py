"""reveal.js, which shows slides: fetched once as part of a Python package, and kept."""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from utils.data.download import cache_folder

# A package for Sphinx that carries reveal.js 5.2.0 (MIT). Of reveal.js alone there is
# none; we take its files and nothing else, so its own dependencies are left out.
PACKAGE = "sphinx-revealjs==3.2.1"
# What pip writes where the network, and not the package or pip, is at fault.
NO_NETWORK = re.compile(
    "NewConnectionError|NameResolutionError|Failed to establish|Failed to resolve|"
    "Temporary failure|timed out|Tunnel connection failed|Connection reset"
)
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
    ConnectionError
        If there is no network to get it by.
    RuntimeError
        If pip fails otherwise, such as at a wrong sum.
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
    command.append("--retries=2")  # each is told of, and `_why` looks for that
    command += [f"--target={scratch / 'package'}", f"--requirement={wanted}"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise _why(done.stderr)


def _why(said: str) -> ConnectionError | RuntimeError:
    """What to raise when pip failed, from what it said."""
    failed = f"reveal.js could not be fetched with the package {PACKAGE}"
    if NO_NETWORK.search(said) and "DO NOT MATCH THE HASHES" not in said:
        return ConnectionError(
            f"{failed}, there was no network: this needs it once; try again on another"
        )
    lines = said.strip().splitlines() or ["it failed without a word"]
    reason = next((line for line in lines if line.startswith("ERROR")), lines[-1])
    return RuntimeError(
        f"{failed}; pip says {reason!r}: look for an index or a rule of your own in "
        "`python -m pip config list`, and whether `python -m pip --version` works"
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
