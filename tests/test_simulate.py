import numpy as np
import pytest

from utils.data import load_movies, load_ratings
from utils.simulate import simulate_ratings


def test_sizes_types_and_no_cell_twice():
    ratings = simulate_ratings(200, 300, 5000, seed=3)
    assert len(ratings) == 5000
    assert not ratings.duplicated(["user", "movie"]).any()
    assert ratings["user"].between(1, 200).all()
    assert ratings["movie"].between(1, 300).all()
    assert set(ratings["rating"]) <= set(np.arange(0.5, 5.5, 0.5))
    real = load_ratings()
    assert (ratings.dtypes == real.dtypes).all()


def test_same_seed_same_table():
    first, again = simulate_ratings(50, 60, 500), simulate_ratings(50, 60, 500)
    assert first.equals(again)
    assert not first.equals(simulate_ratings(50, 60, 500, seed=1))


def test_half_of_all_cells_is_possible():
    assert len(simulate_ratings(30, 40, 600)) == 600


def test_shape_is_like_movielens():
    """Roughly: the same density, a head and a tail, and mostly good ratings."""
    made, real = load_ratings("simulated"), load_ratings()
    assert len(made) == len(real)
    for table in (made, real):
        counts = np.sort(table["movie"].value_counts())[::-1]
        assert 0.10 < counts[: len(counts) // 100].sum() / len(table) < 0.25
        assert 3.3 < table["rating"].mean() < 3.8
        assert 0.85 < table["rating"].std() < 1.15
        assert 0.15 < (table["rating"] % 1 == 0.5).mean() < 0.35


def test_every_made_rating_is_of_a_made_movie():
    movies = load_movies("simulated")
    assert set(load_ratings("simulated")["movie"]) <= set(movies["movie"])
    assert movies["title"].is_unique


@pytest.mark.parametrize("sizes", [(0, 5, 1), (5, 0, 1), (4, 4, 9), (4, 4, 0)])
def test_impossible_sizes_are_refused(sizes):
    with pytest.raises(ValueError, match="expected 1"):
        simulate_ratings(*sizes)
