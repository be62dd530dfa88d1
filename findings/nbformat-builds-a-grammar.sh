#!/usr/bin/env bash
# nbformat: with Jupyter installed, its import builds a grammar of web addresses.
#
# Versions: nbformat 5.11.1, jsonschema 4.26.0, rfc3987-syntax 1.1.0, lark 1.3.1,
#   jupyter-events 0.12.1; Python 3.11.
# Expected: a notebook is JSON; importing its reader takes a tenth of a second, and
#   what else is installed does not matter.
# Seen: ten times as long as soon as jupyter-events (of Jupyter's server) is there. It
#   brings rfc3987-syntax; jsonschema imports that where it can, and the import compiles
#   a grammar. No notebook asks for it. Each tool that opens a notebook pays, each time.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check \
    nbformat==5.11.1 jsonschema==4.26.0
cd "$work"

cat > wait.py <<'PY'
import json
import subprocess
import sys
import time

start = "import time; t = time.perf_counter(); import nbformat, sys;"
tell = "print(time.perf_counter() - t, 'rfc3987_syntax' in sys.modules)"
runs = [subprocess.check_output([sys.executable, "-c", start + tell]) for _ in range(5)]
seconds, grammar = min((float(s), g) for s, g in map(bytes.split, runs))
print(json.dumps([seconds, grammar == b"True"]))
PY
alone=$(venv/bin/python wait.py)
venv/bin/pip install -qq --disable-pip-version-check \
    jupyter-events==0.12.1 rfc3987-syntax==1.1.0 lark==1.3.1
with=$(venv/bin/python wait.py)

echo "expected: about the same, and no grammar"
echo "seen: [seconds, a grammar is built] $alone alone, $with with jupyter-events"
venv/bin/python - "$alone" "$with" <<'PY'
import json
import sys

(alone, no), (longer, yes) = map(json.loads, sys.argv[1:])
if no or not yes or longer < 3 * alone:
    raise SystemExit("This has changed.")
PY
