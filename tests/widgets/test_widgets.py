"""The panel to rate movies, the live lists and the explorers, without a browser."""

import asyncio

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from scipy import sparse

from utils.data import kept_ratings, load_movies
from utils.knn import predict_item_item, predict_user_user
from utils.similarity import cosine, shrink, support
from utils.widgets import (
    alpha_explorer,
    damping_explorer,
    ladder_explorer,
    live_recommendations,
    movie_map,
    neighbours_explorer,
    rate_movies,
    twins_explorer,
)
from utils.widgets.explorer import Explorer, slide
from utils.widgets.hover_map import hover_map
from utils.widgets.titles import in_words

GUMP, PULP, MATRIX = 356, 296, 2571


def titles(box):
    """Names, from tiles such as <b>Heat</b><br>..."""
    return [row.children[0].value[3:].split("</b>")[0] for row in box.children]


def stars_of(panel, movie):
    return panel._rows[movie].children[1]


@pytest.fixture
def panel(work):
    return rate_movies()


def test_the_best_known_movies_are_asked_first(panel):
    assert titles(panel._asked)[:2] == ["Forrest Gump", "Pulp Fiction"]
    tile = panel._asked.children[0].children[0].value
    assert '<span class="about">1994 · Comedy, Drama, Romance, War</span>' in tile
    assert len(panel._asked.children) == 5
    assert "0 of 10" in panel._status.value and panel._undo.disabled


def test_a_click_is_saved_at_once_and_there_after_a_restart(panel):
    stars_of(panel, GUMP).value = 4.5
    assert kept_ratings() == {GUMP: 4.5}
    assert "1 of 10" in panel._status.value
    again = rate_movies()
    assert again.stars == {GUMP: 4.5}
    assert titles(again._rated) == ["Forrest Gump"]
    assert "Forrest Gump" not in titles(again._asked)


def test_a_rated_movie_stays_where_it_is_and_shows_its_stars_everywhere(panel):
    before = titles(panel._asked)
    stars_of(panel, PULP).value = 1.5
    assert titles(panel._asked) == before  # or the keyboard would lose its place
    panel._search.value = "pulp fic"
    assert panel._found.children[0] is panel._rated.children[0]


def test_the_newest_ratings_are_shown_and_all_when_asked_for(panel):
    movies = list(panel._asked.children)
    panel._asked.children[0].children[1].value = 3
    assert len(panel._rated.children) == 1
    assert panel._all.layout.visibility == "hidden"  # nor is it reached by Tab
    for movie in load_movies()["movie"].iloc[:6].tolist():
        panel.rate(movie, 4)
    rows = panel._rated.children
    assert len(rows) == 2 < len(panel.stars) and movies[0] not in rows
    assert panel._all.layout.visibility == "visible"
    panel._all.click()
    assert panel._all.layout.visibility == "hidden"
    assert panel._rated.children[-1] is movies[0]
    assert len(panel._rated.children) == len(panel.stars)


def test_undo_takes_back_one_change_after_the_other(panel):
    stars_of(panel, GUMP).value = 3
    stars_of(panel, GUMP).value = 4  # a change of mind is one change
    stars_of(panel, PULP).value = 2
    panel.rate(GUMP, None)
    panel._undo.click()
    assert panel.stars == {GUMP: 4, PULP: 2} == kept_ratings()
    panel._undo.click()
    assert panel.stars == {GUMP: 4}
    assert stars_of(panel, PULP).value is None
    panel._undo.click()
    assert panel.stars == {} == kept_ratings() and panel._undo.disabled


def test_what_was_passed_over_is_not_asked_again(panel):
    first = titles(panel._asked)
    panel._ask()
    assert not set(first) & set(titles(panel._asked))
    for movie in list(panel._rows)[:6]:
        panel.rate(movie, 4.0)
    panel._ask()
    asked = titles(panel._asked)
    assert len(asked) == 5 and not set(asked) & set(first)


def test_search_finds_and_says_if_it_does_not(panel):
    panel._search.value = "the godfather"
    *rows, words = panel._found.children
    assert rows[0].children[0].value.startswith("<b>The Godfather</b>")
    assert "movies here end in 2016" in words.value
    assert panel._asked.layout.display == "none"  # in the place of what is asked
    panel._search.value = "qqqqqq"
    assert "No movie" in panel._headline.value
    (words,) = panel._found.children
    assert "movies here end in 2016" in words.value and "role" in words.value
    panel._search.value = ""
    assert panel._found.children == () and panel._asked.layout.display is None
    assert "Have you seen" in panel._headline.value


def test_a_title_is_text_and_not_html():
    row = {"movie": 1, "title": "<b onclick=x>Up</b> & co", "year": 2009}
    tile = in_words(pd.DataFrame([{**row, "genres": "<i>|Sci-Fi"}]))[1].tile()
    assert "&lt;b onclick=x&gt;Up&lt;/b&gt; &amp; co</b>" in tile
    assert "2009 · &lt;i&gt;, Sci-Fi" in tile


