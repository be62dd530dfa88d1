"""Slides with speaker notes from the notebooks; they need no network once built.

``python -m workshop slides`` writes _build/slides/. A ``##`` heading begins a slide, a
code cell with its stored output has one below it, and a question waits for a key before
its answer. Lists, tables and formulas are shown; what the prose explains becomes notes,
and the instructor's guide those of the first slide. Key S shows them.
"""

import html
import re
from pathlib import Path

from jinja2 import DictLoader
from nbconvert import SlidesExporter
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from utils.files import ROOT, write_whole
from workshop.notebooks import (
    originals,
    read,
    tags,
    title,
    without_claims,
    without_widgets,
)
from workshop.pages import WORDS
from workshop.reveal import put_reveal

SLIDES = ROOT / "_build" / "slides"
GUIDE = ROOT / "docs" / "instructor-guide.md"
PAGE = """\
{%- extends "reveal/index.html.j2" -%}
{%- block html_head_js -%}
<script src="reveal/dist/reveal.js"></script>
<script src="reveal/plugin/notes/notes.js"></script>
{%- endblock -%}
{%- block jupyter_widgets -%}{%- endblock -%}
{%- block html_head_js_mathjax -%}{%- endblock -%}
{%- block html_head_css -%}
<style>
:root { --jp-content-font-size1: 24px; --jp-code-font-size: 21px; }
.reveal .slides section { text-align: left; max-height: 100%; overflow-y: auto; }
.reveal .slides :is(h1, h2, h3) { text-transform: none; letter-spacing: 0; }
.reveal .slides h1 { font-size: 48px; } .reveal .slides h2 { font-size: 40px; }
.reveal .slides h3 { font-size: 32px; } .reveal .slides table { font-size: 19px; }
.reveal .slides img { max-height: none; object-fit: contain; }
.reveal .slides .hover-map { max-height: 500px; }
.reveal .slides .guess ul { display: block; } /* below what is asked */
.reveal .slides [role="group"] { font-size: 15px; }
.reveal .slides [role="group"] li:nth-child(n + 7) { display: none; }
/* A table shows its first rows, and that there are more. */
.reveal .slides tbody tr:nth-child(n + 13) { display: none; }
.reveal .slides table:has(tbody tr:nth-child(13))::after { content: "…"; }
.reveal .slide-number { left: 8px; right: auto; }
.reveal .jp-InputPrompt, .reveal .jp-OutputPrompt { display: none; }
</style>
{%- endblock -%}
{%- block footer_js -%}
<script>
Reveal.initialize({ width: 1280, height: 720, center: false, history: true,
  navigationMode: "linear", slideNumber: "c/t", transition: "none",
  plugins: [RevealNotes] });
// Figures are drawn for a page, and a room sits farther away: as large as they can be.
const enlarge = ({ currentSlide }) => {
  for (const image of currentSlide.querySelectorAll("img")) {
    const room = 715 - (currentSlide.scrollHeight - image.offsetHeight);
    const height = Math.min(1.6 * image.naturalHeight, room);
    image.style.height = `${Math.max(240, height)}px`;
  }
};
Reveal.on("ready", enlarge);
Reveal.on("slidechanged", enlarge);
</script>
{%- endblock -%}
"""
LINES_ABOVE = 6  # of code, for which a picture or a table leaves room
# The beginnings of blocks that a slide shows.
SHOWN = re.compile(r"(- |\*\*When you are done|\d+\. |\||>|```|`[^`]+`$)")


def blocks(source: str) -> list[str]:
    """The paragraphs of a text; a fenced piece of code stays in one.

    >>> blocks("## A\\n\\nOne\\ntwo\\n\\n```\\n1\\n\\n2\\n```")
    ['## A', 'One\\ntwo', '```\\n1\\n\\n2\\n```']
    """
    pieces = re.split(r"(^```.*?^```$)", source, flags=re.MULTILINE | re.DOTALL)
    fenced = [
        [piece] if piece.startswith("```") else piece.split("\n\n") for piece in pieces
    ]
    return [block.strip("\n") for piece in fenced for block in piece if block.strip()]


def _kinds(cell: NotebookNode, first: bool) -> list[tuple[str, str]]:
    """Each block of a markdown cell, and what it is on a slide."""
    found, statement, lead = [], "exercise" in cell.id, False
    for block in blocks(cell.source):
        if block.startswith("**You are here"):
            continue  # for readers, and the room knows
        if block.startswith(("# ", "## ")):
            found.append(("slide", block))
            lead = not first
        elif block.startswith("### "):
            found.append(("subslide", block))
            statement = "Exercise" in block
        elif block.startswith("**Before you"):
            found.append(("subslide", block))
        elif lead or statement or SHOWN.match(block):
            found.append(("-", block))
            lead = False  # a section's first paragraph is shown, the others are told
        else:
            found.append(("notes", block))
    return found


