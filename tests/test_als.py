import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse
from sklearn.linear_model import Ridge

from utils.als import fold_in, half_step


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
