"""Your taste: that what is shown follows from the ratings, and that it is one file."""

import io
import re
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from utils.data import keep_my_ratings
from utils.exercises import progress, record
from utils.exercises.questions import keep
from utils.taste import facts, my_taste
from utils.taste.drawing import HEIGHT, WIDTH, movie_map, scaled
from utils.taste.facts import fit, place, your_genres, your_list, your_place, your_twin
from utils.taste.page import page
from utils.taste.taste import Taste

RATED = {260: 5.0, 1196: 5.0, 2571: 4.5, 1721: 2.0, 356: 3.0}  # Star Wars ... Titanic


def table(rows):
    return pd.DataFrame(rows, columns=["user", "movie", "rating"])


@pytest.fixture
def blocks(monkeypatch):
    """Two groups: one loves the movies 0–5 and hates 6–11, one the reverse."""
    monkeypatch.setattr(facts, "SUPPORT", 2)
    monkeypatch.setattr(facts, "OFTEN", 2)
    monkeypatch.setattr(facts, "LAMBDA", 20)
    rng = np.random.default_rng(0)
    rows = [
        (user, movie, 5.0 - 4 * ((user < 11) == (movie > 5)))
        for user in range(1, 21)
        for movie in rng.permutation(12)[:9].tolist()
    ]
    kinds = ["Action"] * 6 + ["Drama|War"] * 6
    titles = [f"Film {i} (2000)" for i in range(12)]
    movies = pd.DataFrame({"movie": range(12), "title": titles, "genres": kinds})
    mine = table([(0, 0, 5.0), (0, 1, 4.5), (0, 6, 1.0), (0, 99, 3.0)])
    return table(rows), movies, mine


def test_the_list_is_of_what_those_like_who_like_yours(blocks):
    ratings, movies, mine = blocks
    model = fit(ratings, movies)
    you = place(model, mine)
    assert you.rated.tolist() == [0, 1, 6]  # nobody else has rated 99
    listed = your_list(model, you, k=4)
    assert set(listed["title"]) == {f"Film {i} (2000)" for i in (2, 3, 4, 5)}
    assert set(listed["because"]) <= {"Film 0 (2000)", "Film 1 (2000)"}
    # Of two liked movies, the one with the larger part has half of the score or more.
    assert (listed["part"] >= 0.5).all()
    assert listed["place"].tolist() == [1, 2, 3, 4]
    assert len(your_list(model, you, k=9)) == 4  # nothing speaks for the others
    # Places for anybody: different ones, among the nine that are not rated.
    assert len(set(listed["anybody"])) == 4 and set(listed["anybody"]) <= {
        *range(1, 10)
    }


def test_one_liked_movie_is_the_whole_reason(blocks):
    ratings, movies, _ = blocks
    model = fit(ratings, movies)
    listed = your_list(model, place(model, table([(0, 3, 4.0), (0, 7, 1.0)])), k=3)
    np.testing.assert_allclose(listed["part"], 1)
    assert set(listed["because"]) == {"Film 3 (2000)"}


def test_without_a_like_there_is_no_list_and_no_place(blocks):
    ratings, movies, _ = blocks
    model = fit(ratings, movies)
    assert len(your_list(model, place(model, table([(0, 3, 3.5)])))) == 0
    with pytest.raises(ValueError, match="none of your movies was rated by anybody"):
        place(model, table([(0, 99, 5.0)]))


def test_the_twin_is_of_your_group(blocks):
    ratings, movies, mine = blocks
    twin = your_twin(ratings, mine, movies)
    assert twin.user < 11 and 0 < twin.similarity < 1
    assert (twin.shared[["you", "twin"]] >= 1).all(axis=None)
    assert all(int(re.search(r"\d+", name)[0]) in (2, 3, 4, 5) for name in twin.loved)
    assert your_twin(ratings, table([(0, 0, 3.0), (0, 1, 3.0)]), movies) is None


def test_genres_by_hand():
    movies = pd.DataFrame({"movie": [1, 2, 3], "genres": ["A", "A|B", "B"]})
    mine = table([(0, 1, 5.0), (0, 2, 4.0), (0, 3, 0.0)])  # mean 3: +2, +1, -3
    others = table([(1, 1, 2.0), (1, 3, 4.0)])  # mean 3: -1, +1
    genres = your_genres(others, mine, movies)
    # A: (2 + 1) / (2 + 5), and B: (1 - 3) / (2 + 5)
    assert genres.index.tolist() == ["A", "B"]
    np.testing.assert_allclose(genres["you"], [3 / 7, -2 / 7])
    assert genres["everybody"].tolist() == [-1, 1]


def test_you_stand_among_what_you_liked(blocks):
    ratings, movies, mine = blocks
    model = fit(ratings, movies)
    points, you = your_place(model, place(model, mine))
    here = points[["x", "y"]].to_numpy()
    away = np.hypot(*(here - you).T)
    assert away[:6].mean() < away[6:].mean()
    assert points["stars"].notna().sum() == 3


