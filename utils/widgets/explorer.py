"""Controls over a picture and its reading in words."""

import base64
import html
import io
from collections.abc import Callable, Sequence

import ipywidgets
import matplotlib.pyplot as plt
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure


class Explorer(ipywidgets.VBox):
    """Controls above a picture and its reading in words.

    Where widgets do not run, Jupyter shows a still picture.

    Attributes
    ----------
    controls : tuple of SelectionSlider or Dropdown
    slider : SelectionSlider
        The first control.
    picture, words : HTML
    """

    def __init__(self, controls: Sequence, look: Callable, still: tuple) -> None:
        self.controls, self.slider = tuple(controls), controls[0]
        self.picture, self.words = ipywidgets.HTML(), ipywidgets.HTML()
        self._look = look
        self._still = self._draw(*still)
        if still != self._values():
            self._draw(*self._values())
        for control in self.controls:
            control.observe(lambda _: self._draw(*self._values()), names="value")
        super().__init__([*self.controls, self.words, self.picture])

    def _values(self) -> tuple:
        return tuple(control.value for control in self.controls)

    def _draw(self, *values) -> bytes:
        figure, words = self._look(*values)
        png = _png(figure)
        source = base64.b64encode(png).decode("ascii")
        self.words.value = html.escape(words)
        self.picture.value = (
            f'<img src="data:image/png;base64,{source}" alt="{html.escape(words)}" '
            'style="max-width: 100%">'
        )
        return png

    def _repr_mimebundle_(self, **kwargs) -> dict:
        bundle = super()._repr_mimebundle_(**kwargs)
        bundle["image/png"] = base64.b64encode(self._still).decode("ascii")
        bundle["text/plain"] = "A slider stands here while the notebook runs."
        return bundle


def _png(figure: Figure) -> bytes:
    """Draw a figure once; savefig would lay it out twice, and a slider wait for it."""
    file = io.BytesIO()
    figure.set_dpi(80)
    FigureCanvasAgg(figure).print_png(file)
    plt.close(figure)
    return file.getvalue()


def slide(label: str, options: Sequence, start) -> ipywidgets.SelectionSlider:
    """A slider that tells the kernel where it was let go."""
    return ipywidgets.SelectionSlider(
        options=options,
        value=start,
        description=label,
        continuous_update=False,
        style={"description_width": "initial"},
        layout={"width": "30em"},
    )


def choose(label: str, options: Sequence, start) -> ipywidgets.Dropdown:
    """A list to choose one from; typing the first letters goes there."""
    return ipywidgets.Dropdown(
        options=options,
        value=start,
        description=label,
        style={"description_width": "initial"},
        layout={"width": "30em"},
    )
