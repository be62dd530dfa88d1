#!/usr/bin/env bash
# A switch for speed decides whether Spark counts ratings that are missing in pandas.
#
# Versions: PySpark 4.3.0, pandas 2.3.3, PyArrow 26.0.1, NumPy 2.4.6; needs a Java 17.
# Expected: createDataFrame(table) makes of a NaN either NaN or NULL, whether Arrow
#   carries the table or not: the switch is there for speed.
# Seen: NULL with Arrow (4.3 has it on), which counts 2 of 4 and has a mean of 3.5;
#   NaN without, which counts 4 and has a mean of NaN. What is missing in a categorical
#   column is NULL, or the word 'nan'. A NULL that goes to pandas and back is NULL, or
#   NaN.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check \
    pyspark==4.3.0 pandas==2.3.3 pyarrow==26.0.1 numpy==2.4.6
cd "$work"

export PYSPARK_PYTHON="$work/venv/bin/python" SPARK_LOCAL_IP=127.0.0.1
"$work/venv/bin/python" - <<'PY' 2>spark.log || { tail -3 spark.log >&2; exit 1; }
import pandas as pd
from pyspark import __version__
from pyspark.sql import SparkSession

builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", False)
spark = builder.getOrCreate()
name = "spark.sql.execution.arrow.pyspark.enabled"
default = spark.conf.get(name)
table = pd.DataFrame({
    "rating": [4.0, None, 3.0, None],
    "word": pd.Categorical(["good", None, "bad", None]),
})
seen = {}
for switch in ("true", "false"):
    spark.conf.set(name, switch)
    there = spark.createDataFrame(table)
    count = there.selectExpr("count(rating)", "avg(rating)", "count(word)").first()
    nulls = spark.sql("SELECT * FROM VALUES (4D), (NULL), (3D), (NULL) AS t(rating)")
    back = spark.createDataFrame(nulls.toPandas()).selectExpr("count(rating)").first()
    seen[switch] = str([*count, *back])
spark.stop()

print("PySpark", __version__, "; Arrow is on unless switched off:", default)
print("ratings counted, their mean, words counted, and ratings there and back")
print("expected: the same twice")
print("seen with Arrow:   ", seen["true"])
print("seen without Arrow:", seen["false"])
if (*seen.values(), default) != ("[2, 3.5, 2, 2]", "[4, nan, 4, 4]", "true"):
    raise SystemExit("This has changed.")
PY
