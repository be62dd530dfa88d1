#!/usr/bin/env bash
# SciPy: the same sparse float32 table has two sums, by column and by row.
#
# Versions: SciPy 1.17.1, NumPy 2.4.6 (the same with SciPy 1.18.1, NumPy 2.5.5).
# Expected: X.sum(axis=0) of a column with twenty million ones is 20,000,000, as
#   X.sum() and the sum of X.T by rows are; float32 may cost the last digit.
# Seen: 16,777,216 (2**24) for a CSR table, 20,000,000 for the same in CSC or turned
#   round. The mean of 3.5s is 3.4296. The column sums of CSR are a product with a
#   vector of ones, added one by one in float32.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check \
    scipy==1.17.1 numpy==2.4.6
cd "$work"

"$work/venv/bin/python" - <<'PY'
import numpy as np
import scipy
from scipy.sparse import csr_array

X = csr_array(np.ones((20_000_000, 1), np.float32))
seen = {
    "X.sum()": X.sum(),
    "X.sum(axis=0), CSR": X.sum(axis=0)[0],
    "X.sum(axis=0), CSC": X.tocsc().sum(axis=0)[0],
    "X.T.sum(axis=1), CSR": X.T.tocsr().sum(axis=1)[0],
}
X.data[:] = 3.5
mean = X.mean(axis=0)[0]

print("SciPy", scipy.__version__, "NumPy", np.__version__)
print("expected: 20,000,000 everywhere, and a mean of 3.5")
for how, total in seen.items():
    print(f"seen: {how:21} {total:,.0f}")
print("seen: mean of 3.5s, CSR    ", mean)
if list(seen.values()) != [2e7, 2**24, 2e7, 2e7] or not 3.42 < mean < 3.44:
    raise SystemExit("This has changed.")
PY
