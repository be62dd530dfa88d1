"""Cases, misconceptions and hints of notebook 04."""

import numpy as np

from utils.als import half_step
from utils.exercises.engine import Exercise, Misconception
from utils.exercises.nb01_sparsity import small_matrix

U = np.array([[1.0, 2], [0.5, -1], [2, 0], [1, 1]])  # (4, 2)
V = np.array([[2.0, 1], [1, 0], [0, 3], [1, 2], [0.5, 0.5]])  # (5, 2)

# 4.1


def _cells() -> list[tuple]:
    return [(U.copy(), V.copy(), u, i) for u, i in [(0, 1), (1, 0), (3, 2), (2, 3)]]


def swapped(U, V, user, movie):
    return float(V[user] @ U[movie])


def averaged(U, V, user, movie):
    return float(np.mean(U[user] * V[movie]))


def angle_only(U, V, user, movie):
    u, v = U[user], V[movie]
    return float(u @ v / np.sqrt((u @ u) * (v @ v)))


# 4.2


def _reconstructions() -> list[tuple]:
    first = small_matrix([[4, None, 2], [None, 1, None]])
    second = small_matrix([[0, 1, None], [None, 0, -1], [3, None, 2]])  # known zeros
    return [
        (first, U[:2].copy(), V[:3].copy()),
        (second, U[1:].copy(), V[2:].copy()),
        (first, np.array([[2.0], [1]]), np.array([[1.0], [0.5], [2]])),
    ]


def _errors(X, U, V):
    cells = X.tocoo()
    return cells.data - (U @ V.T)[cells.row, cells.col]


def over_all_cells(X, U, V):
    return float(np.sqrt(np.mean((X.toarray() - U @ V.T) ** 2)))


def no_root(X, U, V):
    return float(np.mean(_errors(X, U, V) ** 2))


def absolute(X, U, V):
    return float(np.mean(np.abs(_errors(X, U, V))))


def stored_zeros_lost(X, U, V):
    errors = _errors(X, U, V)[X.data != 0]
    return float(np.sqrt(np.mean(errors**2)))


# 4.3


def _users() -> list[tuple]:
    return [
        (V.copy(), np.array([0, 1]), np.array([5.0, 2]), 0.1),
        (V.copy(), np.array([4, 2, 3]), np.array([1.0, 4, 3.5]), 0.5),
        (np.array([[2.0], [1], [1]]), np.array([0, 2]), np.array([4.0, 2]), 0.5),
    ]


def _ridge(V_u, x_u, weight):
    return np.linalg.solve(V_u.T @ V_u + weight * np.eye(V_u.shape[1]), V_u.T @ x_u)


def no_lambda(V, movies, stars, reg_param):
    return np.linalg.lstsq(V[movies], stars)[0]


def lambda_alone(V, movies, stars, reg_param):
    return _ridge(V[movies], stars, reg_param)


def holes_fitted_as_zeros(V, movies, stars, reg_param):
    row = np.zeros(len(V))
    row[movies] = stars
    return _ridge(V, row, reg_param * len(stars))


def first_rows(V, movies, stars, reg_param):
    return _ridge(V[: len(stars)], stars, reg_param * len(stars))


# 4.4


def _sweeps() -> list[tuple]:
    X = small_matrix([[5, None, 1], [4, 2, None], [None, 5, 3], [1, None, 4]])
    return [(X, U.copy(), V[:3].copy(), 0.1), (X, U[::-1].copy(), V[2:].copy(), 0.5)]


def both_from_the_old(X, U, V, reg_param):
    return half_step(X, V, reg_param), half_step(X.T.tocsr(), U, reg_param)


def users_first(X, U, V, reg_param):
    U = half_step(X, V, reg_param)
    return U, half_step(X.T.tocsr(), U, reg_param)


def wrong_order(X, U, V, reg_param):
    V = half_step(X.T.tocsr(), U, reg_param)
    return V, half_step(X, V, reg_param)


def movies_only(X, U, V, reg_param):
    return U, half_step(X.T.tocsr(), U, reg_param)


# 4.5


def _predicted(V, movies, vector):
    scores = V @ vector
    scores[movies] = np.nan
    return scores


def seen_kept(V, movies, stars, reg_param):
    return V @ _ridge(V[movies], stars, reg_param * len(stars))


def folded_without_n(V, movies, stars, reg_param):
    return _predicted(V, movies, lambda_alone(V, movies, stars, reg_param))


def folded_from_zeros(V, movies, stars, reg_param):
    return _predicted(V, movies, holes_fitted_as_zeros(V, movies, stars, reg_param))


# 4.6


def _biased_users() -> list[tuple]:
    item_bias = np.array([0.5, -0.2, 0.1, 0.0, -0.4])
    return [
        (V.copy(), item_bias, 3.5, np.array([0, 1]), np.array([5.0, 3]), 0.1),
        (V.copy(), -item_bias, 3.0, np.array([4, 2, 3]), np.array([1.0, 4, 2]), 0.2),
    ]


def _with_ones(V):
    return np.column_stack([V, np.ones(len(V))])


def mean_forgotten(V, item_bias, mu, movies, stars, reg_param):
    rest = stars - item_bias[movies]
    return _ridge(_with_ones(V[movies]), rest, reg_param * len(stars))


