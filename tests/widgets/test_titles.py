"""What a person types, and what is found."""

import numpy as np
import pandas as pd
import pytest

from utils.data import load_movies, load_ratings
from utils.widgets.titles import search_titles


@pytest.fixture(scope="module")
def find():
    movies = load_movies()
    counts = load_ratings()["movie"].value_counts()
    ratings = movies["movie"].map(counts).to_numpy()
    return lambda text, k=6: (
        movies["title"].iloc[search_titles(movies, text, ratings, k)].tolist()
    )


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("the matrix", "Matrix, The (1999)"),
        ("MATRIX", "Matrix, The (1999)"),
        ("matr rel", "Matrix Reloaded, The (2003)"),
        ("amélie", "Amelie (Fabuleux destin d'Amélie Poulain, Le) (2001)"),
        ("AMELIE", "Amelie (Fabuleux destin d'Amélie Poulain, Le) (2001)"),
        ("leon", "Léon: The Professional (a.k.a. The Professional) (Léon) (1994)"),
        ("bugs life", "Bug's Life, A (1998)"),
        ("2001", "2001: A Space Odyssey (1968)"),
        ("star wars 1977", "Star Wars: Episode IV - A New Hope (1977)"),
        ("godfater", "Godfather, The (1972)"),  # a slip of the fingers
    ],
)
def test_what_people_type_is_found_first(find, text, first):
    assert find(text)[0] == first


def test_the_well_known_come_before_the_rest_and_no_more_than_asked(find):
    assert find("star wars", 3) == [
        "Star Wars: Episode IV - A New Hope (1977)",
        "Star Wars: Episode V - The Empire Strikes Back (1980)",
        "Star Wars: Episode VI - Return of the Jedi (1983)",
    ]


@pytest.mark.parametrize("text", ["", "  ", "!?", "qqqqqqqq", "matrix qqqqqqqq"])
def test_nothing_is_found_for_nothing(find, text):
    assert find(text) == []


def test_every_movie_is_found_by_its_own_title():
    movies = load_movies()
    ratings = np.ones(len(movies))
    rng = np.random.default_rng(0)
    for i in rng.choice(len(movies), 60, replace=False):
        found = search_titles(movies, movies["title"].iloc[i], ratings, k=20)
        assert i in found


def test_titles_in_other_alphabets():
    movies = pd.DataFrame({"title": ["Москва слезам не верит", "東京物語"]})
    assert search_titles(movies, "москва", np.ones(2)).tolist() == [0]
    assert search_titles(movies, "東京", np.ones(2)).tolist() == [1]
