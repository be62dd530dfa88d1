"""The record of benchmarks/scaling.py: what notebook 08 draws, and how it is made."""

import importlib
import os
import subprocess
import sys

import pandas as pd

from utils.files import ROOT

COLUMNS = [
    *("date", "machine", "engine", "rank", "ratings", "users", "movies"),
    *("seconds", "peak_gib"),
]


def test_the_benchmark_runs_and_keeps_a_row(tmp_path):
    record = tmp_path / "record.csv"
    script = ROOT / "benchmarks" / "scaling.py"
    corner = ["--sizes", "0.002", "--ranks", "4", "--engines", "utils.als"]
    done = subprocess.run(
        [sys.executable, script, *corner, "--record", record],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    table = pd.read_csv(record)
    assert list(table.columns) == COLUMNS
    assert table[["engine", "rank", "ratings"]].to_numpy().tolist() == [
        ["utils.als", 4, 2000]
    ]
    assert (table["seconds"] > 0).all()
    assert table["peak_gib"].between(0.01, 4).all()
    assert "times_flops" in done.stdout


def test_the_shortest_sweep_is_read_from_what_spark_tells(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    scaling = importlib.import_module("scaling")
    # Two that hand over the random start; then a sweep of 3 seconds, and one of 2.
    ends = ["00.000", "01.000", "09.000", "10.000", "12.000", "13.500", "14.000"]
    stages = [
        {
            "name": "flatMap at ALS.scala:1782",
            "status": "COMPLETE",
            "completionTime": f"2026-01-01T10:00:{end}GMT",
            "executorCpuTime": number * 1e9,
        }
        for number, end in enumerate(ends)
    ]
    other = {**stages[-1], "name": "count at ALS.scala:1152"}
    skipped = {**stages[-1], "status": "SKIPPED"}
    wall, cpu = scaling.least_sweep([other, skipped, *stages[::-1]])
    assert (wall, cpu) == (2.0, 5 + 6)
