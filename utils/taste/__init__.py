"""Your taste to share: a page and a picture, made here and sent nowhere."""

import time
from collections.abc import Sequence
from typing import NamedTuple

from utils.data import kept_ratings, load_movies, load_ratings, my_ratings
from utils.exercises import progress
from utils.exercises.questions import foreseen
from utils.files import work_folder, write_whole
from utils.machine import workbook
from utils.taste.card import card
from utils.taste.facts import fit, place, your_genres, your_list, your_place, your_twin
from utils.taste.page import page
from utils.taste.taste import Taste

__all__ = ["my_taste"]


class Written(NamedTuple):
    """The names of the files, in the folder of your notebooks, and the picture."""

    files: Sequence[str]
    words: str
    png: bytes

    def __repr__(self) -> str:
        return f"{self.words}\n{' and '.join(self.files)} stand beside your notebooks."

    def _repr_mimebundle_(self, **_) -> tuple[dict, dict]:
        data = {"image/png": self.png, "text/plain": repr(self)}
        return data, {"image/png": {"width": 540}}


def taste(name: str = "") -> Taste:
    """Compute all that the page and the picture show."""
    demo = not kept_ratings()
    mine, ratings, movies = my_ratings(), load_ratings(), load_movies()
    model = fit(ratings, movies)
    you = place(model, mine)
    return Taste(
        name=name,
        demo=demo,
        n=len(mine),
        bias=you.bias,
        listed=your_list(model, you),
        twin=your_twin(ratings, mine, movies),
        genres=your_genres(ratings, mine, movies),
        map=your_place(model, you),
        foreseen=foreseen(),
        exercises=progress().table,
        made=f"{workbook()}, {time.strftime('%Y-%m-%d')}",
    )


def my_taste(name: str = "") -> Written:
    """Write your taste as a page and as a picture that you can send to a friend.

    Your top ten and why, your twin, your genres against everybody's, your place on the
    map of movies, what you foresaw and which exercises are right. The page is one file
    that loads nothing; nothing leaves this machine.

    Parameters
    ----------
    name : str
        Whose taste it is, if that is to stand on it.

    Returns
    -------
    Written
        Shown as the picture. ``my_taste.html`` and ``my_taste.png`` stand beside your
        notebooks; older ones are replaced.

    Raises
    ------
    ValueError
        If you have rated nothing that anybody else has.
    OSError
        If the files can't be written.
    """
    shown = taste(name)
    png = card(shown)
    write_whole(work_folder() / "my_taste.html", page(shown))
    write_whole(work_folder() / "my_taste.png", png)
    return Written(("my_taste.html", "my_taste.png"), shown.headline(), png)
