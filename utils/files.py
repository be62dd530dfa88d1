"""Where things are, and how a file is written whole."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def work_folder() -> Path:
    """Folder with what is yours: notebooks, ratings, progress; made if need be."""
    folder = Path(os.environ.get("WORKBOOK_WORK") or ROOT / "work")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file so that a reader finds the old content or the new, never a half."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        if isinstance(content, str):
            part.write_text(content, encoding="utf-8", newline="\n")
        else:
            part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)  # a full disk has room for a half
