#!/usr/bin/env bash
# Polars has two correlations, and they part where a rating is missing.
#
# Versions: Polars 2.1.0 with NumPy 2.4.6.
# Expected: DataFrame.corr() counts the pairs that are complete, as pandas does and as
#   pl.corr does.
# Seen: pl.corr(a, b) says 0.849 over the four complete pairs; DataFrame.corr() says
#   NaN in every cell, also where a column is compared with itself.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check \
    polars==2.1.0 numpy==2.4.6
cd "$work"

"$work/venv/bin/python" - <<'PY'
import math

import polars as pl

users = pl.DataFrame({"a": [1.0, 2, 3, None, 5, 4], "b": [2.0, 1, 4, 3, None, 5]})
expression = users.select(pl.corr("a", "b")).item()
matrix = users.corr().rows()

print("Polars", pl.__version__)
print("expected: 0.849 off the diagonal, 1 on it")
print("seen: pl.corr       ", round(expression, 3))
print("seen: DataFrame.corr", matrix)
alike = all(math.isnan(cell) for row in matrix for cell in row)
if not (round(expression, 3) == 0.849 and alike):
    raise SystemExit("This has changed.")
PY
