import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from utils.als import als
from utils.baselines import damped_means
from utils.data import load_movies, load_ratings
from utils.data.simulate import (
    parquet,
    planted_vectors,
    simulate_ratings,
    simulate_to_parquet,
    stream,
)
from utils.matrix import to_matrix
from utils.metrics import rmse
from utils.splits import random_split


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


@pytest.mark.parametrize(
    "sizes", [(30, 40, 600), (1, 2, 1), (2, 1, 1), (3, 3, 4), (5, 1, 2), (1, 1000, 500)]
)
def test_half_of_all_cells_is_possible(sizes):
    ratings = simulate_ratings(*sizes)
    assert len(ratings) == sizes[2]
    assert not ratings.duplicated(["user", "movie"]).any()


# -- the shape, against MovieLens small ------------------------------------------------


@pytest.fixture(scope="module", params=[0, 1])
def made(request):
    """As many users, movies and ratings as MovieLens small has, of two seeds."""
    return simulate_ratings(671, 9066, 100_004, seed=request.param)


@pytest.fixture(scope="module")
def real():
    return load_ratings()


def counts(table, column):
    return np.sort(table[column].value_counts())[::-1]


def head(n_each, share):
    """How much of all falls to the first few."""
    return n_each[: int(share * len(n_each))].sum() / n_each.sum()


def test_simulated_is_the_first_seed_of_that_size():
    assert load_ratings("simulated").equals(simulate_ratings(671, 9066, 100_004))


def test_density_is_that_of_movielens(made, real):
    for column in ("user", "movie"):
        assert made[column].nunique() == real[column].nunique()
    assert len(made) == len(real)


def test_popularity_is_like_movielens(made, real):
    """The head within 2 points of all ratings, rare movies within 4 of all movies."""
    found, wanted = counts(made, "movie"), counts(real, "movie")
    for share in (0.01, 0.1, 0.5):
        assert head(found, share) == pytest.approx(head(wanted, share), abs=0.02)
    for n in (1, 2, 3):
        assert (found == n).mean() == pytest.approx((wanted == n).mean(), abs=0.04)
    for place in (0, 10, 100, 1000, 3000):  # a fifth more or less
        assert found[place] == pytest.approx(wanted[place], rel=0.2)


def test_activity_is_like_movielens(made, real):
    """Nobody below 20; the head within 4 points, quartiles within a fifth."""
    found, wanted = counts(made, "user"), counts(real, "user")
    assert found[-1] >= 20 == wanted[-1]
    for share in (0.01, 0.1, 0.5):
        assert head(found, share) == pytest.approx(head(wanted, share), abs=0.04)
    quartiles = np.percentile(found, [25, 50, 75])
    assert quartiles == pytest.approx(np.percentile(wanted, [25, 50, 75]), rel=0.2)


def test_stars_are_like_movielens(made, real):
    """Each bar within 5 points, all bars together within 15; means within 0.1 stars."""
    found, wanted = (
        table["rating"].value_counts(normalize=True) for table in (made, real)
    )
    assert (found - wanted).abs().max() < 0.05
    assert (found - wanted).abs().sum() < 0.15
    for of in (pd.Series.mean, pd.Series.std):
        assert of(made["rating"]) == pytest.approx(of(real["rating"]), abs=0.1)
    means = [table.groupby("user")["rating"].mean().std() for table in (made, real)]
    assert means[0] == pytest.approx(means[1], abs=0.1)
    halves = [(table["rating"] % 1 == 0.5).mean() for table in (made, real)]
    assert halves[0] == pytest.approx(halves[1], abs=0.04)


def test_popular_movies_are_better_liked_as_in_movielens(made, real):
    found = []
    for table in (made, real):
        n = table["movie"].map(table["movie"].value_counts())
        found.append(np.corrcoef(np.log(n), table["rating"])[0, 1])
    assert found[0] == pytest.approx(found[1], abs=0.06)


def test_times_are_like_movielens(made, real):
    """The same years; most users come for an evening, some again after years."""
    spans = []
    for table in (made, real):
        assert 1994 < pd.to_datetime(table["timestamp"].min(), unit="s").year < 1998
        assert pd.to_datetime(table["timestamp"].max(), unit="s").year == 2016
        visits = table.groupby("user")["timestamp"]
        spans.append((visits.max() - visits.min()) / 86_400)
    for days in (1, 100):
        shares = [(span < days).mean() for span in spans]
        assert shares[0] == pytest.approx(shares[1], abs=0.1)
    half = made["rating"] % 1 == 0.5
    assert made["timestamp"][half].min() >= stream.HALVES


# -- what is planted can be found ------------------------------------------------------


