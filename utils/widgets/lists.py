"""Three lists of recommendations, side by side, that change while you rate."""

import html

import ipywidgets
import numpy as np

from utils.data import demo_ratings, kept_ratings
from utils.widgets.live import OF_DEMO, YOURS, Answer, Listed, answer, best
from utils.widgets.rating import RateMovies, prepared, shown
from utils.widgets.reasons import reasons
from utils.widgets.trouble import Trouble

K = 10
STYLE = """<style>
.live-lists { display: flex; flex-wrap: wrap; gap: 0.2em 1.2em }
.live-lists > div { flex: 1 1 15em; min-width: 0 }
.live-lists ol { padding-left: 1.8em; margin: 0.2em 0 }
.live-lists li { line-height: 1.25; margin-bottom: 0.25em }
.live-lists .about, .live-lists small { font-size: 0.85em }
.live-lists small { font-style: italic }
</style>"""
HOW = {
    "User-user": "by people like you",
    "Item-item": "by movies like yours",
    "ALS": "by taste, in twenty numbers",
}


def answer_to(stars: dict[int, float]) -> tuple[str, Answer]:
    """Whose ratings these are, in words, and what the methods say to them.

    Without any, they are those of the demo profile.
    """
    live = prepared()
    head, whose = f"For you, from {len(stars)} rating{'s' * (len(stars) != 1)}", YOURS
    if not stars:
        demo = demo_ratings()
        stars = dict(zip(demo["movie"].tolist(), demo["rating"].tolist()))
        head = f"For the demo profile of {len(stars)} movies, until you rate"
        whose = OF_DEMO
    rated = np.searchsorted(live.movie_ids, list(stars))
    said = answer(live, rated, np.array(list(stars.values())))
    return head, said._replace(whose=whose)


class LiveRecommendations(ipywidgets.VBox):
    """What three methods recommend to you, each movie with its reason.

    Where widgets do not run, Jupyter shows the lists as they are, without the stars.

    Attributes
    ----------
    head : HTML
        Whose ratings these are.
    trouble : Trouble
        Empty until something goes wrong.
    """

    def __init__(self, panel: RateMovies | None, k: int) -> None:
        self._live, self._k, self._panel = prepared(), k, panel
        self.head, self._lists = ipywidgets.HTML(), ipywidgets.HTML()
        self.trouble = Trouble()
        super().__init__([self.head, self.trouble, self._lists])
        if panel is not None:
            panel.on_change.append(self.trouble.shows(self.update, self.blank))
        self.update()

    def blank(self) -> None:
        self.head.value = self._lists.value = ""  # they are of other ratings

    def update(self) -> None:
        """Compute and show the lists for the ratings as they are now.

        A panel calls this when all of its stars are on the disk.
        """
        self.show(*answer_to(self._panel.stars if self._panel else kept_ratings()))

    def show(self, head: str, said: Answer) -> None:
        """Show the lists of what was computed."""
        rated = [self._shown(place).name for place in said.rated]
        columns = "".join(
            self._column(name, listed, reasons(listed, said, rated))
            for name, listed in best(self._live, said, self._k).items()
        )
        self.head.value = f'<div role="status"><b>{head}</b></div>'
        self._lists.value = f'{STYLE}<div class="live-lists">{columns}</div>'

    @property
    def still(self) -> str:
        """The lists as they are, as HTML."""
        return self.head.value + self._lists.value

    def _shown(self, place: int):
        return shown()[self._live.movie_ids[place]]

    def _column(self, name: str, listed: Listed, whys: list[str]) -> str:
        rows = "".join(
            f"<li>{self._shown(i).tile()}<br><small>{html.escape(why)}</small></li>"
            for i, why in zip(listed.movies, whys)
        )
        return (
            f'<div role="group" aria-label="{name}"><b>{name}</b>, {HOW[name]}'
            f"<ol>{rows}</ol></div>"
        )

    def _repr_mimebundle_(self, **kwargs) -> dict:
        bundle = super()._repr_mimebundle_(**kwargs)
        bundle["text/html"] = self.still
        bundle["text/plain"] = "Three lists stand here while the notebook runs."
        return bundle


def live_recommendations(
    panel: RateMovies | None = None, k: int = K
) -> LiveRecommendations:
    """Show what user-user, item-item and ALS recommend to you, side by side.

    Parameters
    ----------
    panel : RateMovies, optional
        From `rate_movies`: the lists then follow each star that you give there.
    k : int
        Length of each list.
    """
    return LiveRecommendations(panel, k)
