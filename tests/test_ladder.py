"""From scores to lists to numbers: by hand, and what the rungs must hold."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from utils.baselines import baseline_at, damped_means, popularity
from utils.data import load_ratings
from utils.ease import ease_scores
from utils.ladder import (
    best_lists,
    liked_movies,
    likes,
    list_quality,
    ndcg_of_users,
)
from utils.matrix import RatingMatrix, to_matrix
from utils.plots import plot_ladder
from utils.splits import last_split

# Users 7, 8, 9 and movies 10, 20, 30, 40; 9 has seen all but one.
TRAIN = RatingMatrix(
    sparse.csr_array(np.array([[5.0, 0, 0, 0], [0, 2, 0, 0], [4, 3, 0, 1]])),
    np.array([7, 8, 9]),
    np.array([10, 20, 30, 40]),
)


def test_likes_drop_what_was_not_liked():
    Y = likes(TRAIN.X)
    assert Y.toarray().tolist() == [[1, 0, 0, 0], [0, 0, 0, 0], [1, 0, 0, 0]]
    assert Y.nnz == 2  # a dislike is not a stored zero
    assert likes(TRAIN.X, stars=0).nnz == TRAIN.X.nnz == 5


def test_likes_leave_the_matrix_alone():
    before = TRAIN.X.copy()
    likes(TRAIN.X)
    assert (before != TRAIN.X).nnz == 0


def test_liked_movies_keep_those_who_liked_nothing():
    table = pd.DataFrame(
        {"user": [8, 7, 7], "movie": [10, 30, 20], "rating": [3.5, 4.0, 1.0]}
    )
    assert liked_movies(table) == {7: {30}, 8: set()}
    assert liked_movies(table, stars=1)[7] == {20, 30}


def test_lists_by_hand():
    scores = np.array([1.0, 2.0, 3.0, 2.0])
    assert best_lists(scores, TRAIN, k=2) == {7: [30, 20], 8: [30, 40], 9: [30]}
    own = np.array([[0, 1, 2, 3], [np.nan, 9, 1, np.nan], [9, 9, np.nan, 9.0]])
    assert best_lists(own, TRAIN, k=3) == {7: [40, 30, 20], 8: [30], 9: []}


def test_lists_among_some_cells():
    test = sparse.csr_array(np.array([[0, 4.0, 0, 5], [0, 0, 0, 0], [0, 0, 1, 0]]))
    scores = np.array([1.0, 2.0, 3.0, 2.0])
    lists = best_lists(scores, TRAIN, k=3, among=test)
    assert lists == {7: [20, 40], 8: [], 9: [30]}


def test_quality_by_hand():
    lists = {7: [30, 20], 8: [30, 40], 9: [30]}
    liked = {7: {20}, 8: {40, 99}, 9: set(), 6: {10}}  # 99 is new, 6 has no list
    found = list_quality(lists, liked, TRAIN, k=2)
    at_2 = 1 / np.log2(3)
    assert found["precision"] == pytest.approx((1 / 2 + 1 / 2 + 0) / 3)
    assert found["recall"] == pytest.approx((1 + 1 / 2 + 0) / 3)
    ndcgs = [at_2, at_2 / (1 + at_2), 0]
    assert found["nDCG"] == pytest.approx(np.mean(ndcgs))
    assert ndcg_of_users(lists, liked, 2) == pytest.approx(ndcgs)
    assert found["MAP"] == pytest.approx((1 / 2 + 1 / 4 + 0) / 3)
    assert found["low"] <= found["nDCG"] <= found["high"]
    assert found["coverage"] == 3 / 4
    # Movie 30 has no rating; 20 has 2 of 5 and 40 has 1 of 5.
    assert found["novelty"] == pytest.approx((np.log2(5 / 2) + np.log2(5)) / 2)
    assert found["novelty"].left_out == 3


@pytest.fixture(scope="module")
def parts():
    train, test = last_split(load_ratings())
    return to_matrix(train), liked_movies(test)


def test_the_rungs_that_need_no_spark(parts):
    """What 06 says, and the target: nDCG@10 of 0.10 or better, split in time."""
    train, liked = parts
    users = [user for user, movies in liked.items() if movies]
    assert len(users) == 656
    X = train.X
    scores = {
        "damped means": baseline_at(damped_means(X)),
        "popularity": popularity(X),
        "EASE": ease_scores(likes(X), 100),
    }
    ndcg = {
        name: ndcg_of_users(best_lists(s, train), liked).mean()
        for name, s in scores.items()
    }
    assert ndcg["damped means"] < ndcg["popularity"] == pytest.approx(0.0614, abs=1e-4)
    assert ndcg["EASE"] > 0.12


def test_the_picture_of_the_ladder():
    ladder = pd.DataFrame(
        {"RMSE": [np.nan, 0.9], "nDCG": [0.1, 0.05], "low": 0.04, "high": [0.12, 0.07]},
        index=["popularity", "means"],
    )
    stars, lists = plot_ladder(ladder)
    assert [t.get_text() for t in stars.get_yticklabels()] == ["popularity", "means"]
    assert stars.yaxis_inverted()  # the first row on top
    assert [t.get_text() for t in stars.texts] == ["no stars"]  # said in words
    assert stars.lines[0].get_xdata()[1] == 0.9
    (segments,) = (c.get_segments() for c in lists.collections)
    assert [list(s[:, 0]) for s in segments] == [[0.04, 0.12], [0.04, 0.07]]
    plt.close("all")
