"""Movies by title and year, as film services write them: found, or named."""

import re
import unicodedata
from collections import defaultdict
from typing import NamedTuple

import pandas as pd

ARTICLES = ("the", "a", "an", "le", "la", "les", "l", "un", "une", "der", "die", "das",
            "el", "los", "las", "il", "lo", "i", "gli")  # fmt: skip
MOVED = re.compile(rf"^(.*), ({'|'.join(ARTICLES)})'?$", re.IGNORECASE)
LETTERS = str.maketrans(
    {"&": " and ", "ı": "i", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe"}
)
AS_BEGUN = 2  # words at least of a title that may go on, such as "Star Wars"


class Found(NamedTuple):
    """What became of one title: one movie, or several to choose from, or none."""

    movies: list[int]
    nearly: bool  # by the beginning of a longer title


def words_of(title: str) -> tuple[str, ...]:
    """A title's words in small letters, without accents and a leading article.

    Examples
    --------
    >>> words_of("The Matrix") == words_of("Matrix, The")
    True
    """
    title = MOVED.sub(r"\2 \1", title.strip())
    letters = unicodedata.normalize("NFKD", title.casefold().translate(LETTERS))
    plain = "".join(c for c in letters if not unicodedata.combining(c))
    words = re.findall(r"[^\W_]+", re.sub(r"(?<=\w)['’](?=s\b)", "", plain))
    if len(words) > 1 and words[0] in ARTICLES:
        words = words[1:]
    return tuple(words)


def names_of(title: str) -> set[tuple[str, ...]]:
    """All names of a MovieLens title: before the brackets, and in each of them.

    Examples
    --------
    >>> sorted(names_of("Amelie (Fabuleux destin d'Amélie Poulain, Le) (2001)"))[0]
    ('amelie',)
    """
    title = re.sub(r"\s*\(\d{4}\)\s*$", "", title)
    inner = [
        re.sub(r"^a\.?k\.?a\.? ", "", n) for n in re.findall(r"\(([^)]*)\)", title)
    ]
    # Whole, too: brackets may be part of a name, as in "(500) Days of Summer".
    names = [title, re.sub(r"\s*\([^)]*\)", "", title), *inner]
    return {words for words in map(words_of, names) if words}


class Movies:
    """A table of movies, to be searched by title and year.

    Parameters
    ----------
    movies : DataFrame with the columns movie, title, year

    Attributes
    ----------
    titles : dict of int -> str
    """

    def __init__(self, movies: pd.DataFrame) -> None:
        self._named: dict[tuple, list[tuple[int, int | None]]] = defaultdict(list)
        self._of_year: dict[int, list[tuple[int, tuple]]] = defaultdict(list)
        self.titles = dict(zip(movies["movie"].tolist(), movies["title"]))
        for row in movies.itertuples():
            year = None if pd.isna(row.year) else int(row.year)
            for words in names_of(row.title):
                self._named[words].append((int(row.movie), year))
                if year:
                    self._of_year[year].append((int(row.movie), words))

    def find(self, title: str, year: int | None) -> Found:
        """The movies of this title; of its year, or else of one next to it."""
        words = words_of(title)
        named = self._named.get(words, [])
        if year is None:
            return Found(sorted({m for m, _ in named}), False)
        for away in (0, 1):
            near = {m for m, y in named if y is None or abs(y - year) <= away}
            if near:
                return Found(sorted(near), False)
        n = len(words)
        begun = {m for m, w in self._of_year[year] if n >= AS_BEGUN and w[:n] == words}
        return Found(sorted(begun), True)