def test_stars_and_buttons_say_what_they_do(panel):
    _, stars, clear = panel._rows[GUMP].children
    assert stars.options[8] == ("4½ stars for Forrest Gump (1994)", 4.5)
    assert [value for _, value in stars.options] == [n / 2 for n in range(1, 11)]
    assert clear.tooltip == "No stars for Forrest Gump (1994)"
    assert clear.layout.visibility == "hidden"  # there is nothing to clear
    stars.value = 0.5
    assert clear.layout.visibility == "visible"
    clear.click()
    assert stars.value is None and panel.stars == {}
    assert clear.layout.visibility == "hidden"


def test_the_lists_follow_the_stars(panel):
    lists = live_recommendations(panel)
    assert "demo profile of 15 movies" in lists.head.value
    panel.rate(MATRIX, 5.0)
    one = lists._lists.value
    assert "For you, from 1 rating<" in lists.head.value
    panel.rate(GUMP, 1.0)
    assert "from 2 ratings" in lists.head.value and lists._lists.value != one
    assert lists._lists.value.count("<ol") == 3
    assert "from your 5 stars for The Matrix" in lists._lists.value


def test_where_no_widget_runs_the_lists_stand_as_text(panel):
    bundle = live_recommendations(panel)._repr_mimebundle_()
    assert "demo profile" in bundle["text/html"]
    assert "panel" in panel._repr_mimebundle_()["text/plain"]


# Sliders over neighbours and over tables


@pytest.fixture(scope="module")
def X():
    rng = np.random.default_rng(0)
    stars = rng.integers(1, 11, (12, 9)) / 2
    return sparse.csr_array(np.where(rng.random((12, 9)) < 0.8, stars, 0))


@pytest.mark.parametrize("among", ["movies", "users"])
def test_the_slider_shows_the_prediction_that_is_made(X, among):
    u, i = (int(place) for place in np.argwhere(X.toarray() == 0)[0])
    predict = {"movies": predict_item_item, "users": predict_user_user}[among]
    explore = {"movies": neighbours_explorer, "users": twins_explorer}[among]
    S = cosine(X if among == "users" else X.T.tocsr())
    names = [f"{among} {n}" for n in range(len(S))]
    explorer = explore(X, S, (u, i), names)
    for n in (5, 2, 10):
        explorer.slider.value = n
        (expected,) = predict(X, S, n, cells=(np.array([u]), np.array([i])))
        assert f"predicted {expected:.2f} stars" in explorer.words.value
        said = f"{names[i]}: " * (among == "movies") + f"{min(n, 8)} neigh"
        assert explorer.words.value.startswith(said) or n > 8


def test_similarities_are_chosen_by_name(X):
    u, i = (int(place) for place in np.argwhere(X.toarray() == 0)[0])
    plain, names = cosine(X), [f"user {n}" for n in range(12)]
    kinds = {"plain": plain, "shrunk": shrink(plain, support(X), 10)}
    explorer = twins_explorer(X, kinds, (u, i), names, movie="Up", start=30)
    neighbours, similarity = explorer.controls
    assert neighbours.value == 30
    neighbours.value = 5
    assert explorer.words.value.startswith("Up: shrunk, 5 neighbours; expected")
    neighbours.value, similarity.value = 2, "plain"
    (expected,) = predict_user_user(X, plain, 2, cells=(np.array([u]), np.array([i])))
    assert explorer.words.value.startswith("Up: plain, 2 neighbours; expected")
    assert explorer.words.value.endswith(f"predicted {expected:.2f} stars")


def test_a_ladder_for_each_length_of_the_lists():
    rungs = {"RMSE": [0.9, np.nan], "low": [0.0, 0.1], "high": [0.1, 0.2]}
    one, ten = (
        pd.DataFrame({**rungs, "nDCG": ndcg}, index=["means", "EASE"])
        for ndcg in ([0.05, 0.1], [0.2, 0.15])
    )
    explorer = ladder_explorer({1: one, 10: ten})
    assert explorer.words.value == "lists of 10: means 0.200, then EASE 0.150"
    explorer.slider.value = 1
    assert explorer.words.value == "lists of 1: EASE 0.100, then means 0.050"
    given = explorer.picture.value
    for order, same in {"RMSE": True, "nDCG": False}.items():
        explorer.controls[1].value = f"best {order} first"
        assert (explorer.picture.value == given) == same  # means, then EASE
        assert explorer.words.value == "lists of 1: EASE 0.100, then means 0.050"


def test_a_damping_and_its_errors():
    errors = pd.DataFrame({"seen": [0.81, 0.84], "hidden": [0.92, 0.89]}, index=[0, 4])
    explorer = damping_explorer(errors)
    assert explorer.words.value.startswith("damping 0: error seen 0.810, hidden 0.920;")
    explorer.slider.value = 4  # 1 / (1 + 4)
    assert "seen 0.840, hidden 0.890; a single" in explorer.words.value
    assert explorer.words.value.endswith("moves its movie by 0.20")


