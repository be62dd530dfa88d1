"""Exercise 8.1, memory of X, U and V."""

from utils.exercises.exercise import exercise


def _csr(n_users, n_ratings, number, position=4, extra=1):
    return n_ratings * (number + position) + position * (n_users + extra)


def _vectors(n_users, n_movies, rank, number):
    return number * n_users * rank, number * n_movies * rank


memory = exercise(
    "8.1",
    "memory of X, U and V",
    cases=[
        (2, 5, 3, 2, 8),
        (3, 4, 10, 3, 4),
        (1_000, 500, 20_000, 10, 8),
        (200_948, 87_585, 32_000_204, 64, 4),
    ],
    hints="""
        U and V are dense: rows times rank, times the bytes of a number.
        X in CSR has three arrays: values, columns, row starts. Only the values are
          as wide as number; the others take 4 bytes each.
        X: n_ratings * number + n_ratings * 4 + 4 * (n_users + 1).
    """,
    wrong={  # of n users, m movies and r ratings, b bytes a number
        "you stored every cell of X; CSR stores the known ones only": (
            lambda n, m, r, rank, b: (b * n * m, *_vectors(n, m, rank, b))
        ),
        "U and V are exchanged: U has a row for each user, V for each movie": (
            lambda n, m, r, rank, b: (_csr(n, r, b), *_vectors(m, n, rank, b))
        ),
        "a vector is rank numbers long, and you counted one": (
            lambda n, m, r, rank, b: (_csr(n, r, b), *_vectors(n, m, 1, b))
        ),
        "X has its values only; CSR also stores the column of each rating, and "
        "where each row starts": (
            lambda n, m, r, rank, b: (r * b, *_vectors(n, m, rank, b))
        ),
        "the row starts of X are missing: one for each user, and the last end": (
            lambda n, m, r, rank, b: (r * (b + 4), *_vectors(n, m, rank, b))
        ),
        "X has one row start too few: where the last row ends is stored, too": (
            lambda n, m, r, rank, b: (_csr(n, r, b, extra=0), *_vectors(n, m, rank, b))
        ),
        "a position in X takes 4 bytes, however wide the numbers are": (
            lambda n, m, r, rank, b: (
                _csr(n, r, b, position=b),
                *_vectors(n, m, rank, b),
            )
        ),
        "you counted 8 bytes a number; number says how many it is": (
            lambda n, m, r, rank, b: (_csr(n, r, 8), *_vectors(n, m, rank, 8))
        ),
        "you counted the numbers in U and V; each takes `number` bytes": (
            lambda n, m, r, rank, b: (_csr(n, r, b), *_vectors(n, m, rank, 1))
        ),
        "you stored a start for each movie; CSR has one for each row, a user": (
            lambda n, m, r, rank, b: (_csr(m, r, b), *_vectors(n, m, rank, b))
        ),
        "you stored the row of each rating (this is COO); CSR has row starts": (
            lambda n, m, r, rank, b: (r * (b + 8), *_vectors(n, m, rank, b))
        ),
        "you added the three up; return them one by one": (
            lambda n, m, r, rank, b: _csr(n, r, b) + sum(_vectors(n, m, rank, b))
        ),
        "you counted 8 bytes for the column of a rating; here it takes 4": (
            lambda n, m, r, rank, b: (
                r * (b + 8) + 4 * (n + 1),
                *_vectors(n, m, rank, b),
            )
        ),
        "the column of each rating takes 4 bytes, however wide the numbers are": (
            lambda n, m, r, rank, b: (2 * r * b + 4 * (n + 1), *_vectors(n, m, rank, b))
        ),
        "you counted 8 bytes a number in U and V; number says how many it is": (
            lambda n, m, r, rank, b: (_csr(n, r, b), *_vectors(n, m, rank, 8))
        ),
        "you counted 8 bytes a number in X; number says how many it is": (
            lambda n, m, r, rank, b: (_csr(n, r, 8), *_vectors(n, m, rank, b))
        ),
    },
)
