"""What the pictures show, read back from the axes; and the slider."""

import re
from functools import partial

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PatchCollection
from matplotlib.colors import to_rgb
from scipy import sparse

from utils.files import ROOT
from utils.plots import (
    plot_counts,
    plot_known_cells,
    plot_lines,
    plot_long_tail,
    plot_shares,
    plot_similarities,
    plot_stars,
)
from utils.plots.vectors import (
    plot_losses,
    plot_map,
    plot_predictions,
    plot_scores,
    plot_vectors,
)
from utils.widgets import activity_explorer, half_step_explorer

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


def luminance(rgb):
    """Of sRGB colours, after WCAG 2.2."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def turned_round(rgb, share):
    """What ``filter: invert(share) hue-rotate(180deg)`` makes of colours."""
    inverted = share + (1 - 2 * share) * rgb
    grey = inverted @ [[0.213], [0.715], [0.072]]
    return np.clip(2 * grey - inverted, 0, 1)


def shares():
    """How far the dark themes of JupyterLab and of the pages turn figures round."""
    for file in ("workshop/lab/custom.css", "workshop/site.py"):
        text = (ROOT / file).read_text(encoding="utf-8")
        yield from map(float, re.findall(r"invert\(([\d.]+)\) hue-rotate\(180", text))


def test_numbers_can_be_read_on_every_cell_in_light_and_in_dark():
    stars = np.arange(-0.5, 6, 0.1)[None, :]
    names = [str(n) for n in range(stars.size)]
    known = sparse.csr_array(np.ones(stars.shape))
    cells = sparse.csr_array(np.clip(stars, 0.5, 5))
    drawn = [
        plot_stars(cells, ["Ana"], names),
        plot_predictions(known, stars, ["Ana"], names),
        plot_scores(known.toarray(), stars / 5, ["Ana"], names),
        plot_similarities(np.resize(stars / 5, (8, 8)), names[:8]),
    ]
    assert len([*shares()]) == 2
    for ax in drawn:
        mesh = ax.collections[0]
        mesh.update_scalarmappable()
        behind = mesh.get_facecolors()
        behind = behind[behind[:, 3] > 0, :3]  # a masked cell is not drawn
        inks = np.array([to_rgb(t.get_color()) for t in ax.texts if t.get_text()])
        for turn in (lambda c: c, *(partial(turned_round, share=s) for s in shares())):
            bright, dark = (luminance(turn(c)) + 0.05 for c in (behind, inks[:, None]))
            assert (np.maximum(bright / dark, dark / bright) >= 4.5).all()


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


def test_lines_and_a_level_to_compare_with():
    table = pd.DataFrame({"seen": [0.2, 0.9], "hidden": [1.4, 1.0]}, index=[0.01, 0.6])
    ax = plot_lines(table, "λ", "RMSE, stars", level=("means", 0.88))
    assert [t.get_text() for t in ax.get_legend().texts] == ["seen", "hidden", "means"]
    assert [t.get_text() for t in ax.get_xticklabels()] == ["0.01", "0.6"]
    assert ax.get_xscale() == "log"
    ax = plot_lines(table.set_axis([0, 5]), "damping", "RMSE, stars", mark=5)
    assert ax.get_xscale() == "symlog" and ax.lines[-1].get_xdata() == [5, 5]


# Latent vectors

U = np.array([[2.0, 1], [0, 3]])
V = np.array([[1.0, 0], [-1, 2], [1, 1]])
NAMES = ["Ana", "Ben"], ["Heat", "Up", "Alien"]


def test_arrows_end_at_their_vectors():
    ax = plot_vectors(U, V, *NAMES)
    tips = {t.get_text(): tuple(t.xy) for t in ax.texts}
    assert tips["Ana"] == (2, 1) and tips["Up"] == (-1, 2)
    lines = [
        line for line in ax.lines if line.get_xdata()[0] == 0 == line.get_ydata()[0]
    ]
    assert {line.get_linestyle() for line in lines[:5]} == {"-", "--"}
    assert ax.get_aspect() == 1


def test_known_cells_are_framed_with_their_stars():
    ax = plot_predictions(small(), U @ V.T, *NAMES)
    (frames,) = (c for c in ax.collections if isinstance(c, PatchCollection))
    assert len(frames.get_paths()) == 2
    words = [t.get_text() for t in ax.texts]
    assert words[:3] == ["2.0", "0.0", "3.0"]  # 2·1, -2 + 2, 2 + 1
    assert words[6:] == ["4", "0.5"]


def test_losses_say_which_side_was_improved():
    ax = plot_losses(np.array([9.0, 5, 4]), mark=1)
    shown = {c.get_label(): c.get_offsets().tolist() for c in ax.collections}
    assert shown == {"movies": [[1, 5]], "users": [[2, 4]], "start": [[0, 9]]}


def test_a_map_names_only_what_has_a_label():
    table = pd.DataFrame(
        {"x": [0.0, 1], "y": [1.0, 0], "group": ["a", "b"], "ratings": [60, 90]}
    )
    ax = plot_map(table.assign(label=["", "Heat"]))
    assert [t.get_text() for t in ax.texts] == ["Heat"]


def test_names_on_a_map_stand_apart():
    spots = {"x": [0.0, 0, 0, 0, 0, 1], "y": [0.0, 0, 0, 0, 0, 1], "group": "a"}
    table = pd.DataFrame({**spots, "ratings": 60, "label": list("abcdef")})
    texts = plot_map(table).texts
    assert [t.get_text() for t in texts if t.get_text()] == list("abcdef")
    boxes = [text.get_window_extent() for text in texts if text.get_text()]
    assert [box.count_overlaps(boxes) for box in boxes] == [1] * 6  # itself


# Sliders


def test_the_slider_looks_up_its_row():
    explorer = activity_explorer(SHARES, start=10)
    assert explorer.slider.value == 10
    assert explorer.words.value.startswith("at least 10 ratings each: density 50.0%")
    before = explorer.picture.value
    explorer.slider.value = 1
    words = "at least 1 ratings each: density 10.0%, users kept 100.0%"
    assert explorer.words.value == words
    assert (
        explorer.picture.value != before and f'alt="{words}"' in explorer.picture.value
    )


def test_the_half_steps_one_by_one():
    steps = [(U, V), (U, V + 1), (U + 1, V + 1)]
    explorer = half_step_explorer(small(), steps, np.array([9.0, 5, 4]), *NAMES)
    assert explorer.words.value == "half-step 0: random vectors; loss 9.00"
    explorer.slider.value = 1
    assert "the movies were just improved; loss 5.00" in explorer.words.value
    explorer.slider.value = 2
    assert "the users were just improved; loss 4.00" in explorer.words.value
    assert plt.get_fignums() == []


def test_where_no_slider_runs_a_picture_stands_in():
    steps = [(U, V), (U, V + 1)]
    losses = np.array([9.0, 5])
    explorer = half_step_explorer(small(), steps, losses, *NAMES)
    bundle = explorer._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    explorer.slider.value = 1  # the still picture is that of the last half-step
    assert bundle["image/png"] in explorer.picture.value
