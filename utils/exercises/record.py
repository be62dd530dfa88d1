"""What you have done so far, kept in the folder work/."""

import json
import time
from typing import Any

from utils.files import work_folder, write_whole

ORDER = ("not attempted", "caught up", "not yet", "right")


def load() -> dict[str, dict[str, Any]]:
    """The record: exercise -> state, attempts, hints taken, when.

    A damaged file is set aside, not lost, and a new record is begun.
    """
    path = work_folder() / "progress.json"
    if not path.exists():
        return {}
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        if not all(isinstance(entry, dict) for entry in record.values()):
            raise ValueError("not a record")
    except (ValueError, AttributeError):
        aside = path.with_name(
            f"progress-damaged-{time.strftime('%Y%m%d-%H%M%S')}.json"
        )
        path.replace(aside)
        print(f"{path.name} was damaged; it was set aside as {aside.name}.")
        return {}
    return record


def change(exercise_id: str, **changes: Any) -> None:
    """Write changes to one exercise's entry."""
    record = load()
    record.setdefault(exercise_id, {}).update(changes)
    text = json.dumps(record, indent=1, sort_keys=True)
    write_whole(work_folder() / "progress.json", text + "\n")


def note_state(exercise_id: str, state: str) -> None:
    """Record the state of an exercise; what was right once stays right."""
    entry = load().get(exercise_id, {})
    best = max(state, entry.get("state", ORDER[0]), key=ORDER.index)
    attempts = entry.get("attempts", 0) + (state in ("not yet", "right"))
    when = time.strftime("%Y-%m-%d %H:%M:%S")
    change(exercise_id, state=best, attempts=attempts, when=when)
