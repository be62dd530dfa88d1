"""Copy the notebooks for a learner, run them, and write them as pages.

``python -m workshop lab``, ``run`` and ``refresh``.
"""

import html
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from jinja2 import DictLoader
from nbclient import NotebookClient
from nbclient.exceptions import (
    CellExecutionError,
    CellTimeoutError,
    DeadKernelError,
)
from nbconvert import HTMLExporter
from nbformat import NotebookNode

from utils.files import ROOT, work_folder, write_whole
from utils.machine import remedy
from utils.preflight import report
from utils.spark import warmup
from workshop.glossary import link_first_uses
from workshop.server import end_kernels

NOTEBOOKS = ROOT / "notebooks"
PAGES = ROOT / "_build" / "html"
STYLE = ROOT / "workshop" / "lab"  # its custom.css is JupyterLab's
FIRST = "00_start_here.ipynb"
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
FAILURES = (CellExecutionError, CellTimeoutError, DeadKernelError)
VARIES = "nbval-ignore-output"  # tag of cells whose output differs from run to run
CLAIM = "claim"  # tag of cells that hold what the text says, for whoever changes it


def originals() -> list[Path]:
    """The notebooks, in the order of the route."""
    return sorted(NOTEBOOKS.glob("[0-9][0-9]_*.ipynb"))


def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def tags(cell: NotebookNode) -> list[str]:
    """The tags of a cell, none if there are none."""
    return cell.metadata.get("tags", [])


def cleared(notebook: NotebookNode) -> NotebookNode:
    """A notebook without outputs and counts."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def without_claims(notebook: NotebookNode) -> NotebookNode:
    """A notebook as it is read: the asserts that no sentence names are left out."""
    notebook.cells = [cell for cell in notebook.cells if CLAIM not in tags(cell)]
    return notebook


def copy() -> list[Path]:
    """Copy what is not there yet into the learner's folder; return what was copied."""
    new = []
    for path in originals():
        target = work_folder() / path.name
        if not target.exists():
            notebook = without_claims(cleared(read(path)))
            if work_folder().parent == ROOT:  # JupyterLab opens nothing outside of it
                link_first_uses(notebook, "../docs/glossary.md", in_lab=True)
            write_whole(target, nbformat.writes(notebook) + "\n")
            new.append(target)
    return new


def execute(notebook: NotebookNode) -> NotebookNode:
    """Run all cells as a newcomer would: in notebooks/, with the demo profile."""
    with tempfile.TemporaryDirectory(prefix="workbook-") as work:
        client = NotebookClient(
            notebook,
            timeout=600,
            kernel_name="python3",
            resources={"metadata": {"path": str(NOTEBOOKS)}},
        )
        environment = {**os.environ, "WORKBOOK_WORK": work}
        client.execute(env=environment)
    return notebook


def normalised(notebook: NotebookNode, stored: NotebookNode) -> NotebookNode:
    """Take out what a run leaves behind, so that running again makes no diff.

    A cell that is tagged as varying keeps the output that is stored while its source
    stays as it is: clear it in JupyterLab to have it made anew.
    """
    without_widgets(notebook)
    minutes = notebook.metadata.get("workbook")  # see utils/routes.py
    notebook.metadata = {
        "kernelspec": {
            "display_name": "Python 3 (ipykernel)",
            "language": "python",
            "name": "python3",
        },
        "language_info": {"name": "python"},
        **({"workbook": minutes} if minutes else {}),
    }
    before = {cell.id: cell for cell in stored.cells}
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        cell.metadata.pop("ExecuteTime", None)
        if VARIES in tags(cell):
            old = before.get(cell.id)
            if old is not None and old.source == cell.source and old.outputs:
                cell.outputs = old.outputs
        for output in cell.get("outputs", []):
            output.get("metadata", {}).pop("execution", None)
            if "execution_count" in output:  # also in an output that was kept
                output.execution_count = cell.execution_count
    return notebook


