"""Your taste on one screen: stars to give, you on the map of movies, three lists."""

import html
from functools import cache

import ipywidgets
import numpy as np
import pandas as pd

from utils.data import load_movies, load_ratings
from utils.taste.facts import plane, shown_on_map, spot
from utils.widgets.hover_map import hover_map
from utils.widgets.lists import LiveRecommendations, answer_to
from utils.widgets.live import SUPPORT, Answer
from utils.widgets.rating import RateMovies, prepared, shown
from utils.widgets.reasons import about, why_not
from utils.widgets.titles import search_titles
from utils.widgets.trouble import Trouble

K = 5
MAP = (640, 350)  # pixels
KINDS = ["Children", "Action", "Drama"]  # as on the map of 04; the first that fits
PLACES = (
    f"The places are among movies that {SUPPORT} or more people rated, without those "
    "rated here. A score adds up what speaks for a movie and against it, in no unit."
)
STILL = (
    "<p>While the notebook runs in JupyterLab, stars to give stand beside this map, "
    "and a click on them moves you, the map and the lists.</p>"
)


@cache
def map_of_all() -> pd.DataFrame:
    """The map of 04, of every movie: x, y, group, ratings, title; in Live's order."""
    live = prepared()
    movies = load_movies().set_index("movie").loc[live.movie_ids]
    table = pd.DataFrame(plane(live), columns=["x", "y"])
    table["group"] = "other"
    for kind in reversed(KINDS):
        has = movies["genres"].str.contains(kind).to_numpy()
        table.loc[has, "group"] = kind
    table["ratings"] = live.counts
    table["title"] = [shown()[movie].title for movie in live.movie_ids]
    return table


def your_map(said: Answer) -> str:
    """The movies that are often rated, yours among them, and you, as HTML."""
    table = map_of_all().assign(stars=np.nan)
    table.loc[said.rated, "stars"] = said.stars
    you = spot(table[["x", "y"]].to_numpy(), said.rated, said.x)
    some = table.loc[shown_on_map(prepared(), said.rated)]
    order = some["group"].map([*KINDS, "other"].index).argsort(kind="stable")
    return hover_map(some.iloc[order], you=you, size=MAP)


class WhyNot(ipywidgets.VBox):
    """What each method says of a movie whose title is typed.

    Attributes
    ----------
    title : Text
        The box to type into, to be shown above.
    trouble : Trouble
        Empty until something goes wrong.
    """

    def __init__(self) -> None:
        self._movies, self._said = load_movies(), None
        counts = load_ratings()["movie"].value_counts()
        self._counts = self._movies["movie"].map(counts).to_numpy()
        self._found: list[int] = []  # movies, what is meant first
        self.title = ipywidgets.Text(
            description="Why not this movie?",
            placeholder="titanic ...",
            style={"description_width": "initial"},
            layout={"width": "26em", "max_width": "100%"},
        )
        self._words = ipywidgets.HTML()
        self.trouble = Trouble()
        find = self.trouble.shows(self._find, self._blank)
        self.title.observe(find, names="value")
        super().__init__([self.trouble, self._words])

    def _blank(self) -> None:
        self._words.value = ""

    def _find(self, _=None) -> None:
        found = search_titles(self._movies, self.title.value, self._counts, 4)
        self._found = self._movies["movie"].iloc[found].tolist()
        self.show(self._said)

    def show(self, said: Answer | None) -> None:
        """Say it for other ratings; nothing if there is no answer to them."""
        self._said = said
        lines = []
        if said and self._found:
            lines = self._lines(*self._found)
        elif said and self.title.value.strip():
            ends = self._movies["year"].max()
            lines = [f"No movie of this name; movies here end in {ends}."]
        self._words.value = (
            f'<div role="status" style="line-height: 1.35">{"<br>".join(lines)}</div>'
        )

    def _lines(self, movie: int, *others: int) -> list[str]:
        live = prepared()
        place = int(np.searchsorted(live.movie_ids, movie))
        lines = [about(live, self._said, place, shown()[movie])]
        for name, words in why_not(live, self._said, place, shown()):
            lines.append(f"<b>{name}</b>: {html.escape(words)}")
        lines.append(f"<small>{PLACES}</small>")
        if others:
            names = "; ".join(shown()[other].title for other in others)
            lines.append(f"<small>Or did you mean {html.escape(names)}?</small>")
        return lines


class OpeningScreen(ipywidgets.Box):
    """The panel to rate movies beside all that follows from it.

    Where widgets do not run, Jupyter shows the map and the lists as they are.

    Attributes
    ----------
    panel : RateMovies
    lists : LiveRecommendations
    why : WhyNot
    trouble : Trouble
        Empty until something goes wrong; the panel and the boxes have their own.
    """

    def __init__(self, k: int) -> None:
        self.panel = RateMovies()
        self.lists = LiveRecommendations(None, k)
        self.why, self.trouble = WhyNot(), Trouble()
        self._map = ipywidgets.HTML()
        self.panel.on_change.append(self.trouble.shows(self.update, self._blank))
        self.panel.layout = {"flex": "1 1 26em", "min_width": "0"}
        beside = ipywidgets.VBox([self.trouble, self._map])
        beside.layout = {"flex": "1 1 26em", "min_width": "0"}
        ask = ipywidgets.HBox([self.lists.head, self.why.title])
        self.lists.children = self.lists.children[1:]
        for line in (ask, self.why, self.lists):
            line.layout = {"flex": "1 1 100%", "min_width": "0"}
        # What is typed is answered right below, in sight, and the lists make room.
        super().__init__(
            [self.panel, beside, ask, self.why, self.lists],
            layout={"flex_flow": "row wrap", "width": "100%"},
        )
        ask.layout.flex_flow = "row wrap"
        ask.layout.justify_content = "space-between"
        self.update()

    def _blank(self) -> None:
        """What is shown is of other ratings."""
        self._map.value = ""
        self.lists.blank()
        self.why.show(None)

    def update(self) -> None:
        """Compute once, and show everywhere, what your ratings lead to."""
        head, said = answer_to(self.panel.stars)
        self._map.value = your_map(said)
        self.lists.show(head, said)
        self.why.show(said)

    def _repr_mimebundle_(self, **kwargs) -> dict:
        bundle = super()._repr_mimebundle_(**kwargs)
        bundle["text/html"] = STILL + self._map.value + self.lists.still
        bundle["text/plain"] = "Your taste on one screen stands here in JupyterLab."
        return bundle


def opening_screen(k: int = K) -> OpeningScreen:
    """Rate movies, and see on the same screen what three methods make of it.

    Parameters
    ----------
    k : int
        Length of each of the three lists.

    Returns
    -------
    OpeningScreen
        Shown where widgets run. Every star is saved at once, and moves you on the map,
        the lists, and what stands below *Why not this movie?*.
    """
    return OpeningScreen(k)
