import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from sklearn.linear_model import Ridge

from utils.als import als, fold_in, half_step, reconstruction_error
from utils.baselines import damped_means, popularity, residuals
from utils.data import load_ratings
from utils.matrix import to_matrix
from utils.recommend import top_k


def random_case(seed, n_users=6, n_movies=8, rank=3):
    rng = np.random.default_rng(seed)
    known = rng.random((n_users, n_movies)) < 0.5
    known[:, 0] = True  # nobody without ratings
    stars = rng.integers(1, 11, known.sum()) / 2
    X = sparse.csr_array((stars, np.nonzero(known)), shape=known.shape)
    return X, rng.normal(size=(n_movies, rank))


def loss(X, U, V, reg_param):
    """The objective: squared errors, and λ times the number of ratings a row."""
    cells = X.tocoo()
    errors = cells.data - (U[cells.row] * V[cells.col]).sum(axis=1)
    weights = np.diff(X.indptr)
    return (errors**2).sum() + reg_param * (weights * (U**2).sum(axis=1)).sum()


def test_by_hand():
    # One user, rank 1, movies 2 and 1 with 4 and 2 stars, λ 0.5 times 2 ratings:
    # (2·4 + 1·2) / (2² + 1² + 0.5·2) = 10 / 6
    X = sparse.csr_array(np.array([[4.0, 2.0]]))
    U = half_step(X, np.array([[2.0], [1.0]]), 0.5)
    assert np.allclose(U, 10 / 6)


@pytest.mark.parametrize("seed", range(3))
def test_each_user_is_a_ridge_regression(seed):
    X, V = random_case(seed)
    U = half_step(X, V, 0.3)
    for u in range(X.shape[0]):
        row = X[[u]]
        ridge = Ridge(alpha=0.3 * row.nnz, fit_intercept=False)
        assert np.allclose(U[u], ridge.fit(V[row.indices], row.data).coef_)


@given(st.integers(0, 10**6), st.floats(0.01, 2), st.integers(0, 17))
def test_no_other_vectors_do_better(seed, reg_param, entry):
    X, V = random_case(seed)
    U = half_step(X, V, reg_param)
    for step in (-0.01, 0.01):
        other = U.copy()
        other.flat[entry] += step
        assert loss(X, other, V, reg_param) > loss(X, U, V, reg_param)


def test_a_user_without_ratings_has_no_vector():
    X = sparse.csr_array((np.array([3.0]), ([0], [1])), shape=(2, 2))
    U = half_step(X, np.ones((2, 2)), 0.1)
    assert np.isfinite(U[0]).all() and np.isnan(U[1]).all()


def test_a_rating_equal_to_zero_counts():
    # A centred rating of 0 is known: it draws the vector towards 0.
    X = sparse.csr_array((np.array([2.0, 0.0]), ([0, 0], [0, 1])), shape=(1, 2))
    assert np.allclose(half_step(X, np.ones((2, 1)), 0.0), 1.0)


def test_fold_in_is_one_more_row():
    X, V = random_case(7)
    row = X[[2]]
    you = fold_in(V, row.indices, row.data, 0.2)
    assert np.allclose(you, half_step(X, V, 0.2)[2])


def test_wrong_arguments_are_refused():
    X, V = random_case(0)
    with pytest.raises(ValueError, match="forget to transpose"):
        half_step(X, V[:-1], 0.1)
    with pytest.raises(ValueError, match="reg_param is -1"):
        half_step(X, V, -1)
    with pytest.raises(ValueError, match="reg_param is nan"):
        half_step(X, V, float("nan"))
    for seed in range(50):  # not only where the equations are exactly singular
        few = np.random.default_rng(seed).normal(size=(3, 4))
        with pytest.raises(ValueError, match="to fix 4 numbers"):
            half_step(sparse.csr_array(np.array([[3.0, 4, 1]])), few, 0.0)
    with pytest.raises(ValueError, match="2 movies and 1 ratings"):
        fold_in(V, [0, 1], [3.0], 0.1)
    with pytest.raises(ValueError, match="did you pass ids"):
        fold_in(V, [99], [3.0], 0.1)
    V[3] = np.nan
    with pytest.raises(ValueError, match="position 3: leave them out"):
        fold_in(V, [1, 3], [3.0, 4.0], 0.1)


