"""Cases, misconceptions and hints of notebook 08."""

import numpy as np

from utils.exercises.engine import Exercise, Misconception

# 8.1


def _sizes() -> list[tuple]:
    return [
        (2, 5, 3, 2, 8),
        (3, 4, 10, 3, 4),
        (1_000, 500, 20_000, 10, 8),
        (200_948, 87_585, 32_000_204, 64, 4),
    ]


def _csr(n_users, n_ratings, number, position=4, extra=1):
    return n_ratings * (number + position) + position * (n_users + extra)


def x_dense(n_users, n_movies, n_ratings, rank, number):
    of_vectors = number * n_users * rank, number * n_movies * rank
    return (number * n_users * n_movies, *of_vectors)


def vectors_exchanged(n_users, n_movies, n_ratings, rank, number):
    X = _csr(n_users, n_ratings, number)
    return X, number * n_movies * rank, number * n_users * rank


def rank_forgotten(n_users, n_movies, n_ratings, rank, number):
    return _csr(n_users, n_ratings, number), number * n_users, number * n_movies


def positions_forgotten(n_users, n_movies, n_ratings, rank, number):
    of_vectors = number * n_users * rank, number * n_movies * rank
    return (n_ratings * number, *of_vectors)


def row_starts_forgotten(n_users, n_movies, n_ratings, rank, number):
    of_vectors = number * n_users * rank, number * n_movies * rank
    return (n_ratings * (number + 4), *of_vectors)


def no_last_end(n_users, n_movies, n_ratings, rank, number):
    of_vectors = number * n_users * rank, number * n_movies * rank
    return (_csr(n_users, n_ratings, number, extra=0), *of_vectors)


def positions_as_wide_as_numbers(n_users, n_movies, n_ratings, rank, number):
    of_vectors = number * n_users * rank, number * n_movies * rank
    return (_csr(n_users, n_ratings, number, position=number), *of_vectors)


def always_eight(n_users, n_movies, n_ratings, rank, number):
    return _csr(n_users, n_ratings, 8), 8 * n_users * rank, 8 * n_movies * rank


# 8.2


def _curves() -> list[tuple]:
    return [
        (np.array([1.0, 10, 100]), np.array([2.0, 20, 200])),
        (np.array([1.0, 2, 4, 8]), np.array([3.0, 12, 48, 192])),
        (np.array([1e5, 1e6, 2e6, 2.5e7]), np.array([0.4, 0.9, 2.5, 21.0])),
    ]


def without_logs(sizes, seconds):
    return float(np.polyfit(sizes, seconds, 1)[0])


def log_of_seconds_only(sizes, seconds):
    return float(np.polyfit(sizes, np.log(seconds), 1)[0])


def turned_around(sizes, seconds):
    return float(np.polyfit(np.log(seconds), np.log(sizes), 1)[0])


def from_first_to_last(sizes, seconds):
    return float(np.log(seconds[-1] / seconds[0]) / np.log(sizes[-1] / sizes[0]))


def intercept(sizes, seconds):
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[1])


def mean_of_slopes(sizes, seconds):
    return float(np.mean(np.diff(np.log(seconds)) / np.diff(np.log(sizes))))


# 8.3


def _requests() -> list[tuple]:
    rng = np.random.default_rng(8)
    few = (
        np.array([[1.0, 0], [0, 1], [1, 1], [2, 1], [1, 3]]),
        np.array([[1.0, 0], [0, 2], [3, 0.5], [0.4, 0.3]]),
        np.array([4, 0, 2]),
        2,
        64,
    )
    U, V = rng.normal(size=(40, 3)), rng.normal(size=(10, 3))
    wanted = rng.permutation(40)[:17]
    return [few, (U, V, wanted, 3, 400), (U, V, wanted[:5], 4, 10)]


