"""Made ratings, a block of users at a time: what a table and a file are made from."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from utils.data.simulate.shape import activity, cells, first_ratings, popularity

CHUNK = 2**19  # ratings of one block of users, about
OPENED, HALVES, LAST = 822_873_600, 1_045_526_400, 1_476_640_644  # January 1996,
# 18 February 2003 (half stars are allowed from then on), 16 October 2016
MONTH = 2_629_800  # seconds
MU = 3.62  # stars
NOISE = 0.6  # scale of a Gumbel: disappointments are larger than good surprises


class Plan(NamedTuple):
    """What is drawn once for a seed; rows are users or movies."""

    U: np.ndarray  # (n_users, rank)
    V: np.ndarray  # (n_movies, rank)
    n_each: np.ndarray
    user_bias: np.ndarray
    chance: np.ndarray
    item_bias: np.ndarray
    first_visit: np.ndarray  # seconds since 1970
    seconds: np.ndarray  # from a user's first visit to the last


def check_sizes(sizes: tuple[int, int, int], rank: int) -> None:
    """Refuse sizes that are none, and a matrix too small for its ratings."""
    n_users, n_movies, n_ratings = sizes
    for name, size in [("n_users", n_users), ("n_movies", n_movies), ("rank", rank)]:
        if size < 1:
            raise ValueError(f"{name} is {size}, expected 1 or more")
    if not 1 <= n_ratings <= n_users * n_movies // 2:
        raise ValueError(
            f"n_ratings is {n_ratings}, expected 1 to {n_users * n_movies // 2} (half "
            f"of {n_users} x {n_movies} cells): ask for fewer, or for a larger matrix"
        )


def draw_vectors(
    rng: np.random.Generator, n_users: int, n_movies: int, rank: int
) -> tuple[np.ndarray, np.ndarray]:
    """The planted vectors; ``U[u] · V[i]`` has a standard deviation of 0.5 stars."""
    U = rng.standard_normal((n_users, rank), np.float32)
    V = rng.standard_normal((n_movies, rank), np.float32) * np.float32(0.5 / rank**0.5)
    return U, V


def draw_plan(rng: np.random.Generator, sizes: tuple[int, int, int], rank: int) -> Plan:
    """Draw all but the cells and their noise."""
    n_users, n_movies, _ = sizes
    U, V = draw_vectors(rng, n_users, n_movies, rank)
    n_each, chance = activity(rng, sizes), popularity(rng, n_movies)
    log = np.log(chance)
    mean = (chance * log).sum()
    liked = (log - mean) / max(np.sqrt((chance * (log - mean) ** 2).sum()), 1e-9)
    # Most came early, and for an evening; four of ten came back for months or years.
    first_visit = OPENED + (LAST - OPENED) * rng.random(n_users) ** 1.15
    months = rng.lognormal(1.5, 2.0, n_users) * (rng.random(n_users) < 0.38)
    return Plan(
        U,
        V,
        n_each,
        user_bias=rng.normal(0, 0.42, n_users),
        chance=chance,
        item_bias=0.15 * liked + rng.normal(0, 0.35, n_movies),
        first_visit=first_visit.astype(np.int64),
        seconds=np.minimum(40.0 * n_each + MONTH * months, LAST - first_visit),
    )


def chunks(
    sizes: tuple[int, int, int], rank: int, seed: int
) -> Iterator[dict[str, np.ndarray]]:
    """Make the ratings of one block of users after the other.

    Parameters
    ----------
    sizes : tuple of int
        (n_users, n_movies, n_ratings)
    rank : int
    seed : int

    Yields
    ------
    dict of ndarray
        The columns user, movie, rating, timestamp; sorted by user and movie.
    """
    check_sizes(sizes, rank)
    n_users, n_movies, n_ratings = sizes
    rng = np.random.default_rng(seed)
    plan = draw_plan(rng, sizes, rank)
    slots, first_movies = first_ratings(rng, plan.chance, n_ratings)
    ends = np.cumsum(plan.n_each)
    first_users = np.searchsorted(ends, slots, side="right")
    starts = np.searchsorted(ends, np.arange(0, n_ratings, CHUNK), side="right")
    for a, b in zip(starts, [*starts[1:], n_users]):
        if a == b:  # one user may have more than a block
            continue
        here = slice(*np.searchsorted(first_users, [a, b]))
        keys = np.sort((first_users[here] - a) * n_movies + first_movies[here])
        keys = cells(rng, plan.n_each[a:b], keys, plan.chance)
        user, movie = np.divmod(keys, n_movies)
        yield _rate(rng, plan, user + a, movie)


def _rate(
    rng: np.random.Generator, plan: Plan, user: np.ndarray, movie: np.ndarray
) -> dict[str, np.ndarray]:
    """Stars and times of cells."""
    stars = (
        MU
        + plan.user_bias[user]
        + plan.item_bias[movie]
        + np.einsum("nr,nr->n", plan.U[user], plan.V[movie])
        - rng.gumbel(-np.euler_gamma * NOISE, NOISE, len(user))
    )
    # Some have no half stars, and the others do not always think of them.
    whole = (plan.first_visit < HALVES)[user] | (rng.random(len(user)) < 0.18)
    step = np.where(whole, 1.0, 0.5)
    time = plan.first_visit[user] + plan.seconds[user] * rng.random(len(user))
    return {
        "user": (user + 1).astype(np.int32),
        "movie": (movie + 1).astype(np.int32),
        "rating": np.clip(np.round(stars / step) * step, step, 5.0),
        "timestamp": time.astype(np.int64),
    }
