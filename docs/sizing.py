"""The sizing table of cluster.md: ``python docs/sizing.py`` prints it.

Memory is counted from how Spark's ALS keeps its blocks, time from four fits that were
measured on two cores. Nothing in the table was measured at its own size: it is there
to see whether a plan is out by a factor of ten, not by a tenth.
"""

import math

# Seconds of one cold fit with rank 10 and 5 iterations (local[2], Spark 4.3, Java 17).
MEASURED = {1e5: 2.3, 1e6: 3.8, 1e7: 15.6, 2.5e7: 43.6}
CORES = 2
EXPONENT = 1.12  # from 10 to 25 million; below, starting and scheduling hide it
RATINGS_OF_A_USER = 150  # as in MovieLens 25M and 32M
MOVIES_AT_25_MILLION = 60_000  # taken to grow with the square root of the ratings
SIZES = [1e5, 1e6, 1e7, 2.5e7, 1e8, 1e9]


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


def core_hours(ratings: float, iterations: int = 10) -> float:
    """Hours that one core would need for a fit with rank 10, by the exponent.

    >>> round(core_hours(2.5e7, iterations=5), 4) == round(2 * 43.6 / 3600, 4)
    True
    """
    largest = max(MEASURED)
    computed = MEASURED[largest] * (ratings / largest) ** EXPONENT
    seconds = MEASURED.get(ratings, computed)
    return CORES * seconds / 3600 * iterations / 5


def executor_memory(ratings: float, rank: int, blocks: int) -> float:
    """Bytes of memory for all executors: three times what they keep and receive.

    Spark gives ALS six tenths of it at most; the rest is for objects on their way.
    """
    rows = sum(users_and_movies(ratings))
    kept = bytes_of_ratings(ratings) + 2 * bytes_of_vectors(rows, rank)
    return 3 * (kept + bytes_shuffled(ratings, rank, blocks))


def _words(number: float, unit: str = "") -> str:
    """A number with two digits and its size in words.

    >>> _words(6_670_000), _words(1.6e10, "B")
    ('6.7 million', '16 GB')
    """
    names = ["", " thousand", " million", " billion", " trillion"]
    if unit:
        names = [f" {size}{unit}" for size in ("", "k", "M", "G", "T")]
    power = min(len(names) - 1, int(math.log10(number)) // 3)
    digits = number / 1000**power
    return (
        f"{digits:.0f}{names[power]}" if digits >= 10 else f"{digits:.2g}{names[power]}"
    )


def table(blocks: int = 64) -> str:
    """The table, in Markdown.

    Parameters
    ----------
    blocks : int
        Of users, and as many of movies: about the number of cores.
    """
    lines = [
        "| ratings | users | movies | ratings in blocks | U and V | shuffled at most | "
        "executors in all | core-hours | scores for everybody |",
        "|" + "---|" * 9,
    ]
    for ratings in SIZES:
        users, movies = users_and_movies(ratings)
        pairs = [
            [bytes_of_vectors(users + movies, rank) for rank in (10, 64)],
            [bytes_shuffled(ratings, rank, blocks) for rank in (10, 64)],
            [executor_memory(ratings, rank, blocks) for rank in (10, 64)],
        ]
        cells = [
            _words(ratings),
            _words(users),
            _words(movies),
            _words(bytes_of_ratings(ratings), "B"),
            *("; ".join(_words(size, "B") for size in pair) for pair in pairs),
            f"{core_hours(ratings):.2g}",
            _words(users * movies),
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
