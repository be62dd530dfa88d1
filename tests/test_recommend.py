import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from utils.recommend import recommendation_table, top_k, top_k_all

MOVIES = pd.DataFrame(
    {"movie": [7, 9, 4], "title": ["Heat", "Up", "Alien"], "genres": ["a", "b", "c"]}
)


def test_by_hand():
    # Best first: movie 3 (5), movies 0 and 4 (4, in their order); 1 is seen, 2 is NaN.
    scores = np.array([4.0, 5.0, np.nan, 5.0, 4.0])
    assert top_k(scores, seen=[1], k=3).tolist() == [3, 0, 4]
    assert top_k(scores, seen=[1], k=10).tolist() == [3, 0, 4]


@given(
    st.lists(st.floats(-5, 5) | st.just(float("nan")), min_size=1, max_size=30),
    st.sets(st.integers(0, 29)),
    st.integers(1, 12),
)
def test_never_seen_never_unknown_and_nothing_better_left_out(scores, seen, k):
    scores = np.array(scores)
    seen = np.array([i for i in seen if i < len(scores)], dtype=int)
    best = top_k(scores, seen, k)
    possible = np.setdiff1d(np.flatnonzero(~np.isnan(scores)), seen)
    assert len(best) == min(k, len(possible)) == len(set(best))
    assert set(best) <= set(possible)
    rest = np.setdiff1d(possible, best)
    if len(best) and len(rest):
        assert scores[best].min() >= scores[rest].max()


def test_wrong_arguments_are_refused():
    with pytest.raises(ValueError, match="k is 0"):
        top_k(np.ones(3), [], 0)
    with pytest.raises(ValueError, match="did you pass ids"):
        top_k(np.ones(3), [3], 1)
    with pytest.raises(ValueError, match="id 1: did you pass positions"):
        recommendation_table(MOVIES, np.array([1]), np.array([2.0]))


def test_the_table_keeps_the_order():
    table = recommendation_table(MOVIES, np.array([4, 7]), np.array([3.5, 2.0]))
    assert table["title"].tolist() == ["Alien", "Heat"]
    assert table.index.tolist() == [1, 2]
    assert table["score"].tolist() == [3.5, 2.0]


SCORES = st.floats(-3, 3).map(round) | st.just(float("nan"))  # with many ties


@given(st.data(), st.integers(1, 5), st.integers(1, 8), st.integers(1, 9))
def test_all_users_at_once_are_each_user(data, n_users, n_movies, k):
    cells = st.lists(SCORES, min_size=n_movies, max_size=n_movies)
    scores = np.array(data.draw(st.lists(cells, min_size=n_users, max_size=n_users)))
    mask = np.array(
        data.draw(st.lists(st.booleans(), min_size=scores.size, max_size=scores.size))
    ).reshape(scores.shape)
    seen = sparse.csr_array(mask.astype(float))
    seen.data[:] = 0  # what is stored is seen, whatever its value
    lists = top_k_all(scores, seen, k)
    assert lists.shape == (n_users, k)
    for row, own, of_user in zip(lists, scores, mask):
        expected = top_k(own, np.flatnonzero(of_user), k)
        assert row[: len(expected)].tolist() == expected.tolist()
        assert (row[len(expected) :] == -1).all()


def test_one_row_of_scores_serves_everybody_in_blocks(monkeypatch):
    seen = sparse.csr_array(np.eye(7, 4))
    scores = np.array([1.0, 4.0, 3.0, 2.0])
    whole = top_k_all(scores, seen, 2)
    assert whole[:2].tolist() == [[1, 2], [2, 3]]
    monkeypatch.setattr("utils.recommend.CELLS", 8)  # two rows a block
    assert (top_k_all(scores, seen, 2) == whole).all()
    assert scores.tolist() == [1, 4, 3, 2]


def test_wrong_shapes_are_refused():
    seen = sparse.csr_array((3, 2))
    with pytest.raises(ValueError, match=r"expected \(3, 2\)"):
        top_k_all(np.ones((2, 3)), seen)
    with pytest.raises(ValueError, match="k is 0"):
        top_k_all(np.ones((3, 2)), seen, 0)
