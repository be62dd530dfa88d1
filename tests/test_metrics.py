"""Metrics: by hand, at their bounds, and against scikit-learn."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import mean_absolute_error, ndcg_score, root_mean_squared_error

from utils.metrics import (
    bootstrap,
    coverage,
    mae,
    map_at_k,
    ndcg_at_k,
    novelty,
    precision_at_k,
    recall_at_k,
    rmse,
)

AT_K = (precision_at_k, recall_at_k, ndcg_at_k, map_at_k)
stars = st.floats(0.5, 5)


def test_errors_by_hand():
    # Errors 1, -2, 2: mean of squares 9 / 3, mean of sizes 5 / 3.
    actual, predicted = [3.0, 1.0, 5.0], [2.0, 3.0, 3.0]
    assert rmse(actual, predicted) == pytest.approx(math.sqrt(3))
    assert mae(actual, predicted) == pytest.approx(5 / 3)
    assert rmse(actual, predicted).note == ""


@given(st.lists(st.tuples(stars, stars), min_size=1))
def test_errors_against_scikit_learn(pairs):
    actual, predicted = np.array(pairs).T
    assert rmse(actual, predicted) == pytest.approx(
        root_mean_squared_error(actual, predicted), abs=1e-12
    )
    assert mae(actual, predicted) == pytest.approx(
        mean_absolute_error(actual, predicted), abs=1e-12
    )
    assert mae(actual, predicted) <= rmse(actual, predicted) + 1e-9


def test_nan_predictions_are_left_out_and_counted():
    score = rmse([3.0, 4.0, 5.0], [2.0, np.nan, np.nan])
    assert score == 1 and score.left_out == 2
    assert repr(score) == "1.0 (2 of 3 predictions were NaN and are left out)"
    assert f"{score:.3f}" == "1.000"  # a float where it is formatted
    assert math.isnan(mae([3.0], [np.nan]))
    assert mae([3.0], [np.nan]).left_out == 1


def test_errors_refuse_what_cannot_be_meant():
    with pytest.raises(ValueError, match=r"expected \(2,\)"):
        rmse([3.0, 4.0], [3.0])
    with pytest.raises(ValueError, match="1 of 2 actual ratings are NaN"):
        rmse([3.0, np.nan], [3.0, 3.0])
    with pytest.raises(ValueError, match="at least one rating"):
        mae([], [])


def test_lists_by_hand():
    # Places 1 2 3 4 hold a miss, a hit, a miss, a hit; 3 movies are relevant.
    recommended, relevant = [50, 10, 60, 20, 30], {10, 20, 30}
    assert precision_at_k(recommended, relevant, 4) == 2 / 4
    assert recall_at_k(recommended, relevant, 4) == pytest.approx(2 / 3)
    # Gains at the places 2 and 4; the best there could be: places 1, 2, 3.
    best = 1 / math.log2(2) + 1 / math.log2(3) + 1 / math.log2(4)
    got = 1 / math.log2(3) + 1 / math.log2(5)
    assert ndcg_at_k(recommended, relevant, 4) == pytest.approx(got / best)
    # Precision at place 2 is 1/2, at place 4 is 2/4; at most 3 hits.
    assert map_at_k(recommended, relevant, 4) == pytest.approx((1 / 2 + 2 / 4) / 3)


def test_precision_divides_by_k_and_not_by_the_length_of_the_list():
    assert precision_at_k([10], {10}, 5) == 1 / 5
    assert precision_at_k([], {10}, 5) == 0


@given(
    st.permutations(range(12)),
    st.sets(st.integers(0, 15), min_size=1),
    st.integers(1, 9),
)
def test_lists_stay_in_their_bounds(recommended, relevant, k):
    perfect = sorted(relevant) + [m for m in range(100, 110)]
    for metric in AT_K:
        assert 0 <= metric(recommended, relevant, k) <= 1 + 1e-12
        assert metric([99, 98], relevant, k) == 0
    assert ndcg_at_k(perfect, relevant, k) == pytest.approx(1)
    assert map_at_k(perfect, relevant, k) == pytest.approx(1)
    assert precision_at_k(recommended, relevant, k) * k == pytest.approx(
        recall_at_k(recommended, relevant, k) * len(relevant)
    )


@given(st.permutations(range(10)), st.sets(st.integers(0, 9), min_size=1))
def test_ndcg_against_scikit_learn(recommended, relevant):
    scores = np.empty((1, 10))
    scores[0, recommended] = -np.arange(10)
    truth = np.isin(np.arange(10), list(relevant))[None].astype(float)
    for k in (1, 3, 10):
        assert ndcg_at_k(recommended, relevant, k) == pytest.approx(
            ndcg_score(truth, scores, k=k)
        )


@pytest.mark.parametrize("metric", AT_K)
def test_averages_over_users_with_relevant_movies(metric):
    recommended = {1: [10, 20], 2: [10, 20], 3: [10, 20]}
    relevant = {1: {10}, 2: set(), 4: {10}}  # 3 has no entry, 4 no list
    score = metric(recommended, relevant, 2)
    assert score == pytest.approx((metric([10, 20], {10}, 2) + 0) / 2)
    assert score.left_out == 2
    assert score.note == "2 of 4 users have no relevant movie: left out"
    assert math.isnan(metric([10], set(), 2))


def test_lists_refuse_what_cannot_be_meant():
    with pytest.raises(ValueError, match="a movie twice"):
        precision_at_k([10, 10], {10}, 2)
    with pytest.raises(ValueError, match="k is 0"):
        recall_at_k([10], {10}, 0)
    with pytest.raises(TypeError, match="two dicts"):
        ndcg_at_k({1: [10]}, {10}, 2)


def test_coverage_and_novelty_by_hand():
    lists = {1: [0, 1], 2: [1, 2]}
    assert coverage(lists, 4) == 3 / 4
    assert coverage([0, 0, 1], 4) == 2 / 4
    # Shares 1/2, 1/4, 1/4: 1, 2 and 2 bits; the four places hold 1, 2, 2, 2.
    assert novelty(lists, np.array([2, 1, 1, 0])) == 7 / 4
    unrated = novelty({1: [0, 3]}, np.array([2, 1, 1, 0]))
    assert unrated == 1 and unrated.left_out == 1


def test_coverage_and_novelty_refuse_ids():
    with pytest.raises(ValueError, match="whole catalogue"):
        coverage([0, 1, 2], 2)
    with pytest.raises(ValueError, match="did you pass ids"):
        novelty([592], np.array([2, 1]))


# What ranx 0.3.21 says of four random lists: precision, recall, nDCG and MAP at k.
RANX = [
    ([2, 11, 3, 10, 0, 4, 7, 5], {0, 3, 11, 14, 15}, 2,
     [0.5, 0.2, 0.386852807, 0.1]),
    ([7, 6, 4, 9, 2, 3, 5, 10], {7, 9, 11, 12, 14, 16}, 5,
     [0.4, 0.333333333, 0.485228555, 0.25]),
    ([7, 0, 13, 10, 11, 9, 4, 12], {5, 6, 7, 12, 13, 17}, 2,
     [0.5, 0.166666667, 0.613147193, 0.166666667]),
    ([6, 11, 5, 3, 10, 13, 8, 2], {0, 2, 6, 8, 9, 10, 11, 17}, 7,
     [0.571428571, 0.5, 0.646266115, 0.396428571]),
]  # fmt: skip


@pytest.mark.parametrize(("recommended", "relevant", "k", "expected"), RANX)
def test_lists_against_ranx(recommended, relevant, k, expected):
    found = [metric(recommended, relevant, k) for metric in AT_K]
    # ranx divides MAP by all relevant movies, we by those that k places can hold.
    found[3] *= min(k, len(relevant)) / len(relevant)
    assert found == pytest.approx(expected)


def test_bootstrap_against_theory():
    # The mean of n values scatters by their standard deviation / √n.
    values = np.random.default_rng(1).normal(2.0, 3.0, size=900)
    low, high = bootstrap(values, n_resamples=4000)
    assert (high - low) / 2 == pytest.approx(1.96 * values.std() / 30, rel=0.05)
    assert (high + low) / 2 == pytest.approx(values.mean(), abs=0.01)
    narrow = bootstrap(values, n_resamples=4000, level=0.5)
    assert low < narrow[0] < narrow[1] < high


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_bootstrap_stays_within_the_values(values):
    low, high = bootstrap(np.array(values), n_resamples=20)
    assert min(values) - 1e-12 <= low <= high <= max(values) + 1e-12
    assert (low, high) == bootstrap(np.array(values), n_resamples=20)


def test_bootstrap_refuses_what_cannot_be_meant():
    with pytest.raises(ValueError, match="1 of 2 values are NaN"):
        bootstrap(np.array([0.5, np.nan]))
    with pytest.raises(ValueError, match="at least one value"):
        bootstrap(np.array([]))
    with pytest.raises(ValueError, match="level is 95"):
        bootstrap(np.array([0.5]), level=95)