def test_a_picture_is_drawn_once_and_its_axes_stay_in_place():
    drawn = []

    def look(n):
        drawn.append(Figure(layout="constrained"))
        drawn[-1].subplots().set_ylabel("tall\n" * n)
        return drawn[-1], f"{n} lines"

    explorer = Explorer([slide("n", [1, 2, 9], 1)], look, (1,))
    for n in (9, 2, 9, 1):
        explorer.slider.value = n
        assert explorer.words.value == f"{n} lines"
    assert len(drawn) == 3
    places = {f.axes[0].get_position(original=True).bounds for f in drawn}
    assert len(places) == 1


def test_alpha_says_what_was_played_and_what_was_not():
    counts = np.array([[3, 0], [0, 1]])
    scores = {1.0: np.array([[0.8, 0.1], [-0.1, 0.7]]), 40.0: np.full((2, 2), 0.9)}
    explorer = alpha_explorer(counts, scores, ["Ana", "Ben"], ["Heat", "Up"])
    assert explorer.words.value == (
        "α = 1: played cells score 0.70 to 0.80, all others -0.10 to 0.10"
    )
    explorer.slider.value = 40.0
    assert "all others 0.90 to 0.90" in explorer.words.value


def test_in_a_kernel_the_next_picture_is_drawn_ahead():
    drawn = []

    def look(n):
        drawn.append(n)
        return Figure(), f"{n}"

    async def in_a_kernel():
        explorer = Explorer([slide("n", [1, 2, 3], 1)], look, (1,))
        for _ in range(100):
            await asyncio.sleep(0.05)
            if len(drawn) > 1:
                break
        explorer.slider.value = 2
        return drawn.copy()

    assert asyncio.run(in_a_kernel()) == [1, 2]


def test_half_steps_are_played_to_the_end_and_once_more_from_the_start(monkeypatch):
    monkeypatch.setattr("utils.widgets.explorer.PACE", 0.001)
    seen = []

    async def in_a_kernel():
        look = lambda n: (Figure(), f"{n}")  # noqa: E731
        explorer = Explorer([slide("n", [1, 2, 3], 2)], look, (1,), play=True)
        explorer.slider.observe(lambda change: seen.append(change.new), "value")
        for _ in range(2):
            explorer.play.value = True
            assert explorer.play.description == "Stop"
            while explorer.play.value:
                await asyncio.sleep(0.01)
        explorer.play.value = True
        explorer.play.value = False  # stopped before its first step
        await asyncio.sleep(0.02)
        return explorer

    explorer = asyncio.run(in_a_kernel())
    assert seen == [3, 1, 2, 3, 1] and explorer.play.description == "Play"
    assert explorer.play in explorer.children


# A map with titles under the pointer

PLACES = pd.DataFrame(
    {
        "title": ["Up", "Heat", "<i>Ran</i>"],
        "x": [0.0, 1.0, 0.9],
        "y": [0.0, 1.0, 1.0],
        "group": ["Children", "Action", "Action"],
        "ratings": [100, 81, 64],
    }
)


def test_every_movie_has_its_title_and_none_is_html():
    page = hover_map(PLACES)
    assert page.count('class="movie"') == 3 and "chosen" not in page.split("<svg")[1]
    assert "&lt;i&gt;Ran&lt;/i&gt;, 64 ratings" in page and "<i>" not in page
    with pytest.raises(ValueError, match="5 groups, expected 4 at most"):
        hover_map(pd.concat([PLACES] * 2).assign(group=list("abcdea")))


def test_a_movie_that_is_chosen_from_the_list_is_pointed_out():
    explorer = movie_map(PLACES)
    still = explorer.picture.value
    explorer.titles.label = "Heat"
    assert "Heat, 81 ratings, Action. Nearest on the map" in explorer.words.value
    assert "map: &lt;i&gt;Ran&lt;/i&gt;; Up." in explorer.words.value  # nearest first
    _, above_names = explorer.picture.value.split('<g class="name">')
    assert above_names.count('class="movie chosen"') == 1
    assert explorer._repr_mimebundle_()["text/html"] == still  # where no widget runs
    explorer.titles.value = None
    assert explorer.picture.value == still


def test_you_are_on_the_map_between_what_you_liked_more_than_usual():
    mine = pd.DataFrame({"movie": [7, 8, 9], "rating": [5.0, 4.0, 1.5]})  # mean 3.5
    explorer = movie_map(PLACES.assign(movie=[9, 8, 7]), mine)
    # 1.5 above for Ran at (0.9, 1), 0.5 above for Heat at (1, 1): (0.925, 1)
    assert explorer._you == pytest.approx((0.925, 1.0))
    assert "3 of them yours, and you" in explorer.picture.value
    explorer.titles.label = "Heat"
    assert "Heat, 81 ratings, Action; you gave it 4 stars." in explorer.words.value
    assert 'class="you"' in explorer.picture.value
