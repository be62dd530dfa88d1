import hashlib

import pandas as pd
import pytest

from utils import data, files
from utils.data import (
    YOU,
    kept_ratings,
    load_movies,
    load_ratings,
    my_ratings,
    save_my_ratings,
)


def test_the_files_are_the_published_ones():
    for line in (data.DATA / "SHA256SUMS").read_text().splitlines():
        wanted, name = line.split()
        assert hashlib.sha256((data.DATA / name).read_bytes()).hexdigest() == wanted


def test_the_size_of_movielens_small():
    ratings, movies = load_ratings(), load_movies()
    assert len(ratings) == 100_004
    assert ratings["user"].nunique() == 671
    assert ratings["movie"].nunique() == len(movies) == 9066
    assert ratings.columns.tolist() == ["user", "movie", "rating", "timestamp"]
    assert movies.columns.tolist() == ["movie", "title", "year", "genres"]


def test_odd_titles():
    movies = load_movies()
    assert movies["year"].isna().sum() == 5
    assert movies["title"].duplicated().sum() == 2
    assert "Amelie (Fabuleux destin d'Amélie Poulain, Le) (2001)" in set(
        movies["title"]
    )
    assert movies.set_index("movie").loc[1, "year"] == 1995


def test_unknown_names_are_refused():
    for load in (load_ratings, load_movies, data.ratings_file):
        with pytest.raises(ValueError, match="expected one of movielens-small"):
            load("ml-2m")


def test_demo_profile_until_you_rate(work, capsys):
    demo = my_ratings()
    assert "demo profile of 15 movies" in capsys.readouterr().out
    assert (demo["user"] == YOU).all()
    assert demo["movie"].isin(load_movies()["movie"]).all()

    save_my_ratings({"Toy Story (1995)": 4})
    assert "1 rating saved. 9 more" in capsys.readouterr().out
    save_my_ratings({"Toy Story (1995)": 4, 318: 4.5, "Heat (1995)": None})
    assert "2 ratings saved. 8 more" in capsys.readouterr().out
    mine = my_ratings()
    assert capsys.readouterr().out == ""
    assert dict(zip(mine["movie"], mine["rating"])) == {1: 4.0, 318: 4.5}


def test_where_no_folder_for_work_can_be_made_the_demo_stands_in(
    tmp_path, monkeypatch, capsys
):
    (tmp_path / "taken").write_text("a file")
    monkeypatch.setenv("WORKBOOK_WORK", str(tmp_path / "taken" / "work"))
    assert len(my_ratings()) == 15 and kept_ratings() == {}
    assert "You have not rated yet" in capsys.readouterr().out
    with pytest.raises(OSError, match="taken"):
        save_my_ratings({"Heat (1995)": 4})


def test_demo_titles_are_those_of_the_movies():
    demo = pd.read_csv(data.DATA / "demo_ratings.csv")
    titles = load_movies().set_index("movie")["title"]
    assert demo["title"].tolist() == titles.loc[demo["movie"]].tolist()


def test_you_are_one_more_user(work):
    everybody = load_ratings(with_you=True)
    assert len(everybody) == 100_004 + len(my_ratings())
    assert (everybody.dtypes == load_ratings().dtypes).all()
    assert YOU not in set(load_ratings()["user"])
    with pytest.raises(ValueError, match="with_you=False"):
        load_ratings("simulated", with_you=True)


def test_nothing_but_none_keeps_what_was_saved(work, capsys):
    save_my_ratings({"Toy Story (1995)": 4})
    save_my_ratings({"Toy Story (1995)": None})
    assert "Nothing to save yet" in capsys.readouterr().out
    assert my_ratings()["rating"].tolist() == [4.0]


@pytest.mark.parametrize(
    ("ratings", "words"),
    [
        ({"Toy Storey (1995)": 4}, "did you mean 'Toy Story"),
        ({"matrix": 4}, "'Matrix, The"),
        ({"Hamlet (2000)": 4}, "use the id, one of"),
        ({4_000_000: 4}, "no movie with the id 4000000"),
        ({"Toy Story (1995)": 4.2}, "4.2 stars; expected 0.5, 1"),
        ({"Toy Story (1995)": 0}, "0 stars"),
        ({"Toy Story (1995)": "5"}, "'5' stars"),
        ({"Toy Story (1995)": True}, "True stars"),
        ({"Toy Story (1995)": float("nan")}, "nan stars"),
        ({"Toy Story (1995)": [4.0]}, "[4.0] stars"),
        ({True: 4}, "no movie with the id True"),
        ({"Toy Story (1995)": 4, 1: 5}, "named twice"),
        ({"zzqqxxjj": 4}, "a title of load_movies"),
    ],
)
def test_wrong_ratings_are_refused_and_nothing_is_saved(work, ratings, words):
    save_my_ratings({"Heat (1995)": 3})
    with pytest.raises(ValueError) as caught:
        save_my_ratings({"Jumanji (1995)": 2, **ratings})
    assert words in str(caught.value)
    assert my_ratings()["movie"].tolist() == [6]  # Heat


def test_something_else_than_a_dictionary_is_refused(work):
    with pytest.raises(ValueError, match="found a list, expected a dictionary"):
        save_my_ratings([4, 5])


@pytest.mark.parametrize(
    ("row", "words"), [("7,1,4,0", "another user"), ("0,99999999,4,0", "99999999")]
)
def test_a_file_of_yours_that_is_not_yours(work, row, words):
    work.mkdir()
    header = "user,movie,rating,timestamp"
    (work / "my_ratings.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=words):
        my_ratings()


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "kept.txt"
    files.write_whole(path, "before\n")

    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(files.Path, "replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        files.write_whole(path, "after\n")
    assert path.read_text() == "before\n"
