"""Rate movies with mouse or keyboard; every change is saved at once."""

from collections.abc import Callable
from functools import cache, partial

import ipywidgets
import numpy as np

from utils.data import ENOUGH, keep_my_ratings, kept_ratings, load_movies, load_ratings
from utils.widgets.bring_along import BringAlong
from utils.widgets.live import Live, next_questions, prepare
from utils.widgets.stars import STYLE as STARS
from utils.widgets.stars import give_stars
from utils.widgets.titles import Shown, in_words, search_titles
from utils.widgets.trouble import Trouble

FEW, NEWEST = 5, 2  # movies to ask about, and of yours until all are asked for
LINE = {"flex_flow": "row wrap", "align_items": "center"}
SEEN = "<b>Have you seen these?</b>"
STYLE = f"""{STARS}<style>
.rate-movies .tile {{ line-height: 1.2; margin: 1px 2px }}
.rate-movies .tile .about, .rate-movies small {{ font-size: 0.85em }}
.rate-movies .widget-html-content {{ line-height: 1.3 }}
.rate-movies .so-far .widget-html-content {{ line-height: 1.15 }}
</style>"""


@cache
def prepared() -> Live:
    """The models of everybody else, computed once a session."""
    return prepare(load_ratings())


@cache
def shown() -> dict[int, Shown]:
    """Every movie in words."""
    return in_words(load_movies())


