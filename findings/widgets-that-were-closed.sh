#!/usr/bin/env bash
# A notebook that is run by nbclient keeps every widget that it ever closed.
#
# Versions: nbclient 0.11.0, ipywidgets 8.1.9, ipykernel 6.31.0.
# Expected: the saved widget state has the one slider that is open: three models
#   (slider, style, layout).
# Seen: 63 models, 50 kB: all twenty sliders that were made and closed are there with
#   their styles. nbclient notes when a widget opens or changes and never that it
#   closes, so a notebook with an interactive plot grows with each move.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check \
    nbclient==0.11.0 nbformat==5.11.1 ipykernel==6.31.0 ipywidgets==8.1.9
cd "$work"

"$work/venv/bin/python" - <<'PY' 2>kernel.log
import json

import nbclient
from nbformat.v4 import new_code_cell, new_notebook

cells = [
    "import ipywidgets as w\nfor n in range(20):\n    w.IntSlider().close()",
    "slider = w.IntSlider(value=3)\nslider",
    "len(w.Widget.widgets) if hasattr(w.Widget, 'widgets') else None",
]
notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells])
nbclient.NotebookClient(notebook, kernel_name="python3").execute()
saved = notebook.metadata.widgets["application/vnd.jupyter.widget-state+json"]["state"]
sliders = sum(model["model_name"] == "IntSliderModel" for model in saved.values())

print("nbclient", nbclient.__version__)
print("expected: 1 slider in 3 models")
print(f"seen: {sliders} sliders in {len(saved)} models, {len(json.dumps(saved))} bytes")
if (sliders, len(saved)) != (21, 63):
    raise SystemExit("This has changed.")
PY
