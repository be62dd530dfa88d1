"""The lists that answer while you rate, against the long way round."""

import numpy as np
import pytest

from utils.als import half_step
from utils.data import demo_ratings, load_movies, load_ratings
from utils.widgets.live import REG_PARAM, answer, best, next_questions, prepare


@pytest.fixture(scope="module")
def live():
    return prepare(load_ratings())


@pytest.fixture(scope="module")
def demo(live):
    mine = demo_ratings()
    return np.searchsorted(live.movie_ids, mine["movie"]), mine["rating"].to_numpy()


def lists_of(live, rated, stars):
    return best(live, answer(live, rated, stars))


def test_each_list_has_ten_unseen_movies_that_people_know(live, demo):
    for name, listed in lists_of(live, *demo).items():
        assert len(set(listed.movies.tolist())) == 10, name
        assert not np.isin(listed.movies, demo[0]).any()
        assert (live.counts[listed.movies] >= 20).all()
        assert (np.diff(listed.scores) <= 0).all()


def test_the_parts_add_up_to_the_score(live, demo):
    for name, listed in lists_of(live, *demo).items():
        whole = listed.usual + listed.parts.sum(axis=1)
        np.testing.assert_allclose(whole, listed.scores)
        usual = live.means.item_bias[listed.movies] * (name == "ALS")
        np.testing.assert_array_equal(listed.usual, usual)


def test_als_is_one_row_of_the_half_step(live, demo):
    rated, stars = demo
    rest = stars - live.means.mu - live.means.item_bias[rated]
    row = live.left_over[[0]].copy()
    x = rest - rest.sum() / (len(rest) + 5)
    row = type(row)((x, rated, [0, len(x)]), shape=row.shape)
    scores = live.means.item_bias + live.V @ half_step(row, live.V, REG_PARAM)[0]
    listed = lists_of(live, rated, stars)["ALS"]
    np.testing.assert_allclose(listed.scores, scores[listed.movies])


def test_a_friend_of_science_fiction_is_given_some(live, demo):
    movies = load_movies().set_index("movie")
    for name in ("User-user", "Item-item"):
        ids = live.movie_ids[lists_of(live, *demo)[name].movies]
        assert movies.loc[ids, "genres"].str.contains("Sci-Fi").sum() >= 2


def test_nothing_rated_nothing_listed(live):
    none = np.array([], dtype=np.int64)
    assert lists_of(live, none, none) == {}


def test_questions_are_about_known_movies_and_not_asked_twice(live, demo):
    none = np.array([], dtype=np.int64)
    first = next_questions(live, none, none, 8)
    assert len(set(first.tolist())) == 8
    assert live.counts[first].min() >= np.sort(live.counts)[-200]
    assert not set(first) & set(next_questions(live, none, first, 8))
    assert not set(demo[0]) & set(next_questions(live, demo[0], none, 8))


def test_a_question_is_the_most_uncertain_weighed_by_who_may_answer(live, demo):
    V = live.V
    A = V[demo[0]].T @ V[demo[0]] + REG_PARAM * np.eye(V.shape[1])
    p = live.counts / live.left_over.shape[0]
    gain = [p[i] * V[i] @ np.linalg.solve(A, V[i]) for i in range(len(p))]
    gain = np.where(live.counts >= np.sort(live.counts)[-200], gain, -1)
    gain[demo[0]] = -1
    none = np.array([], dtype=np.int64)
    assert next_questions(live, demo[0], none, 1)[0] == np.argmax(gain)
