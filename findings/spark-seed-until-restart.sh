#!/usr/bin/env bash
# An ALS without a seed gives one model all day, and another after the kernel's restart.
#
# Versions: PySpark 4.3.0; needs a Java 17.
# Expected: without a seed each fit differs; or (as in Scala, where the default is made
#   of the class's name) each fit is the same, today and tomorrow.
# Seen: each fit of one Python process is the same, to the last bit, so that the model
#   looks settled; the next process has another. The seed is Python's hash of "ALS",
#   which Python draws anew at each start. spark-submit fixes it: there the same program
#   gives one model for ever. CrossValidator's folds and Word2Vec go by it, too.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check \
    pyspark==4.3.0 numpy==2.4.6
cd "$work"

export PYSPARK_PYTHON="$work/venv/bin/python" SPARK_LOCAL_IP=127.0.0.1
unset PYTHONHASHSEED
cat > fits.py <<'PY'
from pyspark.ml.recommendation import ALS
from pyspark.sql import SparkSession

spark = (
    SparkSession.builder.master("local[1]")
    .config("spark.ui.enabled", False)
    .config("spark.sql.shuffle.partitions", 1)
    .getOrCreate()
)
rows = [(u, i, float((u * i) % 5 + 1)) for u in range(8) for i in range(8) if u - i]
ratings = spark.createDataFrame(rows, "user int, item int, rating float").coalesce(1)
for _ in range(2):
    als = ALS(rank=4, maxIter=2, numUserBlocks=1, numItemBlocks=1)
    model = als.fit(ratings)
    print("model", model.itemFactors.orderBy("id").first().features)
spark.stop()
PY
PATH="$work/venv/bin:$PATH"
for how in python python spark-submit spark-submit; do
    "$how" fits.py 2>spark.log | grep ^model > one || { tail -3 spark.log >&2; exit 1; }
    cat one >> "$how.models"
    echo "$how: first number of two fits:" $(sed 's/.*\[//; s/,.*//' one)
done
count() { sort -u "$1" | wc -l; }
echo "PySpark 4.3.0, two processes with two fits each"
echo "expected: 4 models, or 1, with python as with spark-submit"
echo "seen: $(count python.models) models with python, and" \
    "$(count spark-submit.models) with spark-submit"
if [ "$(count python.models)" != 2 ] || [ "$(count spark-submit.models)" != 1 ]; then
    echo "This has changed."
    exit 1
fi
