#!/usr/bin/env bash
# Spark's Word2Vec: a movie that it does not know pulls a user's vector towards zero.
#
# Versions: PySpark 4.3.0; needs a Java 17.
# Expected: transform gives the mean of the vectors of the words (movies) that the
#   model knows; unknown ones have no effect.
# Seen: the sum is divided by the number of all words: with one stranger beside it a
#   vector has half its length, with three a quarter. Cosine does not see it; dot
#   products and distances do.
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
from pyspark.ml.feature import Word2Vec
from pyspark.sql import SparkSession

spark = (
    SparkSession.builder.master("local[1]")
    .config("spark.ui.enabled", False)
    .config("spark.sql.shuffle.partitions", 2)
    .getOrCreate()
)
known = spark.createDataFrame([(["a", "b", "c"],)] * 10, ["movies"])
model = Word2Vec(vectorSize=3, seed=1, inputCol="movies", outputCol="v").fit(known)
histories = [["a"], ["a", "x"], ["a", "x", "y", "z"], ["x"]]
table = spark.createDataFrame([(history,) for history in histories], ["movies"])
lengths = [row.v.norm(2) for row in model.transform(table).collect()]
spark.stop()

print("PySpark", __version__, "; only a is known")
print("expected: lengths alike, and none for a user without a known movie")
seen = [round(length / lengths[0], 3) for length in lengths]
for history, length in zip(histories, seen):
    print("seen:", "".join(history).ljust(4), length, "of the vector of a")
if seen != [1.0, 0.5, 0.25, 0.0]:
    raise SystemExit("This has changed.")
PY
