"""A copy of the notebooks without most of their code, to type it live.

``python -m workshop blank`` writes it into _build/blank/; what is there already is
yours, and is not touched. Prose, imports, made-up data, the heads of functions, stubs
with their checks, sliders and the start of Spark stay, since nobody wants to watch
these being typed; and a comment says which names the rest is to make.
"""

import ast
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from utils.files import ROOT, write_whole
from workshop.notebooks import cleared, originals, read, tags, without_claims

BLANK = ROOT / "_build" / "blank"
WHOLE = {"exercise", "check", "demo", "guess"}  # tags of cells that stay as they are
SET_UP = ("utils.widgets", "get_spark(")
LIBRARIES = {"np", "pd", "sparse"}  # what needs nothing else is made-up data


def outline_of(source: str) -> str:
    """What stays of a cell, and the names that are to be made.

    >>> print(outline_of("import math\\n\\nfour = 4\\nroot = four**0.5").strip())
    import math
    <BLANKLINE>
    four = 4
    # makes root
    """
    imports, rest, made = [], [], {}
    for node in ast.parse(source).body:
        text = ast.get_source_segment(source, node)
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            imports.append(text)
        elif isinstance(node, ast.FunctionDef):
            rest.append(_head(node, source))
        elif isinstance(node, ast.Assign) and set(_names(node.value)) <= LIBRARIES:
            rest.append(text)
        elif isinstance(node, ast.Assign):
            made |= dict.fromkeys(name for t in node.targets for name in _names(t))
    wanted = [name for name in made if name not in ("_", "ax", "axes")]
    rest += [f"# makes {', '.join(wanted)}"] if wanted else []
    parts = ["\n".join(lines).strip() for lines in (imports, rest) if lines]
    return "".join(f"{part}\n\n" for part in parts)


def _names(node: ast.AST) -> list[str]:
    return [part.id for part in ast.walk(node) if isinstance(part, ast.Name)]


def _head(function: ast.FunctionDef, source: str) -> str:
    """Its first line and its docstring, and three dots."""
    first = function.body[0]
    documented = ast.get_docstring(function) is not None
    end = first.end_lineno if documented else first.lineno - 1
    kept = "\n".join(source.splitlines()[function.lineno - 1 : end])
    return f"\n\n{kept}\n    ...\n\n"


def blank(notebook: NotebookNode) -> NotebookNode:
    """A notebook without outputs, and without the code that is to be typed."""
    notebook = without_claims(cleared(notebook))
    for cell in notebook.cells:
        kept = WHOLE & set(tags(cell)) or any(word in cell.source for word in SET_UP)
        if cell.cell_type == "code" and not kept:
            cell.source = outline_of(cell.source)
    return notebook


def write() -> list[Path]:
    """Write what is not there yet; return what was written."""
    BLANK.mkdir(parents=True, exist_ok=True)
    new = []
    for path in originals():
        target = BLANK / path.name
        if not target.exists():
            text = nbformat.writes(blank(read(path))) + "\n"
            write_whole(target, text.replace("](../docs/", "](../../docs/"))
            new.append(target)
    return new


def main() -> int:
    """Write the copies, and say where they are."""
    print(
        f"{len(write())} notebooks without code written to {BLANK}. Open them there in "
        "the JupyterLab of make lab. To begin one again, delete it."
    )
    return 0
