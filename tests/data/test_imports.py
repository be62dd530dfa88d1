"""Ratings from film services: each title is the right movie, or named."""

import numpy as np
import pandas as pd
import pytest

from utils.data import import_ratings, load_movies, my_ratings, save_my_ratings
from utils.data.matching import ARTICLES, Movies, names_of, words_of

IMDB = "Const,Your Rating,Date Rated,Title,Original Title,Title Type,Year\n"
LETTERBOXD = "Date,Name,Year,Letterboxd URI,Rating\n"
TRAKT = "rated_at,type,rating,title,year\n"
MATRIX, AMELIE = 2571, 4973


def write(tmp_path, text):
    path = tmp_path / "ratings.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "stars"),
    [
        (IMDB + "tt1,9,2024-03-02,The Matrix,The Matrix,Movie,1999\n", {MATRIX: 4.5}),
        (IMDB + "tt2,1,2024-03-02,X,Amélie,Movie,2001\n", {AMELIE: 0.5}),
        (LETTERBOXD + "2024-03-02,The Matrix,1999,https://x,4.5\n", {MATRIX: 4.5}),
        (TRAKT + "2024-03-02T20:11:00Z,movie,7,Amelie,2002\n", {AMELIE: 3.5}),
        (
            "movie_id,imdb_id,tmdb_id,rating,average_rating,title\n"
            "260,0076759,11,4.5,4.1,Star Wars: Episode IV - A New Hope (1977)\n",
            {260: 4.5},
        ),
        (
            "Profile Name,Title Name,Rating Type,Star Value\nAna,The Matrix,star,4\n",
            {MATRIX: 4.0},
        ),
        ("title,year,rating\nmatrix,1999,0.5\n", {MATRIX: 0.5}),
    ],
)
def test_titles_become_ids_and_scales_half_stars(tmp_path, text, stars):
    table = import_ratings(write(tmp_path, text))
    assert dict(zip(table["movie"], table["rating"])) == stars
    assert table["user"].eq(0).all() and table["timestamp"].eq(0).all()


def test_what_is_not_taken_is_said_by_its_reason(tmp_path, capsys):
    rows = [
        "tt1,9,d,The Matrix,,Movie,1999",
        "tt2,8,d,No Such Film,,Movie,2020",
        "tt3,,d,Heat,,Movie,1995",
        "tt4,7,d,Twin Peaks,,TV Series,1990",
        "tt5,6,d,The Matrix,,Movie,1999",
        "tt6,10,d,Star Wars,,Movie,1977",
    ]
    table = import_ratings(write(tmp_path, IMDB + "\n".join(rows) + "\n"))
    assert dict(zip(table["movie"], table["rating"])) == {MATRIX: 3.0, 260: 5.0}
    out = capsys.readouterr().out
    for line in [
        "IMDb: 6 rows, 2 movies found by title and year; 1 to 10 there is 0.5 to 5",
        "- 1 not in MovieLens small: No Such Film (2020)",
        "- 1 without a rating: Heat",
        "- 1 no movies: Twin Peaks (TV Series)",
        "- 1 twice, the later rating kept: The Matrix (1999)",
        "- 1 taken for a longer title: Star Wars (1977)",
    ]:
        assert line in out


def test_two_movies_of_one_title_are_not_guessed(tmp_path, capsys):
    text = "Profile Name,Title Name,Rating Type,Star Value\nAna,Hamlet,star,4\n"
    assert import_ratings(write(tmp_path, text)).empty
    assert "more than one movie: Hamlet: " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (IMDB + "tt1,11,d,The Matrix,,Movie,1999\n", ["line 2", "'11'", "1 to 10"]),
        (LETTERBOXD + "d,The Matrix,1999,u,4.May\n", ["'4.May'", "with a spreadsheet"]),
        (LETTERBOXD + "d,The Matrix,1999,u\n", ["found 4 values, expected 5"]),
        (
            "Date,Name,Year,Letterboxd URI\nd,X,1999,u\n",
            ["'rating'", "the export that"],
        ),
        ("Book Id,Title,My Rating\n1,X,3\n", ["books of Goodreads", "Letterboxd"]),
        ("user,movie,rating\n1,2,3\n", ["found user, movie, rating", "title, year"]),
    ],
)
def test_what_is_no_export_of_movies_is_refused(tmp_path, text, words):
    with pytest.raises(ValueError) as caught:
        import_ratings(write(tmp_path, text))
    for word in ["ratings.csv", *words]:
        assert word in str(caught.value)


def test_what_was_imported_can_be_kept(tmp_path, work):
    text = LETTERBOXD + "d,The Matrix,1999,u,4.5\nd,Amélie,2001,u,4\n"
    table = import_ratings(write(tmp_path, text))
    save_my_ratings(dict(zip(table["movie"].tolist(), table["rating"])))
    assert my_ratings()["movie"].tolist() == [MATRIX, AMELIE]


@pytest.fixture(scope="module")
def movies():
    return load_movies()


@pytest.fixture(scope="module")
def search(movies):
    return Movies(movies)


@pytest.mark.parametrize(
    ("title", "year", "movie"),
    [
        ("The Good, the Bad and the Ugly", 1966, 1201),
        ("Léon: The Professional", 1994, 293),
        ("WALL-E", 2008, 60069),
        ("A Bug's Life", 1998, 2355),
        ("La vita è bella", 1997, 2324),
        ("Sen to Chihiro no kamikakushi", 2001, 5618),
        ("Se7en", 1995, 47),
        ("(500) Days of Summer", 2009, 69757),
    ],
)
def test_second_titles_accents_and_articles(search, title, year, movie):
    assert search.find(title, year) == ([movie], False)


def test_every_movie_is_found_by_each_way_to_write_it(movies, search):
    several = 0
    for row in movies.dropna(subset="year").itertuples():
        plain = row.title.rsplit(" (", 1)[0].split(" (")[0]
        head, _, article = plain.rpartition(", ")
        turned = f"{article} {head}" if article.lower() in ARTICLES else plain
        for title in (plain, turned.upper()):
            found = search.find(title, row.year).movies
            assert row.movie in found or not words_of(title), row.title
            several += len(found) > 1
    assert several < 0.01 * len(movies)


def test_a_title_of_another_year_is_not_found(movies, search):
    """Ten years off: only a movie that has this very name and year may be found."""
    rng = np.random.default_rng(0)
    known = movies.dropna(subset="year")
    for row in known.iloc[rng.choice(len(known), 500, replace=False)].itertuples():
        for movie in search.find(row.title.rsplit(" (", 1)[0], row.year + 10).movies:
            other = known.loc[known["movie"] == movie].iloc[0]
            assert abs(other["year"] - row.year - 10) <= 1
            assert names_of(other["title"]) & names_of(row.title)


def test_a_year_next_to_it_is_taken_only_where_there_is_none_of_its_own():
    table = pd.DataFrame(
        {"movie": [1, 2, 3], "title": ["Up (2009)", "Up (2010)", "Heat (1995)"],
         "year": [2009, 2010, 1995]}
    )  # fmt: skip
    search = Movies(table)
    years = {("Up", 2009): [1], ("Up", 2011): [2], ("Heat", 1996): [3]}
    for (title, year), movies in years.items():
        assert search.find(title, year).movies == movies
    assert search.find("Heat", 1997).movies == []
