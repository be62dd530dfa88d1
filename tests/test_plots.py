"""What the pictures show, read back from the axes; and the slider."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from utils.plots import (
    plot_counts,
    plot_known_cells,
    plot_long_tail,
    plot_shares,
    plot_stars,
)
from utils.widgets import activity_explorer

SHARES = pd.DataFrame({"density": [0.1, 0.5], "users kept": [1.0, 0.2]}, index=[1, 10])


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def small():
    return sparse.csr_array((np.array([4.0, 0.5]), ([0, 1], [2, 0])), shape=(2, 3))


def test_stars_and_question_marks():
    ax = plot_stars(small(), ["Ana", "Ben"], ["Heat", "Up", "Alien"])
    words = {
        (
            round(t.get_position()[1] - 0.5),
            round(t.get_position()[0] - 0.5),
        ): t.get_text()
        for t in ax.texts
        if t.get_text()
    }
    assert words == {
        (0, 0): "?", (0, 1): "?", (0, 2): "4",
        (1, 0): "0.5", (1, 1): "?", (1, 2): "?",
    }  # fmt: skip
    assert [t.get_text() for t in ax.get_yticklabels()] == ["Ana", "Ben"]


def test_a_dot_for_each_known_cell():
    ax = plot_known_cells(small())
    assert ax.collections[0].get_offsets().tolist() == [[2, 0], [0, 1]]
    assert ax.yaxis_inverted()  # the first user on top


def test_the_head_is_marked_in_words():
    ax = plot_long_tail(np.array([9, 3, 1]), "movies", head=1)
    assert [t.get_text() for t in ax.get_legend().texts] == ["tail", "first 1"]
    assert ax.lines[0].get_ydata().tolist() == [9, 3, 1]


def test_lines_differ_by_more_than_colour():
    ax = plot_shares(SHARES, "least", mark=10)
    styles = {line.get_linestyle() for line in ax.get_legend().get_lines()}
    assert len(styles) == 2
    assert ax.lines[-1].get_xdata() == [10, 10]


def test_bars_carry_their_numbers():
    ax = plot_counts(pd.Series({"0": 1200, "1–4": 3}), "movies", "pairs")
    assert [t.get_text() for t in ax.texts] == ["1,200", "3"]


def test_plots_draw_where_they_are_told():
    _, ax = plt.subplots()
    assert plot_shares(SHARES, "x", ax=ax) is ax
    assert plot_known_cells(small(), ax=ax) is ax


def test_the_slider_looks_up_its_row(capsys):
    widget = activity_explorer(SHARES, start=10)
    slider = widget.children[0]
    assert slider.value == 10
    widget.update()
    slider.value = 1
    shown = [str(o) for o in widget.out.outputs] + [capsys.readouterr().out]
    assert "at least 1 ratings each: density 10.0%, users kept 100.0%" in "".join(shown)
