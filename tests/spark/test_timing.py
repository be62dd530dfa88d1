"""Seconds of a call; a plan has none."""

import pytest

from utils.spark.timing import timed


def test_a_call_gives_its_seconds_and_its_result():
    seconds, result = timed(int, "11", base=2)
    assert result == 3 and 0 <= seconds < 5


def test_a_plan_is_refused(spark):
    table = spark.range(3)
    for plan in (table.distinct, lambda: table.randomSplit([0.5, 0.5])):
        with pytest.raises(TypeError, match="a plan of which nothing"):
            timed(plan)
    assert timed(table.count).result == 3
