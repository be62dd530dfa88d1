#!/usr/bin/env bash
# Polars: the sum of a group of float32 is a tenth too high, its mean is right.
#
# Versions: Polars 2.1.0 with NumPy 2.4.6.
# Expected: twenty million ratings of 3.5 add up to 70,000,000 in group_by as they do
#   without, or both lose digits alike.
# Seen: without group_by 70000000.0, the mean in group_by 3.5, the sum in group_by
#   77603248.0: sums of groups are kept in one float32, where 3.5 is added as 4 past
#   33,554,432. From five million rows on it shows. cast(Float64) first is right.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check \
    polars==2.1.0 numpy==2.4.6
cd "$work"

"$work/venv/bin/python" - <<'PY'
import numpy as np
import polars as pl

n = 20_000_000
stars = np.full(n, 3.5, np.float32)
table = pl.DataFrame({"movie": np.zeros(n, np.int32), "rating": stars})
total, mean = pl.col("rating").sum().alias("sum"), pl.col("rating").mean().alias("mean")
alone = table.select(total).item()
group = table.group_by("movie").agg(total, mean).row(0)[1:]
wide = table.group_by("movie").agg(pl.col("rating").cast(pl.Float64).sum()).row(0)[1]

print("Polars", pl.__version__)
print("expected:", 3.5 * n, "everywhere")
print("seen: sum without group_by", alone)
print("seen: sum in group_by     ", group[0], "and mean", group[1])
print("seen: as Float64          ", wide)
if not (alone == wide == 3.5 * n and group[1] == 3.5 and group[0] > 3.6 * n):
    raise SystemExit("This has changed.")
PY
