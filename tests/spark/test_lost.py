"""A session that was stopped or lost gives one sentence, and other errors stay."""

import subprocess
import sys
from types import SimpleNamespace

import pytest
from py4j.java_gateway import JavaObject
from py4j.protocol import Py4JNetworkError
from pyspark import SparkContext

from utils.files import ROOT
from utils.spark.lost import interrupt_in, sentence

CELLS = ["", "x = 1", 'spark = get_spark("05 Spark")\nabout(spark)', "spark.range(3)"]


def error_of(call):
    with pytest.raises(Exception) as caught:
        call()
    return caught.value


def new_als():
    from pyspark.ml.recommendation import ALS

    ALS()


def test_other_errors_are_left_alone(spark):
    assert sentence(error_of(lambda: 1 / 0), CELLS) is None
    assert sentence(error_of(lambda: spark.sql("nonsense")), CELLS) is None
    assert sentence(error_of(lambda: spark.range("a")), CELLS) is None


def test_a_stopped_session_names_the_cell_to_run(spark, monkeypatch):
    monkeypatch.setattr(SparkContext, "_active_spark_context", None)
    told = sentence(error_of(new_als), CELLS)
    assert told.startswith("The session of Spark was stopped. Its tables and models")
    assert '\n    spark = get_spark("05 Spark")\n' in told
    assert "\n    spark = get_spark()\n" in sentence(error_of(new_als), [])
    assert sentence(error_of(lambda: 1 / 0), CELLS) is None  # nothing of Spark's


def test_a_dead_java_is_told(spark, monkeypatch):
    def dead():
        raise Py4JNetworkError("Answer from Java side is empty")

    error = error_of(lambda: spark.sql("nonsense"))
    context = SimpleNamespace(_jsc=SimpleNamespace(sc=dead))
    monkeypatch.setattr(SparkContext, "_active_spark_context", context)
    assert sentence(error, CELLS).startswith("Spark's Java has died")


def test_what_belongs_to_an_older_session_is_told(spark):
    gone = JavaObject("o999999999", spark.sparkContext._gateway._gateway_client)
    told = sentence(error_of(gone.count), CELLS)
    assert told.startswith("This belongs to a session of Spark's that has ended.")


def test_an_interrupt_is_seen_below_what_it_has_broken():
    for error, found in [(Py4JNetworkError("empty"), True), (OSError(), False)]:
        error.__context__ = KeyboardInterrupt()
        assert (interrupt_in(error) is error.__context__) == found
    assert interrupt_in(Py4JNetworkError()) is None


def test_ipython_shows_the_sentence_and_nothing_else():
    script = (
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "shell = InteractiveShell.instance()\n"
        "shell.run_cell('from utils.spark.lost import explain_lost_sessions')\n"
        "shell.run_cell('explain_lost_sessions()')\n"
        "shell.run_cell('from pyspark.ml.recommendation import ALS')\n"
        "assert not shell.run_cell('ALS()').success\n"
        "assert not shell.run_cell('undefined_name').success\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "The session of Spark was stopped." in done.stdout
    assert "AssertionError" not in done.stdout
    assert "NameError" in done.stdout
