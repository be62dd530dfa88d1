#!/usr/bin/env bash
# Spark: the first session of a JVM spends a part of its start on a search that fails.
#
# Versions: PySpark 4.3.0; needs Java 17 or 21.
# Expected: MLlib on the class path costs nothing until something of it is used.
# Seen: it registers its functions in each session, used or not. Two of them take
#   vectors, and Spark looks for an encoder for these, by Scala's reflection (1,100 more
#   classes). There is none: so an error is put together, for which all texts of all of
#   Spark's errors are read from JSON; then it is thrown away. Without MLlib's jar the
#   same session starts without all of that. Since Spark 4.0 (SPARK-49086).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check \
    pyspark==4.3.0
cd "$work"

export PYSPARK_PYTHON="$work/venv/bin/python" SPARK_LOCAL_IP=127.0.0.1
# The same Spark without one jar.
own=$("$work/venv/bin/python" -c "import pyspark; print(pyspark.__path__[0])")
mkdir -p slim/jars
ln -s "$own"/* slim 2>/dev/null || true
ln -s "$own"/jars/* slim/jars
rm slim/jars/spark-mllib_*

cat > start.py <<'PY'
import os
import sys
import time
from pathlib import Path

from pyspark import SparkConf, SparkContext
from pyspark.sql import SparkSession

log = Path(sys.argv[1]).absolute()
loaded = f"-Xlog:class+load:file={log}"
conf = SparkConf().setMaster("local[1]").set("spark.ui.enabled", "false")
conf.set("spark.driver.extraJavaOptions", loaded).setAppName("start")
context = SparkContext(conf=conf)
start = time.perf_counter()
SparkSession(context)
seconds = time.perf_counter() - start
names = [line.split("] ")[-1].split()[0] for line in log.read_text().splitlines()]
reflection = sum(name.startswith("scala.reflect.") for name in names)
errors = "org.apache.spark.ErrorClassesJsonReader" in names
print(f"{reflection} classes of scala.reflect, all error texts read: {errors},", end="")
print(f" session {seconds:.2f} s after its context")
sys.stdout.flush()
os._exit(context._gateway.proc.kill() or 0)
PY
echo "PySpark 4.3.0, one session and not a single query"
echo "expected: the same with MLlib's jar and without"
with=$("$work/venv/bin/python" start.py with.log 2>spark.log)
without=$(SPARK_HOME="$work/slim" "$work/venv/bin/python" start.py without.log 2>spark.log)
printf 'seen: with     %s\nseen: without  %s\n' "$with" "$without"
read -r many _ <<<"$with"
read -r few _ <<<"$without"
[[ $with == *"read: True"* && $without == *"read: False"* && $many -gt $((few + 900)) ]] ||
    { echo "This has changed." >&2; exit 1; }
