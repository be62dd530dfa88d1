"""Exercises of notebook 04."""

import numpy as np

from utils.als import half_step
from utils.exercises.compare import small_matrix
from utils.exercises.engine import exercise

U = np.array([[1.0, 2], [0.5, -1], [2, 0], [1, 1]])  # (4, 2)
V = np.array([[2.0, 1], [1, 0], [0, 3], [1, 2], [0.5, 0.5]])  # (5, 2)
ITEM_BIAS = np.array([0.5, -0.2, 0.1, 0.0, -0.4])
WIDE = np.column_stack([V, [0.3, -1.1, 0.7, 0.4, 1.6]])  # rank 3
FIRST = small_matrix([[4, None, 2], [None, 1, None]])
ZEROS = small_matrix([[0, 1, None], [None, 0, -1], [3, None, 2]])  # known ones
SWEPT = small_matrix([[5, None, 1], [4, 2, None], [None, 5, 3], [1, None, 4]])
USERS = [
    (V, np.array([0, 1]), np.array([5.0, 2]), 0.1),
    (V, np.array([4, 2, 3]), np.array([1.0, 4, 3.5]), 0.5),
    (np.array([[2.0], [1], [1]]), np.array([0, 2]), np.array([4.0, 2]), 0.5),
    (WIDE[::-1], np.array([3, 0, 4, 1]), np.array([2.0, 5, 3.5, 1]), 0.2),
]


predict = exercise(
    "4.1",
    "a rating from two vectors",
    cases=[
        *((U, V, user, movie) for user, movie in [(0, 1), (1, 0), (3, 2), (2, 3)]),
        *(
            (U * 1.7, V, user, movie)
            for user, movie in [(0, 2), (1, 3), (0, 3), (1, 2)]
        ),
        *((WIDE, WIDE[1:] + 0.2, user, movie) for user, movie in [(2, 0), (3, 2)]),
        (U[:, 1:], V[:, 1:], 3, 2),
    ],
    hints="""
        A row of U is a user, a row of V is a movie. Which numbers meet?
        Multiply feature by feature, and add up: @ does both.
    """,
    given=lambda U, V, user, movie: (U[user], V[movie]),
    wrong={
        "the products are averaged; a dot product adds them up": (
            lambda u, v: float(np.mean(u * v))
        ),
        "you divided by the lengths: a cosine is not in stars, and the lengths say "
        "how strongly somebody likes": (
            lambda u, v: float(u @ v / np.sqrt(u @ u * (v @ v)))
        ),
        "you returned the products; add them up": lambda u, v: u * v,
        "you multiplied the sums of the two vectors; multiply each feature": (
            lambda u, v: float(u.sum() * v.sum())
        ),
        "you took the first two features; vectors may be of any rank": (
            lambda u, v: float(u[:2] @ v[:2])
        ),
    },
)


@predict.wrong("you took the user's row from V and the movie's from U")
def _(U, V, user, movie):
    return float(V[user] @ U[movie])


def _errors(X, U, V):
    """X, its stars, and by how much each of them is missed."""
    cells = X.tocoo()
    return X, cells.data, cells.data - (U @ V.T)[cells.row, cells.col]


def _rmse(errors):
    return float(np.sqrt(np.mean(errors**2)))


error = exercise(
    "4.2",
    "reconstruction error",
    cases=[
        (FIRST, U[:2], V[:3]),
        (ZEROS, U[1:], V[2:]),
        (FIRST, np.array([[2.0], [1]]), np.array([[1.0], [0.5], [2]])),
        (SWEPT, WIDE[:4] / 3, WIDE[2:] * 1.7),
        (SWEPT, WIDE[1:] / 7, WIDE[1:4]),
    ],
    hints="""
        Only the known cells count. `X.tocoo()` has their row, col and data.
        `(U @ V.T)[row, col]` picks the predictions of the known cells.
        The square root of the mean of the squared differences.
    """,
    given=_errors,
    wrong={
        "the square root is missing, so this is in stars²": (
            lambda X, stars, errors: float(np.mean(errors**2))
        ),
        "this is the mean absolute error; square, then take the root": (
            lambda X, stars, errors: float(np.mean(np.abs(errors)))
        ),
        "you left out known cells that hold 0; what is stored is known": (
            lambda X, stars, errors: _rmse(errors[stars != 0])
        ),
        "you divided by all cells; divide by how many are known": (
            lambda X, stars, errors: float(np.sqrt(errors @ errors / np.prod(X.shape)))
        ),
        "you took the mean of the errors as they are: plus and minus cancel out": (
            lambda X, stars, errors: float(np.mean(errors))
        ),
        "you divided after the root; the mean comes before it": (
            lambda X, stars, errors: float(np.sqrt((errors**2).sum()) / X.nnz)
        ),
        "you added the squares up; take their mean": (
            lambda X, stars, errors: float(np.sqrt((errors**2).sum()))
        ),
        "you rounded the predictions to half stars; compare them as they are": (
            lambda X, stars, errors: _rmse(stars - np.round(2 * (stars - errors)) / 2)
        ),
        "you cut the predictions to the scale; compare them as they are": (
            lambda X, stars, errors: _rmse(stars - np.clip(stars - errors, 0.5, 5))
        ),
        "this is the standard deviation of the errors: their mean is taken off": (
            lambda X, stars, errors: float(np.std(errors))
        ),
        "this is the sum of the squares; take their mean, and then its root": (
            lambda X, stars, errors: float((errors**2).sum())
        ),
    },
)


