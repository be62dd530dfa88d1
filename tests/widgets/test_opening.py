"""Stars, map, lists and reasons on one screen: a click moves all of it."""

import errno
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from utils.als import fold_in
from utils.data import kept_ratings
from utils.widgets import opening_screen
from utils.widgets import rating as room
from utils.widgets.hover_map import hover_map
from utils.widgets.live import OF_DEMO, YOURS, Answer, Listed
from utils.widgets.opening import map_of_all
from utils.widgets.rating import prepared
from utils.widgets.reasons import _stars, reasons

GUMP, PULP, MATRIX, ALIEN = 356, 296, 2571, 1214
YOU = re.compile(r'class="you" transform="translate\(([\d.]+),([\d.]+)\)')


@pytest.fixture
def screen(work):
    return opening_screen()


def give(screen, movie, stars):
    screen.panel._row(movie).children[1].value = stars


def seen(screen):
    return [
        part if isinstance(part, str) else part.value
        for part in (screen._map, screen.lists.still, screen.why._words)
    ]


def test_a_click_moves_all_of_it(screen):
    screen.why.title.value = "the matrix"
    before = seen(screen)
    assert "demo profile of 15" in before[1]
    for movie, stars in ((GUMP, 4.5), (PULP, 1.0), (GUMP, 2.0)):
        give(screen, movie, stars)
        assert all(new != old for new, old in zip(seen(screen), before))
        before = seen(screen)
    assert "from 2 ratings" in before[1] and kept_ratings() == {GUMP: 2.0, PULP: 1.0}
    screen.panel._undo.click()
    screen.panel._undo.click()
    assert "from 1 rating<" in seen(screen)[1]


def test_you_stand_on_the_only_movie_that_you_liked(screen):
    give(screen, ALIEN, 5.0)
    at = int(np.searchsorted(prepared().movie_ids, ALIEN))
    name = re.escape(map_of_all()["title"][at])
    picture = screen._map.value
    here = YOU.search(picture).groups()
    place = r"translate\(([\d.]+),([\d.]+)\)"
    movie = re.search(rf'{place}">(?:(?!</g>).)*{name}, \d+', picture).groups()
    # In the same place, and moved apart by so much that both can be seen.
    assert 5 < np.hypot(*(np.float64(here) - np.float64(movie))) < 12.2
    assert 'aria-label="map of' in picture and "1 of them yours, and you" in picture
    give(screen, ALIEN, 0.5)  # nothing that you liked: nowhere to stand
    assert not YOU.search(screen._map.value)


def test_what_als_says_of_a_movie_is_the_long_way_round(screen):
    live = prepared()
    give(screen, GUMP, 5.0)
    give(screen, MATRIX, 1.5)
    screen.why.title.value = "alien 1979"
    rated = np.searchsorted(live.movie_ids, [GUMP, MATRIX])
    mu, bias = live.means.mu, live.means.item_bias
    rest = np.array([5.0, 1.5]) - mu - bias[rated]
    mine = rest.sum() / (2 + 5)
    stars = mu + mine + bias + live.V @ fold_in(live.V, rated, rest - mine, 0.2)
    at = np.searchsorted(live.movie_ids, ALIEN)
    rivals = np.delete(np.arange(len(stars)), rated)
    rivals = rivals[live.counts[rivals] >= 20]
    place = 1 + (stars[rivals] > stars[at]).sum()
    words = screen.why._words.value
    assert f"<b>Alien (1979)</b>, rated by {live.counts[at]} of 671." in words
    total, anybody, generous, taste = als_says(words)
    assert total == pytest.approx(stars[at], abs=0.015)  # each part is rounded
    assert anybody == round(mu + bias[at], 2) and generous == round(mine, 2)
    assert taste == pytest.approx(stars[at] - mu - bias[at] - mine, abs=0.005)
    assert f"no. {place:,} of {len(rivals):,}. Nothing pulls it down" in words
    assert f"for it, most: that others like it (+{bias[at]:.2f})" in words


def als_says(words):
    """Total and parts as they are printed: of anybody, of a generous one, of taste."""
    found = re.search(
        r"ALS</b>: ([\d.]+) stars \(([\d.]+) for anybody, ([+−][\d.]+) for how "
        r"generous you are, ([+−][\d.]+) from your taste\)",
        words,
    )
    return [float(figure.replace("−", "-")) for figure in found.groups()]


@given(st.floats(2.5, 5), st.floats(-1, 1), st.floats(-1.5, 1.5))
def test_the_parts_of_a_prediction_add_up_as_they_are_printed(anybody, bias, taste):
    total, *parts = als_says(f"ALS</b>: {_stars(anybody, bias, taste)}")
    assert round(100 * total) == sum(round(100 * part) for part in parts)


def test_a_movie_of_the_list_has_the_same_reason_below_it(screen):
    for movie, stars in ((GUMP, 4.5), (PULP, 2.0), (1721, 5.0), (4306, 4.0)):
        give(screen, movie, stars)
    als = screen.lists._lists.value.split('aria-label="ALS"')[1]
    for title, reason in re.findall(r"<b>([^<]*)</b><br>.*?<small>(.*?)</small>", als):
        screen.why.title.value = title
        taste = als_says(screen.why._words.value)[3]
        if taste < 0:
            assert reason.endswith(f"you take {-taste:.2f} off")
        elif taste:
            assert f"you (+{taste:.2f})" in reason