def _rows(V, limit, each=8) -> int:
    return max(1, limit // (each * len(V)))


def _lists(U, V, users, k, rows) -> tuple[np.ndarray, int]:
    """What is asked for, for these users in this order, so many in a block."""
    order = np.argsort(-(U[users] @ V.T), axis=1, kind="stable")
    return order[:, :k], -(-len(users) // rows)


def everybody_scored(U, V, wanted, k, limit):
    lists, n_blocks = _lists(U, V, np.arange(len(U)), k, _rows(V, limit))
    return lists[wanted], n_blocks


def last_block_lost(U, V, wanted, k, limit):
    rows = _rows(V, limit)
    whole = len(wanted) // rows * rows
    return _lists(U, V, wanted[:whole], k, rows)


def cells_for_bytes(U, V, wanted, k, limit):
    return _lists(U, V, wanted, k, _rows(V, limit, each=1))


def four_bytes(U, V, wanted, k, limit):
    return _lists(U, V, wanted, k, _rows(V, limit, each=4))


def one_by_one(U, V, wanted, k, limit):
    return _lists(U, V, wanted, k, 1)


def worst_first(U, V, wanted, k, limit):
    return _lists(U, -V, wanted, k, _rows(V, limit))


def best_last(U, V, wanted, k, limit):
    lists, n_blocks = _lists(U, V, wanted, k, _rows(V, limit))
    return lists[:, ::-1], n_blocks


def not_the_wanted(U, V, wanted, k, limit):
    return _lists(U, V, np.arange(len(wanted)), k, _rows(V, limit))


EXERCISES = [
    Exercise(
        id="8.1",
        title="memory of U, V and X",
        cases=_sizes,
        misconceptions=[
            Misconception(
                x_dense, "you stored every cell of X; CSR stores the known ones only"
            ),
            Misconception(
                vectors_exchanged,
                "U and V are exchanged: U has a row for each user, V for each movie",
            ),
            Misconception(
                rank_forgotten, "a vector is rank numbers long, and you counted one"
            ),
            Misconception(
                positions_forgotten,
                "X has its values only; CSR also stores the column of each rating, and "
                "where each row starts",
            ),
            Misconception(
                row_starts_forgotten,
                "the row starts of X are missing: one for each user, and the last end",
            ),
            Misconception(
                no_last_end,
                "X has one row start too few: where the last row ends is stored, too",
            ),
            Misconception(
                positions_as_wide_as_numbers,
                "a position in X takes 4 bytes, however wide the numbers are",
            ),
            Misconception(
                always_eight, "you counted 8 bytes a number; number says how many it is"
            ),
        ],
        hints=[
            "U and V are dense: rows times rank, times the bytes of a number.",
            "X in CSR has three arrays: values, columns, row starts. Only the values "
            "are as wide as number; the others take 4 bytes each.",
            "X: n_ratings * number + n_ratings * 4 + 4 * (n_users + 1).",
        ],
    ),
    Exercise(
        id="8.2",
        title="the exponent of a curve",
        cases=_curves,
        misconceptions=[
            Misconception(
                without_logs,
                "that is the slope without logarithms, in seconds a rating; the "
                "exponent is the slope on two log axes",
            ),
            Misconception(
                log_of_seconds_only,
                "you took the logarithm of the seconds only; the sizes need it, too",
            ),
            Misconception(
                turned_around,
                "you fitted sizes against seconds; turn it around",
            ),
            Misconception(
                from_first_to_last,
                "you joined the first point to the last; all points should have a say, "
                "by least squares",
            ),
            Misconception(
                intercept,
                "that is where the line begins; np.polyfit gives the slope first",
            ),
            Misconception(
                mean_of_slopes,
                "you averaged the slopes between neighbours, so that a short step "
                "counts as much as a long one; fit one line to all points",
            ),
        ],
        hints=[
            "Take logarithms of seconds = c · sizes^e. What is the slope of this line?",
            "np.polyfit(x, y, 1) fits a line, and returns its slope and its start.",
            "np.polyfit(np.log(sizes), np.log(seconds), 1)[0]",
        ],
    ),
    Exercise(
        id="8.3",
        title="the cheapest way to recommend to 1,000 users",
        cases=_requests,
        misconceptions=[
            Misconception(
                everybody_scored,
                "you went through all users, and only the wanted need scores",
            ),
            Misconception(
                last_block_lost,
                "the last users are missing: the last block may be smaller than others",
            ),
            Misconception(
                cells_for_bytes,
                "you took the limit for a number of scores; it is in bytes, and a "
                "score takes 8 of them",
            ),
            Misconception(
                four_bytes,
                "you counted 4 bytes for a score; a float64 takes 8",
            ),
            Misconception(
                one_by_one,
                "you took one user at a time; take as many as the limit allows, since "
                "each block has its own overhead",
            ),
            Misconception(
                worst_first, "these are the lowest scores; sort the negative ones"
            ),
            Misconception(
                best_last, "the best k are there, but the best one must stand first"
            ),
            Misconception(
                not_the_wanted,
                "you took the first users, and not those in wanted",
            ),
        ],
        hints=[
            "One row of scores takes 8 * len(V) bytes. How many rows fit into limit?",
            "for first in range(0, len(wanted), rows): take wanted[first : first + "
            "rows]; a slice may be shorter at the end.",
            "scores = U[part] @ V.T; np.argsort(-scores, axis=1)[:, :k]; collect the "
            "lists and put them together with np.concatenate.",
        ],
    ),
]