class RateMovies(ipywidgets.VBox):
    """A panel of movies to give stars to.

    Attributes
    ----------
    stars : dict of int -> float
        Your ratings by movie id, in the order in which they were given.
    on_change : list of callables
        Each is called, without arguments, after a change was saved.
    trouble : Trouble
        Empty until something goes wrong, such as saving on a full disk.
    """

    def __init__(self) -> None:
        self.movies = load_movies()
        self._ends = self.movies["year"].max()
        counts = load_ratings()["movie"].value_counts()
        self._counts = self.movies["movie"].map(counts).to_numpy()
        self.stars = kept_ratings()
        self.on_change: list[Callable[[], None]] = []
        self._before: list[dict[int, float]] = []  # for undo
        self._last: int | None = None  # the movie of the last change
        self._left: set[int] = set()  # asked, and passed over
        self._rows: dict[int, ipywidgets.HBox] = {}  # one row a movie, wherever shown
        self._on_disk = True  # whether all stars are saved
        self.trouble = Trouble()
        # Beside the search on a line that is high enough for two lines of words, so
        # that what stands below does not move while it says something else.
        self._status = ipywidgets.HTML(layout={"flex": "1 1 9em", "min_width": "0"})
        self._status.add_class("so-far")
        self._undo = self._button("Undo", "Take the last change back", self._take_back)
        self._again = self._button("Save again", "Try to save once more", self._save)
        self._undo.layout.width = "5em"
        self._head = ipywidgets.HBox(layout={**LINE, "min_height": "38px"})
        others = "Ask about five other movies"
        self._more = self._button("Five others", others, self._ask)
        self._more.layout.width = "8em"
        self._search = ipywidgets.Text(
            description="Find a movie",
            placeholder="the matrix, amelie ...",
            style={"description_width": "initial"},
            layout={"width": "20em", "max_width": "100%"},
        )
        self._all = self._button("Show all", "Show all of your ratings", self._unfold)
        self._all.layout.width = "6em"
        self._folded = True
        self._search.observe(self.trouble.shows(self._find), names="value")
        self._found, self._asked, self._rated = (ipywidgets.VBox() for _ in range(3))
        self._headline = ipywidgets.HTML(SEEN)
        self.bring_along = BringAlong(self.add, lambda: self.stars)
        newest = ipywidgets.HTML("<b>Your ratings, the newest first</b>")
        yours = [newest, self._all, self.bring_along.button]
        super().__init__(
            [
                ipywidgets.HTML(STYLE, layout={"display": "none"}),
                self._head,
                self.trouble,
                ipywidgets.HBox([self._headline, self._more], layout=LINE),
                self._found,
                self._asked,
                ipywidgets.HBox(yours, layout=LINE),
                self.bring_along,
                self._rated,
            ]
        )
        self.add_class("rate-movies")
        self._show()
        self._ask()

    def rate(self, movie: int, stars: float | None) -> None:
        """Give stars to a movie, or take them away with None, and save.

        Raises
        ------
        OSError
            If they can't be saved; the panel holds them, and says that the disk does
            not.
        """
        if self.stars.get(movie) == stars:
            return
        if movie != self._last:  # changing your mind at once is one change
            self._before.append(self.stars)
        self._become({**self.stars, movie: stars}, movie)

    def add(self, stars: dict[int, float]) -> None:
        """Add imported stars, as one change; what was rated here keeps its stars.

        Raises
        ------
        OSError
            As `rate`.
        """
        if new := {m: s for m, s in stars.items() if m not in self.stars}:
            self._before.append(self.stars)
            self._become(self.stars | new, None)

    def _take_back(self) -> None:
        self._become(self._before.pop(), None)

    def _become(self, stars: dict[int, float | None], changed: int | None) -> None:
        self.stars = {m: s for m, s in stars.items() if s is not None}
        self._last = changed
        self._save()

    def _save(self) -> None:
        """Save, and only then tell others; what failed is not called saved."""
        self._on_disk = False
        try:
            keep_my_ratings(self.stars)
            self._on_disk = True
        finally:
            self._show()
        for call in self.on_change:
            call()

    def _button(
        self, text: str, tooltip: str, does: Callable[[], None]
    ) -> ipywidgets.Button:
        button = ipywidgets.Button(description=text, tooltip=tooltip)
        button.on_click(self.trouble.shows(lambda _: does()))
        return button

    def _row(self, movie: int) -> ipywidgets.HBox:
        """A movie's tile, its stars, and a button that takes them away."""
        if movie not in self._rows:
            title = shown()[movie].title
            stars = give_stars(title, self.stars.get(movie))
            give = self.trouble.shows(lambda change: self.rate(movie, change.new))
            stars.observe(give, names="value")
            clear = self._button(
                "Clear", f"No stars for {title}", partial(self.rate, movie, None)
            )
            clear.layout.width = "4.8em"
            clear.layout.visibility = _seen(movie in self.stars)
            name = ipywidgets.HTML(shown()[movie].tile(), layout={"flex": "1 1 10em"})
            name.add_class("tile")
            self._rows[movie] = ipywidgets.HBox([name, stars, clear], layout=LINE)
        return self._rows[movie]

    def _show(self) -> None:
        n = len(self.stars)
        words = f"<b>{n} of {ENOUGH}</b> movies rated"
        if n >= ENOUGH:
            words = f"<b>{n}</b> rated"
        saved = " and saved; more make it better" if n >= ENOUGH else ", all saved"
        saved *= n > 0
        if not self._on_disk:
            saved = (
                ", <b>not saved</b>: your last changes are in this panel and not on "
                "the disk. Make room there, then press Save again"
            )
        again = [] if self._on_disk else [self._again]
        self._head.children = [self._search, self._status, self._undo, *again]
        self._status.value = f'<div role="status">{words}{saved}</div>'
        self._undo.disabled = not self._before
        for movie, row in self._rows.items():
            row.children[1].value = self.stars.get(movie)
            row.children[2].layout.visibility = _seen(movie in self.stars)
        newest = list(self.stars)[::-1]
        listed = newest[:NEWEST] if self._folded else newest
        self._all.layout.visibility = _seen(len(newest) > len(listed))
        self._rated.children = [self._row(movie) for movie in listed]

    def _unfold(self) -> None:
        self._folded = False
        self._show()

    def _find(self, _=None) -> None:
        """Show what is found in the place of what is asked."""
        text = self._search.value
        at = search_titles(self.movies, text, self._counts, FEW)
        rows = [self._row(movie) for movie in self.movies["movie"].iloc[at].tolist()]
        self._asked.layout.display = "none" if text.strip() else None
        self._more.layout.visibility = _seen(not text.strip())
        self._headline.value = "<b>Found</b>" if rows else SEEN
        if text.strip():
            ends = f"movies here end in {self._ends}"
            words = f"<small>Another one? Add its year, or words; {ends}.</small>"
            if not rows:
                self._headline.value = "<b>No movie of this name</b>"
                words = f"Try one word of the title, and mind that {ends}."
            rows.append(ipywidgets.HTML(f'<div role="status">{words}</div>'))
        self._found.children = rows

    def _ask(self) -> None:
        """Offer five others: the best known, later those that tell most about you."""
        self._search.value = ""  # what is found would stand in their place
        self._left |= {
            m for m, row in self._rows.items() if row in self._asked.children
        }
        if len(self.stars) < FEW:
            popular = self.movies["movie"].iloc[
                np.argsort(-self._counts, kind="stable")
            ]
            known = {*self.stars, *self._left}
            asked = [m for m in popular.tolist() if m not in known][:FEW]
        else:
            live = prepared()
            known, left = (
                np.searchsorted(live.movie_ids, np.array(list(ids), dtype=np.int64))
                for ids in (self.stars, self._left)
            )
            asked = live.movie_ids[next_questions(live, known, left, FEW)].tolist()
        self._asked.children = [self._row(movie) for movie in asked]

    def _repr_mimebundle_(self, **kwargs) -> dict:
        bundle = super()._repr_mimebundle_(**kwargs)
        bundle["text/plain"] = "A panel to rate movies stands here in JupyterLab."
        return bundle


def _seen(useful: bool) -> str:
    """A button without a use is not seen, nor reached by Tab; its place stays."""
    return "visible" if useful else "hidden"


def rate_movies() -> RateMovies:
    """Rate movies: a search box, well-known movies to begin with, and your ratings.

    Every change is saved beside your notebooks, and is there again after a restart.

    Returns
    -------
    RateMovies
        Shown where widgets run; pass it on to `live_recommendations`.
    """
    return RateMovies()
