#!/usr/bin/env bash
# implicit learns from SciPy's csr_array, and then refuses it for the recommendations.
#
# Versions: implicit 0.7.3, SciPy 1.17.1, NumPy 2.4.6.
# Expected: csr_array, which SciPy recommends for new code, works as csr_matrix does,
#   or is refused at once.
# Seen: fit takes it, recommend says 'user_items needs to be a CSR sparse matrix' of
#   the very rows that the model was fitted to. What counts is the class:
#   csr_matrix(X) is taken.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check \
    implicit==0.7.3 scipy==1.17.1 numpy==2.4.6
cd "$work"

"$work/venv/bin/python" - <<'PY' 2>warnings.log
import implicit
import numpy as np
from implicit.als import AlternatingLeastSquares
from scipy.sparse import csr_array, csr_matrix

likes = (np.random.default_rng(0).random((50, 20)) < 0.3).astype(np.float32)
seen = []
for kind in (csr_matrix, csr_array):
    X = kind(likes)
    model = AlternatingLeastSquares(factors=4, iterations=1)
    try:
        model.fit(X, show_progress=False)
        seen.append("fit works")
        model.recommend([0], X[[0]], N=5)
        seen.append("recommend works")
    except ValueError as error:
        seen.append(str(error))

print("implicit", implicit.__version__)
print("expected: both work, with both")
print("seen, csr_matrix:", "; ".join(seen[:2]))
print("seen, csr_array: ", "; ".join(seen[2:]))
refused = "user_items needs to be a CSR sparse matrix"
if seen != ["fit works", "recommend works", "fit works", refused]:
    raise SystemExit("This has changed.")
PY
