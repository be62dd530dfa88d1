"""What you have done so far, kept in the folder work/record/, a file an exercise."""

import contextlib
import json
import os
import shutil
import time
from pathlib import Path
from typing import Any

from utils.files import work_folder, write_whole

ORDER = ("not attempted", "skipped", "not yet", "right")
# Numbers in 0.1, whose record was work/progress/ -> since 0.2, in order of appearance.
RENUMBERED = {"3.5": "3.3", "3.3": "3.4", "3.4": "3.5", "4.6": "4.5", "4.5": "4.6"}


# What could not be written: this kernel goes on with it, (folder, exercise) -> entry.
_UNWRITTEN: dict[tuple[Path | None, str], dict[str, Any]] = {}


def _folder() -> Path | None:
    """The folder of the record; None where not even the one for work can be made."""
    try:
        work = work_folder()
    except OSError:
        return None
    folder = work / "record"
    if not folder.exists():
        _begin(folder, work / "progress")
    return folder


def _begin(folder: Path, old: Path) -> None:
    """Make the folder, with what 0.1 kept: whole, so that it is done only once."""
    part = folder.with_name(f".record.{os.getpid()}.part")
    # Another notebook may be quicker; where nothing can be written, `change` says so.
    with contextlib.suppress(OSError):
        part.mkdir(exist_ok=True)
        for path in old.glob("*.json"):
            shutil.copy(path, part / f"{RENUMBERED.get(path.stem, path.stem)}.json")
        part.rename(folder)
    shutil.rmtree(part, ignore_errors=True)


def _read(path: Path) -> dict[str, Any]:
    """One entry; a damaged file is set aside, not lost, and begun anew."""
    try:
        entry = json.loads(path.read_text(encoding="utf-8"))
        if entry.get("state", ORDER[0]) not in ORDER:
            raise ValueError("not a state")
    except (ValueError, AttributeError):
        aside = path.with_suffix(f".damaged-{time.strftime('%Y%m%d-%H%M%S')}")
        with contextlib.suppress(OSError):  # a disk that is read only keeps it
            path.replace(aside)
            print(f"{path.name} was damaged; it was set aside as {aside.name}.")
        return {}
    return entry


def load() -> dict[str, dict[str, Any]]:
    """The record: exercise -> state, attempts, hints taken, when."""
    folder = _folder()
    if folder is None:
        print(
            "Progress can't be kept, since the folder for your work can't be made; it "
            "lasts as long as this kernel. WORKBOOK_WORK may name another folder."
        )
    written = sorted(folder.glob("*.json")) if folder else []
    kept = {path.stem: _read(path) for path in written}
    return kept | {e: entry for (at, e), entry in _UNWRITTEN.items() if at == folder}


def entry(exercise_id: str) -> dict[str, Any]:
    """What is recorded of one exercise."""
    folder = _folder()
    if (folder, exercise_id) in _UNWRITTEN:
        return _UNWRITTEN[folder, exercise_id]
    path = folder / f"{exercise_id}.json" if folder else None
    return _read(path) if path and path.exists() else {}


def change(exercise_id: str, **changes: Any) -> None:
    """Write changes to one exercise's entry; without a disk, remember them.

    Raises
    ------
    OSError
        If they can't be written.
    """
    folder, whole = _folder(), entry(exercise_id) | changes
    _UNWRITTEN[folder, exercise_id] = whole
    folder = work_folder() / "record"
    folder.mkdir(exist_ok=True)
    text = json.dumps(whole, indent=1, sort_keys=True)
    write_whole(folder / f"{exercise_id}.json", text + "\n")
    del _UNWRITTEN[folder, exercise_id]


def forget_unwritten(exercise_id: str) -> None:
    """Go back to what is on the disk of an entry, for whoever shows only that."""
    _UNWRITTEN.pop((_folder(), exercise_id), None)


def note_state(exercise_id: str, state: str) -> None:
    """Record the state of an exercise; what was right once stays right."""
    before = entry(exercise_id)
    best = max(state, before.get("state", ORDER[0]), key=ORDER.index)
    attempts = before.get("attempts", 0) + (state in ("not yet", "right"))
    when = time.strftime("%Y-%m-%d %H:%M:%S")
    change(exercise_id, state=best, attempts=attempts, when=when)