# Drawing


def test_the_map_fills_its_picture_and_says_what_it_shows():
    films = {"title": ["Heat (1995)", "Up & On (2009)"], "x": [0, 1.0], "y": [0, 2.0]}
    drawn = pd.DataFrame({**films, "stars": [np.nan, 5.0]})
    corner = [24, HEIGHT - 24]
    assert scaled(drawn, (0.5, 1.0), (WIDTH, HEIGHT)).tolist() == [
        corner,
        [WIDTH - 24, 24],
        [WIDTH / 2, HEIGHT / 2],
    ]
    svg = movie_map(drawn, (0.5, 1.0))
    assert 'role="img" aria-label="A map of 2 movies with me as a star' in svg
    assert "Up &amp; On</text>" in svg and svg.count('class="mine"') == 1


# The files


class Tags(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self, text):
        super().__init__()
        self.seen = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.seen.append((tag, dict(attributes)))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The folder after `my_taste` was called with a name, and what it returned."""
    folder = tmp_path_factory.mktemp("taste") / "work"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBOOK_WORK", str(folder))
        keep_my_ratings(RATED)
        record.note_state("2.1", "right")
        keep("02.zeros", vote="Ben", answer="Chloe", foreseen=False)
        keep("02.twins", vote="no", answer="no", foreseen=True)
        yield folder, my_taste("Ana <b>")


def test_the_page_is_one_file_that_loads_nothing(made):
    text = (made[0] / "my_taste.html").read_text(encoding="utf-8")
    seen = Tags(text).seen
    assert {"script", "link", "iframe", "img", "object"}.isdisjoint(t for t, _ in seen)
    assert not any({"src", "href", "onclick"} & set(a) for _, a in seen)
    assert "url(" not in text and "@import" not in text and "http" not in text.replace(
        'http-equiv="', ""
    )  # fmt: skip
    policy = dict(seen)["meta"]
    assert any("default-src 'none'" in a.get("content", "") for _, a in seen), policy


def test_the_page_says_what_is_true(made):
    text = (made[0] / "my_taste.html").read_text(encoding="utf-8")
    assert "<title>Ana &lt;b&gt;&#x27;s taste in movies</title>" in text
    assert "<b>" not in text and "From 5 ratings" in text
    assert "1 of 2 outputs were foreseen." in text
    assert re.search(r"1 of \d+ core exercises are right, and 0 of \d+ extra\.", text)
    assert "✔ 2.1" in text and "○ 2.2" in text and "(○ 2.5)" in text
    assert re.search(r"workbook \d+\.\d+\.\d+, 20\d\d-\d\d-\d\d", text)
    assert text.count("<li>") == 10
    assert 'lang="en"' in text and 'name="viewport"' in text
    for media in ("prefers-color-scheme: dark", "@media print"):
        assert media in text
    (svg,) = (a for tag, a in Tags(text).seen if tag == "svg")
    assert svg["role"] == "img" and "A New Hope" in svg["aria-label"]
    # Nothing that a rated movie may be is recommended.
    listed = re.findall(r"<li>(.*?) <span", text)
    assert not {"Star Wars: Episode IV - A New Hope (1977)"} & set(listed)


def test_the_picture_says_in_words_what_it_shows(made):
    folder, written = made
    picture = Image.open(folder / "my_taste.png")
    assert picture.size == (1080, 1350) and picture.mode == "P"
    assert len(written.png) < 120_000  # of 300,000 with all its colours
    words = picture.info["Description"]
    assert "To see next: " in words and "twin is user" in words
    assert (folder / "my_taste.png").read_bytes() == written.png
    data, how = written._repr_mimebundle_()
    assert data["image/png"] == written.png and how["image/png"]["width"] == 540
    assert "my_taste.html and my_taste.png stand beside" in data["text/plain"]
    assert str(folder) not in data["text/plain"]


def test_nothing_stands_there_that_is_not_known():
    none = pd.DataFrame(columns=["place", "title", "anybody", "because", "part"])
    nobody = Taste(
        name="",
        demo=True,
        n=1,
        bias=-0.26,
        listed=none,
        twin=None,
        genres=pd.DataFrame(columns=["you", "everybody", "ratings"]),
        map=(pd.DataFrame(), None),
        foreseen=(0, 0, 78),
        exercises=progress().table.loc[["0.1"]],
        made="workbook 1.2.3",
    )
    text = page(nobody)
    assert "The demo profile&#x27;s taste" in text and "No list yet" in text
    assert "From 1 rating: 0.3 stars harsher" in text
    assert "foreseen" not in text and "0 of 1 core exercises are right" in text
    assert "<svg" not in text and "No twin yet" in text
    from utils.taste.card import card

    assert Image.open(io.BytesIO(card(nobody))).size == (1080, 1350)
