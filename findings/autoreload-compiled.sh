#!/usr/bin/env bash
# IPython's autoreload renews a plain function, and leaves a compiled one old.
#
# Versions: IPython 9.18.1, Numba 0.68.1, NumPy 2.4.6.
# Expected: after `%autoreload 2` and `from mod import plain, fast`, a change of the
#   file reaches both names.
# Seen: plain() is new; fast(), which is decorated with @njit, is the old one under
#   this name, though mod.fast() is new. Autoreload patches functions in place; what a
#   decorator returned it only replaces in the module.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check \
    ipython==9.18.1 numba==0.68.1 numpy==2.4.6
cd "$work"

"$work/venv/bin/python" - <<'PY'
import os
import sys
from pathlib import Path

import IPython
import numba
from IPython.core.interactiveshell import InteractiveShell

text = """import numba
def plain(): return 1
@numba.njit
def fast(): return 1
"""
sys.path.insert(0, os.getcwd())
Path("mod.py").write_text(text)
shell = InteractiveShell.instance()
shell.run_cell("%load_ext autoreload\n%autoreload 2").raise_error()
shell.run_cell("import mod\nfrom mod import plain, fast").raise_error()
look = "plain(), fast(), mod.fast()"
before = shell.run_cell(f"result = {look}") and shell.user_ns["result"]
Path("mod.py").write_text(text.replace("return 1", "return 2  # new"))
os.utime("mod.py", (2e9, 2e9))
shell.run_cell("pass")
after = shell.run_cell(f"result = {look}") and shell.user_ns["result"]

print("IPython", IPython.__version__, "Numba", numba.__version__)
print("expected:", look, "=", (2, 2, 2))
print("seen: before", before, "after", after)
if (before, after) != ((1, 1, 1), (2, 1, 2)):
    raise SystemExit("This has changed.")
PY
