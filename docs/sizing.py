"""The sizing tables of cluster.md: ``python docs/sizing.py`` writes them there.

Memory is counted from how Spark's ALS keeps its blocks; time comes from the sweeps that
benchmarks/scaling.py has recorded on one machine in data/scaling.csv. Above these sizes
nothing was measured: the table is there to see whether a plan is out by a factor of
ten, not by a tenth.
"""

import math
import re

import numpy as np
import pandas as pd

from utils.files import ROOT, write_whole

PAGE = ROOT / "docs" / "cluster.md"
RECORD = ROOT / "data" / "scaling.csv"
# What stands between these two lines is written by this script.
BEGIN, END = "<!-- Written by docs/sizing.py -->\n", "<!-- End of what it writes -->"
FROM = 1e6  # ratings; below, starting and scheduling hide how the work grows
SWEEPS = 10
RATINGS_OF_A_USER = 150  # as in MovieLens 25M and 32M
MOVIES_AT_25_MILLION = 60_000  # taken to grow with the square root of the ratings
SIZES = [1e5, 1e6, 1e7, 2.5e7, 1e8, 1e9]
RANKS = (10, 64)


def users_and_movies(ratings: float) -> tuple[float, float]:
    """How many users and movies so many ratings may come from."""
    return ratings / RATINGS_OF_A_USER, MOVIES_AT_25_MILLION * (ratings / 2.5e7) ** 0.5


def bytes_of_ratings(ratings: float) -> float:
    """Spark keeps each rating twice, by user and by movie: a place and the stars.

    >>> bytes_of_ratings(1e9) / 1e9  # 2 sides · (4 + 4) bytes
    16.0
    """
    return ratings * 2 * (4 + 4)


def bytes_of_vectors(rows: float, rank: int) -> float:
    """U and V together, in the single precision that Spark keeps them in."""
    return rows * rank * 4


def bytes_shuffled(ratings: float, rank: int, blocks: int) -> float:
    """The most that one iteration hands on: each vector to each block that needs it.

    A user with fewer ratings than there are blocks is needed in fewer of them.

    >>> users, movies = users_and_movies(1e6)
    >>> bytes_shuffled(1e6, 10, 2) == bytes_of_vectors(2 * (users + movies), 10)
    True
    """
    copies = [rows * min(blocks, ratings / rows) for rows in users_and_movies(ratings)]
    return bytes_of_vectors(sum(copies), rank)


def recorded() -> tuple[pd.DataFrame, int]:
    """The recorded sweeps of one machine, its engines without `local[2]`; its cores."""
    table = pd.read_csv(RECORD)
    table = table[table["machine"] == table["machine"].iloc[0]]
    cores = int(re.match(r"(\d+) cores", table["machine"].iloc[0])[1])
    return table.assign(engine=table["engine"].str.split().str[0]), cores


def curve(table: pd.DataFrame, engine: str, rank: int) -> pd.Series:
    """Seconds of a sweep by the number of ratings, the largest last."""
    mine = table[(table["engine"] == engine) & (table["rank"] == rank)]
    return mine.set_index("ratings")["seconds"].sort_index()


def exponent(curve: pd.Series) -> float:
    """With which power of the ratings the time grows; NaN if too little was recorded.

    By least squares on the logarithms, as in notebook 08, from a million ratings on.

    >>> exponent(pd.Series([9.0, 2.0, 20.0], index=[1e5, 1e6, 1e7])).round(2)
    np.float64(1.0)
    """
    large = curve[curve.index >= FROM]
    if len(large) < 2:
        return math.nan
    return np.polyfit(np.log(large.index), np.log(large), 1)[0]


def sweep_seconds(curve: pd.Series, ratings: float) -> float:
    """What was recorded at this size, or else what follows from the largest by power.

    The sums alone grow as the ratings do. An exponent below 1 says that fixed costs
    are still paid off, which a larger size no longer does; so 1 is then taken.

    >>> curve = pd.Series([2.0, 10.0], index=[1e6, 1e7])  # exponent 0.7
    >>> sweep_seconds(curve, 1e6), round(sweep_seconds(curve, 1e8), 6)
    (2.0, 100.0)
    """
    if ratings in curve.index:
        return float(curve[ratings])
    power = exponent(curve)
    if math.isnan(power):
        return math.nan
    return float(curve.iloc[-1] * (ratings / curve.index[-1]) ** max(power, 1.0))


