"""What docs/data-sets.md says about our edition is computed from it."""

import re

import pandas as pd
import pytest

from utils.data import load_movies, load_ratings
from utils.files import ROOT
from utils.splits import time_split


@pytest.fixture(scope="module")
def page():
    return (ROOT / "docs" / "data-sets.md").read_text(encoding="utf-8")


def row(page, start):
    """The cells of the row that begins so."""
    line = re.search(rf"^\| {re.escape(start)}.*$", page, re.M)[0]
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_the_size_of_our_edition(page):
    ratings, movies = load_ratings(), load_movies()
    years = pd.to_datetime(ratings["timestamp"].agg(["min", "max"]), unit="s").dt.year
    assert row(page, "**small, October 2016**")[1:] == [
        f"{ratings['user'].nunique()}",
        f"{len(movies):,} (9,125)",  # listed in the archive, reported
        f"{len(ratings):,}",
        "0.5–5, halves since 16 May 2003",
        f"{years['min']}–{years['max']}",
    ]
    assert sorted(ratings["rating"].unique()) == [n / 2 for n in range(1, 11)]
    assert ratings["user"].value_counts().min() == 20


def test_what_is_believed_of_it(page):
    ratings = load_ratings()
    when = pd.to_datetime(ratings["timestamp"], unit="s")
    halves = when[ratings["rating"] % 1 != 0].min()
    told = row(page, "stars come in halves")[1]
    share = round(100 * (when < halves).mean())
    assert told == f"only since {halves:%d %B %Y}; {share}% of the ratings are older"
    tied = ratings.duplicated(["user", "timestamp"], keep=False).mean()
    assert f"{100 * tied:.0f}% of the ratings" in row(page, "times give an order")[1]
    of_user = when.groupby(ratings["user"])
    stay = of_user.max() - of_user.min()
    one_day = 100 * (stay < pd.Timedelta(days=1)).mean()
    minutes = stay.median().total_seconds() / 60
    told = row(page, "people come back")[1]
    assert told.startswith(f"{one_day:.0f}% of the users")
    assert told.endswith(f"within {minutes:.0f} minutes")


def test_what_a_cut_in_time_leaves(page):
    past, future = time_split(load_ratings())
    users = future["user"].drop_duplicates()
    user, movie = (future[c].isin(past[c]) for c in ("user", "movie"))
    new = (~users.isin(past["user"])).sum()
    told = row(page, "a cut in time")[1]
    assert told.startswith(f"{new} of the {len(users)} users after it are new; for ")
    assert f"for {100 * (user & movie).mean():.0f}% of its ratings" in told


def test_titles_years_and_ids(page):
    ratings, movies = load_ratings(), load_movies()
    assert movies["title"].duplicated().sum() == 2
    assert movies["year"].isna().sum() == 5
    dated = ratings.merge(movies, on="movie")
    year = pd.to_datetime(dated["timestamp"], unit="s").dt.year
    early = dated[year < dated["year"]]
    assert early["title"].tolist() == ["Dangerous Ground (1997)"]
    assert "one rating of *Dangerous Ground (1997)* is of 1996" in page
    assert set(ratings["user"]) == set(range(1, 672))
    assert not ratings.duplicated(["user", "movie"]).any()
