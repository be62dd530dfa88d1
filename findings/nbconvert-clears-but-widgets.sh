#!/usr/bin/env bash
# nbconvert --clear-output clears outputs and leaves the widgets' state.
#
# Versions: nbconvert 7.17.2, nbclient 0.11.0, ipywidgets 8.1.9, ipykernel 6.31.0.
# Expected: a cleared notebook has nothing left of its run: metadata without widgets.
# Seen: the cell's output is gone, while metadata.widgets still has each model with
#   its values, so a learner's answers in a text field stay in the file that is handed
#   on.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check \
    nbclient==0.11.0 nbformat==5.11.1 ipykernel==6.31.0 ipywidgets==8.1.9 \
    nbconvert==7.17.2
cd "$work"

"$work/venv/bin/python" - <<'PY' 2>kernel.log
import nbclient
import nbformat
from nbformat.v4 import new_code_cell, new_notebook

cell = new_code_cell("import ipywidgets as w\nw.Text(value='what I wrote')")
notebook = new_notebook(cells=[cell])
nbclient.NotebookClient(notebook, kernel_name="python3").execute()
nbformat.write(notebook, "run.ipynb")
PY
"$work/venv/bin/jupyter" nbconvert --clear-output --to notebook --output cleared.ipynb \
    --log-level ERROR run.ipynb
"$work/venv/bin/python" - <<'PY'
import json

import nbconvert

cleared = json.load(open("cleared.ipynb"))
outputs = [output for cell in cleared["cells"] for output in cell["outputs"]]
kept = "what I wrote" in json.dumps(cleared["metadata"].get("widgets", {}))
print("nbconvert", nbconvert.__version__)
print("expected: outputs [], the text in metadata.widgets: False")
print(f"seen: outputs {outputs}, the text in metadata.widgets: {kept}")
if outputs or not kept:
    raise SystemExit("This has changed.")
PY
