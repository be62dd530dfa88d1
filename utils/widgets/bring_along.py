"""Bring your ratings along: from another service's file into the panel, asked first."""

import html
from collections.abc import Callable, Mapping
from pathlib import Path

import ipywidgets

from utils.data import all_movies, load_movies, load_ratings, what_was_added
from utils.data.imports import Imported, choose, import_table, report
from utils.widgets.trouble import Trouble

NONE = "None of these"
WIDE = {"width": "28em"}
WHAT = (
    "Export your ratings at IMDb, Letterboxd, Trakt, Netflix or movielens.org, then "
    "choose the file here, CSV or zip as it comes; or a table with the columns title, "
    "year and rating. It stays on this machine, and nothing is saved before you say so."
)


class BringAlong(ipywidgets.VBox):
    """The import of a file of ratings, empty until its button opens it.

    Parameters
    ----------
    add : callable
        Called with {movie: stars} when they are to be added.
    mine : callable
        Returns the stars that are there already.

    Attributes
    ----------
    button : Button
        To be shown above; where it stands, nothing moves when it is pressed.
    trouble : Trouble
        Empty until a file can't be read, or stars not be added.
    """

    def __init__(
        self,
        add: Callable[[dict[int, float]], None],
        mine: Callable[[], Mapping[int, float]],
    ) -> None:
        self._add, self._mine = add, mine
        self.trouble = Trouble()
        self.button = ipywidgets.Button(
            description="Bring ratings along",
            tooltip="Open or close: import ratings from a file of another service",
            layout={"width": "14em"},
        )
        self._file = ipywidgets.FileUpload(
            description="Choose a file",
            tooltip="Choose a file of ratings, CSV or zip, on the machine of this page",
            accept=".csv,.zip,.gz",
            layout={"width": "14em"},
        )
        self._path = ipywidgets.Text(
            description="or its path",
            placeholder="ratings.csv, where the notebooks run",
            style={"description_width": "initial"},
            continuous_update=False,
            layout=WIDE,
        )
        self._said = ipywidgets.VBox()
        self.button.on_click(self.trouble.shows(lambda _: self._toggle()))
        self._file.observe(self.trouble.shows(self._uploaded, self._empty), "value")
        self._path.observe(self.trouble.shows(self._named, self._empty), "value")
        self._form = [_text(WHAT), self._file, self._path, self.trouble, self._said]
        super().__init__([])

    def _toggle(self) -> None:
        """Open it as it was the first time, or close it."""
        shown = self._file in self.children
        self._file.value, self._path.value, self._said.children = (), "", []
        self.children = [] if shown else self._form

    def _empty(self) -> None:
        self._said.children = []

    def _uploaded(self, _) -> None:
        for file in self._file.value:
            self._look_at(Path(file["name"]), bytes(file["content"]))

    def _named(self, _) -> None:
        if self._path.value.strip():
            self._look_at(Path(self._path.value.strip()).expanduser())

    def _look_at(self, path: Path, raw: bytes | None = None) -> None:
        """Say what is in a file, ask what is not clear, and offer to add it."""
        found = import_table(path, all_movies(), raw)
        lines = report(found._replace(asked={}), all_movies().titles)
        questions = {title: self._ask(title, found) for title in found.asked}
        add = ipywidgets.Button(
            description="Add to my ratings",
            tooltip="Add these ratings to mine; what I rated here keeps my stars",
            layout={"width": "14em"},
        )
        add.on_click(self.trouble.shows(lambda _: self._take(path, raw, questions)))
        asked = _words("Which movie is it? These titles may be one of several.")
        self._said.children = [
            _status(lines),
            *([asked, *questions.values()] if questions else []),
            *([add] if questions or found.stars else []),
        ]

    def _ask(self, title: str, found: Imported) -> ipywidgets.VBox:
        """Buttons and no list: what is typed in a list, Lab takes for its own keys."""
        movies = found.asked[title].movies
        named = _told_apart(movies)
        buttons = ipywidgets.ToggleButtons(
            options=[(NONE, None), *zip(named, movies)],
            tooltips=[f"{name} for {title}" for name in [NONE, *named]],
            style={"button_width": "auto"},
        )
        return ipywidgets.VBox([_words(title), buttons])

    def _take(self, path: Path, raw: bytes | None, questions: dict) -> None:
        found = import_table(path, all_movies(), raw)
        choose(
            found, {title: box.children[1].value for title, box in questions.items()}
        )
        words = what_was_added(self._mine(), found.stars)
        self._add(found.stars)
        self._said.children = [_status([words, "Undo, above, takes all of them back."])]
        self.children = [self._said]  # done: the form closes itself


def _told_apart(movies: list[int]) -> list[str]:
    """Titles; two of the same name and year by what else is known of them."""
    titles, counts = all_movies().titles, load_ratings()["movie"].value_counts()
    genres = load_movies().set_index("movie")["genres"].str.replace("|", ", ")
    named = [titles[movie] for movie in movies]
    return [
        name
        if named.count(name) == 1
        else f"{name}, {genres[movie]}, rated by {counts.get(movie, 0)}"
        for name, movie in zip(named, movies)
    ]


def _words(text: str) -> ipywidgets.HTML:
    return ipywidgets.HTML(f"<b>{html.escape(text)}</b>")


def _text(text: str, role: str = "") -> ipywidgets.HTML:
    style = "max-width: 45em; line-height: 1.5"
    return ipywidgets.HTML(f'<div {role} style="{style}">{text}</div>')


def _status(lines: list[str]) -> ipywidgets.HTML:
    return _text("<br>".join(map(html.escape, lines)), 'role="status"')
