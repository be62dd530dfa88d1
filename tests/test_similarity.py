"""Similarities: by hand, against plain loops, scikit-learn and Surprise."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from sklearn.metrics import pairwise_distances
from sklearn.metrics.pairwise import cosine_similarity

from utils.similarity import (
    adjusted_cosine,
    cosine,
    jaccard,
    largest,
    nearest,
    pearson,
    shrink,
    support,
)

# What Surprise 1.1.5 makes of the toy: the ``sim`` of KNNWithMeans with sim_options
# name="cosine" and name="pearson", user_based=True, its diagonal set to 0.
SURPRISE_COSINE = [
    [0, 0.783491, 0.938652, 0.984565, 0.849561, 0.984649],
    [0.783491, 0, 0.881237, 0.629297, 0.95968, 0.783907],
    [0.938652, 0.881237, 0, 0.93867, 0.74587, 1.0],
    [0.984565, 0.629297, 0.93867, 0, 0.818413, 0.998274],
    [0.849561, 0.95968, 0.74587, 0.818413, 0, 0.865597],
    [0.984649, 0.783907, 1.0, 0.998274, 0.865597, 0],
]
SURPRISE_PEARSON = [
    [0, -0.434832, 0.327327, 0.917663, 0.029317, 0.910359],
    [-0.434832, 0, 0.157459, -0.905936, 0.715764, -0.381246],
    [0.327327, 0.157459, 0, 1.0, -0.821995, 0],
    [0.917663, -0.905936, 1.0, 0, -1.0, 0],
    [0.029317, 0.715764, -0.821995, -1.0, 0, 0.082199],
    [0.910359, -0.381246, 0, 0, 0.082199, 0],
]
ALL = (jaccard, cosine, lambda X, **k: cosine(X, False, **k), pearson)


def loop(X, of_pair):
    """The similarity of every pair of rows, written as one would say it."""
    known = np.zeros(X.shape, bool)
    known[X.tocoo().row, X.tocoo().col] = True
    X, n = X.toarray(), X.shape[0]
    S = np.zeros((n, n))
    for u in range(n):
        for v in range(n):
            both = known[u] & known[v]
            if u != v and both.any():
                S[u, v] = of_pair(X[u, both], X[v, both])
    return S


def cosine_of_pair(x, y):
    below = np.sqrt((x @ x) * (y @ y))
    return x @ y / below if below else 0


def pearson_of_pair(x, y):
    x, y = x - x.mean(), y - y.mean()
    below = np.sqrt((x @ x) * (y @ y))
    return x @ y / below if below > 1e-9 else 0


@st.composite
def matrices(draw):
    rng = np.random.default_rng(draw(st.integers(0, 100_000)))
    shape = draw(st.tuples(st.integers(2, 9), st.integers(1, 8)))
    X = sparse.random_array(shape, density=draw(st.floats(0, 1)), rng=rng, format="csr")
    X.data[:] = rng.integers(1, 11, X.nnz) / 2
    return X


def test_jaccard_by_hand():
    # Rows 0 and 1 share movie 1 of 0, 1, 2: 1/3. Row 2 shares nothing. Row 3 is empty.
    X = sparse.csr_array(
        np.array([[5.0, 1, 0, 0], [0, 4, 2, 0], [0, 0, 0, 3], [0] * 4])
    )
    expected = np.zeros((4, 4))
    expected[0, 1] = expected[1, 0] = 1 / 3
    np.testing.assert_allclose(jaccard(X), expected)


def test_silence_is_not_hatred():
    # Both love the one movie that they share; one has seen ten more.
    X = sparse.csr_array(np.array([[5.0] + [0.0] * 10, [5.0] * 11]))
    assert cosine(X)[0, 1] == pytest.approx(1)
    assert cosine(X, co_rated=False)[0, 1] == pytest.approx(25 / (5 * 5 * 11**0.5))


def test_adjusted_cosine_by_hand():
    # Means 3, 4; centred: 2 -2 0 / -1 ? 1. Movies 0, 2: (0 - 1) / √((4 + 1)(0 + 1)).
    # Movies 0, 1: user 0 alone, -4 / √(4 · 4). Movies 1, 2: 0, which is known.
    X = sparse.csr_array(np.array([[5.0, 1, 3], [3, 0, 5]]))
    expected = np.array([[0, -1, -(5**-0.5)], [-1, 0, 0], [-(5**-0.5), 0, 0]])
    np.testing.assert_allclose(adjusted_cosine(X), expected, atol=1e-12)


def test_stored_zeros_are_known():
    # After centring, a row of equal stars is all zeros, and still has support.
    X = sparse.csr_array((np.zeros(3), ([0, 0, 1], [0, 1, 1])), shape=(2, 2))
    assert support(X)[0, 1] == 1
    assert jaccard(X)[0, 1] == 1 / 2
    assert (cosine(X) == 0).all() and (pearson(X) == 0).all()


def test_checkerboard():
    # Even users rate even movies, odd ones odd: nothing across, the same within.
    X = sparse.csr_array(np.indices((6, 6)).sum(axis=0) % 2 * 4.0)
    within = (np.indices((6, 6)).sum(axis=0) % 2 == 0) & ~np.eye(6, dtype=bool)
    for S in (jaccard(X), cosine(X), cosine(X, co_rated=False)):
        np.testing.assert_allclose(S, within)


def test_equal_to_surprise(stars):
    X = sparse.csr_array(stars)
    np.testing.assert_allclose(cosine(X), SURPRISE_COSINE, atol=1e-6)
    np.testing.assert_allclose(pearson(X), SURPRISE_PEARSON, atol=1e-6)


@settings(max_examples=50)
@given(matrices())
def test_equal_to_scikit_learn_and_to_loops(X):
    off_diagonal = ~np.eye(X.shape[0], dtype=bool)
    np.testing.assert_allclose(
        cosine(X, co_rated=False), cosine_similarity(X) * off_diagonal, atol=1e-12
    )
    rated = X.toarray() > 0
    some = rated.any(axis=1)  # two empty sets are the same for scikit-learn, 0 here
    np.testing.assert_allclose(
        jaccard(X)[np.ix_(some, some)],
        ((1 - pairwise_distances(rated, metric="jaccard")) * off_diagonal)[
            np.ix_(some, some)
        ],
    )
    np.testing.assert_allclose(cosine(X), loop(X, cosine_of_pair), atol=1e-7)
    np.testing.assert_allclose(pearson(X), loop(X, pearson_of_pair), atol=1e-7)


@settings(max_examples=40)
@given(matrices(), st.integers(0, 1000))
def test_properties(X, seed):
    order = np.random.default_rng(seed).permutation(X.shape[0])
    for of in ALL:
        S = of(X)
        assert (S == S.T).all() and (np.diag(S) == 0).all()
        assert (np.abs(S) <= 1 + 1e-12).all()
        np.testing.assert_allclose(of(X[order]), S[np.ix_(order, order)], atol=1e-12)


@settings(max_examples=25)
@given(matrices(), st.integers(1, 4), st.sampled_from([0.0, 3.0]))
def test_few_are_the_nearest_of_all(X, n_neighbors, shrinkage):
    whole = shrink(pearson(X), support(X), shrinkage)
    few = nearest(whole, n_neighbors)
    np.testing.assert_allclose(pearson(X, shrinkage), whole)
    kept = pearson(X, shrinkage, n_neighbors)
    np.testing.assert_allclose(kept.toarray(), few.toarray())
    for of in ALL:
        kept, few = of(X, n_neighbors=n_neighbors), nearest(of(X), n_neighbors)
        assert (kept.toarray() == few.toarray()).all()
        assert (kept.indices == few.indices).all()


@pytest.mark.parametrize("unit", [0.5, 1 / 3])  # sums are exact, and not
def test_rare_and_common_columns_in_several_tiles(unit):
    # 150 rows, which is more than two of the tiles that are mirrored, and 5 % known.
    rng = np.random.default_rng(0)
    X = sparse.random_array((150, 300), density=0.05, rng=rng, format="csr")
    X.data[:] = rng.integers(1, 11, X.nnz) * unit
    raters = np.bincount(X.indices)
    assert len(raters) == 300 and raters.min() <= 3 and raters.max() >= 12
    np.testing.assert_allclose(cosine(X), loop(X, cosine_of_pair), atol=1e-12)
    np.testing.assert_allclose(pearson(X), loop(X, pearson_of_pair), atol=1e-12)
    expected = cosine_similarity(X) * ~np.eye(150, dtype=bool)
    np.testing.assert_allclose(cosine(X, co_rated=False), expected, atol=1e-12)
    kept = cosine(X, co_rated=False, n_neighbors=5)
    np.testing.assert_allclose(kept.sum(axis=1), np.sort(expected)[:, -5:].sum(axis=1))


def test_no_sum_is_rounded():
    # 200,000 times 4.5² is more than float32 counts in quarters.
    X = sparse.csr_array(np.full((2, 200_000), 4.5))
    X.data[0] = 0.5
    # 199,999 · 4.5² and the first one's share: 0.5 · 4.5, 0.5² and 4.5².
    expected = 4_049_982 / np.sqrt(4_049_980 * 4_050_000)
    assert cosine(X)[0, 1] == pytest.approx(expected, rel=1e-15)


def test_pearson_ignores_how_generous_a_rater_is():
    rng = np.random.default_rng(0)
    x = rng.integers(1, 11, 30) / 2
    X = sparse.csr_array(np.stack([x, 0.1 + 0.3 * x, 5.7 - x, np.full(30, 0.1)]))
    expected = [[0, 1, -1, 0], [1, 0, -1, 0], [-1, -1, 0, 0], [0, 0, 0, 0]]
    np.testing.assert_allclose(pearson(X), expected, atol=1e-12)


def test_rounding_is_no_spread():
    # Raters who always give the same, in numbers that binary fractions can't hold:
    # what n Σx² - (Σx)² leaves is only rounding, and correlates with nobody.
    constant = np.linspace(0.1, 3.3, 20)[:, None] * np.ones(30)
    varied = np.random.default_rng(0).random((2, 30))
    S = pearson(sparse.csr_array(np.vstack([varied, constant])))
    assert (S[2:] == 0).all() and S[0, 1] != 0


def test_shrinkage_removes_the_one_rating_twin():
    # Row 1 shares one movie with row 0 and agrees; row 2 shares 40 and nearly does.
    X = np.zeros((3, 40))
    X[0], X[1, 0], X[2] = 4.0, 4.0, 4.0
    X[2, ::2] = 3.5
    X = sparse.csr_array(X)
    S = cosine(X)
    assert S[0, 1] > S[0, 2]
    S = shrink(S, support(X), 10)
    assert S[0, 1] == pytest.approx(1 / 11) and S[0, 2] > 0.79
    np.testing.assert_allclose(cosine(X, shrinkage=10), S)


def test_nearest_keeps_the_largest_positive():
    S = np.array(
        [[0, 0.3, 0.2, 0.3], [-1, 0, -1, -1], [0.1, 0.2, 0, 0.3], [0, 1, 1, 0]]
    )
    kept = nearest(S, 2)
    assert kept.toarray().tolist() == [
        [0, 0.3, 0, 0.3],
        [0, 0, 0, 0],
        [0, 0.2, 0, 0.3],
        [0, 1, 1, 0],
    ]
    assert kept.nnz == 6
    np.testing.assert_array_equal(
        nearest(sparse.csr_array(S), 2).toarray(), kept.toarray()
    )


@settings(max_examples=30)
@given(st.integers(0, 100_000), st.integers(1, 30), st.sampled_from([2, 9, 10**6]))
def test_nearest_of_wide_rows_is_a_stable_sort(seed, n, different):
    rng = np.random.default_rng(seed)
    S = rng.integers(-different, different, (4, 200)) * rng.integers(0, 2, (4, 200))
    expected = np.zeros(S.shape)
    for row, kept in zip(S, expected):
        first = np.argsort(-row, kind="stable")[:n]
        kept[first] = np.maximum(row[first], 0)
    for W in (S.astype(float), sparse.csr_array(S.astype(float))):
        kept = nearest(W, n)
        np.testing.assert_array_equal(kept.toarray(), expected)
        assert (kept.data > 0).all()


@given(st.lists(st.integers(-2, 4), min_size=1, max_size=12), st.integers(1, 12))
def test_largest_is_a_stable_sort(row, n):
    first = sorted(range(len(row)), key=lambda i: -row[i])[:n]
    expected = [i in first and row[i] > 0 for i in range(len(row))]
    assert largest(np.array([row], dtype=float), n)[0].tolist() == expected


def test_errors_say_what_to_do():
    with pytest.raises(ValueError, match="expected 0 or more"):
        shrink(np.zeros((2, 2)), np.zeros((2, 2)), -1)
    with pytest.raises(ValueError, match=r"expected \(2, 2\), that of S"):
        shrink(np.zeros((2, 2)), np.zeros((3, 3)), 1)
    with pytest.raises(ValueError, match="n_neighbors is 0"):
        nearest(np.zeros((2, 2)), 0)
