"""Find a movie by what a person types."""

import difflib
import re
import unicodedata
from functools import cache

import numpy as np
import pandas as pd


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
