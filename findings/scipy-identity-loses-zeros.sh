#!/usr/bin/env bash
# SciPy: the identity times a sparse table has fewer stored cells than the table.
#
# Versions: SciPy 1.17.1, NumPy 2.4.6.
# Expected: a product with the identity, or with a diagonal that scales rows, changes
#   no pattern: a stored 0 (here a rating that is just its user's mean) stays a rating,
#   as it does in X * 2, X.T, slices, stacks, lil, dok and Matrix Market files.
# Seen: a sparse product drops what comes out as 0, as do todia() and find(): each
#   user's number of ratings, and every mean over them, is another. To scale rows,
#   multiply() by a column keeps all.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check \
    scipy==1.17.1 numpy==2.4.6
cd "$work"

"$work/venv/bin/python" - <<'PY'
import io

import numpy as np
import scipy
from scipy import sparse
from scipy.io import mmread, mmwrite

# three users, their ratings less their mean, which is one of them: 5 3 1, 4 3 2, 5 4 3
X = sparse.csr_array((np.array([2.0, 0, -2, 1, 0, -1, 1, 0, -1]),
                      np.array([0, 1, 2, 1, 2, 3, 0, 2, 3]),
                      np.array([0, 3, 6, 9])), shape=(3, 4))
eye = sparse.eye_array(3, format="csr")
file = io.BytesIO()
mmwrite(file, X)
file.seek(0)
seen = {
    "2 * X": 2 * X,
    "X.tolil().tocsr()": X.tolil().tocsr(),
    "Matrix Market": mmread(file),
    "X.multiply(column)": X.multiply(np.ones((3, 1))),
    "identity @ X": eye @ X,
    "X.todia().tocsr()": X.todia().tocsr(),
}
counts = [table.nnz for table in seen.values()]

print("SciPy", scipy.__version__)
print("expected: 9 stored cells everywhere")
for how, count in zip(seen, counts):
    print(f"seen: {how:18} {count}")
if counts != [9, 9, 9, 9, 6, 6]:
    raise SystemExit("This has changed.")
PY
