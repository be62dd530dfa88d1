#!/usr/bin/env bash
# sqlframe: fillna(0.0) fills, and a select of that column has the NULLs back.
#
# Versions: sqlframe 4.10.0, SQLGlot 30.29.0, DuckDB 2.0.1.
# Expected: PySpark's code, run on DuckDB through sqlframe, gives what PySpark 4.3.0
#   gives (tried by hand): zeros after fillna, with and without a select, a mean of 2.25
#   with them; collect_list leaves NULLs out; a cast to int cuts off.
# Seen: the filled table is right, but select("stars") takes the column from the table
#   before: NULL again, and the mean of three ratings, 3.0; replace() is the same. The
#   ids have become floats. collect_list keeps NULLs, and a cast makes 4 of 3.7.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check \
    sqlframe==4.10.0 sqlglot==30.29.0 duckdb==2.0.1
cd "$work"

"$work/venv/bin/python" - <<'PY'
from importlib.metadata import version

from sqlframe.duckdb import DuckDBSession
from sqlframe.duckdb import functions as F

rows = [(1, 4.5), (2, 3.7), (3, None), (4, 0.8)]
table = DuckDBSession().createDataFrame(rows, ["movie", "stars"])
filled = table.fillna(0.0)
looks = [
    ("fillna", filled, [(1, 4.5), (2, 3.7), (3, 0.0), (4, 0.8)]),
    ("fillna, select", filled.select("stars"), [(4.5,), (3.7,), (0.0,), (0.8,)]),
    ("fillna, mean", filled.select(F.avg("stars")), [(2.25,)]),
    ("replace, select", table.replace(3.7, 1.0).select("stars"),
     [(4.5,), (1.0,), (None,), (0.8,)]),
    ("collect_list", table.select(F.collect_list("stars")), [([4.5, 3.7, 0.8],)]),
    ("cast", table.select(F.col("stars").cast("int")), [(4,), (3,), (None,), (0,)]),
]
seen = []
print("sqlframe", version("sqlframe"), "DuckDB", version("duckdb"))
for name, answer, spark in looks:
    seen.append([tuple(row) for row in answer.collect()])
    print(f"{name}\n    expected: {spark}\n    seen:     {seen[-1]}")
wanted = [
    looks[0][2],
    [(4.5,), (3.7,), (None,), (0.8,)],
    [(3.0,)],
    [(4.5,), (3.7,), (None,), (0.8,)],
    [([4.5, 3.7, None, 0.8],)],
    [(4,), (4,), (None,), (1,)],
]
if seen != wanted:
    raise SystemExit("This has changed.")
PY
