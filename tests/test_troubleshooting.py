"""What docs/troubleshooting.md quotes is what the code says."""

import ast
import functools
import re

import pytest

from utils.files import ROOT

PAGE = (ROOT / "docs" / "troubleshooting.md").read_text(encoding="utf-8")
OURS = [q for q in re.findall(r"^### `(.+?)`", PAGE, re.M) if not q.startswith("make:")]


def text(node):
    """A string of the code, with … for what is filled in."""
    if isinstance(node, ast.JoinedStr):
        return "".join(map(text, node.values))
    return node.value if isinstance(node, ast.Constant) else "…"


@functools.cache
def everything_said():
    said = [(ROOT / "Makefile").read_text(encoding="utf-8")]
    for path in [*ROOT.glob("utils/**/*.py"), *ROOT.glob("workshop/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr) or (
                isinstance(node, ast.Constant) and isinstance(node.value, str)
            ):
                said.append(" ".join(text(node).split()))
    return said


@pytest.mark.parametrize("quoted", OURS, ids=lambda quoted: quoted[:40])
def test_a_quoted_message_is_said_by_the_code(quoted):
    assert any(quoted in said for said in everything_said()), (
        "the code says it no more: mend the page"
    )


def test_enough_is_quoted():
    assert len(OURS) >= 20 and len(set(OURS)) == len(OURS)