def core_hours(seconds: float, cores: int) -> float:
    """Hours that one core would need for a fit's sweeps.

    >>> core_hours(36, 2)  # 10 · 36 s · 2 cores
    0.2
    """
    return SWEEPS * seconds * cores / 3600


def executor_memory(ratings: float, rank: int, blocks: int) -> float:
    """Bytes of memory for all executors: three times what they keep and receive.

    Spark gives ALS six tenths of it at most; the rest is for objects on their way.
    """
    rows = sum(users_and_movies(ratings))
    kept = bytes_of_ratings(ratings) + 2 * bytes_of_vectors(rows, rank)
    return 3 * (kept + bytes_shuffled(ratings, rank, blocks))


def _digits(number: float) -> str:
    """Two digits, or more before the point; `?` for what is not known.

    >>> _digits(0.01234), _digits(5.67), _digits(123.4), _digits(math.nan)
    ('0.012', '5.7', '123', '?')
    """
    if math.isnan(number):
        return "?"
    return f"{number:.0f}" if number >= 10 else f"{number:.2g}"


def _words(number: float, unit: str = "") -> str:
    """A number with two digits and its size in words.

    >>> _words(6_670_000), _words(1.6e10, "B")
    ('6.7 million', '16 GB')
    """
    names = ["", " thousand", " million", " billion", " trillion"]
    if unit:
        names = [f" {size}{unit}" for size in ("", "k", "M", "G", "T")]
    power = min(len(names) - 1, int(math.log10(number)) // 3)
    return _digits(number / 1000**power) + names[power]


def growth_table() -> str:
    """What was recorded, by engine and rank, in Markdown."""
    table, _ = recorded()
    lines = [
        "| engine | rank | recorded up to | seconds of a sweep there | exponent |",
        "|" + "---|" * 5,
    ]
    for engine, rank in sorted({*zip(table["engine"], table["rank"])}):
        times = curve(table, engine, rank)
        power = exponent(times)
        words = "too few sizes" if math.isnan(power) else f"{power:.2f}"
        size, seconds = _words(times.index[-1]), _digits(times.iloc[-1])
        lines.append(f"| {engine} | {rank} | {size} | {seconds} | {words} |")
    return "\n".join(lines)


def size_table(blocks: int = 64) -> str:
    """What a cluster needs, in Markdown.

    Parameters
    ----------
    blocks : int
        Of users, and as many of movies: about the number of cores.
    """
    table, cores = recorded()
    lines = [
        "| ratings | users | movies | ratings in blocks | U and V | shuffled at most | "
        "executors in all | core-hours | scores for everybody |",
        "|" + "---|" * 9,
    ]
    for ratings in SIZES:
        users, movies = users_and_movies(ratings)
        pairs = [
            [bytes_of_vectors(users + movies, rank) for rank in RANKS],
            [bytes_shuffled(ratings, rank, blocks) for rank in RANKS],
            [executor_memory(ratings, rank, blocks) for rank in RANKS],
        ]
        times = [sweep_seconds(curve(table, "Spark", rank), ratings) for rank in RANKS]
        cells = [
            _words(ratings),
            _words(users),
            _words(movies),
            _words(bytes_of_ratings(ratings), "B"),
            *("; ".join(_words(size, "B") for size in pair) for pair in pairs),
            "; ".join(_digits(core_hours(seconds, cores)) for seconds in times),
            _words(users * movies),
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def written() -> str:
    """What stands between the two lines in cluster.md."""
    table, _ = recorded()
    machine, date = table["machine"].iloc[0], table["date"].max()
    return (
        f"\nRecorded by `benchmarks/scaling.py` ({machine}; {date}):\n\n"
        f"{growth_table()}\n\nComputed from it, and from the memory that Spark's ALS "
        f"keeps for each rating and vector:\n\n{size_table()}\n\n"
    )


def updated(page: str) -> str:
    """A page with what stands between the two lines made anew."""
    before, rest = page.split(BEGIN)
    return before + BEGIN + written() + END + rest.split(END)[1]


if __name__ == "__main__":
    write_whole(PAGE, updated(PAGE.read_text(encoding="utf-8")))
    print(PAGE)
