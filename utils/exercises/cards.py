"""What a check says, as it is shown: a card in Jupyter, and text in a terminal."""

import html
import re
from typing import NamedTuple

import pandas as pd

LOOKS = {  # state -> icon, words, colour; never colour alone
    "right": ("✔", "Right", "#029E73"),
    "not yet": ("✘", "Not yet", "#DE8F05"),
    "not attempted": ("○", "Not attempted yet", "#8A8A8A"),
    "hint": ("➜", "Hint", "#0173B2"),
    "solution": ("★", "Solution", "#0173B2"),
    "catch up": ("➜", "Catching up", "#0173B2"),
}


class Card(NamedTuple):
    """A message that Jupyter shows as a card, and a terminal as text."""

    kind: str
    title: str
    message: str
    code: str = ""

    def __repr__(self) -> str:
        icon, word, _ = LOOKS[self.kind]
        lines = [f"{icon} {word} · {self.title}", self.message, self.code]
        return "\n".join(line for line in lines if line)

    def _repr_html_(self) -> str:
        icon, word, colour = LOOKS[self.kind]
        message = re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(self.message))
        code = f"<pre>{html.escape(self.code)}</pre>" if self.code else ""
        return (
            f'<div role="status" style="border-left: 6px solid {colour}; '
            'padding: 0.4em 0.9em; margin: 0.2em 0">'
            f'<strong><span aria-hidden="true">{icon}</span> {word}</strong> · '
            f"{html.escape(self.title)}"
            f'<div style="white-space: pre-wrap">{message}</div>{code}</div>'
        )


class Progress(NamedTuple):
    """A table of all exercises, and what Jupyter shows of it: it fits a screen."""

    table: pd.DataFrame
    words: str

    def __repr__(self) -> str:
        return self.words
