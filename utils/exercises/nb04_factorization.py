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
)


@predict.wrong("you took the user's row from V and the movie's from U")
def _(U, V, user, movie):
    return float(V[user] @ U[movie])


@predict.wrong("the products are averaged; a dot product adds them up")
def _(U, V, user, movie):
    return float(np.mean(U[user] * V[movie]))


@predict.wrong(
    "you divided by the lengths: a cosine is not in stars, and the lengths "
    "say how strongly somebody likes"
)
def _(U, V, user, movie):
    u, v = U[user], V[movie]
    return float(u @ v / np.sqrt((u @ u) * (v @ v)))


@predict.wrong("you returned the products; add them up")
def _(U, V, user, movie):
    return U[user] * V[movie]


@predict.wrong("you multiplied the sums of the two vectors; multiply each feature")
def _(U, V, user, movie):
    return float(U[user].sum() * V[movie].sum())


@predict.wrong("you took the first two features; vectors may be of any rank")
def _(U, V, user, movie):
    return float(U[user, :2] @ V[movie, :2])


def _errors(X, U, V):
    cells = X.tocoo()
    return cells.data - (U @ V.T)[cells.row, cells.col]


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
)


@error.wrong("your error runs over all cells, and takes each hole for 0 stars")
def _(X, U, V):
    return float(np.sqrt(np.mean((X.toarray() - U @ V.T) ** 2)))


@error.wrong("the square root is missing, so this is in stars²")
def _(X, U, V):
    return float(np.mean(_errors(X, U, V) ** 2))


@error.wrong("this is the mean absolute error; square, then take the root")
def _(X, U, V):
    return float(np.mean(np.abs(_errors(X, U, V))))


@error.wrong("you left out known cells that hold 0; what is stored is known")
def _(X, U, V):
    errors = _errors(X, U, V)[X.data != 0]
    return float(np.sqrt(np.mean(errors**2)))


@error.wrong("you divided by all cells; divide by how many are known")
def _(X, U, V):
    return float(np.sqrt((_errors(X, U, V) ** 2).sum() / (X.shape[0] * X.shape[1])))


@error.wrong("you took the mean of the errors as they are: plus and minus cancel out")
def _(X, U, V):
    return float(np.mean(_errors(X, U, V)))


@error.wrong("you took an error for each user, and the mean of these; take all cells")
def _(X, U, V):
    squares = _errors(X, U, V) ** 2
    rows = np.split(squares, X.indptr[1:-1])
    return float(np.mean([np.sqrt(row.mean()) for row in rows if len(row)]))


@error.wrong("you divided after the root; the mean comes before it")
def _(X, U, V):
    return float(np.sqrt((_errors(X, U, V) ** 2).sum()) / X.nnz)


@error.wrong("you added the squares up; take their mean")
def _(X, U, V):
    return float(np.sqrt((_errors(X, U, V) ** 2).sum()))


@error.wrong("you rounded the predictions to half stars; compare them as they are")
def _(X, U, V):
    errors = _errors(X, U, V)
    predicted = X.tocoo().data - errors
    return float(np.sqrt(np.mean((X.tocoo().data - np.round(2 * predicted) / 2) ** 2)))


@error.wrong("you cut the predictions to the scale; compare them as they are")
def _(X, U, V):
    stars = X.tocoo().data
    predicted = np.clip(stars - _errors(X, U, V), 0.5, 5)
    return float(np.sqrt(np.mean((stars - predicted) ** 2)))


@error.wrong("this is the standard deviation of the errors: their mean is taken off")
def _(X, U, V):
    return float(np.std(_errors(X, U, V)))


@error.wrong("this is the sum of the squares; take their mean, and then its root")
def _(X, U, V):
    return float((_errors(X, U, V) ** 2).sum())


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
)


@vector.wrong("λ is missing: this fits what is known too closely")
def _(V, movies, stars, reg_param):
    return np.linalg.lstsq(V[movies], stars)[0]


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


@vector.wrong("you multiplied by the matrix; solve the equations with it")
def _(V, movies, stars, reg_param):
    V_u, weight = V[movies], reg_param * len(stars)
    return (V_u.T @ V_u + weight * np.eye(V.shape[1])) @ (V_u.T @ stars)


@vector.wrong("you took the mean off the stars; here they are fitted as they are")
def _(V, movies, stars, reg_param):
    return _ridge(V[movies], stars - stars.mean(), reg_param * len(stars))


@vector.wrong("all movies are in V_uᵀ V_u; take the rated ones")
def _(V, movies, stars, reg_param):
    A = V.T @ V + reg_param * len(V) * np.eye(V.shape[1])
    return np.linalg.solve(A, V[movies].T @ stars)


@vector.wrong("you solved each feature alone; one system holds all of them")
def _(V, movies, stars, reg_param):
    V_u, weight = V[movies], reg_param * len(stars)
    return (V_u.T @ stars) / ((V_u**2).sum(axis=0) + weight)


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
)


@sweep.wrong(
    "the users were fitted to the old movie vectors; use the new ones, or "
    "the loss may rise"
)
def _(X, U, V, reg_param):
    return half_step(X, V, reg_param), half_step(X.T.tocsr(), U, reg_param)


@sweep.wrong("you began with the users; here the movies come first")
def _(X, U, V, reg_param):
    U = half_step(X, V, reg_param)
    return U, half_step(X.T.tocsr(), U, reg_param)


