#!/usr/bin/env bash
# Polars: the sum of a group depends on how many cores the machine has.
#
# Versions: Polars 2.1.0 with NumPy 2.4.6; the threads are set, so any machine will do.
# Expected: twenty million ratings of 3.5 add up to 70,000,000 in group_by as they do
#   without, or miss it by the same digits everywhere.
# Seen: without group_by 70,000,000 and the mean in group_by 3.5, both always; the sum
#   in group_by is 67.1 million with one thread, 77.6 with two, and 70.5 to 72.7 with
#   eight, from run to run. Each part of the rows is added up in one float32, which
#   from 33,554,432 on takes a 3.5 for a 4 and stops at 67,108,864. cast(Float64) first
#   is right.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check \
    polars==2.1.0 numpy==2.4.6
cd "$work"

cat > sums.py <<'PY'
import numpy as np
import polars as pl

n = 20_000_000
stars = np.full(n, 3.5, np.float32)
table = pl.DataFrame({"movie": np.zeros(n, np.int32), "rating": stars})
rating = pl.col("rating")
group = table.group_by("movie").agg(
    rating.sum(), rating.mean().alias("mean"),
    rating.cast(pl.Float64).sum().alias("wide"),
)
alone = table.select(rating.sum()).item()
print(*(f"{number:.1f}" for number in (alone, *group.row(0)[1:])))
PY
echo "Polars 2.1.0; sum without group_by; sum, mean and sum as Float64 in group_by"
right="70000000.0 70000000.0 3.5 70000000.0"
echo "expected: $right, whatever the threads"
seen=()
for threads in 1 2 8; do
    line=$(POLARS_MAX_THREADS=$threads "$work/venv/bin/python" sums.py)
    echo "seen, threads $threads: $line"
    seen+=("$(cut -d' ' -f2 <<<"$line")")
    [[ $(cut -d' ' -f1,3,4 <<<"$line") == "$(cut -d' ' -f1,3,4 <<<"$right")" ]] ||
        { echo "This has changed." >&2; exit 1; }
done
[[ ${seen[0]} == 67108864.0 && ${seen[1]%.0} -gt 73000000 ]] ||
    { echo "This has changed." >&2; exit 1; }
