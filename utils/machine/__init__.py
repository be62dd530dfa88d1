"""What machine this is: its system, what to do there, and one line about it."""

import os
import platform
import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    import pandas as pd

PROC, GROUPS = Path("/proc"), Path("/sys/fs/cgroup")

NAMES = {"Darwin": "macOS", "Windows": "Windows"}  # everything else is a Linux to us
# What to do where something is not ready; `{...}` is filled in by who asks.
REMEDIES = {
    "python": {
        "Windows": "in a conda prompt, conda env create -f environment.yml brings one",
        "macOS": "brew install python@3.12, then make setup",
        "Linux": "sudo apt install python3 python3-venv (Fedora: sudo dnf install "
        "python3.12), then make setup",
    },
    "packages": {
        "Windows": "in a conda prompt, in the workbook's folder, run conda env update "
        "-f environment.yml, then conda activate recommender-workbook",
        "macOS": "run make setup in the workbook's folder",
        "Linux": "run make setup in the workbook's folder",
    },
    "strangers": dict.fromkeys(
        ("Windows", "macOS", "Linux"),
        "packages from elsewhere come before the workbook's; empty the variable "
        "PYTHONPATH, set PYTHONNOUSERSITE to 1 for those in ~/.local, and start again",
    ),
    "broken": {
        "Windows": "in a conda prompt, run conda env remove -n recommender-workbook, "
        "then conda env create -f environment.yml in the workbook's folder",
        "macOS": "run make clean, then make setup in the workbook's folder (your work "
        "stays)",
        "Linux": "run make clean, then make setup in the workbook's folder (your work "
        "stays)",
    },
    "temporary": {
        "Windows": "let TEMP name a folder on a larger disk",
        "macOS": "let TMPDIR name a folder on a larger disk (export TMPDIR=...)",
        "Linux": "let TMPDIR name a folder on a larger disk (export TMPDIR=...)",
    },
    "folder": {
        "Windows": "set the variable WORKBOOK_WORK to a folder of yours (setx "
        'WORKBOOK_WORK "%USERPROFILE%\\workbook"), and open a new prompt',
        "macOS": 'run export WORKBOOK_WORK="$HOME/workbook", and start again',
        "Linux": 'run export WORKBOOK_WORK="$HOME/workbook", and start again',
    },
    "memory": {
        "Windows": "close other programs (Ctrl+Shift+Esc shows the largest)",
        "macOS": "close other programs (Activity Monitor shows the largest)",
        "Linux": "close other programs (top shows the largest; M sorts by memory)",
    },
    "spark": {
        "Windows": "restart the kernel and try again; if it stays so, let the firewall "
        "pass Java on this machine, or set TEMP to a folder without spaces",
        "macOS": "restart the kernel and try again",
        "Linux": "restart the kernel and try again",
    },
}


def system() -> str:
    """This system: "Windows", "macOS" or "Linux"."""
    return NAMES.get(platform.system(), "Linux")


def remedy(what: str) -> str:
    """Say in a sentence what to do here; in a conda environment, conda's way."""
    conda = os.environ.get("CONDA_PREFIX") == sys.prefix
    if what in ("packages", "broken") and conda:
        return REMEDIES[what]["Windows"].removeprefix("in a conda prompt, ")
    return REMEDIES[what][system()]


def _groups() -> Iterator[tuple[int, int]]:
    """(limit, in use) in bytes of each control group around this process, 1 or 2."""
    try:
        lines = (PROC / "self" / "cgroup").read_text().splitlines()
    except OSError:  # no Linux
        return
    for line in lines:
        kinds, path = line.split(":", 2)[1:]
        if kinds not in ("", "memory"):
            continue
        old = kinds == "memory"
        names = ("limit_in_bytes", "usage_in_bytes") if old else ("max", "current")
        root = GROUPS / kinds
        folder = root / path.lstrip("/")
        # In a container the path may be the host's, and the root is our own.
        for place in [folder, *folder.parents]:
            if place == root.parent:
                break
            try:
                limit, used = [(place / f"memory.{n}").read_text() for n in names]
                stat = (place / "memory.stat").read_text()
            except OSError:
                continue
            cached = re.findall(r"^(?:total_)?inactive_file (\d+)$", stat, re.MULTILINE)
            if limit.strip() != "max":
                yield int(limit), int(used) - max(map(int, cached), default=0)


def memory() -> tuple[int, int]:
    """Bytes of memory that this process may have, and what of it is free.

    The limit of a container, a hub's control group or ``ulimit -v`` counts.
    """
    machine = psutil.virtual_memory()
    whole, free = machine.total, machine.available
    for limit, used in _groups():
        whole, free = min(whole, limit), min(free, max(limit - used, 0))
    if hasattr(psutil, "RLIMIT_AS"):  # Linux
        addresses = psutil.Process().rlimit(psutil.RLIMIT_AS)[0]
        if addresses != psutil.RLIM_INFINITY:
            whole, free = min(whole, addresses), min(free, addresses)
    return whole, free


def gigabytes() -> tuple[float, float]:
    """Memory that this process may have, and what of it is free, in GiB."""
    whole, free = memory()
    return whole / 2**30, free / 2**30


def workbook() -> str:
    """The version of this workbook, so that a course can say which one the room had."""
    try:
        return f"workbook {version('recommender-workbook')}"
    except PackageNotFoundError:
        return "workbook not installed"


def machine_line(table: "pd.DataFrame") -> str:
    """One line about this machine to send to an instructor; nothing personal in it.

    Parameters
    ----------
    table : DataFrame
        From `utils.preflight.look`.

    Examples
    --------
    >>> import pandas as pd
    >>> looked = [("Python", "ready", "Python 3.12.4"), ("Java", "not ready", "none")]
    >>> table = pd.DataFrame(looked, columns=["check", "state", "found"])
    >>> machine_line(table).split(" · ")[0]
    'not ready (Java)'
    """
    wrong = table.loc[table["state"] != "ready", "check"]
    ready = f"not ready ({', '.join(wrong)})" if len(wrong) else "ready"
    java = table.set_index("check")["found"].get("Java", "")
    java = " ".join(java.split()[:2]) if java.startswith("Java ") else "no Java"
    try:
        spark = f"pyspark {version('pyspark')}"
    except PackageNotFoundError:
        spark = "no pyspark"
    whole, free = gigabytes()
    parts = [
        ready,
        workbook(),
        f"{system()} {platform.release()} {platform.machine()}",
        f"Python {platform.python_version()}",
        java,
        spark,
        f"{os.cpu_count()} cores",
        f"{whole:.0f} GiB, {free:.0f} free",
    ]
    return " · ".join(parts)
