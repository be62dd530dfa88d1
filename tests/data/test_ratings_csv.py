import pandas as pd
import pytest

from utils.data import read_ratings

GOOD = "user,movie,rating,timestamp\n1,10,4.5,100\n1,20,0.5,101\n2,10,5,0\n"


def write(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "mine.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def test_a_good_file(tmp_path):
    table = read_ratings(write(tmp_path, GOOD))
    assert table.columns.tolist() == ["user", "movie", "rating", "timestamp"]
    assert table.values.tolist() == [
        [1, 10, 4.5, 100],
        [1, 20, 0.5, 101],
        [2, 10, 5, 0],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + GOOD,  # as Excel writes UTF-8
        GOOD.replace("\n", "\r\n"),
        GOOD + "\n\n",
        GOOD.replace("user,movie", "userId,movieId"),
        GOOD.replace(",", " , "),
        "\n" + GOOD,
        GOOD.replace("1,10", "1.0,10."),
    ],
)
def test_harmless_differences(tmp_path, text):
    good = tmp_path / "good.csv"
    good.write_text(GOOD)
    pd.testing.assert_frame_equal(
        read_ratings(write(tmp_path, text)), read_ratings(good)
    )


def test_further_columns_are_kept(tmp_path):
    text = 'user,movie,rating,timestamp,note\n1,10,4,0,"good, but long"\n2,10,5,0,\n'
    table = read_ratings(write(tmp_path, text))
    assert table["note"].tolist() == ["good, but long", ""]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ["is empty", "user,movie,rating,timestamp"]),
        ("user,movie,rating,timestamp\n", ["no ratings"]),
        (GOOD.replace("rating", "stars"), ["'rating' is missing", "stars"]),
        (GOOD.replace("rating", "Rating"), ["rename 'Rating'"]),
        (GOOD.replace("movie", "movie_id"), ["rename 'movie_id'"]),
        ("user,movie,rating\n1,2,3\n", ["'timestamp' is missing", "1970"]),
        ("user,user,movie,rating,timestamp\n1,1,2,3,4\n", ["'user' occurs twice"]),
        (GOOD.replace(",", ";"), ["semicolons", "expected commas"]),
        (GOOD.replace(",", "\t"), ["tabs", "expected commas"]),
        (GOOD.replace("4.5", "good"), ["line 2", "'rating'", "'good'", "0.5 to 5.0"]),
        (GOOD.replace("0.5,101", "NaN,101"), ["line 3", "'rating'", "'NaN'"]),
        (GOOD.replace("0.5,101", ",101"), ["line 3", "'rating'", "nothing"]),
        (GOOD.replace("0.5,101", "inf,101"), ["line 3", "'inf'"]),
        (GOOD.replace("4.5", "6"), ["line 2", "'6'", "0.5 to 5.0", "rescale"]),
        (GOOD.replace("4.5", "0"), ["line 2", "delete the row"]),
        (GOOD.replace(",", ";").replace("4.5", "4,5"), ["semicolons", "decimal"]),
        (GOOD.replace("1,20", "1.5e1,20"), ["line 3", "'1.5e1'", "whole number"]),
        (GOOD.replace("1,20", "1e-400,20"), ["line 3", "'user'"]),
        (GOOD.replace("1,20", "1,20\x00"), ["line 3", "not UTF-8 text (0x00)"]),
        (GOOD.replace("1,20", '1,"20'), ["line 3", "quotation mark"]),
        (GOOD + ",,,\n", ["line 5", "'user'", "nothing"]),
        (GOOD.replace("4.5", "-1"), ["line 2", "0.5 to 5.0"]),
        (GOOD.replace("1,10", "Ana,10"), ["'user'", "'Ana'", "keep names elsewhere"]),
        (GOOD.replace("1,20", "1,20.5"), ["line 3", "'movie'", "whole number"]),
        (GOOD.replace("1,20", "-1,20"), ["line 3", "'user'", "whole number"]),
        (GOOD.replace("1,20", "1,9999999999"), ["line 3", "2147483647"]),
        (GOOD.replace("101", "2016-10-17"), ["line 3", "2016-10-17", "convert"]),
        (GOOD + "1,10,3,5\n", ["line 5", "user 1 rated movie 10", "line 2"]),
        (GOOD + "3,10,3,5,7\n", ["line 5", "found 5 values", "quote"]),
        (GOOD + "3,10,3\n", ["line 5", "found 3 values"]),
        (GOOD.encode() + b"3,10,\xff,5\n", ["line 5", "not UTF-8", "0xff"]),
        (GOOD.encode("utf-16"), ["line 1", "not UTF-8"]),
        (GOOD.replace("4.5", "4,5"), ["line 2"]),
    ],
)
def test_faults_are_named_with_their_place(tmp_path, text, words):
    path = write(tmp_path, text)
    with pytest.raises(ValueError) as caught:
        read_ratings(path)
    for word in [path.name, *words]:
        assert word in str(caught.value)


def test_many_faults_are_counted(tmp_path):
    rows = "".join(f"{u},1,9,0\n" for u in range(12))
    with pytest.raises(ValueError, match="11 more rows"):
        read_ratings(write(tmp_path, "user,movie,rating,timestamp\n" + rows))


def test_a_blank_line_does_not_shift_the_lines(tmp_path):
    text = GOOD.replace("1,20", "\n\n1,20").replace("0.5,101", "x,101")
    with pytest.raises(ValueError, match="line 5"):
        read_ratings(write(tmp_path, text))


def test_lines_are_counted_through_quoted_line_breaks(tmp_path):
    text = 'user,movie,rating,timestamp,note\n1,10,4,0,"two\nlines"\n2,10,x,0,\n'
    with pytest.raises(ValueError, match="line 4, column 'rating'"):
        read_ratings(write(tmp_path, text))


def test_no_such_file(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"there is no file .*none\.csv"):
        read_ratings(tmp_path / "none.csv")