@error.wrong("your error runs over all cells, and takes each hole for 0 stars")
def _(X, U, V):
    return _rmse(X.toarray() - U @ V.T)


@error.wrong("you took an error for each user, and the mean of these; take all cells")
def _(X, U, V):
    rows = np.split(_errors(X, U, V)[2], X.indptr[1:-1])
    return float(np.mean([_rmse(row) for row in rows if len(row)]))


def _ridge(V_u, x_u, weight):
    return np.linalg.solve(V_u.T @ V_u + weight * np.eye(V_u.shape[1]), V_u.T @ x_u)


vector = exercise(
    "4.3",
    "the best vector for one user",
    cases=USERS,
    hints="""
        First take the vectors of the rated movies alone: `V[movies]`.
        The equations are (V_uᵀ V_u + λ · n_u · I) · U_u = V_uᵀ x_u.
        np.linalg.solve(A, b) solves A u = b; np.eye(rank) is I.
    """,
    given=lambda V, movies, stars, reg_param: (
        V[movies],
        stars,
        reg_param * len(stars),
    ),
    wrong={
        "λ is missing: this fits what is known too closely": (
            lambda V_u, stars, weight: np.linalg.lstsq(V_u, stars)[0]
        ),
        "you multiplied by the matrix; solve the equations with it": (
            lambda V_u, stars, weight: (
                (V_u.T @ V_u + weight * np.eye(V_u.shape[1])) @ (V_u.T @ stars)
            )
        ),
        "you took the mean off the stars; here they are fitted as they are": (
            lambda V_u, stars, weight: _ridge(V_u, stars - stars.mean(), weight)
        ),
        "you solved each feature alone; one system holds all of them": (
            lambda V_u, stars, weight: V_u.T @ stars / ((V_u**2).sum(axis=0) + weight)
        ),
    },
)


@vector.wrong("λ stands alone; multiply it by the number of ratings")
def _lambda_alone(V, movies, stars, reg_param):
    return _ridge(V[movies], stars, reg_param)


@vector.wrong("all movies are in your equations, the unrated ones with 0 stars")
def _holes_as_zeros(V, movies, stars, reg_param):
    row = np.zeros(len(V))
    row[movies] = stars
    return _ridge(V, row, reg_param * len(stars))


@vector.wrong("you took the first rows of V; take those at the positions `movies`")
def _(V, movies, stars, reg_param):
    return _ridge(V[: len(stars)], stars, reg_param * len(stars))


@vector.wrong("λ has to stand on the diagonal alone: the identity matrix is missing")
def _no_identity(V, movies, stars, reg_param):
    V_u, weight = V[movies], reg_param * len(stars)
    return np.linalg.lstsq(V_u.T @ V_u + weight, V_u.T @ stars)[0]


@vector.wrong("all movies are in V_uᵀ V_u; take the rated ones")
def _(V, movies, stars, reg_param):
    A = V.T @ V + reg_param * len(V) * np.eye(V.shape[1])
    return np.linalg.solve(A, V[movies].T @ stars)


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


def _with_ones(V):
    return np.column_stack([V, np.ones(len(V))])


