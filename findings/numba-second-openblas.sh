#!/usr/bin/env bash
# A limit on BLAS's threads misses the BLAS that Numba brings in a moment later.
#
# Versions: threadpoolctl 3.8.0, Numba 0.68.1, SciPy 1.17.1, NumPy 2.4.6; two cores or
#   more.
# Expected: inside `with threadpool_limits(1):` a compiled a @ b works on one thread,
#   as NumPy's does.
# Seen: Numba takes its products from SciPy, whose wheel has an OpenBLAS of its own,
#   loaded at the first compiled product. The limit was set on those loaded before:
#   NumPy's is held to 1, SciPy's runs with all cores. `import scipy.linalg` first
#   mends it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check \
    threadpoolctl==3.8.0 numba==0.68.1 scipy==1.17.1 numpy==2.4.6
cd "$work"

cat > late.py <<'PY'
import sys

import numba
import numpy as np
from threadpoolctl import threadpool_info, threadpool_limits

if "first" in sys.argv:
    import scipy.linalg  # noqa: F401


@numba.njit
def product(a, b):
    return a @ b


with threadpool_limits(1):
    a = np.ones((50, 50))
    product(a, a)
    pools = [p for p in threadpool_info() if p["user_api"] == "blas"]
print(*sorted(pool["num_threads"] for pool in pools))
PY
echo "Numba 0.68.1, threadpoolctl 3.8.0; threads of each BLAS inside the limit of 1"
echo "expected: 1 1"
export OPENBLAS_NUM_THREADS=2
late=$("$work/venv/bin/python" late.py)
first=$("$work/venv/bin/python" late.py first)
echo "seen: $late; with scipy.linalg imported before the limit: $first"
[[ $late == "1 2" && $first == "1 1" ]] || { echo "This has changed." >&2; exit 1; }
