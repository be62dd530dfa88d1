"""Whatever happens to a valid file: it is read as it was, or refused, or named."""

import contextlib
import csv
import gzip
import io
import re
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from utils.capstone.submission import read_submission, write_submission
from utils.classroom import class_ratings
from utils.data import all_movies, read_ratings
from utils.data.imports import import_table

# What spreadsheets, editors and people do to a whole file ...


def lines(text):
    return list(csv.reader(io.StringIO(text, newline="")))


def as_text(rows):
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def backwards(text):
    """Other columns first: no damage, a table of the same ratings."""
    return as_text(row[::-1] for row in lines(text))


WHOLE_FILES = [
    lambda t: t.replace(",", ";"),
    lambda t: t.replace(".", ",").replace(",", ";"),
    lambda t: t.replace(",", "\t"),
    lambda t: t.replace(",", "::"),
    lambda t: t.replace("\n", ",,\n"),
    lambda t: t.replace("\n", "\r\n"),
    lambda t: t.replace("\n", "\n,,,\n"),
    lambda t: "\ufeff" + t,
    lambda t: "sep=,\n" + t,
    lambda t: t.split("\n", 1)[1] or t,
    lambda t: t + t.splitlines()[-1],
    lambda t: t.replace("user", "User").replace("movie", "Year"),
    lambda t: as_text(row[:-1] or row for row in lines(t)),  # the last column is lost
    backwards,
]

# ... to one column of it ...


def as_date(word):
    """What LibreOffice makes of it in Polish, and in a language with named months."""
    return re.sub(r"^([1-4])\.5$", r"\1.05", word)


def grouped(word):
    return f"{int(word):,}".replace(",", ".") if word.isdigit() else word


def shortened(word):
    """A large number as a narrow column of a spreadsheet shows it."""
    return f"{int(word):.5E}" if word.isdigit() and word != "0" else word


CELLS = [
    ("rating", lambda w: w.replace(".", ",")),
    ("rating", lambda w: w.replace(".0", "").replace(".", "٫")),
    ("rating", as_date),
    ("rating", lambda w: re.sub(r"^([1-4])\.5$", r"\1.May", w)),
    ("rating", lambda w: re.sub(r"^([1-4])\.5$", r"May-0\1", w)),
    ("rating", lambda w: re.sub(r"^([1-4])\.5$", r"05/0\1/2026", w)),
    ("rating", lambda w: w and f"{w}e0"),
    ("timestamp", lambda w: f"{w}000" if w != "0" else w),
    ("timestamp", shortened),
    ("movie", grouped),
    ("user", lambda w: f"{w}.0"),
    ("year", lambda w: f"{w}.0"),
    ("year", lambda w: f"1.1.{w}"),
]

# ... to all of its bytes, and to a single place of it.
BYTES = [
    lambda raw: raw,
    gzip.compress,
    lambda raw: gzip.compress(raw)[:-5],
    lambda raw: raw.decode().encode("utf-16"),
]
SLIPS = ["", "", ",", '"', "\0", "\n", ";", " ", "-", "é", "delete ,"]


def cells(text, column, change):
    """The file with the cells of one column in other words."""
    head, *rows = lines(text) or [[]]
    at = next((i for i, n in enumerate(head) if n.lower() == column), None)
    for row in rows:
        if at is not None and at < len(row):
            row[at] = change(row[at])
    return as_text([head, *rows])


@st.composite
def damages(draw, **columns):
    """Damage of a file, text -> bytes; ``columns``: what is meant -> its name."""
    changes = draw(st.lists(st.sampled_from(WHOLE_FILES + CELLS), max_size=3))
    encode, slip = draw(st.sampled_from(BYTES)), draw(st.sampled_from(SLIPS))
    anywhere = st.floats(0, 1, exclude_max=True)
    place = draw(anywhere | anywhere.map(lambda x: x / 10))  # a header is worth a look

    def damage(text):
        for change in changes:
            if callable(change):
                text = change(text)
            elif "\t" not in text and ";" not in text and "\0" not in text:
                kind, words = change
                text = cells(text, columns.get(kind, kind), words)
        at = int(place * len(text))
        if slip == "delete ,":
            at = text.find(",", at)
            text = text[:at] + text[at + 1 :] if at >= 0 else text
        else:
            text = text[:at] + slip + text[at:]
        return encode(text.encode())

    return damage


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("damaged") / "damaged.csv"


