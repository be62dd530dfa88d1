#!/usr/bin/env bash
# In DuckDB 2.5 stars become 2 or 3 whole ones: it depends on where they came from.
#
# Versions: DuckDB 2.0.1.
# Expected: a cast to INTEGER rounds halves one way, and the same way as round().
# Seen: from DOUBLE and FLOAT a half goes to the even number (2), from text, from
#   DECIMAL and in round() away from zero (3). A literal 2.5 is a DECIMAL, so what was
#   tried at the prompt is not what the column does.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check duckdb==2.0.1
cd "$work"

"$work/venv/bin/python" - <<'PY'
import duckdb

stars = ["0.5", "1.5", "2.5", "3.5", "4.5"]
seen = {}
for way in ["CAST(x::DOUBLE AS INT)", "CAST(x::FLOAT AS INT)", "CAST(x AS INT)",
            "CAST(x::DECIMAL(2,1) AS INT)", "round(x::DOUBLE)::INT"]:
    rows = duckdb.sql(f"SELECT {way} FROM (SELECT unnest({stars}) AS x)").fetchall()
    seen[way] = [row[0] for row in rows]

print("DuckDB", duckdb.__version__, "; x is text:", *stars)
print("expected: five times the same")
for way, whole in seen.items():
    print(f"seen: {way:29}", whole)
even, away = [0, 2, 2, 4, 4], [1, 2, 3, 4, 5]
if list(seen.values()) != [even, even, away, away, away]:
    raise SystemExit("This has changed.")
PY
