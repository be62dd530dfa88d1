"""Copy the notebooks for a learner, open them, and execute the originals anew.

``python -m workshop lab`` and ``refresh``.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import (
    CellExecutionError,
    CellTimeoutError,
    DeadKernelError,
)
from nbformat import NotebookNode

from utils.files import ROOT, work_folder, write_whole
from utils.machine import remedy
from utils.preflight import report
from utils.spark import warmup
from workshop.glossary import link_first_uses
from workshop.server import end_kernels

NOTEBOOKS = ROOT / "notebooks"
STYLE = ROOT / "workshop" / "lab"  # what JupyterLab gets from us
FIRST = "00_start_here.ipynb"
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
        client.execute(env={**os.environ, "WORKBOOK_WORK": work})
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


def title(notebook: NotebookNode) -> str:
    """The first line of a notebook, such as "00 Start here"."""
    return notebook.cells[0].source.splitlines()[0].lstrip("# ")


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
    # Words of ours beside a panel that has lost its kernel, room on small screens.
    style = f"--ServerApp.tornado_settings=static_custom_path={STYLE}"
    command += ["--LabApp.custom_css=True", style]
    command.append(f"--LabApp.extra_labextensions_path={STYLE}")
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
