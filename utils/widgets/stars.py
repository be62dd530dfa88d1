"""Stars to give with mouse or keyboard: ten radio buttons, each of half a star.

A radio button says by itself whether it is the chosen one; a ToggleButtons does not.
Each is a Tab stop of its own: a browser takes radio buttons of one `name` for one stop
with arrow keys, ipywidgets 8 gives its buttons none, and only JavaScript could add it.
A slider would be one stop, but nobody who hears the page would hear what it is for.
"""

import ipywidgets
import numpy as np

STARS = np.arange(0.5, 5.5, 0.5).tolist()
# Seen, and not read out; the first is for browsers that do not know the second.
EMPTY, FULL = (f'content: "{c}"; content: "{c}" / ""' for c in "☆★")
STYLE = f"""<style>
.give-stars .widget-radio-box {{ flex-direction: row; margin: 0 !important }}
.give-stars .widget-radio-box label {{ position: relative; width: 13px; height: 26px;
  margin: 0; padding: 0; overflow: hidden; font-size: 0; line-height: 26px }}
.give-stars label::before {{ {EMPTY}; display: block; width: 26px;
  font-size: 24px; text-align: center; color: var(--jp-ui-font-color1, #222) }}
.give-stars label:nth-child(even)::before {{ margin-left: -13px }}
.give-stars label:has(input:checked)::before,
.give-stars label:has(~ label input:checked)::before {{ {FULL}; color: #C26B00 }}
.give-stars .widget-radio-box:hover label::before {{ {EMPTY} }}
.give-stars .widget-radio-box label:hover::before,
.give-stars .widget-radio-box label:has(~ label:hover)::before {{ {FULL} }}
.give-stars .widget-radio-box label input {{ position: absolute; inset: 0; width: 100%;
  height: 100%; margin: 0; opacity: 0; cursor: pointer }}
.give-stars label:has(input:focus-visible) {{ outline: 2px solid currentColor;
  outline-offset: -2px; color: var(--jp-ui-font-color1, #222) }}
</style>"""


def in_words(stars: float) -> str:
    """Stars as they are said.

    Examples
    --------
    >>> in_words(0.5), in_words(1.0), in_words(4.5)
    ('½ star', '1 star', '4½ stars')
    """
    whole = f"{int(stars)}" if stars >= 1 else ""
    half = "½" if stars % 1 else ""
    return f"{whole}{half} star{'s' if stars > 1 else ''}"


def give_stars(title: str, value: float | None) -> ipywidgets.RadioButtons:
    """Stars for a movie, of which `STYLE`, somewhere on the page, makes ★.

    Parameters
    ----------
    title : str
        Whose stars they are, for those who hear the page.
    value : float or None
        Stars 0.5–5 to begin with; None for no stars.
    """
    stars = ipywidgets.RadioButtons(
        options=[(f"{in_words(s)} for {title}", s) for s in STARS],
        value=value,
        orientation="horizontal",
        layout={"width": "130px", "flex": "none"},
    )
    return stars.add_class("give-stars")
