"""Three learners on one machine, as on a JupyterHub: `pytest -m slow`."""

import json
import os
import subprocess
import sys

import psutil
import pytest

from utils.files import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="hubs run on Linux"),
]

LEARNER = """
import json, sys
import psutil
from pyspark.ml.evaluation import RegressionEvaluator
from pyspark.ml.recommendation import ALS
from utils.data import ratings_file
from utils.spark import get_spark

spark = get_spark()
schema = "user INT, movie INT, rating DOUBLE, timestamp BIGINT"
table = spark.read.csv(str(ratings_file()), schema=schema, header=True).cache()
als = ALS(userCol="user", itemCol="movie", seed=0, numUserBlocks=2, numItemBlocks=2)
error = RegressionEvaluator(labelCol="rating").evaluate(als.fit(table).transform(table))
me = psutil.Process()
print(json.dumps({
    "rmse": round(error, 4),
    "page": spark.sparkContext.uiWebUrl,
    "folder": spark.conf.get("spark.sql.warehouse.dir"),
    "kernel MB": me.memory_info().rss / 1e6,
    "java MB": sum(p.memory_info().rss for p in me.children(recursive=True)) / 1e6,
}), flush=True)
sys.stdin.read()  # the others are not done
"""


def test_three_learners_on_one_machine(tmp_path):
    learners = []
    for name in ("ana", "ben", "cy"):
        home = tmp_path / name
        home.mkdir()
        own = {"HOME": str(home), "WORKBOOK_WORK": str(home / "work")}
        learners.append(
            subprocess.Popen(
                [sys.executable, "-c", LEARNER],
                cwd=home,
                env={**os.environ, **own, "PYTHONPATH": str(ROOT)},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
    told = [json.loads(learner.stdout.readline()) for learner in learners]
    javas = [
        java
        for learner in learners
        for java in psutil.Process(learner.pid).children(recursive=True)
    ]
    assert [learner.communicate()[1] for learner in learners] == [""] * 3
    assert len({one["rmse"] for one in told}) == 1
    for apart in ("page", "folder"):
        assert len({one[apart] for one in told}) == 3
    assert psutil.wait_procs(javas, timeout=30)[1] == []
    print(*told, sep="\n")
