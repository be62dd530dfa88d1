from types import SimpleNamespace

import pytest

from utils.spark import jobs as room
from utils.spark import what_spark_did


def test_a_shuffle_makes_two_stages(spark):
    what_spark_did(spark)  # from here on
    rows = spark.sparkContext.parallelize([(i % 3, i) for i in range(100)], 2)
    assert len(rows.reduceByKey(max, 2).collect()) == 3
    table = what_spark_did(spark)
    # Two partitions before the shuffle, and two after it.
    assert table.loc[["jobs", "stages", "tasks"], "number"].tolist() == ["1", "2", "4"]
    assert table["meaning"].str.len().max() <= 50  # pandas would cut it
    assert list(table.index) == list(room.WORDS)


def test_nothing_is_counted_twice_unless_asked(spark):
    spark.sparkContext.parallelize([1]).count()
    assert what_spark_did(spark).loc["jobs", "number"] != "0"
    assert what_spark_did(spark).loc["jobs", "number"] == "0"
    assert what_spark_did(spark, since_last=False).loc["jobs", "number"] != "0"


def test_no_proxy_is_asked(spark, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    assert len(what_spark_did(spark)) == len(room.WORDS)


@pytest.mark.parametrize(
    "session",
    [
        SimpleNamespace(),  # Spark Connect has no sparkContext
        SimpleNamespace(sparkContext=SimpleNamespace(uiWebUrl=None)),
    ],
)
def test_without_pages_a_sentence(session, capsys):
    assert what_spark_did(session).empty
    assert "nothing can be told" in capsys.readouterr().out


def test_shuffled_bytes_and_seconds_by_hand():
    jobs = [
        {
            "jobId": number,
            "stageIds": stages,
            "numCompletedStages": len(stages),
            "numSkippedStages": 0,
            "numCompletedTasks": 3,
            "submissionTime": f"2026-01-01T10:00:0{number}.000GMT",
            "completionTime": f"2026-01-01T10:00:0{number + 2}.500GMT",
        }
        for number, stages in [(1, [1, 2]), (4, [3])]
    ]
    stages = [
        {"stageId": number, "shuffleWriteBytes": 1e6 * number, "executorRunTime": 500}
        for number in (1, 2, 3, 9)  # stage 9 is another job's
    ]
    work = room.count_work(jobs, stages)
    assert work["shuffled MB"] == 6 and work["task seconds"] == 1.5
    assert work["seconds"] == 5.5  # from second 1 to second 6.5
    assert work["stages"] == 3 and work["tasks"] == 6