# Ratings by id

COLUMNS = ["user", "movie", "rating", "timestamp"]
TIMES = st.just(0) | st.integers(789_652_009, 2_000_000_000)  # MovieLens's, or unknown
ROWS = st.dictionaries(
    st.tuples(st.integers(0, 3000), st.integers(0, 200_000)),
    st.tuples(st.integers(1, 10), TIMES),
    min_size=1,
    max_size=8,
)


@given(rows=ROWS, damage=damages())
@example(rows={(0, 0): (3, 0)}, damage=lambda t: t.replace("1.5", "1.05e0").encode())
@settings(max_examples=250)
def test_damaged_ratings_are_read_as_they_were_or_refused(place, rows, damage):
    table = pd.DataFrame(
        [(*key, n / 2, time) for key, (n, time) in rows.items()], columns=COLUMNS
    ).astype({"user": np.int32, "movie": np.int32})
    place.write_bytes(damage(table.to_csv(index=False)))
    try:
        found = read_ratings(place)
    except ValueError as error:
        assert "damaged.csv" in str(error)
        return
    pd.testing.assert_frame_equal(found[COLUMNS], table)


@given(rows=ROWS, cut=st.floats(0, 1))
@settings(max_examples=100)
def test_cut_ratings_are_refused_or_have_whole_rows_alone(place, rows, cut):
    """A cut inside a row's last value can't be seen; any other is refused."""
    text = "user,movie,timestamp,rating\n" + "".join(
        f"{u},{m},{time},{n / 2}\n" for (u, m), (n, time) in rows.items()
    )
    short = text[: round(cut * len(text))]
    place.write_text(short, encoding="utf-8")
    try:
        found = read_ratings(place)
    except ValueError:
        return
    *whole, last = short.splitlines()[1:]
    assert len(found) == len(whole) + 1 and last.count(",") == 3
    assert found["timestamp"].tolist() == [t for _, t in rows.values()][: len(found)]


def test_a_slip_of_each_kind_is_found_in_the_middle_of_a_row(tmp_path):
    """The property above draws places at random; here is each kind in one place."""
    good = "user,movie,rating,timestamp\n1,10,4.5,100\n"
    for slip in [",", '"', "\0", "\n", ";", "-"]:
        (tmp_path / "a.csv").write_text(good.replace("10,", f"1{slip}0,"))
        with pytest.raises(ValueError):
            read_ratings(tmp_path / "a.csv")


# Exports of film services

FILMS = {  # movie -> title, original title, year
    2571: ("The Matrix", "The Matrix", 1999),
    4973: ("Amélie", "Le fabuleux destin d'Amélie Poulain", 2001),
    3996: ("Crouching Tiger, Hidden Dragon", "Wo hu cang long", 2000),
    6: ("Heat", "Heat", 1995),
    1411: ("Hamlet", "Hamlet", 1996),
    47: ("Se7en", "Se7en", 1995),
}
# Service -> its header, the upper end of its scale, and what stands where in a row.
SERVICES = {
    "IMDb": ("Const,Your Rating,Date Rated,Title,Original Title,URL,Title Type,Year",
             10, "tt1,{r:.0f},2024-03-02,{t},{o},https://x/,Movie,{y}"),
    "Letterboxd": ("Date,Name,Year,Letterboxd URI,Rating",
                   5, "2024-03-02,{t},{y},https://boxd.it/x,{r}"),
    "Trakt": ("rated_at,type,title,year,trakt_rating,trakt_id,imdb_id,genres,rating",
              10, '2018-08-24T13:48:52Z,movie,{t},{y},8.3,1,tt1,"a,b",{r:.0f}'),
    "movielens.org": ("movie_id,imdb_id,tmdb_id,rating,average_rating,title",
                      5, "{m},0114709,862,{r},3.8906,{t} ({y})"),
    "table": ("Title,Year,Rating", 5, "{t},{y},{r}"),
}  # fmt: skip


def exported(service, stars):
    head, highest, row = SERVICES[service]
    rows = [
        row.format(m=m, r=n / 2 * highest / 5, t=f'"{t}"' if "," in t else t, o=o, y=y)
        for m, n in stars.items()
        for t, o, y in [FILMS[m]]
    ]
    return "\n".join([head, *rows]) + "\n"


