"""Exports of film services: told by their columns, named, and never half-read."""

import pytest

from utils.data import import_ratings, read_ratings
from utils.data.exports import EXPORTS, recognise

# The first line of each service's export; since when is in `utils.data.exports`.
IMDB_LATER = "IMDb Rating,Runtime (mins),Year,Genres,Num Votes,Release Date,Directors"
HEADERS = {
    "IMDb": [
        '"position","const","created","modified","description","Title","Title type",'
        '"Directors","You rated","IMDb Rating","Runtime (mins)","Year","Genres",'
        '"Num. Votes","Release Date (month/day/year)","URL"',  # 2012
        f"Const,Your Rating,Date Added,Title,URL,Title Type,{IMDB_LATER}",  # 2017
        f"Const,Your Rating,Date Rated,Title,URL,Title Type,{IMDB_LATER}",  # 2018
        "Const,Your Rating,Date Rated,Title,Original Title,URL,Title Type,"
        + IMDB_LATER,  # June 2024
        "Position,Const,Created,Modified,Description,Title,Original Title,URL,"
        f"Title Type,{IMDB_LATER},Your Rating,Date Rated",  # a list
    ],
    "Letterboxd": [
        "Date,Name,Year,Letterboxd URI,Rating",
        "Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date",  # the diary
    ],
    "Trakt": [
        "rated_at,type,title,year,trakt_rating,trakt_id,imdb_id,tmdb_id,tvdb_id,url,"
        "released,season_number,episode_number,episode_title,episode_released,"
        "episode_trakt_rating,episode_trakt_id,episode_imdb_id,episode_tmdb_id,"
        "episode_tvdb_id,genres,rating",  # 2018
        "rated_at,type,rating,trakt_id,imdb_id,tmdb_id,title,year",
    ],
    "movielens.org": ["movie_id,imdb_id,tmdb_id,rating,average_rating,title"],
    "Netflix": [
        "Profile Name,Title Name,Rating Type,Star Value,Thumbs Value,Device Model,"
        "Event Utc Ts,Region View Date",
        "Profile Name,Title Name,Rating Type,Star Value,Thumbs Value,Event Utc Ts,"
        "Region View Date",
    ],
    "Goodreads": [
        "Book Id,Title,Author,Author l-f,Additional Authors,ISBN,ISBN13,My Rating,"
        "Average Rating,Publisher,Binding,Number of Pages,Year Published,Original "
        "Publication Year,Date Read,Date Added,Bookshelves,Bookshelves with positions,"
        "Exclusive Shelf,My Review,Spoiler,Private Notes,Read Count,Owned Copies",
    ],
    "BoardGameGeek": [
        "objectname,objectid,rating,numplays,weight,own,fortrade,want,wanttobuy,"
        "wanttoplay,prevowned,preordered,wishlist,wishlistpriority,wishlistcomment,"
        "comment,conditiontext,haspartslist,wantpartslist,collid,baverage,average,"
        "avgweight,rank,numowned,objecttype,originalname,minplayers,maxplayers,"
        "playingtime,maxplaytime,minplaytime,yearpublished"
    ],
}
# A service changes columns that we do not read: Goodreads did so in 2026.
HEADERS["Goodreads"] += [HEADERS["Goodreads"][0].replace("Average Rating,", "")]
CASES = [(name, head) for name, heads in HEADERS.items() for head in heads]


@pytest.mark.parametrize(("service", "header"), CASES)
def test_an_export_is_named_and_no_column_is_to_be_renamed(tmp_path, service, header):
    path = tmp_path / "export.csv"
    path.write_text(header + "\n" + "," * header.count(",") + "\n", encoding="utf-8")
    with pytest.raises(ValueError) as caught:
        read_ratings(path)
    message = str(caught.value)
    assert f"export.csv, line 1: this is an export of {service}" in message
    assert "rename" not in message and "MovieLens" in message


def test_every_export_of_the_table_is_met_and_has_its_columns():
    assert {e.service for e in EXPORTS} == set(HEADERS)
    for service, header in CASES:
        columns = header.replace('"', "").split(",")
        export = recognise(columns)
        assert export.service == service
        assert export.columns <= {name.lower() for name in columns}


@pytest.mark.parametrize(("service", "header"), CASES)
def test_a_row_of_each_export_becomes_stars(tmp_path, service, header):
    columns = header.replace('"', "").lower().split(",")
    export = recognise(columns)
    cells = {export.title: "The Matrix", export.year: "1999", export.rating: "4"}
    cells |= {export.kind: "Movie", export.movie: "2571"}
    row = ",".join(cells.get(name, "") for name in columns)
    unrated = row.replace(",4,", ",,") if row.count("4") else row
    path = tmp_path / "export.csv"
    path.write_text(f"{header}\n{row}\n{unrated}\n", encoding="utf-8")
    if export.things == "movies":
        table = import_ratings(path)
        assert table[["movie", "rating"]].to_numpy().tolist() == [
            [2571, 4 * 5 / export.highest]
        ]
    else:
        with pytest.raises(ValueError, match=f"its ratings are of {export.things}"):
            import_ratings(path)


@pytest.mark.parametrize(
    ("header", "form"),
    [
        ("Timestamp,Email Address,The Matrix (1999),Toy Story (1995)", True),
        ("Timestamp,Your stars [Toy Story (1995)],Your stars [Heat (1995)]", True),
        ("name,Heat (1995)", False),
    ],
)
def test_a_row_for_each_person_is_to_be_turned_round(tmp_path, header, form):
    path = tmp_path / "class.csv"
    path.write_text(header + "\n" + "4," * header.count(",") + "5\n", encoding="utf-8")
    with pytest.raises(ValueError, match="a person a row and a movie a column") as got:
        read_ratings(path)
    assert ("Google Forms" in str(got.value)) == form
    assert "table.melt" in str(got.value)


def test_our_own_columns_are_no_export():
    assert recognise(["userId", "movieId", "rating", "timestamp"]) is None
    assert recognise(["user", "movie", "rating", "timestamp", "title"]) is None


def test_a_table_of_titles_is_sent_to_the_import(tmp_path):
    (tmp_path / "mine.csv").write_text("Title,Year,Rating\nHeat,1995,4\n")
    with pytest.raises(ValueError, match="by title and year: read it with import_ra"):
        read_ratings(tmp_path / "mine.csv")
    (tmp_path / "mine.csv").write_text("userId,movieId,title,year,rating\n1,1,a,1,4\n")
    with pytest.raises(ValueError, match="'timestamp' is missing"):
        read_ratings(tmp_path / "mine.csv")
