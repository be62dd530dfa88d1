#!/usr/bin/env bash
# FPGrowthModel.transform: what goes best with your basket is not first in the list.
#
# Versions: PySpark 4.3.0; needs a Java 17.
# Expected: `prediction` lists the consequents by confidence, best first, so that its
#   first three are a shelf.
# Seen: an order of the hash table, without meaning, and no number beside it: the best
#   item may come last. Join associationRules and sort.
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
from pyspark.ml.fpm import FPGrowth
from pyspark.sql import SparkSession

spark = (
    SparkSession.builder.master("local[1]")
    .config("spark.ui.enabled", False)
    .config("spark.sql.shuffle.partitions", 2)
    .getOrCreate()
)
items = "bcdefghijk"  # b goes best with a, then c, and so on
baskets = [(["a", item],) for n, item in enumerate(items) for _ in range(11 - n)]
model = FPGrowth(minSupport=0.01, minConfidence=0.01, numPartitions=4).fit(
    spark.createDataFrame(baskets, ["items"])
)
rules = [r for r in model.associationRules.collect() if r.antecedent == ["a"]]
rules.sort(key=lambda rule: -rule.confidence)
best = [rule.consequent[0] for rule in rules]
asked = spark.createDataFrame([(["a"],)], ["items"])
prediction = model.transform(asked).first().prediction
spark.stop()

print("PySpark", __version__)
print("expected:", *best, [round(rule.confidence, 2) for rule in rules])
print("seen:    ", *prediction)
if prediction == best or sorted(prediction) != best:
    raise SystemExit("This has changed.")
PY
