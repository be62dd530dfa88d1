#!/usr/bin/env bash
# Spark's DataFrame.corr takes a missing rating for a 0; functions.corr leaves it out.
#
# Versions: PySpark 4.3.0; needs a Java 17; the same over Spark Connect.
# Expected: df.corr('a', 'b') is df.select(corr('a', 'b')) in other words.
# Seen: 0.849 from functions.corr, over the four pairs that are complete, and -0.086
#   from DataFrame.corr, which is what NumPy says when the NULLs are zeros.
#   DataFrame.cov differs alike: -0.3 for 2.0.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check \
    pyspark==4.3.0 numpy==2.4.6
cd "$work"

export PYSPARK_PYTHON="$work/venv/bin/python" SPARK_LOCAL_IP=127.0.0.1
"$work/venv/bin/python" - <<'PY' 2>spark.log || { tail -3 spark.log >&2; exit 1; }
from pyspark import __version__
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = (
    SparkSession.builder.master("local[1]")
    .config("spark.ui.enabled", False)
    .config("spark.sql.shuffle.partitions", 2)
    .getOrCreate()
)
rows = [(1.0, 2.0), (2.0, 1.0), (3.0, 4.0), (None, 3.0), (5.0, None), (4.0, 5.0)]
users = spark.createDataFrame(rows, "a double, b double")
function = users.select(F.corr("a", "b"), F.covar_samp("a", "b")).first()
method = users.corr("a", "b"), users.cov("a", "b")
zeros = users.fillna(0.0).select(F.corr("a", "b"), F.covar_samp("a", "b")).first()
spark.stop()

print("PySpark", __version__)
print("expected: correlation and covariance alike, function and method")
seen = []
for name, pair in zip(("function", "method", "NULL as 0"), (function, method, zeros)):
    seen.append([round(number, 3) for number in pair])
    print(f"seen: {name:9}", *seen[-1])
if seen != [[0.849, 2.0], [-0.086, -0.3], [-0.086, -0.3]]:
    raise SystemExit("This has changed.")
PY
