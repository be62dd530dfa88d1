"""Whatever happens to a valid file: it is read as it was, or refused."""

import gzip
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from utils.data import read_ratings

COLUMNS = ["user", "movie", "rating", "timestamp"]
TIMES = st.just(0) | st.integers(789_652_009, 2_000_000_000)  # MovieLens's, or unknown
ROWS = st.dictionaries(
    st.tuples(st.integers(0, 3000), st.integers(0, 200_000)),
    st.tuples(st.integers(1, 10), TIMES),
    min_size=1,
    max_size=8,
)


def cells(text, change, column):
    """The file with the cells of one column in other words."""
    head, *rows = [line.split(",") for line in text.splitlines()]
    if column not in head:
        return text
    at = head.index(column)
    for row in rows:
        if at < len(row):
            row[at] = change(row[at])
    return "".join(",".join(row) + "\n" for row in [head, *rows])


def as_date(word):
    """What LibreOffice makes of it in Polish, and in a language with named months."""
    return re.sub(r"^([1-4])\.5$", r"\1.05", word)


def grouped(word):
    return f"{int(word):,}".replace(",", ".") if word.isdigit() else word


def backwards(text):
    """Other columns first: no damage, a table of the same ratings."""
    return "".join(",".join(line.split(",")[::-1]) + "\n" for line in text.splitlines())


def shortened(word):
    """A large number as a narrow column of a spreadsheet shows it."""
    return f"{int(word):.5E}" if word.isdigit() and word != "0" else word


WHOLE_FILES = [
    lambda t: t.replace(",", ";"),
    lambda t: t.replace(".", ",").replace(",", ";"),
    lambda t: t.replace(",", "\t"),
    lambda t: t.replace(",", "::"),
    lambda t: cells(t, lambda w: w.replace(".", ","), "rating"),
    lambda t: cells(t, lambda w: f'"{w.replace(".", ",")}"', "rating"),
    lambda t: cells(t, lambda w: w.replace(".0", "").replace(".", "٫"), "rating"),
    lambda t: cells(t, as_date, "rating"),
    lambda t: cells(t, lambda w: re.sub(r"^([1-4])\.5$", r"\1.May", w), "rating"),
    lambda t: cells(t, lambda w: re.sub(r"^([1-4])\.5$", r"May-0\1", w), "rating"),
    lambda t: cells(t, lambda w: f"{w}000" if w != "0" else w, "timestamp"),
    lambda t: cells(t, shortened, "timestamp"),
    lambda t: cells(t, grouped, "movie"),
    lambda t: cells(t, lambda w: f"{w}.0", "user"),
    lambda t: t.replace("\n", ",,\n"),
    lambda t: t.replace("\n", "\r\n"),
    lambda t: t.replace("\n", "\n,,,\n"),
    lambda t: "\ufeff" + t,
    lambda t: "sep=,\n" + t,
    lambda t: t.split("\n", 1)[1] or t,
    lambda t: t + t.splitlines()[-1],
    lambda t: t.replace("user", "User").replace("movie", "Year"),
    lambda t: re.sub(r",[^,\n]*$", "", t, flags=re.M),  # the last column is lost
    backwards,
]
BYTES = [
    lambda raw: raw,
    gzip.compress,
    lambda raw: gzip.compress(raw)[:-5],
    lambda raw: raw.decode().encode("utf-16"),
]


@given(
    rows=ROWS,
    changes=st.lists(st.sampled_from(WHOLE_FILES), max_size=3),
    encode=st.sampled_from(BYTES),
    at=st.floats(0, 1, exclude_max=True),
    slip=st.sampled_from(
        ["", "", ",", '"', "\0", "\n", ";", " ", "-", "é", "delete ,"]
    ),
)
@settings(max_examples=400)
def test_a_damaged_file_is_read_as_it_was_or_refused(
    tmp_path_factory, rows, changes, encode, at, slip
):
    table = pd.DataFrame(
        [(*key, n / 2, time) for key, (n, time) in rows.items()], columns=COLUMNS
    ).astype({"user": np.int32, "movie": np.int32})
    text = table.to_csv(index=False)
    for change in changes:
        text = change(text)
    place = int(at * len(text))
    if slip == "delete ,":
        place = text.find(",", place)
        text = text[:place] + text[place + 1 :] if place >= 0 else text
    else:
        text = text[:place] + slip + text[place:]
    path = tmp_path_factory.getbasetemp() / "damaged.csv"
    path.write_bytes(encode(text.encode()))
    try:
        found = read_ratings(path)
    except ValueError as error:
        assert "damaged.csv" in str(error)
        return
    pd.testing.assert_frame_equal(found[COLUMNS], table)


@given(rows=ROWS, cut=st.floats(0, 1))
@settings(max_examples=100)
def test_a_cut_file_is_refused_or_has_whole_rows_alone(tmp_path_factory, rows, cut):
    """A cut inside a row's last value can't be seen; any other is refused."""
    text = "user,movie,timestamp,rating\n" + "".join(
        f"{u},{m},{time},{n / 2}\n" for (u, m), (n, time) in rows.items()
    )
    short = text[: round(cut * len(text))]
    path = tmp_path_factory.getbasetemp() / "cut.csv"
    path.write_text(short, encoding="utf-8")
    try:
        found = read_ratings(path)
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
