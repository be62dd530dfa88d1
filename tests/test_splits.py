"""Splits: nothing is lost, nothing is shared, and time goes forward."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from utils.data import load_ratings
from utils.matrix import to_matrix
from utils.splits import cells_of, k_folds, last_split, random_split, time_split

TOY = pd.DataFrame(
    {
        "user": [1, 1, 1, 1, 1, 2, 2, 2],
        "movie": [10, 20, 30, 40, 50, 10, 20, 30],
        "rating": [3.0, 4, 5, 1, 2, 4, 4, 4],
        "timestamp": [50, 40, 30, 20, 10, 41, 42, 43],
    },
    index=[7, 6, 5, 4, 3, 2, 1, 0],  # a table's own index is kept
)


@st.composite
def tables(draw):
    n = draw(st.integers(2, 60))
    users = draw(st.lists(st.integers(1, 6), min_size=n, max_size=n))
    times = draw(st.lists(st.integers(0, 20), min_size=n, max_size=n))
    return pd.DataFrame({"user": users, "movie": range(n), "timestamp": times})


def parts_make_the_whole(ratings, train, test):
    both = pd.concat([train, test])
    pd.testing.assert_frame_equal(both.sort_index(), ratings.sort_index())
    assert list(train.columns) == list(ratings.columns)


def test_last_split_by_hand():
    # User 1 has 5 ratings, 0.4 of them is 2: times 50 and 40, in the first two rows.
    # User 2 has 3, 0.4 of them is 1.2, so 1: the time 43, in the last row.
    train, test = last_split(TOY, test_fraction=0.4)
    assert test.index.tolist() == [7, 6, 0]
    assert train.index.tolist() == [5, 4, 3, 2, 1]


def test_last_split_leaves_everybody_something():
    alone = pd.concat([TOY, TOY.iloc[:1].assign(user=9)], ignore_index=True)
    train, _ = last_split(alone, test_fraction=0.9)
    assert set(train["user"]) == {1, 2, 9}


def test_last_split_counts_without_rounding_errors():
    # 0.29 · 100 is 28.999999999999996 in floating point; 29 is meant.
    table = pd.DataFrame({"user": 1, "movie": 1, "timestamp": np.arange(100)})
    assert len(last_split(table, test_fraction=0.29)[1]) == 29


def test_last_split_takes_the_larger_movie_id_of_one_second_for_the_later():
    # Movie 40 came first; 10, 20 and 30 share a second, and half of the four is two.
    table = pd.DataFrame({"movie": [30, 10, 40, 20], "timestamp": [5, 5, 4, 5]})
    table["user"] = 1
    assert last_split(table, test_fraction=0.5)[1]["movie"].tolist() == [30, 20]


@settings(max_examples=50)
@given(tables(), st.randoms(use_true_random=False))
def test_last_split_does_not_depend_on_the_order_of_the_table(ratings, random):
    rows = list(ratings.index)
    random.shuffle(rows)
    try:
        _, test = last_split(ratings, test_fraction=0.5)
    except ValueError:
        return  # nobody has two ratings
    assert set(last_split(ratings.loc[rows], test_fraction=0.5)[1].index) == set(
        test.index
    )


def test_how_many_users_of_movielens_the_ties_concern():
    # Those whose first hidden rating shares its second with the last one that is kept.
    train, test = last_split(load_ratings())
    kept_until = train.groupby("user")["timestamp"].max()
    hidden_from = test.groupby("user")["timestamp"].min()
    assert (kept_until == hidden_from).sum() == 153 and len(hidden_from) == 671


def test_time_split_by_hand():
    # Times in order: 10 20 30 40 41 42 43 50; the last quarter are 43 and 50.
    train, test = time_split(TOY, test_fraction=0.25)
    assert test["timestamp"].tolist() == [50, 43]
    assert train["timestamp"].max() == 42


def test_time_split_never_parts_one_moment():
    table = pd.DataFrame({"timestamp": [1, 2, 2, 2]})
    train, test = time_split(table, test_fraction=0.25)
    assert test["timestamp"].tolist() == [2, 2, 2]
    assert train["timestamp"].tolist() == [1]


@settings(max_examples=50)
@given(tables(), st.floats(0.05, 0.95))
def test_parts_make_the_whole(ratings, fraction):
    for split in (random_split, last_split, time_split):
        try:
            train, test = split(ratings, test_fraction=fraction)
        except ValueError as error:
            assert "in each part" in str(error)
            continue
        parts_make_the_whole(ratings, train, test)
        if split is time_split:
            assert train["timestamp"].max() < test["timestamp"].min()
        if split is last_split:
            last = train.groupby("user")["timestamp"].max()
            first = test.groupby("user")["timestamp"].min()
            assert (last[first.index] <= first).all()


def test_random_split_depends_on_its_seed_alone():
    again = [random_split(TOY, seed=s)[1].index.tolist() for s in (1, 1, 2, 3)]
    assert again[0] == again[1]
    assert again[1] != again[2] or again[1] != again[3]


def test_each_rating_is_tested_once():
    tests = []
    for train, test in k_folds(TOY, n_folds=3):
        parts_make_the_whole(TOY, train, test)
        tests += test.index.tolist()
    assert sorted(tests) == sorted(TOY.index)


def test_cells_of_a_test_part():
    matrix = to_matrix(TOY[TOY["user"] == 2])  # users 2, movies 10 20 30
    users, movies = cells_of(TOY.iloc[[0, 4, 6]], matrix)
    assert users.tolist() == [-1, -1, 0]
    assert movies.tolist() == [0, -1, 1]


@pytest.mark.parametrize("fraction", [0, 1, -0.2, 20, float("nan")])
def test_a_fraction_is_a_share(fraction):
    for split in (random_split, last_split, time_split):
        with pytest.raises(ValueError, match="share between 0 and 1"):
            split(TOY, test_fraction=fraction)


def test_errors_say_what_to_do():
    with pytest.raises(ValueError, match="expected also timestamp"):
        time_split(TOY.drop(columns="timestamp"))
    with pytest.raises(ValueError, match="at least one in each part"):
        time_split(TOY.assign(timestamp=5))
    with pytest.raises(ValueError, match="2 to 8"):
        k_folds(TOY, n_folds=9)
