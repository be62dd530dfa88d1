"""Figures on a dark theme: what is white and black, that hues stay, and when."""

import base64
import colorsys
import io
from types import SimpleNamespace

import matplotlib.pyplot as plt
import numpy as np
import pytest
from IPython.core.formatters import PNGFormatter
from IPython.core.pylabtools import select_figure_formats
from matplotlib.figure import Figure
from PIL import Image

from utils.plots import theme
from utils.plots.style import BLUE, GREEN, ORANGE
from utils.plots.theme import PAPER, darkened, follow_lab, in_theme, lab_is_dark


def picture(colour):
    file = io.BytesIO()
    Image.new("RGB", (2, 1), tuple(colour)).save(file, "PNG")
    return file.getvalue()


def seen(png):
    return np.array(Image.open(io.BytesIO(png)).convert("RGB"))[0, 0]


def brightness(colour):
    """Relative luminance, WCAG 2."""
    c = np.asarray(colour) / 255
    linear = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def test_black_and_white_change_places():
    assert seen(darkened(picture([0, 0, 0]))).tolist() == [255, 255, 255]
    assert seen(darkened(picture([255, 255, 255]))).tolist() == [PAPER] * 3


@pytest.mark.parametrize("colour", [BLUE, ORANGE, GREEN])
def test_the_palette_keeps_its_hues_and_can_be_told_from_the_paper(colour):
    before = np.round(255 * np.array(colour)).astype(int)
    after = seen(darkened(picture(before.tolist())))
    hues = [colorsys.rgb_to_hsv(*(c / 255 for c in map(int, rgb)))[0]
            for rgb in (before, after)]  # fmt: skip
    assert abs(hues[0] - hues[1]) < 0.09
    paper = brightness([PAPER] * 3)
    assert (brightness(after) + 0.05) / (paper + 0.05) > 3


@pytest.fixture
def settings(tmp_path, monkeypatch):
    """Writes Lab's settings as Lab does."""
    monkeypatch.setenv("JUPYTERLAB_SETTINGS_DIR", str(tmp_path))
    path = tmp_path / theme.SETTINGS

    def write(text):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    return write


def test_lab_is_dark_if_its_settings_say_so(settings):
    assert not lab_is_dark()
    head = '{\n    // Theme\n    // "theme": "JupyterLab Dark"\n'
    for line, dark in [
        ('"theme": "JupyterLab Light"', False),
        ('"theme": "JupyterLab Dark High Contrast"', True),
        ('"theme": "JupyterLab Dark", "adaptive-theme": true', False),
        ('"theme": "JupyterLab Dark"', True),
    ]:
        settings(f"{head}    {line}\n}}")
        assert lab_is_dark() == dark, line
    assert in_theme(picture([0, 0, 0])) == darkened(picture([0, 0, 0]))
    settings("{")
    assert in_theme(b"as it is") == b"as it is"


def test_jupyter_shows_figures_in_the_theme_of_now(settings, monkeypatch):
    shell = SimpleNamespace(
        kernel=1,
        display_formatter=SimpleNamespace(
            formatters={name: PNGFormatter() for name in
                        ("image/png", "image/jpeg", "image/svg+xml", "application/pdf")}
        ),
    )  # fmt: skip
    select_figure_formats(shell, {"png"})
    monkeypatch.setattr(theme, "get_ipython", lambda: shell)
    follow_lab()
    png = shell.display_formatter.formatters["image/png"]
    once = png.lookup_by_type(Figure)
    follow_lab()
    assert png.lookup_by_type(Figure) is once  # wrapped once
    figure, ax = plt.subplots(figsize=(1, 1))
    ax.axis("off")
    assert seen(base64.b64decode(once(figure))).tolist() == [255] * 3
    settings('{"theme": "JupyterLab Dark"}')
    assert seen(base64.b64decode(once(figure))).tolist() == [PAPER] * 3
    plt.close(figure)
