"""Ratings from film services: each title is the right movie, or named."""

import io
import zipfile

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
        "IMDb: 6 rows, 2 movies found; 1 to 10 there is 0.5 to 5",
        "- 1 not in MovieLens small: No Such Film (2020)",
        "- 1 without a rating: Heat",
        "- 1 no movies: Twin Peaks (TV Series)",
        "- 1 twice, the later rating kept: The Matrix (1999)",
        "- 1 taken for a longer title: Star Wars (1977)",
    ]:
        assert line in out


def test_a_thumb_in_place_of_stars_is_said(tmp_path, capsys):
    rows = "Title Name,Star Value,Thumbs Value\nThe Matrix,,2\nHeat,,0\n"
    assert len(import_ratings(write(tmp_path, rows))) == 0
    out = capsys.readouterr().out
    assert "- 1 with a thumb in place of stars: rate them in notebook 00: The Ma" in out
    assert "- 1 without a rating: Heat" in out


def test_two_movies_of_one_title_are_not_guessed(tmp_path, capsys):
    path = write(tmp_path, "Title,Rating\nHamlet,4\nMatrix,3\n")
    assert import_ratings(path)["movie"].tolist() == [MATRIX]
    out = capsys.readouterr().out
    assert "- 1 may be one of several movies:" in out
    assert "'Hamlet': 1411, Hamlet (1996) or 1941, Hamlet (1948) or " in out
    assert "import_ratings(path, choose={'Hamlet': 1411, ...})" in out
    assert "1 found by the title alone, without a year: Matrix" in out
    table = import_ratings(path, choose={"Hamlet": 1941})
    assert dict(zip(table["movie"], table["rating"])) == {MATRIX: 3.0, 1941: 4.0}
    assert "several" not in capsys.readouterr().out.split("movies found")[1]
    assert len(import_ratings(path, choose={"Hamlet": None})) == 1
    assert "1 left out, as you chose: Hamlet" in capsys.readouterr().out
    for wrong, words in [({"Heat": 6}, "asked was 'Hamlet'"), ({"Hamlet": 6}, "1941")]:
        with pytest.raises(ValueError, match=words):
            import_ratings(path, choose=wrong)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (IMDB + "tt1,11,d,The Matrix,,Movie,1999\n", ["line 2", "'11'", "1 to 10"]),
        (LETTERBOXD + "d,The Matrix,1999,u,4.May\n", ["'4.May'", "a spreadsheet has"]),
        (LETTERBOXD + 'd,The Matrix,1999,u,"4,5"\n', ["'4,5'", "a decimal comma"]),
        (LETTERBOXD + "d,The Matrix,1999,u,0_5\n", ["'0_5'", "0.5 to 5"]),
        (LETTERBOXD + "d,The Matrix,19;99,u,4\n", ["the year '19;99'", "four digits"]),
        (LETTERBOXD + "d,,1999,u,4\n", ["line 2", "no title"]),
        (LETTERBOXD.replace("Year", "Ye"), ["the column 'year' of Letterboxd's"]),
        (IMDB.replace("Title Type", "Kind"), ["'title type' of IMDb's"]),
        (
            "Position,Const,Title,Title Type,Year\n1,tt1,The Matrix,Movie,1999\n",
            ["'your rating' of IMDb's", "the file of the export that holds"],
        ),
        (
            "movie_id,imdb_id,tmdb_id,average_rating,title\n1,1,1,4,Toy Story (1995)\n",
            ["'rating' of movielens.org's"],
        ),
        ("title,title,rating\nHeat,Up,3\n", ["'title' occurs twice"]),
        ("title,year,rating,\nHeat,1995,4,5\n", ["column 4, which has no name"]),
        ("title,year,rating\nHeat,1995,7\n", ["'7'", "Rating10 where the scale is 1"]),
        (
            "Timestamp,Heat (1995)\nx,4\n",
            ["a person a row and a movie a column", "Google Forms"],
        ),
        (LETTERBOXD + "d,The Matrix,1999,u\n", ["found 4 values, expected 5"]),
        (
            "Date,Name,Year,Letterboxd URI\nd,X,1999,u\n",
            ["'rating'", "the export that"],
        ),
        ("Book Id,Title,My Rating\n1,X,3\n", ["export of Goodreads", "are of books"]),
        ("user,movie,rating\n1,2,3\n", ["found user, movie, rating", "read_ratings"]),
        # Read as a table of stars, a Trakt file's 4 of 10 would be 4 of 5.
        (
            "title,year,trakt_id,rating\nHeat,1995,1,4\n",
            ["found title, year, trakt_id"],
        ),
        ("a,b\n1,2\n", ["found a, b", "Letterboxd", "title, year and rating"]),
    ],
)
def test_what_is_no_export_of_movies_is_refused(tmp_path, text, words):
    with pytest.raises(ValueError) as caught:
        import_ratings(write(tmp_path, text))
    for word in ["ratings.csv", *words]:
        assert word in str(caught.value)


