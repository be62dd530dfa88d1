import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from utils.recommend import recommendation_table, top_k

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
