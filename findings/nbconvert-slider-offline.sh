#!/usr/bin/env bash
# A page that nbconvert makes of a slider says nothing at all without a network.
#
# Versions: nbconvert 7.17.2, nbclient 0.11.0, ipywidgets 8.1.9, ipykernel 6.31.0.
# Expected: the page has the text that the notebook stores beside the widget,
#   IntSlider(value=3), for readers without JavaScript or network.
# Seen: the text is in the notebook and not in the page. The page has the widget's
#   model and asks a CDN for the program that draws it, with a version range of *, so
#   what is drawn is not what was built either.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check \
    nbclient==0.11.0 nbformat==5.11.1 ipykernel==6.31.0 ipywidgets==8.1.9 \
    nbconvert==7.17.2
cd "$work"

"$work/venv/bin/python" - <<'PY' 2>kernel.log
import re

import nbclient
import nbconvert
from nbformat.v4 import new_code_cell, new_notebook

cell = new_code_cell("import ipywidgets as w\nw.IntSlider(value=3)")
notebook = new_notebook(cells=[cell])
nbclient.NotebookClient(notebook, kernel_name="python3").execute()
stored = cell.outputs[0].data["text/plain"]
page, _ = nbconvert.HTMLExporter().from_notebook_node(notebook)
body = page[page.rindex("<main") :]
fallback = "IntSlider(value=3" in re.sub(r"(?s)<script.*?</script>", "", body)
loader = re.findall(r"@jupyter-widgets/html-manager@(\S+?)/dist", page)

print("nbconvert", nbconvert.__version__)
print("stored in the notebook:", stored)
print("expected: this text in the page: True")
print(f"seen: {fallback}; the program comes from a CDN in version {loader}")
if fallback or loader != ["*"] or "IntSlider(value=3" not in stored:
    raise SystemExit("This has changed.")
PY
