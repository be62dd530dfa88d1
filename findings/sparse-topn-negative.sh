#!/usr/bin/env bash
# sparse_dot_topn: the best 10 of 6 similarities are fewer than the best 6 of them.
#
# Versions: sparse-dot-topn 1.2.0, SciPy 1.17.1, NumPy 2.4.6.
# Expected: without a threshold (its default is None) sp_matmul_topn gives the top n of
#   each row of the product, negative ones too; sort=True changes their order only.
# Seen: of 36 correlations all 36 with n=6, 16 with n=6 and sort=True, 16 with n=10: no
#   threshold means above 0. Only where n is the number of columns, and no order is
#   asked for, the plain product is returned. With threshold=-2 all 36 come.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check \
    sparse-dot-topn==1.2.0 scipy==1.17.1 numpy==2.4.6
cd "$work"

"$work/venv/bin/python" - <<'PY'
from importlib.metadata import version

import numpy as np
from scipy.sparse import csr_matrix
from sparse_dot_topn import sp_matmul_topn

stars = np.random.default_rng(0).integers(1, 11, (6, 5)) / 2
centred = stars - stars.mean(axis=1, keepdims=True)
X = csr_matrix(centred / np.linalg.norm(centred, axis=1, keepdims=True))
correlations = (X @ X.T).toarray()
above = int((correlations > 0).sum())

calls = [(6, {}), (6, {"sort": True}), (10, {}), (10, {"threshold": -2.0})]
counts = [sp_matmul_topn(X, X.T.tocsr(), n, **more).nnz for n, more in calls]

print("sparse_dot_topn", version("sparse-dot-topn"))
print("correlations of 6 users:", correlations.size, "of which above 0:", above)
for (n, more), count in zip(calls, counts):
    print(f"top {n:2} {more!s:19} expected 36, seen {count}")
if counts != [36, above, above, 36] or not 6 < above < 36:
    raise SystemExit("This has changed.")
PY
