"""Who rates how much, which movies are rated often, and which cells that makes.

The numbers are fitted to MovieLens small by hand; a test holds what comes of them.
"""

import numpy as np
from scipy.special import ndtri

FEWEST = 20  # MovieLens keeps nobody who has rated less
MOST = 0.75  # of all movies: what one user rates at most
FIRSTS = 0.25  # of all ratings, at most, are there to give each movie its first one


def activity(rng: np.random.Generator, sizes: tuple[int, int, int]) -> np.ndarray:
    """Number of ratings of each user: a lognormal above the fewest.

    Examples
    --------
    >>> n_each = activity(np.random.default_rng(0), (100, 1000, 9000))
    >>> n_each.sum(), n_each.min() >= 20
    (np.int64(9000), np.True_)
    """
    n_users, n_movies, n_ratings = sizes
    fewest = min(FEWEST, n_ratings // (2 * n_users))
    most = max(int(np.ceil(MOST * n_movies)), 1) - fewest
    left = n_ratings - fewest * n_users
    # One user from each of equally likely layers: no seed has an unlikely head.
    weight = np.exp(1.3 * ndtri((rng.permutation(n_users) + 0.5) / n_users))
    more = np.zeros(n_users)
    while left - more.sum() > 1e-6:  # what is above the most goes to the others
        free = more < most
        more[free] += weight[free] * ((left - more.sum()) / weight[free].sum())
        more = np.minimum(more, most)
    # Rounding the running sum keeps the total, and rounds each one up or down.
    running = np.floor(np.cumsum(more) + 0.5).astype(np.int64)
    return fewest + np.diff(running, prepend=0)  # (n_users,)


def popularity(rng: np.random.Generator, n_movies: int) -> np.ndarray:
    """Chance of each movie to be the next one rated: few are rated by nearly all.

    A power law, ``(i + sqrt(n) / 10) ** -0.65``, that is flat for the first few and
    falls faster towards the tail, by ``exp(-steep · i / n)``; in random order. A large
    catalogue is steeper, since it holds more that hardly anybody has heard of.

    Examples
    --------
    >>> float(popularity(np.random.default_rng(0), 10).sum().round(9))
    1.0
    """
    i = np.arange(n_movies)
    steep = 5.3 * (n_movies / 9066) ** 0.25
    weight = (i + np.sqrt(n_movies) / 10) ** -0.65 * np.exp(-steep * i / n_movies)
    return rng.permutation(weight / weight.sum())


def first_ratings(
    rng: np.random.Generator, chance: np.ndarray, n_ratings: int
) -> tuple[np.ndarray, np.ndarray]:
    """Give each movie the one of all ratings that is its first, at random.

    Without them half of the rare movies would have none, and too few just one. If
    there are few ratings, only the more popular movies are sure of one.

    Returns
    -------
    slots, movies : ndarrays of int
        Rating number ``slots[j]`` is of ``movies[j]``; slots rise.
    """
    n = min(len(chance), int(FIRSTS * n_ratings))
    movies = np.argsort(-chance, kind="stable")[:n]
    slots = rng.choice(n_ratings, n, replace=False)
    order = np.argsort(slots)
    return slots[order], movies[order]


def cells(
    rng: np.random.Generator, n_each: np.ndarray, keys: np.ndarray, chance: np.ndarray
) -> np.ndarray:
    """Draw cells, row by row without any twice, by the movies' chances.

    Parameters
    ----------
    rng : Generator
    n_each : ndarray of shape (n_users,)
        How many cells each row shall have.
    keys : ndarray of int
        Those that are there already; the cell (u, i) is ``u * n_movies + i``. Sorted.
    chance : ndarray of shape (n_movies,)

    Returns
    -------
    ndarray of shape (n_each.sum(),)
        Keys of all cells, sorted.
    """
    n_movies = len(chance)
    keys = keys.astype(np.int64)
    missing = n_each - np.bincount(keys // n_movies, minlength=len(n_each))
    while missing.any():
        edges = np.cumsum(chance)
        drawn = rng.random(missing.sum()) * edges[-1]
        movies = np.searchsorted(edges[:-1], drawn, side="right")
        new = np.unique(np.repeat(np.arange(len(n_each)), missing) * n_movies + movies)
        if len(keys):
            at = np.searchsorted(keys, new)
            new = new[keys.take(at, mode="clip") != new]
        keys = np.sort(np.concatenate([keys, new]), kind="stable")  # merges two runs
        missing = missing - np.bincount(new // n_movies, minlength=len(n_each))
        # Who has rated the popular ones looks further: flatter chances end it sooner.
        chance = chance**0.9
    return keys
