"""Minutes of notebooks and sections, and the run-sheets that are made of them.

The minutes stand in the notebooks' metadata under ``workbook``: ``teach`` and
``practise`` of the whole, ``routes`` that it is on, and of each section (at the cell
with its ``##`` heading) ``teach``, ``practise`` and what it gets on a shorter route.
``python -m workshop sheets`` writes docs/run-sheets.md.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import NamedTuple

from nbformat import NotebookNode

from utils.files import ROOT, write_whole
from workshop.notebooks import originals, read, title

SHEETS = ROOT / "docs" / "run-sheets.md"
ROUTES = {"90 minutes": 90, "half day": 240}  # minutes that there are, breaks included
BREAK, LONGEST = 10, 90  # a break's minutes; nobody sits longer without one
HEAD = """\
# Run-sheets

Written by `make sheets` from the minutes that stand in the notebooks' metadata; change
them there. What to say, and what goes wrong, is in the
[instructor's guide](instructor-guide.md).
"""


class Section(NamedTuple):
    """A section of a notebook, with its minutes."""

    title: str
    minutes: dict  # teach, practise, and of each route that does not leave it out
    exercises: list[str]  # "1.1", or "1.5 (extra)"


def sections(notebook: NotebookNode) -> list[Section]:
    """The sections of a notebook, in order.

    >>> from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
    >>> minutes = {"workbook": {"teach": 3, "practise": 4}}
    >>> head = new_markdown_cell("## Two sets\\n### Exercise 2.1 · A", metadata=minutes)
    >>> sections(new_notebook(cells=[head, new_code_cell("1")]))
    [Section(title='Two sets', minutes={'teach': 3, 'practise': 4}, exercises=['2.1'])]
    """
    found: list[Section] = []
    for cell in notebook.cells:
        if cell.cell_type != "markdown":
            continue
        for line in cell.source.splitlines():
            if line.startswith("## "):
                minutes = dict(cell.metadata.get("workbook", {}))
                found.append(Section(line[3:], minutes, []))
            elif named := re.match(r"### Exercise (\d+\.\d+)", line):
                extra = " (extra)" if "(extra)" in line else ""
                found[-1].exercises.append(named[1] + extra)
    return found


def minutes_of(notebook: NotebookNode) -> dict:
    """What a notebook's metadata say: teach, practise, routes."""
    return notebook.metadata.get("workbook", {"teach": 0, "practise": 0, "routes": []})


def on_route(notebook: NotebookNode, route: str) -> NotebookNode:
    """The notebook without the code of the sections that a route leaves out."""
    kept, keep = deepcopy(notebook), True
    kept.cells = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and re.search("^## ", cell.source, re.M):
            keep = route in cell.metadata.get("workbook", {})
        if keep or cell.cell_type == "markdown":
            kept.cells.append(cell)
    return kept


def _what(section: Section, minutes: int) -> str:
    """How the minutes are meant: to show, and for which exercises."""
    left = minutes - section.minutes["teach"]
    if left < 0:
        return "in short"
    if not left:
        return ""
    core = [e for e in section.exercises if "extra" not in e]
    wanted = section.minutes["practise"]
    named = (" and " if left == wanted else " or ").join(core)
    return f"{left} of them for exercise {named}" if core else f"{left} of them to try"


def _rows(route: str) -> Iterator[str]:
    """The lines of a route's table, the clock running."""
    clock, sat = 0, 0
    for path in originals():
        notebook = read(path)
        parts = [s for s in sections(notebook) if s.minutes.get(route)]
        whole = sum(part.minutes[route] for part in parts)
        if parts and sat and sat + whole > LONGEST:
            yield f"| {_clock(clock)} | {BREAK} | **Break** | |"
            clock, sat = clock + BREAK, 0
        if parts:
            link = f"[{title(notebook)}](../notebooks/{path.name})"
            yield f"| {_clock(clock)} | {whole} | **{link}** | |"
        for part in parts:
            length = part.minutes[route]
            row = f"{length} | {part.title} | {_what(part, length)}"
            yield f"| {_clock(clock)} | {row} |"
            clock += length
        sat += whole
    yield f"| {_clock(clock)} | {ROUTES[route] - clock} | **Left for questions** | |"


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"


def _left_out(route: str) -> Iterator[str]:
    for path in originals():
        notebook = read(path)
        parts = sections(notebook)
        out = [s.title for s in parts if not s.minutes.get(route)]
        if len(out) == len(parts):
            yield f"- {title(notebook)}: all of it"
        elif out:
            yield f"- {title(notebook)}: {'; '.join(out)}"


def _room(route: str) -> str:
    """The run-sheet of a route for a room, minute by minute."""
    table = "| clock | minutes | section | |\n|---|---|---|---|\n"
    out = "\n".join(_left_out(route))
    return (
        f"## {route.capitalize()}\n\n{table}{chr(10).join(_rows(route))}\n\n"
        f"Left out, for afterwards:\n\n{out}\n"
    )


def _alone() -> str:
    """The run-sheet of somebody who works alone: a notebook a line."""
    rows, sums = [], [0, 0]
    for path in originals():
        notebook = read(path)
        whole = minutes_of(notebook)
        teach, practise = whole["teach"], whole["practise"]
        sums = [sums[0] + teach, sums[1] + practise]
        exercises = [e for section in sections(notebook) for e in section.exercises]
        link = f"[{title(notebook)}](../notebooks/{path.name})"
        rows.append(f"| {link} | {teach} | {practise} | {', '.join(exercises)} |")
    total = f"| together, {sum(sums) / 60:.1f} hours | {sums[0]} | {sums[1]} | |"
    return (
        "## Self-paced\n\nA notebook at a sitting is a good measure. Minutes are to "
        "read and run, and to practise.\n\n"
        "| notebook | read | practise | exercises |\n|---|---|---|---|\n"
        + "\n".join([*rows, total])
        + "\n"
    )


def run_sheets() -> str:
    """The text of docs/run-sheets.md."""
    return "\n".join([HEAD, *map(_room, ROUTES), _alone()])


def main() -> int:
    """Write the run-sheets."""
    write_whole(SHEETS, run_sheets())
    print(SHEETS)
    return 0
