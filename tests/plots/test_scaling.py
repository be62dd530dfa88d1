"""What the pictures of growth and of shipments show, read back from the axes."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Annotation

from utils.plots.scaling import plot_blocks, plot_scaling, plot_shipments


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def curve(*rows):
    return pd.DataFrame(rows, columns=["engine", "ratings", "seconds"])


def test_what_was_recorded_stands_behind_what_was_measured():
    live = curve(("utils.als", 10, 0.1), ("Spark", 10, 2.0))
    recorded = curve(("Spark", 1000, 9.0), ("Spark", 100, 3.0), ("utils.als", 100, 0.9))
    ax = plot_scaling(live, recorded)
    lines = {line.get_label(): line for line in ax.lines}
    assert lines["Spark, recorded"].get_xydata().tolist() == [[100, 3], [1000, 9]]
    assert lines["utils.als, here"].get_xydata().tolist() == [[10, 0.1]]
    assert ax.get_xscale() == ax.get_yscale() == "log"
    # One engine looks alike in both, two engines differ by more than colour.
    spark, ours = lines["Spark, here"], lines["utils.als, here"]
    assert spark.get_color() == lines["Spark, recorded"].get_color()
    assert spark.get_marker() != ours.get_marker()
    assert spark.get_linestyle() != ours.get_linestyle()


def test_an_engine_that_was_not_recorded_is_drawn_all_the_same():
    ax = plot_scaling(curve(("utils.als", 10, 0.1)), curve(("Spark", 10, 2.0)))
    assert len(ax.get_legend().texts) == 4


def test_more_than_can_be_told_apart_is_refused():
    four = curve(*[(name, 10, 0.1) for name in "abcd"])
    with pytest.raises(ValueError, match="found 4 engines, expected at most 3"):
        plot_scaling(four[:2], four[2:])
    with pytest.raises(ValueError, match="found 4 item blocks, expected at most 3"):
        plot_blocks(np.eye(4, dtype=bool), np.zeros(4, int), np.arange(4))
    assert not plt.get_fignums()  # no empty picture


# Three users, two movies; ids modulo 2 are the blocks, so user 2 stands before user 1.
KNOWN = np.array([[True, False], [False, True], [True, True]])
OF_USERS = np.array([0, 1, 0])


def test_a_matrix_is_drawn_block_by_block():
    ax = plot_blocks(KNOWN, OF_USERS, np.array([0, 1]))
    names = [t.get_text() for t in ax.get_yticklabels()]
    assert names == ["0 (block 0)", "2 (block 0)", "1 (block 1)"]
    marks = {c.get_label(): c.get_offsets().tolist() for c in ax.collections}
    assert marks == {
        "of item block 0": [[0, 0], [0, 1]],
        "of item block 1": [[1, 1], [1, 2]],
    }
    rows = [line.get_ydata()[0] for line in ax.lines if len(set(line.get_ydata())) == 1]
    assert rows == [1.5]  # one cut between user blocks
    assert ax.yaxis_inverted()


def test_an_arrow_for_each_vector_that_a_block_needs():
    needed = KNOWN  # here a block has one movie
    ax = plot_shipments(needed, OF_USERS)
    place = {t.get_text(): t.get_position() for t in ax.texts if t.get_text()}
    arrows = [t for t in ax.texts if isinstance(t, Annotation)]
    assert len(arrows) == needed.sum() == 4
    at_block_0 = [t for t in arrows if t.xy[1] == place["item block 0"][1]]
    starts = {t.get_position()[1] for t in at_block_0}
    assert starts == {place["vector of user 0"][1], place["vector of user 2"][1]}
    styles = {t.arrow_patch.get_linestyle() for t in arrows}
    assert len(styles) == 2  # not by colour alone