def refresh() -> int:
    """Execute the originals in place; one that fails is left as it was."""
    failed = 0
    for path in originals():
        start = time.perf_counter()
        try:
            notebook = execute(cleared(read(path)))
        except FAILURES as error:
            failed += 1
            print(f"{path.name} FAILED, and was left as it was\n{error}")
            continue
        text = nbformat.writes(normalised(notebook, read(path))) + "\n"
        if text != path.read_text(encoding="utf-8"):
            write_whole(path, text)
        print(f"{path.name} {time.perf_counter() - start:.1f} s", flush=True)
    return failed


def without_widgets(notebook: NotebookNode) -> NotebookNode:
    """Put a still picture, or else a sentence, where a slider was.

    Without its kernel a slider can't be shown.
    """
    note = "An interactive panel stands here while the notebook runs in JupyterLab."
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if data.pop("application/vnd.jupyter.widget-view+json", None) is not None:
                data["text/plain"] = note
    return notebook


def _page(notebook: NotebookNode) -> str:
    """A page that needs no network, with links to the other pages."""
    loader = DictLoader({"page.html.j2": PAGE + WORDS})
    exporter = HTMLExporter(template_file="page.html.j2", extra_loaders=[loader])
    notebook = without_widgets(notebook)
    resources = {"metadata": {"name": title(notebook)}}
    page, _ = exporter.from_notebook_node(notebook, resources=resources)
    page = re.sub(r'href="(\d\d_\w+)\.ipynb"', r'href="\1.html"', page)
    return page.replace("<main>", '<main><a href="index.html">All notebooks</a>', 1)


def title(notebook: NotebookNode) -> str:
    """The first line of a notebook, such as "00 Start here"."""
    return notebook.cells[0].source.splitlines()[0].lstrip("# ")


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


def _quiet_lab() -> None:
    """Keep JupyterLab from asking the network for news; bad Wi-Fi would stall it."""
    path = Path(sys.prefix) / "share" / "jupyter" / "lab" / "settings"
    if (path / "overrides.json").exists():
        return
    news = {"fetchNews": "false", "checkForUpdates": False}
    settings = {"@jupyterlab/apputils-extension:notification": news}
    try:
        path.mkdir(parents=True, exist_ok=True)
        write_whole(path / "overrides.json", json.dumps(settings))
    except OSError:  # a shared installation, or a full disk: the settings stand
        return


def lab(arguments: list[str]) -> int:
    """Open JupyterLab, for this machine only, on the learner's first notebook."""
    ready = report()
    try:
        new = len(copy())
        folder = work_folder()
    except OSError as error:
        print(f"The notebooks can't be copied ({error}): {remedy('folder')}")
        return 1
    print(f"{new} notebooks copied to {folder}; what was there was not touched.")
    if not ready:
        print("Not all is ready; what needs it not works all the same.")
    _quiet_lab()
    command = [sys.executable, "-m", "workshop.server", str(os.getpid())]
    command.append("--ip=127.0.0.1")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # in a container people are root
    first = work_folder() / FIRST
    root = ROOT if first.is_relative_to(ROOT) else first.parent
    page = f"/lab/tree/{first.relative_to(root).as_posix()}"
    command += [f"--ServerApp.root_dir={root}", f"--LabApp.default_url={page}"]
    # Words of ours beside a panel that has lost its kernel.
    style = f"--ServerApp.tornado_settings=static_custom_path={STYLE}"
    command += ["--LabApp.custom_css=True", style]
    print("Stop JupyterLab with Ctrl+C here, then y.", flush=True)
    server = subprocess.Popen([*command, *arguments], cwd=ROOT)
    with warmup.beside():
        while True:  # Ctrl+C is JupyterLab's to handle: it asks, then stops its kernels
            try:
                server.wait()
            except KeyboardInterrupt:
                continue
            end_kernels(server.pid)
            return server.returncode
