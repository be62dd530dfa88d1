"""The tables in docs/cluster.md are what their script makes of the record."""

import doctest
import importlib.util

import pandas as pd
import pytest

from utils.files import ROOT

spec = importlib.util.spec_from_file_location("sizing", ROOT / "docs" / "sizing.py")
sizing = importlib.util.module_from_spec(spec)
spec.loader.exec_module(sizing)


def test_the_tables_are_what_the_formulas_give():
    page = sizing.PAGE.read_text(encoding="utf-8")
    assert "**Computed, not measured.**" in page.split(sizing.BEGIN)[0]
    assert page == sizing.updated(page), "run python docs/sizing.py"


def test_the_examples_of_the_formulas():
    assert doctest.testmod(sizing).failed == 0


@pytest.fixture
def record(tmp_path, monkeypatch):
    """Two engines of a machine, and the same of another one."""
    rows = [
        ("utils.als", 10, 1e6, 1.0),
        ("utils.als", 10, 1e7, 10.0),
        ("Spark local[2]", 64, 1e5, 90.0),  # too small to say anything
        ("Spark local[2]", 64, 1e6, 1.0),
        ("Spark local[2]", 64, 1e7, 36.0),
        ("Spark local[2]", 64, 2.5e7, 360.0),
        ("Spark local[2]", 10, 1e6, 1.8),  # of one size there is no exponent
    ]
    table = pd.DataFrame(rows, columns=["engine", "rank", "ratings", "seconds"])
    table = table.assign(machine="2 cores, 24 GiB", date="2026-01-01")
    other = table.assign(machine="64 cores, 512 GiB", seconds=0.1)
    monkeypatch.setattr(sizing, "RECORD", tmp_path / "scaling.csv")
    pd.concat([table, other]).to_csv(sizing.RECORD, index=False)


def cells(table):
    rows = [line.strip("| ").split(" | ") for line in table.splitlines()[2:]]
    return {row[0]: row[1:] for row in rows}


def test_what_is_recorded_comes_from_the_record(record):
    hours = {size: row[6] for size, row in cells(sizing.size_table()).items()}
    # 10 sweeps on 2 cores: 20 s are 1/180 of an hour. Rank 10 is known at one size.
    assert hours["1 million"] == "0.01; 0.0056"
    assert hours["25 million"] == "?; 2"
    slope = sizing.exponent(sizing.curve(sizing.recorded()[0], "Spark", 64))
    assert slope > 1.5
    assert hours["100 million"] == f"?; {2 * 4**slope:.0f}"


def test_the_growth_is_told_by_engine_and_rank(record):
    table = sizing.growth_table()
    assert "| utils.als | 10 | 10 million | 10 | 1.00 |" in table
    assert "| Spark | 10 | 1 million | 1.8 | too few sizes |" in table
    assert "| Spark | 64 | 25 million | 360 | " in table
