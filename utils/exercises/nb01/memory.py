"""Exercise 1.3, bytes of dense and of CSR."""

from utils.exercises.exercise import exercise

memory = exercise(
    "1.3",
    "bytes of dense and of CSR",
    cases=[(1, 1, 1), (2, 3, 3), (671, 9066, 100_004), (1000, 10, 9000)],
    hints="""
        Dense: how many cells are there, and how many bytes has each?
        CSR holds three arrays: values and columns, one entry a rating each, and
          where each row starts.
        Values take 8 bytes each, columns 4, and the n_users + 1 starts 4 each.
    """,
    wrong={  # of n users, m movies and r ratings
        "you left out where each row starts": lambda n, m, r: (8 * n * m, 12 * r),
        "you counted one row start a user; the end of the last row is one more": (
            lambda n, m, r: (8 * n * m, 12 * r + 4 * n)
        ),
        "you stored the row of each rating (this is the COO format); CSR has only "
        "the start of each row": (lambda n, m, r: (8 * n * m, 16 * r)),
        "you gave the positions 8 bytes each; here they take 4": (
            lambda n, m, r: (8 * n * m, 16 * r + 8 * (n + 1))
        ),
        "you returned gigabytes; bytes are wanted": (
            lambda n, m, r: (
                8 * n * m / 1e9,
                (12 * r + 4 * (n + 1)) / 1e9,
            )
        ),
        "you gave the stars 4 bytes each; float64 takes 8": (
            lambda n, m, r: (4 * n * m, 8 * r + 4 * (n + 1))
        ),
        "you counted 8 bytes for the column of a rating; here it takes 4": (
            lambda n, m, r: (8 * n * m, 16 * r + 4 * (n + 1))
        ),
        "you stored a start for each movie; CSR has one for each row, a user": (
            lambda n, m, r: (8 * n * m, 12 * r + 4 * (m + 1))
        ),
        "you counted the cells of the dense matrix; each of them takes 8 bytes": (
            lambda n, m, r: (n * m, 12 * r + 4 * (n + 1))
        ),
        "the one start more takes 4 bytes, too: 4 * (n_users + 1)": (
            lambda n, m, r: (8 * n * m, 12 * r + 4 * n + 1)
        ),
        "a dense matrix has a number in every cell, not for each rating only": (
            lambda n, m, r: (8 * r, 12 * r + 4 * (n + 1))
        ),
    },
)
