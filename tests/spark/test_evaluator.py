"""Spark's RankingEvaluator beside utils.metrics: when they agree, and when not."""

import pytest

pytest.importorskip("pyspark")

from pyspark.ml.evaluation import RankingEvaluator
from pyspark.sql.utils import IllegalArgumentException

from utils.metrics import map_at_k, ndcg_at_k, precision_at_k, recall_at_k

SAME = {
    "precisionAtK": precision_at_k,
    "recallAtK": recall_at_k,
    "ndcgAtK": ndcg_at_k,
    "meanAveragePrecisionAtK": map_at_k,
}
SHOWN = {1: [5, 3, 8, 1], 2: [3, 5], 3: [], 4: [9, 8, 7, 6, 5, 4]}
RELEVANT = {1: {3, 1, 77}, 2: {5}, 3: {9}, 4: {6, 5, 40, 41, 42, 43}}


def spark_says(spark, pairs, name="ndcgAtK", k=3, kind="double"):
    schema = f"prediction array<{kind}>, label array<{kind}>"
    return RankingEvaluator(metricName=name, k=k).evaluate(
        spark.createDataFrame(pairs, schema)
    )


def floats(items):
    return [float(item) for item in items]


def pairs(shown, relevant):
    return [(floats(shown[u]), floats(relevant[u])) for u in shown]


@pytest.mark.parametrize("name, ours", SAME.items(), ids=SAME)
def test_the_same_where_everybody_has_something_relevant(spark, name, ours):
    for k in (1, 3, 5):  # shorter lists, no list, more relevant than k
        found = spark_says(spark, pairs(SHOWN, RELEVANT), name, k)
        assert found == pytest.approx(ours(SHOWN, RELEVANT, k), abs=1e-12)


def test_nothing_relevant_counts_as_0_there_and_is_left_out_here(spark):
    shown, relevant = {1: [5], 2: [5]}, {1: {5}, 2: set()}
    assert spark_says(spark, pairs(shown, relevant)) == 0.5
    assert ndcg_at_k(shown, relevant, 3) == 1


def test_an_item_twice_counts_twice_there_and_is_refused_here(spark):
    assert spark_says(spark, [([5.0, 5.0], [5.0, 7.0])]) == 1
    assert ndcg_at_k([5], {5, 7}, 3) < 0.7
    with pytest.raises(ValueError, match="twice"):
        ndcg_at_k([5, 5], {5, 7}, 3)


def test_integers_are_refused_and_a_null_ends_it(spark):
    with pytest.raises(IllegalArgumentException, match="array"):
        spark_says(spark, [([5], [5])], kind="int")
    with pytest.raises(Exception, match=r"NullPointer|NULL|null"):
        spark_says(spark, [([5.0], [5.0]), (None, [5.0])])


def test_the_default_measure_knows_no_k(spark):
    assert RankingEvaluator().getMetricName() == "meanAveragePrecision"
    found = [spark_says(spark, [([1.0, 5.0], [5.0])], RankingEvaluator()
             .getMetricName(), k) for k in (1, 10)]  # fmt: skip
    assert found == [0.5, 0.5]
