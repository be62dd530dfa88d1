"""The table in docs/cluster.md is what its script prints."""

import doctest
import importlib.util

from utils.files import ROOT

spec = importlib.util.spec_from_file_location("sizing", ROOT / "docs" / "sizing.py")
sizing = importlib.util.module_from_spec(spec)
spec.loader.exec_module(sizing)


def test_the_table_is_what_the_formulas_give():
    page = (ROOT / "docs" / "cluster.md").read_text(encoding="utf-8")
    assert sizing.table() in page
    assert "**Computed, not measured**" in page
    assert str(sizing.EXPONENT) in page


def test_the_examples_of_the_formulas():
    assert doctest.testmod(sizing).failed == 0


def test_the_exponent_is_that_of_the_last_step():
    """43.6 s for 15.6 s, at 2.5 times the ratings."""
    seconds = sizing.MEASURED
    (a, b) = sorted(seconds)[-2:]
    exponent = sizing.math.log(seconds[b] / seconds[a]) / sizing.math.log(b / a)
    assert round(exponent, 2) == sizing.EXPONENT
