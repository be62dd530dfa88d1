"""The record of benchmarks/scaling.py: what notebook 08 draws, and how it is made."""

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
    corner = ["--sizes", "0.002", "--ranks", "4", "--engines", "NumPy"]
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
        ["NumPy", 4, 2000]
    ]
    assert (table["seconds"] > 0).all()
    assert table["peak_gib"].between(0.01, 4).all()
    assert "times_flops" in done.stdout
