#!/usr/bin/env bash
# pandas on Spark ranks a missing rating as the worst, and fills a window with it.
#
# Versions: PySpark 4.3.0, pandas 2.3.3, PyArrow 26.0.1, NumPy 2.4.6; needs a Java 17.
# Expected: rank() and rolling(2).mean() of a column with a missing rating are those of
#   pandas: NaN where it is missing, and the ranks of the others as if it were not there
#   (its corr, mean, std, cumsum and value_counts do so).
# Seen: missing ratings get ranks, the lowest, tied among themselves; the worst movie
#   that was rated is third of five. In descending order and within groups they are
#   the worst again. A window of two needs two rows, not two ratings: each hole in it
#   gives the mean of what is left.
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

spark = (
    SparkSession.builder.master("local[1]")
    .config("spark.ui.enabled", False)
    .config("spark.sql.shuffle.partitions", 1)
    .getOrCreate()
)
import pyspark.pandas as ps

table = pd.DataFrame({"user": [1, 1, 1, 2, 2], "a": [4.0, None, 3, 5, None]})
looks = {
    "a.cumsum()": lambda t: t.a.cumsum(),
    "a.rank()": lambda t: t.a.rank(),
    "groupby(user).a.rank()": lambda t: t.groupby("user").a.rank(),
    "a.rolling(2).mean()": lambda t: t.a.rolling(2).mean(),
}
there = ps.from_pandas(table)
seen = {}
for name, look in looks.items():
    pair = look(table), look(there).to_pandas().sort_index()
    seen[name] = [[None if pd.isna(x) else float(x) for x in column] for column in pair]
spark.stop()

print("PySpark", __version__, "pandas", pd.__version__, "a =", table.a.tolist())
for name, (pandas, spark) in seen.items():
    print(f"{name}\n    expected: {pandas}\n    seen:     {spark}")
added, *others = (spark for _, spark in seen.values())
if added != seen["a.cumsum()"][0] or others != [
    [4.0, 1.5, 3.0, 5.0, 1.5], [3.0, 1.0, 2.0, 2.0, 1.0], [None, 4.0, 3.0, 4.0, 5.0]
]:
    raise SystemExit("This has changed.")
PY
