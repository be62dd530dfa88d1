"""Exercise 4.4, one whole sweep."""

from utils.als import half_step
from utils.exercises.exercise import exercise
from utils.exercises.nb04 import SWEPT, U, V

sweep = exercise(
    "4.4",
    "one whole sweep",
    cases=[
        (SWEPT, U, V[:3], 0.1),
        (SWEPT, U[::-1], V[2:], 0.5),
        (SWEPT[:, [0, 1]], U, V[:2], 0.2),
    ],
    hints="""
        Two calls of half_step. The second one needs the result of the first.
        Seen from the movies, X is transposed: `X.T.tocsr()`.
        V = half_step(X.T.tocsr(), U, reg_param), then the users in the same way.
    """,
    given=lambda X, U, V, reg_param: (
        U,
        V,
        lambda V: half_step(X, V, reg_param),
        lambda U: half_step(X.T.tocsr(), U, reg_param),
    ),
    wrong={
        "the users were fitted to the old movie vectors; use the new ones, or the "
        "loss may rise": (lambda U, V, users, movies: (users(V), movies(U))),
        "you began with the users; here the movies come first": (
            lambda U, V, users, movies: (users(V), movies(users(V)))
        ),
        "you returned (V, U); (U, V) is asked for": (
            lambda U, V, users, movies: (movies(U), users(movies(U)))
        ),
        "only the movies were improved; that is half": (
            lambda U, V, users, movies: (U, movies(U))
        ),
        "this is the result of two sweeps; one is asked for": (
            lambda U, V, users, movies: (
                users(movies(users(movies(U)))),
                movies(users(movies(U))),
            )
        ),
        "nothing changed: keep what half_step returns, in V and in U": (
            lambda U, V, users, movies: (U, V)
        ),
        "only the users were improved; that is half": (
            lambda U, V, users, movies: (users(V), V)
        ),
        "you improved the movies twice: a sweep ends with the users": (
            lambda U, V, users, movies: (users(movies(U)), movies(users(movies(U))))
        ),
    },
)
