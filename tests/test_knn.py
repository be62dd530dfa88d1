"""Predictions from neighbours: by hand, against a plain loop and Surprise."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

import utils.knn as knn
from utils.baselines import (
    baseline_at,
    damped_means,
    movie_means,
    no_baseline,
    residuals,
    user_means,
)
from utils.data import load_ratings
from utils.knn import explain, predict_item_item, predict_user_user
from utils.matrix import to_matrix
from utils.metrics import rmse
from utils.similarity import cosine, nearest, pearson
from utils.splits import cells_of, k_folds

# What Surprise 1.1.5 predicts for every cell of the toy: the ``estimate`` (not cut to
# the scale) of KNNWithMeans(k=2), by users with the cosine and by items with Pearson.
# Where nobody is similar it gives the mean, we give NaN.
SURPRISE_USERS = [
    [None, None, 4.188881, None, None, None, None],
    [None, 4.000089, None, None, None, None, None],
    [0.427215, 3.931568, None, None, 3.67366, None, None],
    [0.793971, None, None, 3.673627, None, None, 4.038786],
    [None, 3.569783, None, None, None, 2.440576, None],
    [None, None, 4.063957, 4.039411, None, 2.062662, None],
]
SURPRISE_ITEMS = [
    [1.520833, 3.479167, 3.213021, 4.711796, 4.788204, 1.6875, 4.668432],
    [3.6875, 5.958333, 4.8125, 1.715108, 1.784892, 3.6875, 4.831568],
    [2.75, 4.333333, 4.357079, 3.642921, 3.075, 0.726341, 2.273659],
    [1.708333, 4.5, 2.198209, 3.31276, 4.5, 1.301791, 3.25],
    [2.1875, 4.958333, 3.3125, 1.96428, 2.03572, 3.040784, 4.779592],
    [2.020833, 3.979167, 2.625, 3.815869, 4.0, 1.761829, 3.973191],
]


def loop_user_user(X, S, n_neighbors, baseline, damping=0.0):
    """Every prediction on its own, as one would say it."""
    B, R = baseline_at(baseline), residuals(X, baseline).toarray()
    known = X.toarray() > 0
    X_hat = np.full(X.shape, np.nan)
    for u in range(X.shape[0]):
        for i in range(X.shape[1]):
            raters = [v for v in range(X.shape[0]) if known[v, i] and S[u, v] > 0]
            raters = sorted(raters, key=lambda v: -S[u, v])[:n_neighbors]
            weights = S[u, raters]
            if len(raters):
                off = weights @ R[raters, i] / (weights.sum() + damping)
                X_hat[u, i] = B[u, i] + off
    return X_hat


def random_case(seed):
    rng = np.random.default_rng(seed)
    X = sparse.random_array((8, 6), density=0.5, rng=rng, format="csr")
    X.data[:] = rng.integers(1, 11, X.nnz) / 2
    S = rng.integers(-3, 6, (8, 8)) / 5  # with many equal ones
    np.fill_diagonal(S, 0)
    return X, S


def test_user_user_by_hand():
    # Means 3, 4, 2. For user 0 and movie 2: user 1 is 0.5 above their mean with
    # s = 0.6, user 2 1 below with s = 0.2: 3 + (0.6 · 0.5 - 0.2 · 1) / 0.8.
    X = sparse.csr_array(np.array([[4.0, 2, 0], [3.5, 4, 4.5], [3, 0, 1]]))
    S = np.array([[0, 0.6, 0.2], [0.6, 0, -0.5], [0.2, -0.5, 0]])
    assert predict_user_user(X, S)[0, 2] == pytest.approx(3.125)
    assert predict_user_user(X, S, n_neighbors=1)[0, 2] == pytest.approx(3.5)
    # Plain: (0.6 · 4.5 + 0.2 · 1) / 0.8. With damping 0.2 the mean counts as one more.
    plain = predict_user_user(X, S, baseline=no_baseline(X))
    assert plain[0, 2] == pytest.approx(3.625)
    assert predict_user_user(X, S, damping=0.2)[0, 2] == pytest.approx(3.1)
    # Of those who rated movie 1, only user 0 is positively similar to user 2.
    assert predict_user_user(X, S)[2, 1] == pytest.approx(2 - 1)


def test_nothing_can_be_said():
    # Movie 1 was rated by user 1 alone, who is like nobody.
    X = sparse.csr_array(np.array([[4.0, 0], [4, 2], [4, 0]]))
    S = np.array([[0, 0, 1.0], [0, 0, 0], [1, 0, 0]])
    assert np.isnan(predict_user_user(X, S)[:, 1]).all()
    assert np.isnan(predict_user_user(X, -S)).all()
    assert np.isnan(predict_item_item(X, np.zeros((2, 2)))).all()


def test_equal_to_surprise(stars):
    X = sparse.csr_array(stars)
    X_hat = predict_user_user(X, cosine(X), n_neighbors=2)
    expected = np.array(SURPRISE_USERS, dtype=float)
    unknown = stars == 0
    np.testing.assert_allclose(X_hat[unknown], expected[unknown], atol=2e-6)

    X_hat = predict_item_item(X, pearson(X.T.tocsr()), n_neighbors=2)
    means = baseline_at(movie_means(X))
    # Surprise lets a movie be its own neighbour where the rating is known.
    filled = np.where(np.isnan(X_hat), means, X_hat)
    np.testing.assert_allclose(
        filled[unknown], np.array(SURPRISE_ITEMS)[unknown], atol=2e-6
    )
    assert np.isnan(X_hat[unknown]).any()


@settings(max_examples=40)
@given(st.integers(0, 100_000), st.integers(1, 8), st.sampled_from([0.0, 0.3]))
def test_equal_to_a_loop(seed, n_neighbors, damping):
    X, S = random_case(seed)
    for baseline in (no_baseline(X), user_means(X), damped_means(X)):
        expected = loop_user_user(X, S, n_neighbors, baseline, damping)
        for similarities in (S, sparse.csr_array(S)):
            X_hat = predict_user_user(
                X, similarities, n_neighbors, baseline, damping=damping
            )
            np.testing.assert_allclose(X_hat, expected, atol=1e-12)


@settings(max_examples=40)
@given(st.integers(0, 100_000), st.integers(1, 8))
def test_item_item_is_user_user_on_its_side(seed, n_neighbors):
    X, S = random_case(seed)
    np.testing.assert_allclose(
        predict_item_item(X.T.tocsr(), S, n_neighbors),
        predict_user_user(X, S, n_neighbors).T,
    )


@settings(max_examples=30)
@given(st.integers(0, 100_000), st.integers(1, 8))
def test_cells_and_blocks_change_nothing(seed, n_neighbors):
    X, S = random_case(seed)
    rng = np.random.default_rng(seed)
    users, movies = rng.integers(-1, 8, 40), rng.integers(-1, 6, 40)
    X_hat = predict_user_user(X, S, n_neighbors)
    cells = knn.CELLS
    knn.CELLS = 3 * len(S)  # three rows at a time
    try:
        some = predict_user_user(X, S, n_neighbors, cells=(users, movies))
        np.testing.assert_allclose(predict_user_user(X, S, n_neighbors), X_hat)
    finally:
        knn.CELLS = cells
    known = (users >= 0) & (movies >= 0)
    assert np.isnan(some[~known]).all()
    np.testing.assert_allclose(some[known], X_hat[users[known], movies[known]])
    on_its_side = predict_item_item(X.T.tocsr(), S, n_neighbors, cells=(movies, users))
    np.testing.assert_allclose(on_its_side, some)


def test_the_order_of_users_changes_nothing(stars):
    X = sparse.csr_array(stars)
    order = np.array([3, 1, 5, 0, 2, 4])
    S = cosine(X)  # no two of its similarities that compete are equal
    X_hat = predict_user_user(X[order], cosine(X[order]), n_neighbors=2)
    np.testing.assert_allclose(X_hat, predict_user_user(X, S, n_neighbors=2)[order])


def test_predictions_stay_between_the_neighbours_when_plain(stars):
    X = sparse.csr_array(stars)
    X_hat = predict_item_item(X, cosine(X.T.tocsr()), 3, no_baseline(X))
    assert np.nanmin(X_hat) >= 1 and np.nanmax(X_hat) <= 5


@pytest.mark.parametrize("damping", [0.0, 0.1])
def test_an_explanation_adds_up(damping, stars):
    X = sparse.csr_array(stars)
    S = cosine(X.T.tocsr(), co_rated=False, shrinkage=2)
    for baseline in (None, no_baseline(X), damped_means(X)):
        X_hat = predict_item_item(X, S, 3, baseline, damping=damping)
        for user, movie in np.argwhere(stars == 0):
            base, because = explain(X, S, user, movie, 3, baseline, damping)
            assert base + because["contribution"].sum() == pytest.approx(
                X_hat[user, movie]
            )
            assert (because["stars"] == stars[user, because["movie"]]).all()
            assert len(because) <= 3
    kept = explain(X, nearest(S, 7), 2, 0, 3, baseline, damping).because
    assert kept.equals(explain(X, S, 2, 0, 3, baseline, damping).because)


def test_nothing_explains_what_nobody_predicts(stars):
    X = sparse.csr_array(stars)
    base, because = explain(X, np.zeros((7, 7)), 0, 2)
    assert base == pytest.approx(baseline_at(movie_means(X))[0, 2])
    assert because.empty


def test_errors_say_what_to_do(stars):
    X = sparse.csr_array(stars)
    users, movies = cosine(X), cosine(X.T.tocsr())
    with pytest.raises(ValueError, match=r"\(7, 7\), expected \(6, 6\)"):
        predict_user_user(X, movies)
    with pytest.raises(ValueError, match=r"\(6, 6\), expected \(7, 7\)"):
        predict_item_item(X, users)
    with pytest.raises(ValueError, match="n_neighbors is 0"):
        predict_user_user(X, users, n_neighbors=0)
    with pytest.raises(ValueError, match="damping is -1"):
        predict_user_user(X, users, damping=-1)
    with pytest.raises(ValueError, match="did you pass ids"):
        predict_user_user(X, users, cells=(np.array([0]), np.array([592])))


def test_item_item_on_residuals_on_five_folds():
    """Ahead of damped means, and of what other libraries' neighbours reach (0.874)."""
    errors, plain = [], []
    for train, test in k_folds(load_ratings(), n_folds=5, seed=0):
        known = to_matrix(train)
        cells, means = cells_of(test, known), damped_means(known.X)
        rows = residuals(known.X, means).T.tocsr()
        S = cosine(rows, co_rated=False, shrinkage=100)
        x_hat = predict_item_item(known.X, S, 40, means, cells, damping=0.02)
        expected = baseline_at(means, cells)
        x_hat = np.where(np.isnan(x_hat), expected, x_hat)  # nothing is left out
        errors.append(rmse(test["rating"], x_hat))
        plain.append(rmse(test["rating"], expected))
    assert np.mean(errors) < 0.865 < 0.885 < np.mean(plain)
