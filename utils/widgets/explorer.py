"""Controls over a picture and its reading in words."""

import asyncio
import base64
import contextlib
import html
import io
from collections.abc import Callable, Sequence

import ipywidgets
import matplotlib.pyplot as plt
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from utils.widgets.trouble import Trouble

PACE = 1.2  # seconds between two steps that are played


class Explorer(ipywidgets.VBox):
    """Controls above a picture and its reading in words.

    Where widgets do not run, Jupyter shows a still picture.

    Parameters
    ----------
    controls : sequence of SelectionSlider or Dropdown
    look : callable
        Takes the value of each control, gives a Figure and its reading in words.
    still : tuple
        The values of the still picture.
    steady : bool
        All pictures have the same axes and labels: lay out the first one only, and
        put the axes of the others where its axes are. That takes half the time, and
        nothing jumps when a slider moves.
    play : bool
        Have a button that moves the slider by itself, step by step.

    Attributes
    ----------
    controls : tuple of SelectionSlider or Dropdown
    slider : SelectionSlider
        The first control.
    play : ToggleButton
    picture, words : HTML
    trouble : Trouble
        Empty until a picture can't be drawn.
    """

    def __init__(
        self,
        controls: Sequence,
        look: Callable,
        still: tuple,
        steady: bool = True,
        play: bool = False,
    ) -> None:
        self.controls, self.slider = tuple(controls), controls[0]
        self.picture, self.words = ipywidgets.HTML(), ipywidgets.HTML()
        self._look, self._steady, self._places = look, steady, None
        self._seen: dict[tuple, tuple[bytes, str]] = {}
        self._still = self._draw(*still)
        if still != self._values():
            self._draw(*self._values())
        self.trouble = Trouble()
        follow = self.trouble.shows(self._follow, self._blank)
        for control in self.controls:
            control.observe(follow, names="value")
        self.play = ipywidgets.ToggleButton(
            description="Play", tooltip="Play or stop: move the slider step by step"
        )
        self.play.observe(self.trouble.shows(self._playing), names="value")
        rows = [*self.controls, self.play] if play else self.controls
        super().__init__([*rows, self.trouble, self.words, self.picture])

    def _playing(self, _) -> None:
        """Begin to play, from the start if the slider is at its end."""
        self.play.description = "Stop" if self.play.value else "Play"
        if self.play.value:
            if self.slider.index == len(self.slider.options) - 1:
                self.slider.index = 0
            self._later()

    def _later(self) -> None:
        with contextlib.suppress(RuntimeError):  # no kernel, nobody who looks
            step = self.trouble.shows(self._step, self._stop)
            asyncio.get_running_loop().call_later(PACE, step)

    def _step(self) -> None:
        if self.play.value:
            self.slider.index += 1
            if self.slider.index < len(self.slider.options) - 1:
                self._later()
            else:
                self._stop()

    def _stop(self) -> None:
        self.play.value = False

    def _follow(self, _) -> None:
        self._draw(*self._values())

    def _blank(self) -> None:
        """The picture before is not that of the controls as they stand."""
        self.words.value = self.picture.value = ""

    def _values(self) -> tuple:
        return tuple(control.value for control in self.controls)

    def _draw(self, *values) -> bytes:
        png, words = self._seen_or_drawn(*values)
        source = base64.b64encode(png).decode("ascii")
        self.words.value = html.escape(words)
        self.picture.value = (
            f'<img src="data:image/png;base64,{source}" alt="{html.escape(words)}" '
            'style="max-width: 100%">'
        )
        self._look_ahead(*values)
        return png

    def _seen_or_drawn(self, *values) -> tuple[bytes, str]:
        if values not in self._seen:
            self._seen[values] = self._picture(*values)
        return self._seen[values]

    def _look_ahead(self, here, *others) -> None:
        """Draw what the next step of the slider will show, while nobody waits."""
        following = self.slider.options[self.slider.options.index(here) + 1 :]
        if following:
            with contextlib.suppress(RuntimeError):  # no kernel, nobody who moves it
                loop = asyncio.get_running_loop()
                loop.call_later(0.1, self._draw_ahead, following[0], *others)

    def _draw_ahead(self, *values) -> None:
        with contextlib.suppress(Exception):  # shown when the slider gets there
            self._seen_or_drawn(*values)

    def _picture(self, *values) -> tuple[bytes, str]:
        figure, words = self._look(*values)
        if self._places:
            figure.set_layout_engine("none")
            for ax, place in zip(figure.axes, self._places, strict=True):
                ax.set_position(place)
        png = _png(figure)
        if self._steady:
            self._places = [ax.get_position(original=True) for ax in figure.axes]
        return png, words

    def _repr_mimebundle_(self, **kwargs) -> dict:
        bundle = super()._repr_mimebundle_(**kwargs)
        bundle["image/png"] = base64.b64encode(self._still).decode("ascii")
        bundle["text/plain"] = "A slider stands here while the notebook runs."
        return bundle


def _png(figure: Figure) -> bytes:
    """Draw a figure once; savefig would lay it out twice, and a slider wait for it."""
    file = io.BytesIO()
    figure.set_dpi(80)
    FigureCanvasAgg(figure).print_png(file, pil_kwargs={"compress_level": 1})
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
