"""Figures in a kernel, where somebody has set MPLBACKEND for other programs."""

import nbformat
from nbclient import NotebookClient

from utils.files import ROOT
from workshop import __main__ as entry

DRAW = """\
from utils.plots import plot_lines
import matplotlib.pyplot as plt
plt.subplots()
"""


def test_figures_are_shown_below_their_cells(monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "agg")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(DRAW + "print(1)")]
    )
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    kinds = [set(o.get("data", ())) for o in notebook.cells[0].outputs]
    assert any("image/png" in kind for kind in kinds)


def test_kernels_of_ours_are_not_told(monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "agg")
    seen = []
    room = type("room", (), {"run": lambda: seen.append(entry.os.environ.copy())})
    monkeypatch.setattr(entry, "import_module", lambda name: room)
    entry.main(["run"])
    assert "MPLBACKEND" not in seen[0]
