"""A map of movies whose titles show under the pointer, or are chosen from a list."""

import html

import ipywidgets
import numpy as np
import pandas as pd

from utils.taste.facts import spot
from utils.widgets.explorer import choose
from utils.widgets.hover_map import hover_map
from utils.widgets.stars import in_words
from utils.widgets.trouble import Trouble

CLOSE = 5  # movies that are named as the nearest ones


class MovieMap(ipywidgets.VBox):
    """A list of titles above a map.

    Where widgets do not run, Jupyter shows the map alone; its titles still show under
    the pointer.

    Attributes
    ----------
    titles : Dropdown
    words, picture : HTML
    trouble : Trouble
        Empty until the map can't be drawn.
    """

    def __init__(self, table: pd.DataFrame, mine: pd.DataFrame | None) -> None:
        self._table, self._you = table.reset_index(drop=True), None
        if mine is not None:
            stars = mine.set_index("movie")["rating"]
            self._table["stars"] = self._table["movie"].map(stars)
            self._you = _middle(self._table, stars.mean())
        places = sorted((title, i) for i, title in self._table["title"].items())
        self.titles = choose("Find a movie", [("–", None), *places], None)
        self.words, self.picture = ipywidgets.HTML(), ipywidgets.HTML()
        self._still = hover_map(self._table, you=self._you)
        self.trouble = Trouble()
        follow = self.trouble.shows(self._show, self._blank)
        self.titles.observe(follow, names="value")
        super().__init__([self.titles, self.trouble, self.words, self.picture])
        self._show()

    def _blank(self) -> None:
        self.words.value = self.picture.value = ""

    def _show(self, _=None) -> None:
        at = self.titles.value
        words = "Point to a movie, or choose one from the list."
        if at is not None:
            row, near = self._table.loc[at], self._nearest(at)
            stars = row.get("stars", float("nan"))
            yours = "" if pd.isna(stars) else f"; you gave it {in_words(stars)}"
            words = (
                f"{row['title']}, {row['ratings']} ratings, {row['group']}{yours}. "
                f"Nearest on the map: {'; '.join(near)}."
            )
        self.words.value = f'<div role="status">{html.escape(words)}</div>'
        picture = self._still if at is None else hover_map(self._table, at, self._you)
        self.picture.value = picture

    def _nearest(self, at: int) -> list[str]:
        where = self._table[["x", "y"]].to_numpy()
        away = np.linalg.norm(where - where[at], axis=1)
        near = np.argsort(away, kind="stable")
        return self._table["title"].iloc[near[near != at][:CLOSE]].tolist()

    def _repr_mimebundle_(self, **kwargs) -> dict:
        bundle = super()._repr_mimebundle_(**kwargs)
        bundle["text/html"] = self._still
        bundle["text/plain"] = "A map of movies stands here while the notebook runs."
        return bundle


def _middle(table: pd.DataFrame, usual: float) -> tuple[float, float] | None:
    """The middle of what you gave more stars than you usually do, or None."""
    above = (table["stars"] - usual).clip(lower=0).fillna(0).to_numpy()
    return spot(table[["x", "y"]].to_numpy(), np.arange(len(table)), above)


def movie_map(table: pd.DataFrame, mine: pd.DataFrame | None = None) -> MovieMap:
    """Show movies in a plane; point to one, or choose it, to see which it is.

    Parameters
    ----------
    table : DataFrame with the columns x, y, group, ratings, title
        As for `hover_map.hover_map`.
    mine : DataFrame with the columns movie, rating, optional
        Your ratings. With them ``table`` needs the column movie; your movies have an
        edge and a name, and you stand in the middle of those above your own mean.
    """
    return MovieMap(table, mine)
