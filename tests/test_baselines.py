"""Baselines: by hand, where the answer is planted, and for the unknown."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from utils.baselines import (
    baseline_at,
    damped_means,
    movie_means,
    no_baseline,
    popularity,
    random_scores,
    residuals,
    user_means,
)
from utils.data import load_ratings
from utils.matrix import to_matrix
from utils.metrics import rmse
from utils.splits import cells_of, k_folds

# ?: unknown. Movie 2 and user 2 have no ratings at all.
#     4 2 ?
#     5 ? ?
#     ? ? ?
TOY = sparse.csr_array(
    (np.array([4.0, 2, 5]), np.array([0, 1, 0]), np.array([0, 2, 3, 3])), shape=(3, 3)
)


def test_popularity_counts_what_is_stored():
    zero = sparse.csr_array((np.array([0.0, 1]), ([0, 1], [0, 1])), shape=(2, 3))
    assert popularity(TOY).tolist() == [2, 1, 0]
    assert popularity(zero).tolist() == [1, 1, 0]  # a stored 0 is known


def test_damped_means_by_hand():
    # mu = 11/3. Movie 0: (1/3 + 4/3) / (2 + 1) = 5/9; movie 1: (-5/3) / (1 + 1) = -5/6.
    # User 0: (1/3 - 5/9 - 5/3 + 5/6) / (2 + 1) = -19/54; user 1: (4/3 - 5/9) / 2.
    mu, user_bias, item_bias = damped_means(TOY, damping=1)
    assert mu == pytest.approx(11 / 3)
    assert item_bias == pytest.approx([5 / 9, -5 / 6, 0])
    assert user_bias == pytest.approx([-19 / 54, 7 / 18, 0])


def test_damped_means_find_planted_biases():
    # Everybody rated everything, stars are a sum of biases of mean 0: without damping
    # the answer is exact.
    user_bias, item_bias = np.array([-1.0, 0.25, 0.75]), np.array([0.5, -0.5])
    X = sparse.csr_array(3 + user_bias[:, None] + item_bias)
    found = damped_means(X, damping=0)
    np.testing.assert_allclose(found.user_bias, user_bias, atol=1e-12)
    np.testing.assert_allclose(found.item_bias, item_bias, atol=1e-12)
    assert residuals(X, found).data == pytest.approx(np.zeros(6), abs=1e-12)
    assert residuals(X, found).nnz == 6  # known, though 0


def test_damping_pulls_to_zero():
    sizes = [np.abs(damped_means(TOY, d).item_bias).sum() for d in (0, 5, 1e9)]
    assert sizes[0] > sizes[1] > sizes[2]
    assert sizes[2] == pytest.approx(0, abs=1e-6)


def test_means_of_users_and_movies():
    assert baseline_at(user_means(TOY))[:, 0] == pytest.approx([3, 5, 11 / 3])
    assert baseline_at(movie_means(TOY))[0] == pytest.approx([4.5, 2, 11 / 3])
    assert residuals(TOY, no_baseline(TOY)).data.tolist() == [4, 2, 5]


def test_unknown_positions_have_no_bias():
    baseline = damped_means(TOY)
    cells = (np.array([0, -1, 0, -1]), np.array([1, 1, -1, -1]))
    mu, user_bias, item_bias = baseline
    expected = [
        mu + user_bias[0] + item_bias[1],
        mu + item_bias[1],
        mu + user_bias[0],
        mu,
    ]
    assert baseline_at(baseline, cells) == pytest.approx(expected)
    assert baseline_at(baseline)[0, 1] == pytest.approx(expected[0])


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.floats(0, 20))
def test_the_order_of_users_changes_nothing(seed, damping):
    rng = np.random.default_rng(seed)
    X = sparse.random_array((7, 5), density=0.6, rng=rng, format="csr")
    if X.nnz == 0:
        return
    order = rng.permutation(7)
    a, b = damped_means(X, damping), damped_means(X[order], damping)
    np.testing.assert_allclose(a.item_bias, b.item_bias, atol=1e-12)
    np.testing.assert_allclose(a.user_bias[order], b.user_bias, atol=1e-12)


def test_random_scores_depend_on_their_seed_alone():
    a, b, c = (random_scores((3, 4), seed) for seed in (1, 1, 2))
    assert (a == b).all() and (a != c).any()


def test_accuracy_on_movielens():
    # Measured on these five folds: 0.890; the mean of all ratings reaches 1.058.
    scores = []
    for train, test in k_folds(load_ratings()):
        matrix = to_matrix(train)
        predicted = baseline_at(damped_means(matrix.X), cells_of(test, matrix))
        scores.append(rmse(test["rating"], predicted))
    assert np.mean(scores) == pytest.approx(0.890, abs=0.002)


def test_errors_say_what_to_do():
    with pytest.raises(ValueError, match="expected 0 or more"):
        damped_means(TOY, damping=-1)
    with pytest.raises(ValueError, match="at least one"):
        user_means(sparse.csr_array((2, 2)))
    with pytest.raises(ValueError, match="made from another matrix"):
        residuals(TOY[:2], damped_means(TOY))
