import ast

import pytest

from workshop import blank as room
from workshop.blank import blank, outline_of, write
from workshop.notebooks import originals, read, tags, without_claims

ALL = originals()
NAMES = [path.name for path in ALL]


@pytest.mark.parametrize("path", ALL, ids=NAMES)
def test_prose_imports_stubs_and_checks_stay_and_the_rest_goes(path):
    before, after = without_claims(read(path)), blank(read(path))
    emptied = 0
    for old, new in zip(before.cells, after.cells, strict=True):
        assert (old.id, old.metadata) == (new.id, new.metadata)
        if old.cell_type == "markdown" or {"exercise", "check", "guess"} & set(
            tags(old)
        ):
            assert new.source == old.source
        else:
            ast.parse(new.source)  # it runs, as far as it goes
            emptied += new.source != old.source
    assert emptied >= 5
    assert all(not c.outputs for c in after.cells if c.cell_type == "code")


def test_imports_data_and_heads_stay_and_the_rest_is_named():
    source = """
from os import (
    path,
    sep,
)

toy = pd.DataFrame({"Heat": [1, np.nan]})


def rated(X, u):
    \"\"\"What a user rated.\"\"\"
    import os

    return X[u]


means, n = toy.mean(), 3
means["Heat"] = n
print(path, sep)
"""
    outline = outline_of(source)
    ast.parse(outline)
    kept, rest = outline.split("toy = ")
    assert kept == "from os import (\n    path,\n    sep,\n)\n\n"
    lines = [line.strip() for line in rest.splitlines() if line]
    data = 'pd.DataFrame({"Heat": [1, np.nan]})'
    assert lines[:3] == [data, "def rated(X, u):", '"""What a user rated."""']
    assert "return" not in outline and "print" not in outline
    assert outline.endswith("    ...\n\n\n# makes means, n\n\n")


def test_what_was_typed_is_not_overwritten(tmp_path, monkeypatch):
    monkeypatch.setattr(room, "BLANK", tmp_path / "blank")
    assert [path.name for path in write()] == NAMES
    typed = tmp_path / "blank" / NAMES[0]
    typed.write_text("typed", encoding="utf-8")
    (tmp_path / "blank" / NAMES[1]).unlink()
    assert [path.name for path in write()] == [NAMES[1]]
    assert typed.read_text(encoding="utf-8") == "typed"
