#!/usr/bin/env bash
# DuckDB reads a CSV file and makes 3.5 stars a 4, without a word.
#
# Versions: DuckDB 2.0.1; nothing else but Python 3.11-3.13.
# Expected: a column that holds 4 in its first 42,000 rows and 3.5 below is read as
#   DOUBLE, or the first 3.5 is an error. (Files in order of time look so: half stars
#   came late.)
# Seen: BIGINT. Types are guessed from the first 20,480 rows, and what comes later is
#   cast: each 3.5 becomes 4, and the mean 4.0 instead of 3.706. With the types given,
#   or sample_size=-1, it is right.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check duckdb==2.0.1
cd "$work"

"$work/venv/bin/python" - <<'PY'
import duckdb

with open("ratings.csv", "w") as file:
    file.write("user,movie,rating\n")
    for n in range(102_000):
        file.write(f"{n % 600},{n // 600},{4 if n < 42_000 else 3.5}\n")

query = "SELECT typeof(any_value(rating)), round(avg(rating), 3) FROM "
ways = ["", ", sample_size=-1", ", types={'rating': 'DOUBLE'}"]
guessed, whole, given = (
    duckdb.sql(f"{query} read_csv('ratings.csv'{way})").fetchall()[0] for way in ways
)

print("DuckDB", duckdb.__version__)
print("expected: ('DOUBLE', 3.706) or an error")
print("seen, as it comes:   ", guessed)
print("seen, sample_size=-1:", whole)
print("seen, types given:   ", given)
if (guessed, whole, given) != (("BIGINT", 4.0), ("DOUBLE", 3.706), ("DOUBLE", 3.706)):
    raise SystemExit("This has changed.")
PY
