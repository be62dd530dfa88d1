#!/usr/bin/env bash
# usearch ranks by 16 bits unless it is told otherwise.
#
# Versions: usearch 2.26.6, NumPy 2.4.6.
# Expected: an index of float32 vectors, searched with exact=True, gives the ten best
#   that NumPy gives.
# Seen: Index(ndim=10, metric='ip') stores bfloat16: three digits. Of 500 users most
#   get another list, though no approximate graph was used. With dtype='f32' all lists
#   are NumPy's.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check \
    usearch==2.26.6 numpy==2.4.6
cd "$work"

"$work/venv/bin/python" - <<'PY'
import numpy as np
import usearch
from usearch.index import Index

rng = np.random.default_rng(0)
U, V = (rng.standard_normal((n, 10), np.float32) for n in (500, 2000))
right = np.argsort(-(U @ V.T), axis=1)[:, :10]


def other_lists(**setting):
    index = Index(ndim=10, metric="ip", **setting)
    index.add(np.arange(len(V)), V)
    found = index.search(U, 10, exact=True).keys
    return str(index.dtype), int((found != right).any(axis=1).sum())


default, full = other_lists(), other_lists(dtype="f32")
print("usearch", usearch.__version__)
print("expected: float32, 0 of 500 lists differ")
print("seen:", *default, "lists of 500 differ; told to:", *full)
if not (default[0].endswith("BF16") and default[1] > 100 and full[1] == 0):
    raise SystemExit("This has changed.")
PY
