"""What all tests share: a folder of their own for work, and one Spark session."""

import atexit
import os
import shutil
import tempfile

# Two processes test, side by side. With two threads of BLAS each, both would wait for
# the other, busily, and take twice as long; this must be said before NumPy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# And Spark's JVMs live for seconds here: compiled once, and quickly, they need less of
# the processor than with the compiler that is made for hours.
os.environ.setdefault("SPARK_SUBMIT_OPTS", "-XX:TieredStopAtLevel=1")

import matplotlib
import pytest

matplotlib.use("Agg")
# Before any kernel or module asks: tests never read or write a learner's work/.
os.environ["WORKBOOK_WORK"] = tempfile.mkdtemp(prefix="workbook-tests-")
atexit.register(shutil.rmtree, os.environ["WORKBOOK_WORK"], ignore_errors=True)


@pytest.fixture
def work(tmp_path, monkeypatch):
    """An empty folder for a learner's work."""
    monkeypatch.setenv("WORKBOOK_WORK", str(tmp_path / "work"))
    return tmp_path / "work"


@pytest.fixture(scope="session")
def spark():
    """The one session of the whole run, on two cores."""
    from utils.spark import get_spark

    return get_spark("tests", master="local[2]")
