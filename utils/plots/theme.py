"""Figures on JupyterLab's dark theme: dark paper, light ink, and the same hues.

A figure is drawn once, for white paper, and its picture turned: lightness is inverted,
hue is kept, as browsers do with ``filter: invert(1) hue-rotate(180deg)``. So no plot
needs to know of it, and stored outputs, pages and slides stay as they are.
"""

import base64
import io
import os
import re
from pathlib import Path

import numpy as np
from IPython import get_ipython
from jupyter_core.paths import jupyter_config_dir
from matplotlib.figure import Figure
from PIL import Image

SETTINGS = "@jupyterlab/apputils-extension/themes.jupyterlab-settings"
PAPER = 0x11  # grey of the dark theme, 0–255
# Lightness as hue-rotate weighs it: turned round the grey axis by half a circle, a
# colour c becomes 2 · (w · c) - c.
WEIGHTS = np.array([0.213, 0.715, 0.072])


def lab_is_dark() -> bool:
    """Whether this person chose a dark theme for JupyterLab, as its settings say.

    False where that is not known: in other editors, or if Lab follows the system.
    """
    folder = os.environ.get("JUPYTERLAB_SETTINGS_DIR")
    folder = Path(folder or Path(jupyter_config_dir()) / "lab" / "user-settings")
    try:
        text = (folder / SETTINGS).read_text(encoding="utf-8")
    except (OSError, UnicodeError):
        return False
    text = re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE)
    if re.search(r'"adaptive-theme"\s*:\s*true', text):
        return False
    theme = re.search(r'"theme"\s*:\s*"([^"]*)"', text)
    return bool(theme) and "dark" in theme[1].lower()


def darkened(png: bytes) -> bytes:
    """A picture for dark paper: black becomes white, white the grey of the theme.

    Examples
    --------
    >>> file = io.BytesIO()
    >>> Image.new("RGB", (1, 1), "white").save(file, "PNG")
    >>> Image.open(io.BytesIO(darkened(file.getvalue()))).getpixel((0, 0))
    (17, 17, 17)
    """
    picture = Image.open(io.BytesIO(png))
    known, few = picture.info, picture.mode == "P"  # few colours, by number
    c = np.reshape(picture.getpalette(), (-1, 3)) if few else picture.convert("RGB")
    inverted = 255.0 - np.asarray(c)  # (height, width, 3), or (n_colours, 3)
    turned = 2 * (inverted @ WEIGHTS)[..., None] - inverted
    turned = PAPER + np.clip(turned, 0, 255) * (255 - PAPER) / 255
    turned = turned.round().astype(np.uint8)
    if few:
        picture.putpalette(turned.tobytes())
    else:
        picture = Image.fromarray(turned)
    file = io.BytesIO()
    kept = {name: known[name] for name in ("dpi",) if name in known}
    picture.save(file, "PNG", **kept)
    return file.getvalue()


def in_theme(png: bytes) -> bytes:
    """The picture as it is, or darkened where Lab is dark now."""
    return darkened(png) if lab_is_dark() else png


def follow_lab() -> None:
    """Have Jupyter show figures in Lab's theme; nothing happens outside of Jupyter."""
    shell = get_ipython()
    if shell is None or not hasattr(shell, "kernel"):
        return
    formatter = shell.display_formatter.formatters["image/png"]
    draw = formatter.lookup_by_type(Figure) if Figure in formatter else None
    if draw is None or hasattr(draw, "in_theme"):
        return

    def themed(figure: Figure) -> str | None:
        drawn = draw(figure)  # base64, or None for an empty figure
        if drawn is None or not lab_is_dark():
            return drawn
        return base64.b64encode(darkened(base64.b64decode(drawn))).decode("ascii")

    themed.in_theme = True
    formatter.for_type(Figure, themed)