@pytest.mark.parametrize("service", SERVICES)
@given(data=st.data())
@settings(max_examples=80)
def test_a_damaged_export_gives_its_stars_or_is_refused_or_names_the_title(
    place, service, data
):
    stars = data.draw(
        st.dictionaries(st.sampled_from([*FILMS]), st.integers(1, 10), min_size=1)
    )
    rating = "your rating" if service == "IMDb" else "rating"
    damage = data.draw(damages(rating=rating, movie="movie_id"))
    place.write_bytes(damage(exported(service, stars)))
    try:
        found = import_table(place, all_movies())
    except ValueError as error:
        assert "damaged.csv" in str(error)
        return
    assert {m: n / 2 for m, n in stars.items()}.items() >= found.stars.items()
    named = sum(map(len, found.told.values())) + len(found.asked)
    assert len(found.stars) + named >= len(stars)


# Submissions of the capstone

SEEN = pd.DataFrame(
    [(u, m, 3.0) for u in (7, 90) for m in range(10 * u, 10 * u + 12)],
    columns=["user", "movie", "rating"],
)
LISTS = {7: [*range(900, 910)], 90: [*range(70, 80)]}


@given(damage=damages(rating="rank"), turned=st.booleans())
@settings(max_examples=150)
def test_a_damaged_submission_is_read_as_it_was_or_refused(place, damage, turned):
    text = write_submission(LISTS, place, SEEN).read_text(encoding="utf-8")
    place.write_bytes(damage(backwards(text) if turned else text))
    try:
        found = read_submission(place, SEEN)
    except ValueError as error:
        assert "damaged.csv" in str(error)
        return
    assert found == LISTS


@given(cut=st.floats(0, 1, exclude_max=True))
@settings(max_examples=50)
def test_a_cut_submission_is_refused(place, cut):
    text = write_submission(LISTS, place, SEEN).read_text(encoding="utf-8")
    short = text[: int(cut * len(text))]
    place.write_text(short, encoding="utf-8")
    if short.rstrip() == text.rstrip():  # the end of the last line alone
        assert read_submission(place, SEEN) == LISTS
    else:
        with pytest.raises(ValueError, match=r"damaged\.csv"):
            read_submission(place, SEEN)


# Folders of a class

PLACES = ["{}.csv", "{}.CSV", "{} (1).csv", "{}/my_ratings.csv", "{}.csv.gz"]
PLACES += ["{}/work/my_ratings.csv", "{}.txt", "{}.pdf", ".{}.csv", "g/{}.csv"]
FILES = st.lists(
    st.tuples(
        st.sampled_from(["ana", "ben", "cy"]),
        st.sampled_from(PLACES),
        st.integers(1, 10),
        damages(),
    ),
    max_size=6,
)


def is_named(path, folder, out):
    whole, short = re.escape((folder / path).as_posix()), re.escape(path)
    kinds = [f"^skipped {short}:", f"^skipped {whole}[ ,:]"]
    kinds += [rf"^skipped ([^:]*, )?{short}(,| \()"]
    return any(re.search(kind, out, re.M) for kind in kinds)


@given(files=FILES)
@settings(max_examples=50)
def test_every_file_of_a_class_is_used_as_it_was_or_named(files):
    out = io.StringIO()
    with tempfile.TemporaryDirectory() as place, contextlib.redirect_stdout(out):
        whole, folder = {}, Path(place)
        for name, pattern, n, damage in files:
            path = folder / pattern.format(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            rows = f"0,1,{n / 2},0\n0,260,4.5,0\n0,296,1.0,0\n"
            path.write_bytes(damage(",".join(COLUMNS) + "\n" + rows))
            whole[path.relative_to(folder).as_posix()] = name, [n / 2, 4.5, 1.0]
        try:
            ratings = class_ratings(folder)
            found = dict(iter(ratings.groupby("name")["rating"]))
        except ValueError:
            found = {}
    for name, stars in found.items():
        assert (name, stars.tolist()) in whole.values()
    named = [path for path in whole if is_named(path, folder, out.getvalue())]
    assert len(whole) == len(found) + len(named)
