"""EASE: the textbook's closed form, the condition it keeps, and its optimum."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from utils.ease import ease, ease_scores


def likes(n_users, n_movies, seed=0):
    rng = np.random.default_rng(seed)
    return sparse.csr_array((rng.random((n_users, n_movies)) < 0.3).astype(float))


def textbook(X, reg_param):
    """Steck (2019), on the side of the movies."""
    X = X.toarray()
    P = np.linalg.inv(X.T @ X + reg_param * np.eye(X.shape[1]))
    B = P / -np.diag(P)  # column j by P_jj
    np.fill_diagonal(B, 0)
    return B


@given(st.integers(1, 9), st.integers(1, 9), st.floats(0.1, 50), st.integers(0, 99))
def test_the_textbooks_closed_form(n_users, n_movies, reg_param, seed):
    X = likes(n_users, n_movies, seed)
    B = ease(X, reg_param)
    assert np.allclose(B, textbook(X, reg_param), atol=1e-9)
    assert (np.diag(B) == 0).all()
    assert np.allclose(ease_scores(X, reg_param), X @ B, atol=1e-9)


def test_by_hand():
    # Two of three like both movies: XᵀX + 1 · I = [[3, 2], [2, 4]], the inverse
    # [[4, -2], [-2, 3]] / 8; B_01 = 2 / 3 and B_10 = 2 / 4.
    X = sparse.csr_array(np.array([[1.0, 1], [1, 1], [0, 1]]))
    assert np.allclose(ease(X, 1.0), [[0, 2 / 3], [1 / 2, 0]])
    assert np.allclose(
        ease_scores(X, 1.0), [[1 / 2, 2 / 3], [1 / 2, 2 / 3], [1 / 2, 0]]
    )


def test_no_other_weights_without_a_diagonal_are_better():
    X, reg_param, rng = likes(8, 5), 2.0, np.random.default_rng(1)

    def objective(B):
        return ((X.toarray() - X @ B) ** 2).sum() + reg_param * (B**2).sum()

    best = ease(X, reg_param)
    for size in (1e-3, 1e-1):
        for _ in range(20):
            other = best + size * rng.normal(size=best.shape)
            np.fill_diagonal(other, 0)
            assert objective(best) < objective(other)


def test_two_groups_stay_apart():
    """No weight crosses between movies that no user has in common."""
    X = sparse.csr_array(np.array([[1.0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 1, 1]]))
    B = ease(X, 0.5)
    assert np.allclose(B[:2, 2:], 0) and np.allclose(B[2:, :2], 0)
    assert B[0, 1] > 0 and B[2, 3] > 0


def test_wrong_arguments_are_refused():
    with pytest.raises(TypeError, match="expected a SciPy sparse array"):
        ease(np.ones((2, 2)), 1.0)
    for wrong in (0, -1, np.nan):
        with pytest.raises(ValueError, match="expected a number above 0"):
            ease_scores(likes(2, 2), wrong)