def test_why_not_says_what_keeps_a_movie_out_of_every_list(screen):
    give(screen, GUMP, 5.0)
    say = screen.why
    for title, words in {
        "forrest gump": "You have rated it, so no list has it.",
        "godfathers tokyo": "Lists leave out what fewer than 20 people rated.",
        "qqqqq": "No movie of this name; movies here end in 2016.",
    }.items():
        say.title.value = title
        assert words in say._words.value and say.trouble.value == ""
    say.title.value = " "
    assert "movie" not in say._words.value


def test_what_can_not_be_made_is_not_shown_as_it_was(screen, monkeypatch):
    screen.why.title.value = "the matrix"
    monkeypatch.setattr("utils.widgets.opening.spot", lambda *_: 1 / 0)
    give(screen, GUMP, 4.0)
    assert "ZeroDivisionError" in screen.trouble.value
    assert not any(re.sub("<.*?>", "", value) for value in seen(screen))
    monkeypatch.undo()
    give(screen, GUMP, 4.5)
    assert screen.trouble.value == "" and all(seen(screen))
    monkeypatch.setattr("utils.widgets.opening.search_titles", lambda *_: [].pop())
    screen.why.title.value = "heat"
    assert "IndexError" in screen.why.trouble.value and screen.why._words.value == ""


def test_on_a_full_disk_the_screen_follows_what_is_saved(screen, monkeypatch):
    give(screen, GUMP, 4.0)
    before = seen(screen)

    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(room, "keep_my_ratings", full)
    give(screen, PULP, 4.0)
    assert seen(screen) == before and "not saved" in screen.panel._status.value


def test_where_no_widget_runs_map_and_lists_stand_as_they_are(screen):
    bundle = screen._repr_mimebundle_()
    for part in ("<svg", "live-lists", "in JupyterLab"):
        assert part in bundle["text/html"]
    assert "screen" in bundle["text/plain"]


# Reasons


def why(usual, *parts, whose=YOURS):
    """The reason for one movie, for somebody who gave 1, 2, ... stars to A, B, ..."""
    stars = np.arange(1.0, 1 + len(parts))
    said = Answer(np.arange(len(parts)), stars, 0.0, stars, {}, whose)
    listed = Listed(*map(np.array, ([0], [usual + sum(parts)], [usual], [parts])))
    return reasons(listed, said, list("ABC"))[0]


def test_the_stars_of_the_demo_profile_are_not_called_yours(screen):
    assert why(0, 0.3, whose=OF_DEMO) == "100% from its 1 star for A"
    screen.why.title.value = "titanic"
    said = screen.lists._lists.value + screen.why._words.value
    said = said.replace("Or did you mean", "")
    assert "from its " in said and not re.search(r"\byou(r|rs)?\b ", said)
    give(screen, GUMP, 5.0)
    assert "from your 5 stars for Forrest Gump" in screen.lists._lists.value
    assert "movies that 20 or more people rated" in screen.why._words.value


def test_reasons_by_hand():
    # Of 0.3 + 0.1 that speak for it, 0.3 are 75%.
    assert why(0, 0.3, -0.2, 0.1) == "75% from your 1 star for A"
    assert why(0, -0.3) == "none of your ratings speaks for it"
    assert why(0.5, 0.1, 0.2) == (
        "mostly: everybody likes it (+0.50 stars); a little: you (+0.30), above all "
        "your 2 stars for B"
    )
    assert why(0.1, 0.2) == (
        "mostly: you (+0.20), above all your 1 star for A; a little: everybody likes "
        "it (+0.10 stars)"
    )
    assert why(0.5, -0.2) == "everybody likes it (+0.50 stars); you take 0.20 off"
    assert why(-0.5, 0.9).startswith("only you (+0.90), above all your 1 star for A;")


@given(st.floats(-2, 2), st.lists(st.floats(-1, 1), min_size=1, max_size=3))
def test_the_larger_part_is_what_is_called_most(usual, parts):
    words, yours = why(usual, *parts), sum(parts)
    if words.startswith("mostly: everybody"):
        assert usual >= yours > 0
    elif words.startswith("mostly: you"):
        assert yours > usual > 0
    elif "% from" in words:
        assert usual == 0 and 0 < int(words.split("%")[0]) <= 100
    elif "only you" in words:
        assert usual <= 0 < yours


# The map


def test_yours_have_an_edge_and_a_name_and_the_best_is_named_first():
    films = {"title": ["Up (2009)", "Heat (1995)", "<i>Ran</i> (1985)"]}
    table = pd.DataFrame({**films, "x": [0, 1.0, 1], "y": [0, 1.0, 1]})
    table = table.assign(group="a", ratings=[9, 8, 7], stars=[np.nan, 3, 5])
    page = hover_map(table, you=(0.5, 0.5))
    named = page.index('class="name"')
    assert page.count('class="movie mine"') == 2 == page.count("</text>", named) - 1
    assert page.index("&lt;i&gt;Ran&lt;/i&gt;</text>") < page.index(">Heat</text>")
    assert 'translate(430.0,303.0)" d=' in page  # the middle of 46–814 and 92–514
    assert "map of 3 movies, 2 of them yours, and you" in page
    assert 'class="you"' not in hover_map(table)
