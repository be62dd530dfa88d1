"""Bring your ratings along: from another service's file into the panel, asked first."""

import html
from collections.abc import Callable, Mapping
from pathlib import Path

import ipywidgets

from utils.data import all_movies, what_was_added
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
    """A button that opens the import of a file of ratings.

    Parameters
    ----------
    add : callable
        Called with {movie: stars} when they are to be added.
    mine : callable
        Returns the stars that are there already.

    Attributes
    ----------
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
        self._open = ipywidgets.Button(
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
        self._open.on_click(self.trouble.shows(lambda _: self._toggle()))
        self._file.observe(self.trouble.shows(self._uploaded, self._empty), "value")
        self._path.observe(self.trouble.shows(self._named, self._empty), "value")
        what = ipywidgets.HTML(f'<div style="max-width: 45em">{WHAT}</div>')
        self._form = ipywidgets.VBox(
            [what, self._file, self._path, self.trouble, self._said]
        )
        super().__init__([self._open])

    def _toggle(self) -> None:
        shown = self._form in self.children
        self.children = [self._open] if shown else [self._open, self._form]

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
        asked = ipywidgets.HTML(
            "<b>Which movie is it?</b> These titles may be one of several."
        )
        self._said.children = [
            _status(lines),
            *([asked, *questions.values()] if questions else []),
            add,
        ]

    def _ask(self, title: str, found: Imported) -> ipywidgets.Dropdown:
        titles = all_movies().titles
        options = [(titles[movie], movie) for movie in found.asked[title].movies]
        return ipywidgets.Dropdown(
            description=title,
            options=[(NONE, None), *options],
            style={"description_width": "initial"},
            layout={"width": "40em", "max_width": "100%"},
        )

    def _take(self, path: Path, raw: bytes | None, questions: dict) -> None:
        found = import_table(path, all_movies(), raw)
        choose(found, {title: asked.value for title, asked in questions.items()})
        words = what_was_added(self._mine(), found.stars)
        self._add(found.stars)
        self._said.children = [_status([words, "Undo, above, takes all of them back."])]


def _status(lines: list[str]) -> ipywidgets.HTML:
    text = "<br>".join(map(html.escape, lines))
    return ipywidgets.HTML(
        f'<div role="status" style="max-width: 45em; line-height: 1.5">{text}</div>'
    )
