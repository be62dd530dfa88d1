"""What CONTRIBUTING.md promises is held by the tests that it names."""

import ast
import re

import pytest

from utils.files import ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TEXT)
ROWS = re.findall(r"^\| ([\w ]+?)(?:,| or|:).*`tests/.*\|$", TEXT, re.MULTILINE)


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_a_named_test_is_there_and_runs(path, name):
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    (test,) = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name == name
    ]
    asked = [ast.unparse(decorator) for decorator in test.decorator_list]
    assert name.startswith("test_") and "pytest.mark.slow" not in asked


def test_each_promise_has_a_test():
    assert len(ROWS) >= 11
    for promise in [
        "files",
        "sums",
        "sockets",
        "lost worker",
        "killed JVM",
        "bad rows",
    ]:
        assert promise in ROWS
    assert {"full", "exports", "class folders", "submissions"} <= set(ROWS)