bias = exercise(
    "4.5",
    "a vector and a bias",
    cases=[
        (V, ITEM_BIAS, 3.5, np.array([0, 1]), np.array([5.0, 3]), 0.1),
        (V, -ITEM_BIAS, 3.0, np.array([4, 2, 3]), np.array([1.0, 4, 2]), 0.2),
        (V, ITEM_BIAS, 2.5, np.array([3, 0, 4, 1]), np.array([5.0, 1, 3, 2.5]), 0.3),
        (WIDE, ITEM_BIAS, 3.2, np.array([2, 4, 0]), np.array([4.0, 1.5, 5]), 0.15),
    ],
    hints="""
        A bias is a weight of a feature that is 1 for each movie.
        Put a column of ones at the right of V[movies], and solve as in 4.3.
        The right-hand side is stars - mu - item_bias[movies].
    """,
    extra=True,
    given=lambda V, item_bias, mu, movies, stars, reg_param: (
        V[movies],
        stars - mu - item_bias[movies],
        reg_param * len(stars),
        mu,
    ),
    wrong={
        "mu is not taken off, so your bias must hold it": (
            lambda V_u, rest, weight, mu: _ridge(_with_ones(V_u), rest + mu, weight)
        ),
        "you took the mean of the rest for the bias; one system finds both": (
            lambda V_u, rest, weight, mu: np.append(
                _ridge(V_u, rest - rest.mean(), weight), rest.mean()
            )
        ),
        "the bias is missing: a column of ones finds it": (
            lambda V_u, rest, weight, mu: _ridge(V_u, rest, weight)
        ),
        "you added mu to the bias; the bias is what is over mu": (
            lambda V_u, rest, weight, mu: (
                _ridge(_with_ones(V_u), rest, weight) + np.append(0 * V_u[0], mu)
            )
        ),
        "the bias stands first; it is to stand last": (
            lambda V_u, rest, weight, mu: np.roll(
                _ridge(_with_ones(V_u), rest, weight), 1
            )
        ),
    },
)


@bias.wrong("the movies' biases are not taken off")
def _(V, item_bias, mu, movies, stars, reg_param):
    return _ridge(_with_ones(V[movies]), stars - mu, reg_param * len(stars))


@bias.wrong("λ holds back the vector alone; hold the bias back as well")
def _(V, item_bias, mu, movies, stars, reg_param):
    ones, rest = _with_ones(V[movies]), stars - mu - item_bias[movies]
    weights = np.full(ones.shape[1], reg_param * len(stars))
    weights[-1] = 0
    return np.linalg.solve(ones.T @ ones + np.diag(weights), ones.T @ rest)


@bias.wrong("you found the bias first and the vector after; one system finds both")
def _(V, item_bias, mu, movies, stars, reg_param):
    rest = stars - mu - item_bias[movies]
    bias = rest.sum() / (len(rest) * (1 + reg_param))
    return np.append(_ridge(V[movies], rest - bias, reg_param * len(stars)), bias)


@bias.wrong("you took the first biases; take those at the positions `movies`")
def _(V, item_bias, mu, movies, stars, reg_param):
    rest = stars - mu - item_bias[: len(movies)]
    return _ridge(_with_ones(V[movies]), rest, reg_param * len(stars))


@bias.wrong("λ has to stand on the diagonal alone: the identity matrix is missing")
def _(V, item_bias, mu, movies, stars, reg_param):
    rest = stars - mu - item_bias[movies]
    return _no_identity(_with_ones(V), movies, rest, reg_param)


def _put(scores, movies, value):
    scores = scores.copy()
    scores[movies] = value
    return scores


def _predicted(V, movies, vector):
    return _put(V @ vector, movies, np.nan)


you = exercise(
    "4.6",
    "fold yourself in",
    cases=USERS,
    hints="""
        Your vector first: exercise 4.3. Then one dot product a movie.
        `V @ vector` gives the predicted stars of all movies at once.
        `scores[movies] = np.nan` marks what is not to be recommended.
    """,
    given=lambda V, movies, stars, reg_param: (
        V @ _ridge(V[movies], stars, reg_param * len(stars)),
        movies,
        stars,
    ),
    wrong={
        "what you have rated is still there; put NaN in its place": (
            lambda scores, movies, stars: scores
        ),
        "you left the rated movies out; their places have to stay, as NaN": (
            lambda scores, movies, stars: np.delete(scores, movies)
        ),
        "your own stars stand where NaN is wanted": (
            lambda scores, movies, stars: _put(scores, movies, stars)
        ),
        "you put 0 where NaN is wanted: 0 would be a prediction, a very low one": (
            lambda scores, movies, stars: _put(scores, movies, 0)
        ),
        "you predicted what was rated, and put NaN for the others: turn it around": (
            lambda scores, movies, stars: _put(
                np.full(len(scores), np.nan), movies, scores[movies]
            )
        ),
    },
)


@you.wrong("λ stands alone; multiply it by the number of ratings")
def _(V, movies, stars, reg_param):
    return _predicted(V, movies, _lambda_alone(V, movies, stars, reg_param))


@you.wrong("your unrated movies were fitted as 0 stars")
def _(V, movies, stars, reg_param):
    return _predicted(V, movies, _holes_as_zeros(V, movies, stars, reg_param))


@you.wrong("λ has to stand on the diagonal alone: the identity matrix is missing")
def _(V, movies, stars, reg_param):
    return _predicted(V, movies, _no_identity(V, movies, stars, reg_param))


@you.wrong("you returned your vector; it still has to meet each movie's")
def _(V, movies, stars, reg_param):
    return _ridge(V[movies], stars, reg_param * len(stars))
