#!/usr/bin/env bash
# joblib.Memory computes a second time for the very same sparse matrix.
#
# Versions: joblib 1.6.0, SciPy 1.17.1, NumPy 2.4.6.
# Expected: f = Memory(...).cache(...), f(X) three times in a row: computed once.
# Seen: twice. A new CSR matrix, or one from load_npz, does not know yet whether its
#   indices are in order. The first X.max(), X.sum(), abs(X) or print(X) finds out and
#   notes it in X, whose hash is another from then on, though no number changed. So
#   what took an hour is computed again, by the cached function's own doing. Asking
#   X.has_canonical_format beforehand mends it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check \
    joblib==1.6.0 scipy==1.17.1 numpy==2.4.6
cd "$work"

"$work/venv/bin/python" - <<'PY'
import joblib
import numpy as np
import scipy
from scipy import sparse

stars = np.random.default_rng(0).integers(0, 6, (50, 40))
sparse.save_npz("X.npz", sparse.csr_array(stars))
computed = []


def best(X):
    computed.append(1)
    return X.max(axis=1).sum()


def runs(ask):
    """How often best was computed after each call, with a cache of its own."""
    cached = joblib.Memory(f"cache-{ask}", verbose=0).cache(best)
    X = sparse.load_npz("X.npz")
    if ask:
        X.has_canonical_format
    computed.clear()
    return [cached(X) and len(computed) for _ in range(3)]


as_loaded, asked = runs(ask=False), runs(ask=True)
print("joblib", joblib.__version__, "SciPy", scipy.__version__)
print("computed so far, after each of three f(X)")
print("expected:", [1, 1, 1])
print("seen:    ", as_loaded)
print("seen, X.has_canonical_format asked first:", asked)
if (as_loaded, asked) != ([1, 2, 2], [1, 1, 1]):
    raise SystemExit("This has changed.")
PY
