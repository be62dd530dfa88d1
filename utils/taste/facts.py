"""What your ratings say: your list and why, your twin, your genres, your place."""

import re
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from utils import similarity
from utils.als import als
from utils.baselines import Baseline, damped_means, popularity, residuals
from utils.data import YOU
from utils.ease import ease
from utils.ladder import LIKED, likes
from utils.matrix import to_matrix
from utils.recommend import top_k

RANK, REG_PARAM = 20, 0.2  # of ALS on what the means leave over, as in 04 and 05
LAMBDA = 100  # of EASE, as in 06
DAMPING = 5.0  # of the means
SUPPORT = 20  # a movie that fewer people rated is not recommended
SHRINKAGE = 25.0  # of the twins, as in 02
OFTEN = 60  # ratings of a movie on the map, as in 04
LOVED = 4.5  # stars


class Model(NamedTuple):
    """What everybody else's ratings say; computed without you.

    Attributes
    ----------
    movies : DataFrame with the columns movie, title; a row a movie of V
    X : csr_array of shape (n_users, n_movies), stars 0.5–5
    counts : ndarray of int, shape (n_movies,)
    means : Baseline
    V : ndarray of shape (n_movies, rank)
        Vectors of ALS on the residuals of the means.
    """

    movies: pd.DataFrame
    X: sparse.csr_array
    counts: np.ndarray
    means: Baseline
    V: np.ndarray

    @property
    def movie_ids(self) -> np.ndarray:
        return self.movies["movie"].to_numpy()


class You(NamedTuple):
    """Your ratings as positions in the model, and what is left of their stars.

    ``x`` is stars - mu - item_bias - user_bias, shape (n,).
    """

    rated: np.ndarray
    stars: np.ndarray
    bias: float
    x: np.ndarray


class Twin(NamedTuple):
    """The user who is most like you."""

    user: int
    similarity: float
    shared: pd.DataFrame  # title, you, twin: stars of both
    loved: list[str]  # by the twin, and not rated by you


def shown_title(title: str) -> str:
    """A title as it is said, with its year.

    Examples
    --------
    >>> shown_title("Godfather: Part II, The (1974)"), shown_title("Up (2009)")
    ('The Godfather: Part II (1974)', 'Up (2009)')
    >>> shown_title("Spirited Away (Sen to Chihiro no kamikakushi) (2001)")
    'Spirited Away (2001)'
    >>> shown_title("Léon: The Professional (a.k.a. The Professional) (Léon) (1994)")
    'Léon: The Professional (1994)'
    """
    name, year = re.fullmatch(r"(.*?)\s*(\(\d{4}\))?\s*", title).groups()
    name = re.sub(r"(?<=\S)(\s*\([^)]*\))+$", "", name)
    name = re.sub(r"^(.*), (The|A|An|Le|La|Les|L'|Il|Das|Der|Die)$", r"\2 \1", name)
    return f"{name} {year or ''}".strip()


def fit(ratings: pd.DataFrame, movies: pd.DataFrame) -> Model:
    """Compute the means and the movies' vectors from everybody else's ratings."""
    X, _, movie_ids = to_matrix(ratings)
    means = damped_means(X, DAMPING)
    _, V = als(residuals(X, means), RANK, REG_PARAM)
    table = movies.set_index("movie").loc[movie_ids, ["title"]].reset_index()
    table["title"] = table["title"].map(shown_title)
    return Model(table, X, popularity(X), means, V)


def place(model: Model, mine: pd.DataFrame) -> You:
    """Find your ratings in the model.

    Raises
    ------
    ValueError
        If you have rated nothing that anybody else has.
    """
    where = pd.Index(model.movies["movie"]).get_indexer(mine["movie"])
    rated, stars = where[where >= 0], mine["rating"].to_numpy(float)[where >= 0]
    if not len(rated):
        raise ValueError(
            "none of your movies was rated by anybody else; expected one at least: "
            "rate some in 00_start_here"
        )
    rest = stars - model.means.mu - model.means.item_bias[rated]
    bias = rest.sum() / (len(rest) + DAMPING)
    return You(rated, stars, float(bias), rest - bias)


def your_list(model: Model, you: You, k: int = 10) -> pd.DataFrame:
    """Your list by EASE, which made the best lists in 06, and why.

    A score is Σ_j B_ji over the movies j that you liked, so each of them has a part of
    it. Anybody's score is Σ_j p_j B_ji, p_j the share of people who liked j.

    Returns
    -------
    DataFrame with the columns place, title, anybody, because, part
        ``anybody`` is the place that it has for anybody among what you have not rated,
        ``because`` the liked movie with the largest part of the score, 0–1. Empty if
        you gave nothing 4 stars or more.
    """
    some = np.union1d(np.flatnonzero(model.counts >= SUPPORT), you.rated)
    Y = likes(model.X[:, some])
    at = np.searchsorted(some, you.rated)
    liked = at[you.stars >= LIKED]
    B = ease(Y, LAMBDA)
    can = model.counts[some] >= SUPPORT
    scores = B[liked].sum(axis=0)  # 0 where nothing speaks for a movie
    best = top_k(np.where(can & (scores > 0), scores, np.nan), at, k)
    usual = top_k(np.where(can, Y.mean(axis=0) @ B, np.nan), at, len(some))
    titles = model.movies["title"].to_numpy()[some]
    parts = B[np.ix_(liked, best)]  # (n_liked, k)
    first = parts.argmax(axis=0) if len(best) else best
    return pd.DataFrame(
        {
            "place": np.arange(1, len(best) + 1),
            "title": titles[best],
            "anybody": np.argsort(usual)[np.searchsorted(np.sort(usual), best)] + 1,
            "because": titles[liked[first]] if len(best) else titles[best],
            "part": parts.max(axis=0, initial=0) / scores[best],
        }
    )


