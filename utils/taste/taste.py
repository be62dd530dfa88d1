"""All that the page and the picture show, and the sentences that both use."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from utils.exercises.advice import how_many_right
from utils.exercises.questions import Foreseen
from utils.taste.facts import Twin

METHOD = (
    "By EASE, which made the best lists in notebook 06: from what got 4 stars or more, "
    "among movies that at least 20 people rated. Anybody's list is made of what people "
    "like on average."
)


class Taste(NamedTuple):
    """What `my_taste` shows: see `facts` for the tables."""

    name: str
    demo: bool
    n: int
    bias: float
    listed: pd.DataFrame
    twin: Twin | None
    genres: pd.DataFrame
    map: tuple[pd.DataFrame, tuple[float, float] | None]
    foreseen: Foreseen
    exercises: pd.DataFrame  # as `progress` has it
    made: str

    def title(self) -> str:
        """Whose taste it is; no name unless one was typed in."""
        if self.demo:
            return "The demo profile's taste in movies"
        return f"{self.name}'s taste in movies" if self.name else "My taste in movies"

    def headline(self) -> str:
        """What it rests on, and how generous you are."""
        size = abs(self.bias)
        how = "as generous as most people"
        if size >= 0.05:
            way = "more generous" if self.bias > 0 else "harsher"
            how = f"{size:.1f} stars {way} than most people"
        stars = f"From {self.n} rating{'s' * (self.n != 1)}: {how} with these movies."
        return stars + " Nobody has rated here yet." * self.demo

    def foresaw(self) -> str:
        """How many outputs were foreseen, of those that were guessed."""
        right, guessed, _ = self.foreseen
        return f"{right} of {guessed} outputs were foreseen." if guessed else ""

    def right(self) -> str:
        """How many exercises are right."""
        return how_many_right(self.exercises)

    def nearest(self, k: int = 3) -> list[str]:
        """The movies that lie nearest on the map."""
        table, you = self.map
        away = np.hypot(table["x"] - you[0], table["y"] - you[1])
        return table.loc[away.nsmallest(k).index, "title"].tolist()


def moved(row) -> str:
    """How far a movie stands from its place for anybody: "▲ 21".

    Examples
    --------
    >>> row = {"place": 4, "anybody": 25, "because": "Alien (1979)", "part": 0.28}
    >>> moved(pd.Series(row)), moved(pd.Series(row | {"anybody": 1}))
    ('▲ 21', '▼ 3')
    """
    up = row.anybody - row.place
    return f"{'▲' if up > 0 else '▼'} {abs(up)}" if up else "="


def reason(row) -> str:
    """Why a movie stands in the list, and where it would for anybody.

    Examples
    --------
    >>> row = {"place": 4, "anybody": 25, "because": "Alien (1979)", "part": 0.28}
    >>> reason(pd.Series(row))
    'no. 25 for anybody; 28% of its score comes from Alien (1979)'
    """
    part = f"{100 * row.part:.0f}%"
    usual = (
        "here as for anybody"
        if row.anybody == row.place
        else f"no. {row.anybody} for anybody"
    )
    return f"{usual}; {part} of its score comes from {row.because}"