@sweep.wrong("you returned (V, U); (U, V) is asked for")
def _(X, U, V, reg_param):
    V = half_step(X.T.tocsr(), U, reg_param)
    return V, half_step(X, V, reg_param)


@sweep.wrong("only the movies were improved; that is half")
def _(X, U, V, reg_param):
    return U, half_step(X.T.tocsr(), U, reg_param)


@sweep.wrong("this is the result of two sweeps; one is asked for")
def _(X, U, V, reg_param):
    for _ in range(2):
        V = half_step(X.T.tocsr(), U, reg_param)
        U = half_step(X, V, reg_param)
    return U, V


@sweep.wrong("nothing changed: keep what half_step returns, in V and in U")
def _(X, U, V, reg_param):
    return U, V


@sweep.wrong("only the users were improved; that is half")
def _(X, U, V, reg_param):
    return half_step(X, V, reg_param), V


@sweep.wrong("you improved the movies twice: a sweep ends with the users")
def _(X, U, V, reg_param):
    V = half_step(X.T.tocsr(), U, reg_param)
    U = half_step(X, V, reg_param)
    return U, half_step(X.T.tocsr(), U, reg_param)


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
)


@bias.wrong("mu is not taken off, so your bias must hold it")
def _(V, item_bias, mu, movies, stars, reg_param):
    rest = stars - item_bias[movies]
    return _ridge(_with_ones(V[movies]), rest, reg_param * len(stars))


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


@bias.wrong("you took the mean of the rest for the bias; one system finds both")
def _(V, item_bias, mu, movies, stars, reg_param):
    rest = stars - mu - item_bias[movies]
    vector = _ridge(V[movies], rest - rest.mean(), reg_param * len(stars))
    return np.append(vector, rest.mean())


@bias.wrong("you took the first biases; take those at the positions `movies`")
def _(V, item_bias, mu, movies, stars, reg_param):
    rest = stars - mu - item_bias[: len(movies)]
    return _ridge(_with_ones(V[movies]), rest, reg_param * len(stars))


@bias.wrong("λ has to stand on the diagonal alone: the identity matrix is missing")
def _(V, item_bias, mu, movies, stars, reg_param):
    rest = stars - mu - item_bias[movies]
    return _no_identity(_with_ones(V), movies, rest, reg_param)


@bias.wrong("the bias is missing: a column of ones finds it")
def _(V, item_bias, mu, movies, stars, reg_param):
    rest = stars - mu - item_bias[movies]
    return _ridge(V[movies], rest, reg_param * len(stars))


@bias.wrong("you added mu to the bias; the bias is what is over mu")
def _(V, item_bias, mu, movies, stars, reg_param):
    rest = stars - mu - item_bias[movies]
    found = _ridge(_with_ones(V[movies]), rest, reg_param * len(stars))
    return np.append(found[:-1], found[-1] + mu)


@bias.wrong("the bias stands first; it is to stand last")
def _(V, item_bias, mu, movies, stars, reg_param):
    rest = stars - mu - item_bias[movies]
    return np.roll(_ridge(_with_ones(V[movies]), rest, reg_param * len(stars)), 1)


def _predicted(V, movies, vector):
    scores = V @ vector
    scores[movies] = np.nan
    return scores


you = exercise(
    "4.6",
    "fold yourself in",
    cases=USERS,
    hints="""
        Your vector first: exercise 4.3. Then one dot product a movie.
        `V @ vector` gives the predicted stars of all movies at once.
        `scores[movies] = np.nan` marks what is not to be recommended.
    """,
)


@you.wrong("what you have rated is still there; put NaN in its place")
def _(V, movies, stars, reg_param):
    return V @ _ridge(V[movies], stars, reg_param * len(stars))


@you.wrong("λ stands alone; multiply it by the number of ratings")
def _(V, movies, stars, reg_param):
    return _predicted(V, movies, _lambda_alone(V, movies, stars, reg_param))


@you.wrong("your unrated movies were fitted as 0 stars")
def _(V, movies, stars, reg_param):
    return _predicted(V, movies, _holes_as_zeros(V, movies, stars, reg_param))


def _scores(V, movies, stars, reg_param):
    return V @ _ridge(V[movies], stars, reg_param * len(stars))


@you.wrong("you left the rated movies out; their places have to stay, as NaN")
def _(V, movies, stars, reg_param):
    return np.delete(_scores(V, movies, stars, reg_param), movies)


@you.wrong("your own stars stand where NaN is wanted")
def _(V, movies, stars, reg_param):
    scores = _scores(V, movies, stars, reg_param)
    scores[movies] = stars
    return scores


@you.wrong("you put 0 where NaN is wanted: 0 would be a prediction, a very low one")
def _(V, movies, stars, reg_param):
    return np.nan_to_num(
        _predicted(V, movies, _ridge(V[movies], stars, reg_param * len(stars)))
    )


@you.wrong("λ has to stand on the diagonal alone: the identity matrix is missing")
def _(V, movies, stars, reg_param):
    return _predicted(V, movies, _no_identity(V, movies, stars, reg_param))


@you.wrong("you predicted what was rated, and put NaN for the others: turn it around")
def _(V, movies, stars, reg_param):
    rated = np.isin(np.arange(len(V)), movies)
    return np.where(rated, _scores(V, movies, stars, reg_param), np.nan)


@you.wrong("you returned your vector; it still has to meet each movie's")
def _(V, movies, stars, reg_param):
    return _ridge(V[movies], stars, reg_param * len(stars))
