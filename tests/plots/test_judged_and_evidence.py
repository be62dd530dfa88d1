"""Pictures of notebooks 06 and 07: what is drawn is what is meant."""

import numpy as np
import pytest

from utils.metrics import ndcg_at_k, precision_at_k
from utils.plots.pictures.implicit import plot_evidence
from utils.plots.pictures.judging import plot_judged


def test_full_bars_add_up_to_the_measures():
    lists = {"A": ["Heat", "Jaws", "Up"], "B": ["Jaws", "Rocky", "Heat"]}
    liked = {"Heat", "Up", "Alien"}
    gain = 1 / np.log2(1 + np.arange(1, 4))
    worth = {"precision@3": np.full(3, 1 / 3), "nDCG@3": gain / gain.sum()}
    axes = plot_judged(lists, liked, worth)
    assert axes.shape == (2, 2)
    for row, movies in zip(axes, lists.values()):
        for ax, metric in zip(row, (precision_at_k, ndcg_at_k)):
            places, full = ax.containers
            assert len(places) == 3
            total = sum(bar.get_height() for bar in full)
            assert total == pytest.approx(metric(movies, liked, 3))
            assert ax.get_title(loc="left").endswith(f"= {total:.2f}")
    words = [label.get_text() for label in axes[1, 0].get_xticklabels()]
    assert words == ["1\nJaws", "2\nRocky", "3\nHeat ✔"]  # not by colour alone


def test_areas_are_confidences_and_full_squares_preferences():
    counts = np.array([[3, 0], [0, 1]])
    _, preference, confidence = plot_evidence(counts, ["a", "b"], ["x", "y"], alpha=2)
    areas = [square.get_width() * square.get_height() for square in confidence.patches]
    assert np.allclose(np.array(areas) / areas[1], [7, 1, 1, 3])
    full = [square.get_facecolor()[3] > 0 for square in preference.patches]
    assert full == [True, False, False, True]
    assert [text.get_text() for text in preference.texts] == ["1", "0", "0", "1"]