def packed(*names):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            row = "d,The Matrix,1999,u," + ("4.5" if name == "a/ratings.csv" else "1")
            archive.writestr(name, LETTERBOXD + row + "\n")
    return buffer.getvalue()


def test_the_ratings_are_found_in_a_services_zip(tmp_path):
    path = tmp_path / "letterboxd-ana-2026-01-21-11-21-utc.zip"
    path.write_bytes(packed("a/diary.csv", "a/ratings.csv", "a/deleted/diary.csv"))
    assert import_ratings(path)["rating"].tolist() == [4.5]
    path.write_bytes(packed("a/ratings.csv", "b/ratings.csv"))
    with pytest.raises(ValueError, match="holds 2 CSV files"):
        import_ratings(path)


@pytest.mark.parametrize(
    ("kind", "taken"),
    [
        ("Movie", True), ("movie", True), ("Feature Film", True), ("Film", True),
        ("Película", True), ("TV Special", True), ("Short", True), ("映画", True),
        ("TV Series", False), ("tvMiniSeries", False), ("Serie TV", False),
        ("Fernsehserie", False), ("Épisode télévisé", False), ("Video Game", False),
    ],
)  # fmt: skip
def test_kinds_are_told_in_the_languages_of_imdb(tmp_path, capsys, kind, taken):
    table = import_ratings(write(tmp_path, IMDB + f"tt1,9,d,The Matrix,,{kind},1999\n"))
    assert len(table) == taken
    out = capsys.readouterr().out
    assert ("no movies: The Matrix" in out) != taken
    assert ("of an unknown kind" in out) == (kind == "映画")


def test_movielens_ids_decide_where_the_title_does_not(tmp_path, capsys):
    head = "movie_id,imdb_id,tmdb_id,rating,average_rating,title\n"
    rows = ["1941,1,1,4.0,4.1,Hamlet (1948)", "2571,1,1,3.0,4.1,Renamed (1999)"]
    rows += ["999999,1,1,2.0,4.1,Heat (1995)", "50,1,1,1.0,4.1,Toy Story (1995)"]
    table = import_ratings(write(tmp_path, head + "\n".join(rows) + "\n"))
    assert dict(zip(table["movie"], table["rating"])) == {1941: 4, 2571: 3, 6: 2}
    # The last has the id of another movie: one of both is wrong.
    assert "'Toy Story (1995)': 1, Toy Story (1995) or 50, " in capsys.readouterr().out


def test_other_stars_become_half_stars_and_it_is_said(tmp_path, capsys):
    text = "Title,Year,Rating10\nThe Matrix,1999,9\nHeat,1995,7.3\n"
    assert import_ratings(write(tmp_path, text))["rating"].tolist() == [4.5, 3.5]
    out = capsys.readouterr().out
    assert "1 to 10 there is 0.5 to 5" in out
    assert "1 rounded to half stars: Heat (1995)" in out


def test_imported_stars_are_added_and_yours_are_kept(tmp_path, work, capsys):
    save_my_ratings({MATRIX: 3, 6: 5})
    text = LETTERBOXD + "d,The Matrix,1999,u,4.5\nd,Heat,1995,u,5\nd,Amélie,2001,u,4\n"
    import_ratings(write(tmp_path, text), save=True)
    mine = my_ratings()
    assert dict(zip(mine["movie"], mine["rating"])) == {MATRIX: 3, 6: 5, AMELIE: 4}
    out = capsys.readouterr().out
    assert "1 rating added to the 2 that were yours; 1 that you rated otherwise" in out


def test_nothing_is_saved_unless_asked_for_or_where_a_choice_is_wrong(tmp_path, work):
    path = write(tmp_path, LETTERBOXD + "d,The Matrix,1999,u,4.5\n")
    import_ratings(path)
    with pytest.raises(ValueError, match="not asked about"):
        import_ratings(path, choose={"Heat": 6}, save=True)
    assert not (work / "my_ratings.csv").exists()


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