def item_bias_forgotten(V, item_bias, mu, movies, stars, reg_param):
    return _ridge(_with_ones(V[movies]), stars - mu, reg_param * len(stars))


def bias_not_held_back(V, item_bias, mu, movies, stars, reg_param):
    ones, rest = _with_ones(V[movies]), stars - mu - item_bias[movies]
    weights = np.full(ones.shape[1], reg_param * len(stars))
    weights[-1] = 0
    return np.linalg.solve(ones.T @ ones + np.diag(weights), ones.T @ rest)


def bias_taken_first(V, item_bias, mu, movies, stars, reg_param):
    rest = stars - mu - item_bias[movies]
    bias = rest.sum() / (len(rest) * (1 + reg_param))
    vector = _ridge(V[movies], rest - bias, reg_param * len(stars))
    return np.append(vector, bias)


EXERCISES = [
    Exercise(
        "4.1",
        "a rating from two vectors",
        _cells,
        [
            Misconception(
                swapped, "you took the user's row from V and the movie's from U"
            ),
            Misconception(
                averaged, "the products are averaged; a dot product adds them up"
            ),
            Misconception(
                angle_only,
                "you divided by the lengths: a cosine is not in stars, and the lengths "
                "say how strongly somebody likes",
            ),
        ],
        hints=[
            "A row of U is a user, a row of V is a movie. Which numbers meet?",
            "Multiply feature by feature, and add up: @ does both.",
        ],
    ),
    Exercise(
        "4.2",
        "reconstruction error",
        _reconstructions,
        [
            Misconception(
                over_all_cells,
                "your error runs over all cells, and takes each hole for 0 stars",
            ),
            Misconception(no_root, "the square root is missing, so this is in stars²"),
            Misconception(
                absolute, "this is the mean absolute error; square, then take the root"
            ),
            Misconception(
                stored_zeros_lost,
                "you left out known cells that hold 0; what is stored is known",
            ),
        ],
        hints=[
            "Only the known cells count. `X.tocoo()` has their row, col and data.",
            "`(U @ V.T)[row, col]` picks the predictions of the known cells.",
            "The square root of the mean of the squared differences.",
        ],
    ),
    Exercise(
        "4.3",
        "the best vector for one user",
        _users,
        [
            Misconception(
                no_lambda, "λ is missing: this fits what is known too closely"
            ),
            Misconception(
                lambda_alone, "λ stands alone; multiply it by the number of ratings"
            ),
            Misconception(
                holes_fitted_as_zeros,
                "all movies are in your equations, the unrated ones with 0 stars",
            ),
            Misconception(
                first_rows,
                "you took the first rows of V; take those at the positions `movies`",
            ),
        ],
        hints=[
            "First take the vectors of the rated movies alone: `V[movies]`.",
            "The equations are (V_uᵀ V_u + λ · n_u · I) · U_u = V_uᵀ x_u.",
            "np.linalg.solve(A, b) solves A u = b; np.eye(rank) is I.",
        ],
    ),
    Exercise(
        "4.4",
        "one whole sweep",
        _sweeps,
        [
            Misconception(
                both_from_the_old,
                "the users were fitted to the old movie vectors; use the new ones, or "
                "the loss may rise",
            ),
            Misconception(
                users_first, "you began with the users; here the movies come first"
            ),
            Misconception(wrong_order, "you returned (V, U); (U, V) is asked for"),
            Misconception(movies_only, "only the movies were improved; that is half"),
        ],
        hints=[
            "Two calls of half_step. The second one needs the result of the first.",
            "Seen from the movies, X is transposed: `X.T.tocsr()`.",
            "V = half_step(X.T.tocsr(), U, reg_param), then the users in the same way.",
        ],
    ),
    Exercise(
        "4.5",
        "fold yourself in",
        _users,
        [
            Misconception(
                seen_kept, "what you have rated is still there; put NaN in its place"
            ),
            Misconception(
                folded_without_n, "λ stands alone; multiply it by the number of ratings"
            ),
            Misconception(
                folded_from_zeros, "your unrated movies were fitted as 0 stars"
            ),
        ],
        hints=[
            "Your vector first: exercise 4.3. Then one dot product a movie.",
            "`V @ vector` gives the predicted stars of all movies at once.",
            "`scores[movies] = np.nan` marks what is not to be recommended.",
        ],
    ),
    Exercise(
        "4.6",
        "a vector and a bias",
        _biased_users,
        [
            Misconception(
                mean_forgotten, "mu is not taken off, so your bias must hold it"
            ),
            Misconception(item_bias_forgotten, "the movies' biases are not taken off"),
            Misconception(
                bias_not_held_back,
                "λ holds back the vector alone; hold the bias back as well",
            ),
            Misconception(
                bias_taken_first,
                "you found the bias first and the vector after; one system finds both",
            ),
        ],
        hints=[
            "A bias is a weight of a feature that is 1 for each movie.",
            "Put a column of ones at the right of V[movies], and solve as in 4.3.",
            "The right-hand side is stars - mu - item_bias[movies].",
        ],
        extra=True,
    ),
]
