"""Run the notebooks, and write them as pages: ``python -m workshop run``."""

import html
import re
import time
from pathlib import Path

from jinja2 import DictLoader
from nbconvert import HTMLExporter
from nbformat import NotebookNode

from utils.files import ROOT, write_whole
from workshop.notebooks import (
    FAILURES,
    cleared,
    execute,
    originals,
    read,
    title,
    without_widgets,
)

PAGES = ROOT / "_build" / "html"
# A block of nbconvert's pages: each figure gets the words of its cell.
WORDS = """\
{%- block data_png scoped -%}
{%- set alt = (cell.metadata.alt or "A figure") | escape -%}
{{ super() | replace("<img src", '<img alt="' ~ alt ~ '" src') }}
{%- endblock -%}
"""
# nbconvert's page, without the scripts that it would fetch from the network.
PAGE = """\
{%- extends "lab/index.html.j2" -%}
{%- block html_head_js -%}{%- endblock -%}
{%- block jupyter_widgets -%}{%- endblock -%}
{%- block html_head_js_mathjax -%}{%- endblock -%}
{%- block html_head_js_mermaidjs -%}{%- endblock -%}
"""


def _page(notebook: NotebookNode) -> str:
    """A page that needs no network, with links to the other pages."""
    loader = DictLoader({"page.html.j2": PAGE + WORDS})
    exporter = HTMLExporter(template_file="page.html.j2", extra_loaders=[loader])
    notebook = without_widgets(notebook)
    resources = {"metadata": {"name": title(notebook)}}
    page, _ = exporter.from_notebook_node(notebook, resources=resources)
    page = re.sub(r'href="(\d\d_\w+)\.ipynb"', r'href="\1.html"', page)
    return page.replace("<main>", '<main><a href="index.html">All notebooks</a>', 1)


def _index(pages: list[tuple[str, str, str]]) -> str:
    rows = "\n".join(
        f'<li><a href="{name}.html">{html.escape(title)}</a> · {state}</li>'
        for name, title, state in pages
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        "<title>Building Recommender Systems</title>"
        "<style>body { font-family: sans-serif; max-width: 45em; margin: 2em auto; "
        "line-height: 1.7 }</style></head>\n<body>"
        "<h1>Building Recommender Systems in Python with Apache Spark</h1>"
        f"<ul>\n{rows}\n</ul></body></html>\n"
    )


def run_one(path: Path, part: NotebookNode | None = None) -> tuple[str, float]:
    """Run a notebook, or a part of it, and write it as a page.

    Returns
    -------
    state : str
        "ran" or "FAILED".
    seconds : float
    """
    PAGES.mkdir(parents=True, exist_ok=True)
    notebook = cleared(read(path) if part is None else part)
    start, state = time.perf_counter(), "ran"
    try:
        execute(notebook)
    except FAILURES as error:  # the page then shows how far it came
        state = "FAILED"
        print(f"FAILED\n{error}")
    seconds = time.perf_counter() - start
    write_whole(PAGES / f"{path.stem}.html", _page(notebook))
    return state, seconds


def run() -> int:
    """Run every notebook, write it as a page, and say the seconds."""
    pages, failed = [], 0
    for path in originals():
        print(f"{path.name} ", end="", flush=True)
        state, seconds = run_one(path)
        failed += state == "FAILED"
        print(f"{state} in {seconds:.1f} s", flush=True)
        pages.append((path.stem, title(read(path)), f"{state} in {seconds:.0f} s"))
    write_whole(PAGES / "index.html", _index(pages))
    print(f"{len(pages) - failed} of {len(pages)} ran. Pages: {PAGES / 'index.html'}")
    return failed
