#!/usr/bin/env bash
# nbval fails a notebook that nbclient has made a moment ago, from the same kernel.
#
# Versions: nbval 0.11.0, nbclient 0.11.0, ipykernel 6.31.0, pytest 9.2.0.
# Expected: a notebook that was just executed passes, since nothing in it is random.
# Seen: the two cells fail that replace what they showed: by display(...,
#   display_id=True).update() and by clear_output(wait=True), as progress bars do.
#   nbclient stores the last state; nbval compares it with all that was sent.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check \
    nbval==0.11.0 nbclient==0.11.0 nbformat==5.11.1 ipykernel==6.31.0 pytest==9.2.0
cd "$work"

"$work/venv/bin/python" - <<'PY' 2>kernel.log
import nbclient
import nbformat
from nbformat.v4 import new_code_cell, new_notebook

cells = [
    "from IPython.display import clear_output, display\nprint('plain')",
    "handle = display(1, display_id=True)\nhandle.update(2)",
    "print('half')\nclear_output(wait=True)\nprint('done')",
]
notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells])
notebook.metadata["kernelspec"] = {
    "name": "python3", "display_name": "Python 3", "language": "python"
}
nbclient.NotebookClient(notebook, kernel_name="python3").execute()
nbformat.write(notebook, "fresh.ipynb")
PY
"$work/venv/bin/pytest" --nbval -q -rA -p no:cacheprovider fresh.ipynb >log.txt 2>&1 ||
    true
seen=$(grep -oE "^(PASSED|FAILED) fresh.ipynb::Cell [0-9]" log.txt | sort -k3 |
    cut -d' ' -f1 | xargs)
echo "nbval 0.11.0, nbclient 0.11.0; cells: plain, update, clear_output"
echo "expected: PASSED PASSED PASSED"
echo "seen:     $seen"
[[ $seen == "PASSED FAILED FAILED" ]] || { echo "This has changed." >&2; exit 1; }
