"""A copy of the notebooks without most of their code, to type it live.

``python -m utils.blank`` writes it into _build/blank/; what is there already is yours,
and is not touched. Prose, imports, stubs with their checks, sliders and the start of
Spark stay, since nobody wants to watch these being typed.
"""

import ast
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from utils.files import ROOT, write_whole
from utils.notebooks import cleared, originals, read, tags

BLANK = ROOT / "_build" / "blank"
WHOLE = {"exercise", "check", "demo"}  # tags of cells that stay as they are
SET_UP = ("utils.widgets", "get_spark(", "spark.stop()")


def imports_of(source: str) -> str:
    """The import lines of a cell, and a line to go on from.

    >>> imports_of("import math\\n\\nmath.pi")
    'import math\\n\\n'
    >>> imports_of("1 + 1")
    ''
    """
    nodes = [
        ast.get_source_segment(source, node)
        for node in ast.parse(source).body
        if isinstance(node, (ast.Import, ast.ImportFrom))
    ]
    return "\n".join(nodes) + "\n\n" if nodes else ""


def blank(notebook: NotebookNode) -> NotebookNode:
    """A notebook without outputs, and without the code that is to be typed."""
    notebook = cleared(notebook)
    for cell in notebook.cells:
        kept = WHOLE & set(tags(cell)) or any(word in cell.source for word in SET_UP)
        if cell.cell_type == "code" and not kept:
            cell.source = imports_of(cell.source)
    return notebook


def write() -> list[Path]:
    """Write what is not there yet; return what was written."""
    BLANK.mkdir(parents=True, exist_ok=True)
    new = []
    for path in originals():
        target = BLANK / path.name
        if not target.exists():
            write_whole(target, nbformat.writes(blank(read(path))) + "\n")
            new.append(target)
    return new


if __name__ == "__main__":
    print(
        f"{len(write())} notebooks without code written to {BLANK}. Open them there in "
        "the JupyterLab of make lab. To begin one again, delete it."
    )