def test_als_beats_the_means_and_finds_the_planted_vectors():
    sizes = (1000, 300, 90_000)
    train, test = random_split(simulate_ratings(*sizes))
    X, users, movies = to_matrix(train)
    test = test[test["user"].isin(users) & test["movie"].isin(movies)]
    u = np.searchsorted(users, test["user"])
    i = np.searchsorted(movies, test["movie"])
    mu, user_bias, item_bias = damped_means(X)
    means = mu + user_bias[u] + item_bias[i]
    U, V = als(X, rank=8, reg_param=0.1, max_iter=10, biases=True)
    found = X.data.mean() + (U[u] * V[i]).sum(axis=1)
    actual = test["rating"].to_numpy()
    assert rmse(actual, found) < 0.95 * rmse(actual, means)
    P, Q = planted_vectors(*sizes[:2])
    planted = (P[test["user"] - 1] * Q[test["movie"] - 1]).sum(axis=1)
    assert np.corrcoef(found - means, planted)[0, 1] > 0.7


# -- in chunks, and as files -----------------------------------------------------------


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(stream, "CHUNK", 700)


def test_chunks_are_whole_users_and_bounded(small_chunks):
    parts = list(stream.chunks((100, 400, 6000), 8, 0))
    assert len(parts) > 5
    seen = np.concatenate([np.unique(part["user"]) for part in parts])
    assert len(seen) == len(set(seen)) == 100
    assert sum(len(part["user"]) for part in parts) == 6000
    assert max(len(part["user"]) for part in parts) < 700 + 0.75 * 400


def test_the_folder_holds_the_same_rows(tmp_path, small_chunks):
    folder = simulate_to_parquet(tmp_path / "new" / "made", 100, 400, 6000, seed=5)
    assert folder == tmp_path / "new" / "made"
    assert len(list(folder.glob("*.parquet"))) > 5
    assert pd.read_parquet(folder).equals(simulate_ratings(100, 400, 6000, seed=5))
    assert [p.name for p in folder.parent.iterdir()] == ["made"]
    before = {p: p.stat().st_mtime_ns for p in folder.iterdir()}
    simulate_to_parquet(folder, 100, 400, 6000, seed=5)
    assert {p: p.stat().st_mtime_ns for p in folder.iterdir()} == before


def test_spark_reads_the_columns_of_the_table(tmp_path, spark):
    folder = simulate_to_parquet(tmp_path / "made", 20, 30, 100)
    table = spark.read.parquet(str(folder))
    kinds = [("user", "int"), ("movie", "int")]
    assert table.dtypes == [*kinds, ("rating", "double"), ("timestamp", "bigint")]
    assert table.count() == 100


def test_half_written_is_never_seen(tmp_path, small_chunks, monkeypatch):
    def two_then_full(*arguments):
        for number, part in enumerate(stream.chunks(*arguments)):
            if number == 2:
                raise OSError("No space left on device")
            yield part

    monkeypatch.setattr(parquet, "chunks", two_then_full)
    with pytest.raises(OSError, match="space"):
        simulate_to_parquet(tmp_path / "made", 100, 400, 6000)
    assert list(tmp_path.iterdir()) == []


def test_two_that_finish_together(tmp_path, monkeypatch):
    rename, others = Path.rename, [True, False]

    def another_was_faster(part, folder):
        if others.pop(0):
            shutil.copytree(part, folder)
            return rename(part, folder)
        raise PermissionError("not here")

    monkeypatch.setattr(Path, "rename", another_was_faster)
    assert len(pd.read_parquet(simulate_to_parquet(tmp_path / "made", 20, 30, 100)))
    with pytest.raises(PermissionError, match="not here"):
        simulate_to_parquet(tmp_path / "else", 20, 30, 100)
    assert [path.name for path in tmp_path.iterdir()] == ["made"]


def test_other_things_are_not_overwritten(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(FileExistsError, match="new or an empty folder"):
        simulate_to_parquet(tmp_path, 20, 30, 100)
    (tmp_path / "empty").mkdir()
    folder = simulate_to_parquet(tmp_path / "empty", 20, 30, 100)
    with pytest.raises(FileExistsError, match="with seed=0; expected seed=1"):
        simulate_to_parquet(folder, 20, 30, 100, seed=1)
    assert len(pd.read_parquet(folder)) == 100


def test_every_made_rating_is_of_a_made_movie():
    movies = load_movies("simulated")
    assert set(load_ratings("simulated")["movie"]) <= set(movies["movie"])
    assert movies["title"].is_unique


@pytest.mark.parametrize("sizes", [(0, 5, 1), (5, 0, 1), (4, 4, 9), (4, 4, 0)])
def test_impossible_sizes_are_refused(sizes, tmp_path):
    with pytest.raises(ValueError, match="expected 1"):
        simulate_ratings(*sizes)
    with pytest.raises(ValueError, match="expected 1"):
        simulate_to_parquet(tmp_path / "made", *sizes)
    assert list(tmp_path.iterdir()) == []
