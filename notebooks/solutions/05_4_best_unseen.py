"""First drop the seen, then number what is left, then cut: whoever cuts first hands
out short lists, and the shortest to the most faithful customers."""

from pyspark.sql import Window
from pyspark.sql import functions as F


def best_unseen(scores, seen, k):
    unseen = scores.join(seen, ["user", "movie"], "left_anti")
    best_first = Window.partitionBy("user").orderBy(F.desc("score"))
    numbered = unseen.withColumn("place", F.row_number().over(best_first))
    return numbered.where(F.col("place") <= k).select("user", "movie", "score")