def your_twin(ratings: pd.DataFrame, mine: pd.DataFrame, movies: pd.DataFrame):
    """The user of MovieLens who is most like you, or None if nobody is.

    By the correlation over the movies that both rated, shrunk by how few these are.

    Returns
    -------
    Twin or None
    """
    mine = mine.assign(user=YOU)
    X, user_ids, _ = to_matrix(pd.concat([mine, ratings], ignore_index=True))
    alike = similarity.pearson(X, SHRINKAGE)[0]
    best = int(alike.argmax())
    if not alike[best] > 0:
        return None
    names = movies.set_index("movie")["title"].map(shown_title)
    theirs = ratings[ratings["user"] == user_ids[best]].set_index("movie")["rating"]
    yours = mine.set_index("movie")["rating"]
    both = pd.DataFrame({"you": yours, "twin": theirs}).dropna()
    both = both.assign(sum=both.sum(axis=1), title=names[both.index])
    both = both.sort_values(["sum", "title"], ascending=[False, True])
    popular = ratings["movie"].value_counts()
    new = theirs[(theirs >= LOVED) & ~theirs.index.isin(yours.index)]
    new = new.to_frame().assign(n=popular[new.index]).sort_values(
        ["rating", "n"], ascending=False
    )  # fmt: skip
    shared = both[["title", "you", "twin"]].reset_index(drop=True)
    loved = names[new.index[:5]].tolist()
    return Twin(int(user_ids[best]), float(alike[best]), shared, loved)


def your_genres(
    ratings: pd.DataFrame, mine: pd.DataFrame, movies: pd.DataFrame, k: int = 8
) -> pd.DataFrame:
    """How far above or below the usual a genre is, for you and for everybody.

    Yours is damped: the sum of your stars above your mean, by their number plus 5.

    Returns
    -------
    DataFrame indexed by genre, with the columns you, everybody (stars), ratings (yours)
        The genres that you have rated most, the best of yours first.
    """
    genres = movies.set_index("movie")["genres"].str.split("|")

    def above(table: pd.DataFrame, damping: float) -> pd.DataFrame:
        rest = table["rating"] - table["rating"].mean()
        each = pd.DataFrame({"rest": rest, "genre": table["movie"].map(genres)})
        groups = each.explode("genre").groupby("genre")["rest"]
        return pd.DataFrame({"n": groups.size(), "sum": groups.sum()}).assign(
            mean=lambda t: t["sum"] / (t["n"] + damping)
        )

    yours, all_ = above(mine, DAMPING), above(ratings, 0)
    yours = yours[yours["n"] >= 2].nlargest(k, "n", keep="first")
    table = pd.DataFrame({"you": yours["mean"], "everybody": all_["mean"]})
    table = table.loc[yours.index].assign(ratings=yours["n"])
    return table.sort_values("you", ascending=False)


def plane(model) -> np.ndarray:
    """The map of movies of notebook 04: the plane in which they are spread the most.

    Parameters
    ----------
    model : Model, or what has ``movie_ids``, ``counts`` and ``V`` of the same shapes

    Returns
    -------
    ndarray of shape (n_movies, 2)
    """
    often = model.counts >= OFTEN
    middle = model.V[often].mean(axis=0)
    sides = np.linalg.svd(model.V[often] - middle, full_matrices=False)[2][:2].T
    points = (model.V - middle) @ sides  # (n_movies, 2)
    # No direction has a sign of its own: as in 04, by 2001: A Space Odyssey.
    fixed = np.flatnonzero(model.movie_ids == 924)
    return points * (np.where(points[fixed[0]] < 0, -1, 1) if len(fixed) else 1)


def spot(points: np.ndarray, rated: np.ndarray, x: np.ndarray):
    """Where you stand: in the middle of what you liked more than was to be expected.

    Parameters
    ----------
    points : ndarray of shape (n_movies, 2)
    rated : ndarray of int, shape (n,)
    x : ndarray of shape (n,), stars
        What is left of yours when the means are taken off; its weight, if above 0.

    Returns
    -------
    (float, float), or None if there is no such movie

    Examples
    --------
    >>> spot(np.array([[0, 0], [4.0, 0], [0, 9]]), np.arange(3), np.array([1, 3, -1]))
    (3.0, 0.0)
    """
    liked = np.maximum(x, 0)
    if not liked.any():
        return None
    x, y = liked @ points[rated] / liked.sum()
    return float(x), float(y)


def shown_on_map(model, rated: np.ndarray) -> np.ndarray:
    """Positions of the movies on the map: often rated, or rated by you."""
    mine = rated[model.counts[rated] >= SUPPORT]
    return np.union1d(np.flatnonzero(model.counts >= OFTEN), mine)


def your_place(model: Model, you: You) -> tuple[pd.DataFrame, tuple | None]:
    """The map of movies of notebook 04, and where you stand on it: see `spot`.

    Returns
    -------
    movies : DataFrame with the columns title, x, y, stars (yours, or NaN)
    you : (float, float), or None
    """
    points, shown = plane(model), shown_on_map(model, you.rated)
    stars = np.full(len(points), np.nan)
    stars[you.rated] = you.stars
    table = model.movies.loc[shown, ["title"]].reset_index(drop=True)
    table[["x", "y"]], table["stars"] = points[shown], stars[shown]
    return table, spot(points, you.rated, you.x)
