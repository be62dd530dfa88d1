"""What the pictures of Spark say, read back from the axes."""

import matplotlib.pyplot as plt
import pytest
from matplotlib.text import Annotation

from utils.plots.pictures.spark import (
    plot_buckets,
    plot_sweep,
    plot_where_work_happens,
)


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def words(ax):
    return [t.get_text() for t in ax.texts if t.get_text()]


def arrows(ax):
    return [t for t in ax.texts if isinstance(t, Annotation)]


def test_ten_buckets_and_what_they_are_for():
    ax = plot_buckets()
    assert [w for w in words(ax) if w.isdigit()] == [str(n) for n in range(10)]
    lines = {"learn: 0 to 6", "validate: 7", "training: 0 to 7", "test: 8 and 9"}
    assert lines <= set(words(ax))


@pytest.mark.parametrize("n_blocks", [1, 2, 4])
def test_a_task_for_each_block_and_vectors_between_blocks(n_blocks):
    ax = plot_where_work_happens(n_blocks)
    assert [w for w in words(ax) if w.startswith("task ")] == [
        f"task {n}" for n in range(n_blocks)
    ]
    # Out, back, and to its block for each task; and between neighbours of blocks.
    assert len(arrows(ax)) == 3 * n_blocks + n_blocks - 1


def test_a_sweep_goes_there_and_back():
    ax = plot_sweep(n_blocks=2)
    ends = [(t.get_position()[0], t.xy[0]) for t in arrows(ax)]
    there = [start < end for start, end in ends]
    assert len(there) == 8 and sum(there) == 4  # each block to each of the others
