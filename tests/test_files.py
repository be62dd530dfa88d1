"""A file is written whole, or stays as it was."""

from pathlib import Path

import pytest

from utils.files import write_whole


@pytest.mark.parametrize("content", ["é\n", b"\x89PNG\r\n"])
def test_text_and_bytes_are_written_as_they_are(tmp_path, content):
    path = tmp_path / "a.txt"
    path.write_text("before", encoding="utf-8")
    write_whole(path, content)
    wanted = content.encode("utf-8") if isinstance(content, str) else content
    assert path.read_bytes() == wanted
    assert list(tmp_path.iterdir()) == [path]


def test_what_was_there_stays_if_the_disk_is_full(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text("before", encoding="utf-8")

    def half(self, content):
        with self.open("wb") as file:
            file.write(content[:2])
        raise OSError("no space left")

    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(OSError, match="no space left"):
        write_whole(path, b"after")
    assert path.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [path]
