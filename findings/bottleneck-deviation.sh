#!/usr/bin/env bash
# With Bottleneck installed, pandas sees a deviation where all ratings are 3.5.
#
# Versions: pandas 2.3.3 with Bottleneck 1.6.0, NumPy 2.4.6 (the same with pandas
#   3.1.1).
# Expected: an optional package that pandas takes up by itself makes it faster and
#   changes no number.
# Seen: the standard deviation of twenty million float32 of 3.5 is 0.148 with it and 0
#   without; of random half stars 1.395 instead of 1.436. The mean is right: pandas
#   takes Bottleneck for some of its sums only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check \
    pandas==2.3.3 bottleneck==1.6.0 numpy==2.4.6
cd "$work"

"$work/venv/bin/python" - <<'PY'
import bottleneck
import numpy as np
import pandas as pd

n = 20_000_000
stars = np.random.default_rng(0).integers(1, 11, n) / 2
columns = {"all 3.5": np.full(n, 3.5, np.float32), "random": stars.astype(np.float32)}
seen = {}
for name, values in columns.items():
    for switch in (False, True):
        pd.set_option("compute.use_bottleneck", switch)
        column = pd.Series(values)
        seen[name, switch] = round(float(column.std()), 3), float(column.mean())

print("pandas", pd.__version__, "Bottleneck", bottleneck.__version__)
print("expected: the same deviation; True is what pandas does by itself")
for (name, switch), (deviation, mean) in seen.items():
    print(f"seen: {name:8} Bottleneck {switch!s:5} std {deviation} mean {mean:.3f}")
deviations = [deviation for deviation, _ in seen.values()]
if deviations != [0.0, 0.148, 1.436, 1.395]:
    raise SystemExit("This has changed.")
PY
