"""Three lists of recommendations, side by side, that change while you rate."""

import html

import ipywidgets
import numpy as np

from utils.data import demo_ratings, kept_ratings, load_movies
from utils.widgets.live import Listed, live_lists
from utils.widgets.rating import RateMovies, prepared
from utils.widgets.trouble import Trouble

K = 10


class LiveRecommendations(ipywidgets.VBox):
    """What three methods recommend to you, each movie with its reason.

    Where widgets do not run, Jupyter shows the lists as they are, without the stars.
    """

    def __init__(self, panel: RateMovies | None, k: int) -> None:
        self._live, self._k = prepared(), k
        self._titles = load_movies().set_index("movie")["title"]
        self._lists = ipywidgets.HTML()
        self.trouble = Trouble()
        super().__init__([self.trouble, self._lists])
        if panel is not None:
            panel.on_change.append(self.trouble.shows(self.update, self._blank))
        self.update()

    def _blank(self) -> None:
        self._lists.value = ""  # they are of other ratings

    def update(self) -> None:
        """Compute and show the lists for the ratings as they are now."""
        stars = kept_ratings()
        head = f"For you, from {len(stars)} rating{'s' * (len(stars) != 1)}"
        if not stars:
            demo = demo_ratings()
            stars = dict(zip(demo["movie"].tolist(), demo["rating"].tolist()))
            head = f"For the demo profile of {len(stars)} movies, until you rate"
        rated = np.searchsorted(self._live.movie_ids, list(stars))
        lists = live_lists(self._live, rated, np.array(list(stars.values())), self._k)
        columns = "".join(self._column(*pair) for pair in lists.items())
        self._lists.value = (
            f'<div role="status"><b>{head}</b></div>'
            f'<div style="display: flex; flex-wrap: wrap; gap: 1.5em">{columns}</div>'
        )

    def _title(self, place: int) -> str:
        return html.escape(self._titles[self._live.movie_ids[place]])

    def _column(self, name: str, listed: Listed) -> str:
        rows = "".join(
            f'<li style="line-height: 1.3; margin-bottom: 0.4em">{self._title(i)}<br>'
            f'<small style="color: #555">{self._reason(why)}</small></li>'
            for i, why in zip(listed.movies, listed.because)
        )
        return (
            f'<div style="flex: 1 1 15em" role="group" aria-label="{name}">'
            f"<b>{name}</b>"
            f'<ol style="padding-left: 2.2em; margin-top: 0.3em">{rows}</ol></div>'
        )

    def _reason(self, why: int) -> str:
        if why < 0:
            return "for no single movie that you liked"
        return f"because you liked {self._title(why)}"

    def _repr_mimebundle_(self, **kwargs) -> dict:
        bundle = super()._repr_mimebundle_(**kwargs)
        bundle["text/html"] = self._lists.value
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
