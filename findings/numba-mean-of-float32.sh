#!/usr/bin/env bash
# Numba: the mean of twenty million ratings of 3.5 is 3.36 in float32.
#
# Versions: Numba 0.68.1, NumPy 2.4.6 (the same with NumPy 2.5.5).
# Expected: np.mean and np.sum in @njit give what NumPy gives, which adds in pairs:
#   3.5.
# Seen: 3.3554. A compiled sum adds one by one into a float32, which stops to grow
#   exactly long before the end; of twenty million ones it makes 16,777,216.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check \
    numba==0.68.1 numpy==2.4.6
cd "$work"

"$work/venv/bin/python" - <<'PY'
import numba
import numpy as np


def both(x):
    return np.sum(x), np.mean(x)


compiled = numba.njit(both)
ones = np.ones(20_000_000, np.float32)
stars = np.full(20_000_000, 3.5, np.float32)

print("Numba", numba.__version__, "NumPy", np.__version__)
print("expected: both alike")
print("seen: NumPy, ones ", *both(ones), " 3.5:", *both(stars))
print("seen: Numba, ones ", *compiled(ones), " 3.5:", *compiled(stars))
print("seen: Numba, float64:", *compiled(stars.astype(np.float64)))
right = both(ones) == (20_000_000, 1) and both(stars) == (70_000_000, 3.5)
wrong = compiled(ones)[0] == 2**24 and abs(compiled(stars)[1] - 3.3554) < 1e-3
if not (right and wrong):
    raise SystemExit("This has changed.")
PY
