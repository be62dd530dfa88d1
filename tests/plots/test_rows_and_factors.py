"""Pictures of 02, 03 and 04: what stands out is what takes part, and not by colour."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from utils.plots.pictures.factors import plot_half_steps, plot_product
from utils.plots.pictures.similarity import plot_two_columns, plot_two_rows

HOLE = np.nan


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def bold(ax):
    return [text.get_text() for text in ax.texts if text.get_weight() == "bold"]


def test_of_two_rows_what_both_rated_stands_out():
    # Both rated the first and the last movie; a 0 that is known is no hole.
    rows = np.array([[5, HOLE, 3, 0], [4, HOLE, HOLE, 0.5]])
    ax = plot_two_rows(rows, ["Ana", "Ben"], ["a", "b", "c", "d"])
    assert bold(ax) == ["5", "0", "4", "0.5"]
    assert sum(text.get_text() == "?" for text in ax.texts) == 3


def test_of_two_columns_those_who_rated_both_stand_out():
    table = pd.DataFrame(
        {"Up": [5, HOLE, 2], "Heat": [1, 1, 1], "It": [3, 4, 4]}, ["Ana", "Ben", "Cy"]
    )
    deviations = table.sub([3, 2.5, 3], axis=0)
    ax = plot_two_columns(table, deviations, ("Up", "It"))
    assert bold(ax) == ["5", "3", "2", "4"]
    words = [text.get_text() for text in ax.texts]
    assert "rated both; from their own mean: Up −1.0, It +1.0" in words
    assert words.count("rated one of the two: left out") == 1


U, V = np.array([[1.0, 2], [3, 4]]), np.array([[1.0, 0], [0, 1], [1, 1]])
NAMES = ["Ana", "Ben"], ["Up", "It", "Heat"]


def test_a_cell_is_the_product_of_a_row_and_a_column():
    ax = plot_product(U @ V.T, U, V, *NAMES, cell=(1, 2))
    assert bold(ax) == ["3.0", "4.0", "1.0", "1.0", "7.0"]  # 3 · 1 + 4 · 1


def test_half_steps_take_what_is_known_and_no_more():
    # Ana rated Up and Heat; Heat was rated by both.
    cells = [5.0, 1, 4], ([0, 0, 1], [0, 2, 2])
    X = sparse.coo_array(cells, shape=(2, 3)).tocsr()
    left, right = plot_half_steps(X, U, V, *NAMES, cell=(0, 2))
    assert bold(left) == ["new", "new", "1.0", "1.0", "0.0", "1.0", "5", "1"]
    assert bold(right) == ["1.0", "2.0", "3.0", "4.0", "new", "new", "1", "4"]
    assert left.get_title() == "V stands still: solve for Ana"
    assert right.get_title() == "U stands still: solve for Heat"