def planted(n_users=40, n_movies=30, rank=2, seed=0):
    """Known vectors, and a third of the cells that they make, without noise."""
    rng = np.random.default_rng(seed)
    U, V = rng.normal(size=(n_users, rank)), rng.normal(size=(n_movies, rank))
    known = rng.random((n_users, n_movies)) < 0.35
    X = U @ V.T
    return X, sparse.csr_array((X[known], np.nonzero(known)), shape=X.shape)


def objective(X, U, V, reg_param):
    """What ALS lowers: the loss, with the movies' vectors penalised as well."""
    n_i = np.bincount(X.indices, minlength=X.shape[1])
    known = n_i > 0
    penalty = reg_param * (n_i[known] * (V[known] ** 2).sum(axis=1)).sum()
    return loss(X, U, V, reg_param) + penalty


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.floats(0.01, 2))
def test_the_objective_never_rises(seed, reg_param):
    X, _ = random_case(seed)
    losses = []

    def note(step, U, V):
        losses.append(objective(X, U, V, reg_param))

    als(X, 3, reg_param, 4, seed, on_step=note)
    assert len(losses) == 8
    assert np.all(np.diff(losses) <= 1e-9 * losses[0])


def test_planted_vectors_are_found():
    X, known = planted()
    U, V = als(known, rank=2, reg_param=1e-7, max_iter=60)
    assert reconstruction_error(known, U, V) < 1e-3
    assert np.abs(U @ V.T - X).max() < 0.05  # and so are the cells that nobody showed


def test_the_last_half_step_is_that_of_the_users():
    X, _ = random_case(3)
    U, V = als(X, rank=2, reg_param=0.1, max_iter=2)
    assert np.array_equal(U, half_step(X, V, 0.1))
    assert np.array_equal(U, als(X, 2, 0.1, 2)[0])
    assert not np.array_equal(U, als(X, 2, 0.1, 2, seed=1)[0])
    assert als(X, 2, 0.1, 2, dtype=np.float32)[0].dtype == np.float32


def test_who_has_no_ratings_has_no_vector_after_als():
    X = sparse.csr_array(np.array([[4.0, 3, 0], [0, 0, 0], [2, 0, 0]]))
    for biases in (False, True):
        U, V = als(X, rank=2, biases=biases)
        assert np.isnan(U).any(axis=1).tolist() == [False, True, False]
        assert np.isnan(V).any(axis=1).tolist() == [False, False, True]


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.floats(0.01, 2))
def test_with_biases_the_objective_never_rises(seed, reg_param):
    X, _ = random_case(seed)
    centred = sparse.csr_array((X.data - X.data.mean(), X.indices, X.indptr), X.shape)
    ones = reg_param * 2 * X.nnz  # what λ would add for the ones that are held
    losses = []

    def note(step, U, V):
        assert np.all(U[:, -1] == 1) and np.all(V[:, -2][np.isfinite(V[:, 0])] == 1)
        losses.append(objective(centred, U, V, reg_param) - ones)

    als(X, 2, reg_param, 4, seed, on_step=note, biases=True)
    assert len(losses) == 8
    assert np.all(np.diff(losses) <= 1e-9 * losses[0])


def test_biases_alone_explain_a_sum():
    # x_ui = 3 + b_u + b_i throughout: after some sweeps hardly an error is left.
    b_u, b_i = np.array([1.0, -0.5, -0.5]), np.array([0.5, 0.0, -0.25, -0.25])
    X = sparse.csr_array(3 + b_u[:, None] + b_i)
    U, V = als(X, rank=1, reg_param=1e-6, max_iter=50, biases=True)
    assert U.shape == (3, 3) and V.shape == (4, 3)
    mu = X.data.mean()
    assert reconstruction_error(X, U, V, mu) < 1e-3
    assert np.allclose(mu + U @ V.T, X.toarray(), atol=1e-2)


def test_fold_in_with_biases_as_the_notes_say():
    X, _ = random_case(5)
    U, V = als(X, rank=2, reg_param=0.1, max_iter=3, biases=True)
    row, mu = X[[2]], X.data.mean()
    left = row.data - mu - V[row.indices, -1]
    found = np.append(fold_in(V[:, :-1], row.indices, left, 0.1), 1)
    assert np.allclose(found, U[2])


