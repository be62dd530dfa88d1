"""Find a movie by what a person types."""

import difflib
import html
import re
import unicodedata
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from utils.taste.facts import shown_title


class Shown(NamedTuple):
    """A movie in words: "The Matrix (1999)", "The Matrix", "1999 · Action, Sci-Fi"."""

    title: str
    name: str
    about: str

    def tile(self, more: str = "") -> str:
        """Its name, below it year, genres and what else there is to say, as HTML."""
        name, about = html.escape(self.name), html.escape(self.about)
        return f'<b>{name}</b><br><span class="about">{about}</span>{more}'


def in_words(movies: pd.DataFrame) -> dict[int, Shown]:
    """Say each movie in words.

    Parameters
    ----------
    movies : DataFrame with the columns movie, title, year, genres

    Examples
    --------
    >>> row = {"movie": 2, "title": "Matrix, The (1999)", "year": 1999}
    >>> in_words(pd.DataFrame([{**row, "genres": "Action|Sci-Fi"}]))[2]
    Shown(title='The Matrix (1999)', name='The Matrix', about='1999 · Action, Sci-Fi')
    """
    shown = {}
    for row in movies.itertuples():
        title = shown_title(row.title)
        year = "" if pd.isna(row.year) else str(row.year)
        genres = "" if row.genres.startswith("(") else row.genres.replace("|", ", ")
        about = " · ".join(filter(None, [year, genres]))
        shown[row.movie] = Shown(title, title.removesuffix(f" ({year})"), about)
    return shown


@cache
def _words(text: str) -> list[str]:
    """Words in small letters, without accents and apostrophes."""
    letters = unicodedata.normalize("NFKD", text.lower().replace("'", ""))
    plain = "".join(c for c in letters if not unicodedata.combining(c))
    return re.findall(r"[^\W_]+", plain)


def search_titles(
    movies: pd.DataFrame, text: str, ratings: np.ndarray, k: int = 6
) -> np.ndarray:
    """Find movies whose titles have all the words of a text, in any order.

    A word may be only begun, accents and case do not matter, and so "the matrix" finds
    "Matrix, The". If nothing is found, words that are nearly right are taken.

    Parameters
    ----------
    movies : DataFrame with the column title
    text : str
    ratings : ndarray of int, shape (len(movies),)
        How often each was rated: the best known come first.
    k : int

    Returns
    -------
    ndarray of int
        Positions in ``movies``, at most ``k``.

    Examples
    --------
    >>> movies = pd.DataFrame({"title": ["Heat (1995)", "Matrix, The (1999)"]})
    >>> search_titles(movies, "the matr", ratings=np.array([9, 3]))
    array([1])
    """
    wanted = _words(text)
    if not wanted:
        return np.array([], dtype=np.int64)
    titles = [_words(title) for title in movies["title"]]
    found = [i for i, title in enumerate(titles) if _has(title, wanted)]
    if not found:
        every = sorted({word for title in titles for word in title})
        near = [difflib.get_close_matches(word, every, 1, 0.75) for word in wanted]
        if not all(near):
            return np.array([], dtype=np.int64)
        wanted = [word for (word,) in near]
        found = [i for i, title in enumerate(titles) if _has(title, wanted)]
    # The same words without more before them come first, then what is well known.
    start = " ".join(wanted)
    other = [not " ".join(titles[i]).startswith(start) for i in found]
    order = np.lexsort((-ratings[found], other))
    return np.array(found, dtype=np.int64)[order][:k]


def _has(title: list[str], wanted: list[str]) -> bool:
    return all(any(word.startswith(begun) for word in title) for begun in wanted)