def deck(notebook: NotebookNode, notes: str = "") -> NotebookNode:
    """The notebook cut into slides, with notes for its first one."""
    cells: list[NotebookNode] = []
    for cell in without_claims(notebook).cells:
        if cell.cell_type == "markdown":
            for kind, block in _kinds(cell, first=not cells):
                if cells and kind in ("-", "notes") and _kind(cells[-1]) == kind:
                    cells[-1].source += f"\n\n{block}"
                else:
                    cells.append(_as(new_markdown_cell(block), kind))
                if len(cells) == 1 and notes:  # the guide has the first word
                    cells.append(_as(new_markdown_cell(notes), "notes"))
        elif "guess" in tags(cell):  # its choices stand below the question
            cell.metadata["transient"] = {"remove_source": True}
            cells.append(_as(cell, "-"))
        elif "check" not in tags(cell) and cell.source:
            asked = bool(cells) and (
                "**Before you" in cells[-1].source or "guess" in tags(cells[-1])
            )
            shown = "-" if "exercise" in tags(cell) else "subslide"
            cells += _code(_as(cell, "fragment" if asked else shown))
    notebook.cells = cells
    return notebook


def _code(cell: NotebookNode) -> list[NotebookNode]:
    """A code cell, in two slides if it is too long to stand above its result."""
    tall = any(
        {"image/png", "text/html"} & set(o.get("data", {})) for o in cell.outputs
    )
    if not tall or cell.source.count("\n") < LINES_ABOVE:
        return [cell]
    own = {**cell.metadata, "transient": {"remove_source": True}}
    below = _as(new_code_cell(outputs=cell.outputs, metadata=own), "subslide")
    cell.outputs = []
    return [cell, below]


def _kind(cell: NotebookNode) -> str:
    return cell.metadata["slideshow"]["slide_type"]


def _as(cell: NotebookNode, kind: str) -> NotebookNode:
    cell.metadata["slideshow"] = {"slide_type": kind}
    return cell


def guide_notes(name: str) -> str:
    """What the instructor's guide says about a notebook; empty if nothing."""
    parts = GUIDE.read_text(encoding="utf-8").split("\n## ")[1:]
    found = [part for part in parts if part.startswith(f"{name[:2]} ")]
    return found[0].split("\n", 1)[1].strip() if found else ""


def page(notebook: NotebookNode, notes: str = "") -> str:
    """The slides of a notebook as a page; its scripts lie beside it, in reveal/."""
    name = title(notebook)
    exporter = SlidesExporter(
        template_file="slides.html.j2",
        extra_loaders=[DictLoader({"slides.html.j2": PAGE + WORDS})],
        reveal_url_prefix="reveal",
        reveal_theme="white",
    )
    slides = deck(without_widgets(notebook), notes)
    made, _ = exporter.from_notebook_node(slides, {"metadata": {"name": name}})
    made = re.sub(r'<a href="\.\./docs/[^"]*">(.*?)</a>', r"\1", made)  # not here
    return re.sub(r'href="(\d\d_\w+)\.ipynb"', r'href="\1.html"', made)


def write(folder: Path = SLIDES) -> list[Path]:
    """Write a deck for each notebook, and a page that lists them."""
    folder.mkdir(parents=True, exist_ok=True)
    put_reveal(folder / "reveal")
    rows, made = "", []
    for path in originals():
        notebook = read(path)
        name = html.escape(title(notebook))
        rows += f'<li><a href="{path.stem}.html">{name}</a></li>\n'
        made.append(folder / f"{path.stem}.html")
        write_whole(made[-1], page(notebook, guide_notes(path.name)))
    write_whole(
        folder / "index.html",
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>Slides</title></head>\n<body><h1>Slides</h1>\n<ul>\n{rows}</ul>\n"
        "<p>→ goes on, Esc shows all slides (to jump), S your notes.</p>\n"
        "</body></html>\n",
    )
    return made


def main() -> int:
    """Write the decks, or say why not."""
    try:
        made = write()
    except (ConnectionError, RuntimeError) as error:
        print(f"No slides were made: {error}")
        return 1
    print(f"{len(made)} decks: {SLIDES / 'index.html'}. Key S shows your notes.")
    return 0