def test_two_minuses_make_a_plus():
    # Rank 1, as all in two camps that like each other's opposite: +1 or -1 of six
    # movies each. Of movie 12 nobody says a word but one of the second camp, -3; of 13
    # but one of the first, +3. A stranger of the first camp is promised both.
    camp = np.repeat([1.0, -1.0], 5)
    X = np.outer(camp, np.repeat([1.0, -1.0], 6))
    one = np.full((10, 2), np.nan)
    one[9, 0], one[0, 1] = -3, 3
    known = np.argwhere(~np.isnan(np.hstack([X, one])))
    x = np.hstack([X, one])[tuple(known.T)]
    _, V = als(sparse.csr_array((x, tuple(known.T))), rank=1, reg_param=0.1)
    stranger = fold_in(V, [0, 6], np.array([1.0, -1.0]), reg_param=0.1)
    taste = V @ stranger
    assert taste[12] > taste[:6].max() > 0 and taste[13] > taste[:6].max()


def test_what_05_says_of_its_lists_holds_for_others():
    """Not with the demo profile alone: for people whom the vectors do not know."""
    X = to_matrix(load_ratings()).X
    them, X = X[::60], X[np.arange(X.shape[0]) % 60 > 0]
    known = popularity(X) > 0
    them, X = them[:, known], X[:, known]
    n_ratings = popularity(X)
    mu, _, movie_bias = means = damped_means(X)
    _, V = als(X, rank=10, reg_param=0.1)
    _, V_rest = als(residuals(X, means), rank=20, reg_param=0.15)
    rare = []
    for u in range(them.shape[0]):
        some = slice(them.indptr[u], them.indptr[u + 1])
        rated, stars = them.indices[some][::3], them.data[some][::3]
        off = stars - mu - movie_bias[rated]
        off -= off.sum() / (len(off) + 5)
        total = movie_bias + V_rest @ fold_in(V_rest, rated, off, 0.15)
        tens = [top_k(s, rated) for s in (V @ fold_in(V, rated, stars, 0.1), total)]
        rare.append([(n_ratings[ten] < 20).sum() for ten in tens])
    plain, winner = np.array(rare).T
    assert (plain > 5).all()  # for most of them it is fewer than 20
    assert winner.max() > 5  # and the winner alone does not see to it


def test_the_reconstruction_error_knows_the_known_cells_only():
    X = sparse.csr_array(np.array([[4.0, 2, 0], [0, 0, 5]]))
    U, V = np.array([[3.0], [np.nan]]), np.array([[1.0], [1.0], [9.0]])
    error = reconstruction_error(X, U, V)  # errors 1 and -1; no vector of user 1
    assert error == 1 and error.left_out == 1
    assert reconstruction_error(X[[0]], U[[0]] - 1, V, mu=1.0) == 1


def test_the_reconstruction_error_in_many_parts(monkeypatch):
    X, V = random_case(1)
    U = half_step(X, V, 0.5)
    whole = reconstruction_error(X, U, V)
    monkeypatch.setattr("utils.als.CELLS", 8)
    assert reconstruction_error(X, U, V) == whole


def test_what_als_refuses():
    X, V = random_case(0)
    with pytest.raises(ValueError, match="has no ratings, expected at least one"):
        als(sparse.csr_array((3, 4)))
    with pytest.raises(ValueError, match="rank is 0, expected"):
        als(X, rank=0)
    with pytest.raises(ValueError, match=r"max_iter is 2\.5, expected"):
        als(X, max_iter=2.5)
    with pytest.raises(ValueError, match=r"reg_param is -0\.1, expected"):
        als(X, reg_param=-0.1)
    with pytest.raises(ValueError, match="make it with to_matrix"):
        als(X.toarray())
    with pytest.raises(ValueError, match="did you swap them"):
        reconstruction_error(X, np.ones((6, 2)), V)
    broken = X.copy()
    broken.data[-1] = np.inf
    with pytest.raises(ValueError, match=r"1 ratings of X .* the first in row 5"):
        als(broken)
    V[0] = np.nan
    with pytest.raises(ValueError, match="position 0: leave their ratings out"):
        half_step(X, V, 0.1)
