import gzip
import io
import zipfile

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
        "sep=,\n" + GOOD,  # as Excel wants it
        '"sep=,",,,\n' + GOOD,  # and as it writes it back
        GOOD.replace("\n", ",,\n"),  # blank columns of a spreadsheet
        GOOD + ",,,\n,,,\n",  # and its blank rows
        ",,,\n" + GOOD,
        '"user","movie","rating","timestamp"\n' + GOOD.split("\n", 1)[1],
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
        (",,,\n", ["commas alone", "user,movie,rating,timestamp"]),
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


# What other programs write


def packed(name, *files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for file in files or [name]:
            archive.writestr(file, GOOD)
    return buffer.getvalue()


def parquet(text):
    buffer = io.BytesIO()
    pd.read_csv(io.StringIO(text)).to_parquet(buffer, index=False)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "raw",
    [
        gzip.compress(GOOD.encode()),
        packed("mine.csv"),
        packed("", "a/MINE.CSV", "__MACOSX/a/._MINE.CSV", "readme.txt"),
        parquet(GOOD),
    ],
    ids=["gzip", "zip", "zip of macOS", "parquet"],
)
def test_packed_files_are_read_whatever_their_name(tmp_path, raw):
    good = tmp_path / "good.csv"
    good.write_text(GOOD)
    pd.testing.assert_frame_equal(
        read_ratings(write(tmp_path, raw)), read_ratings(good)
    )


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (gzip.compress(GOOD.encode())[:-9], ["can't be unpacked", "once more"]),
        (packed("mine.csv")[:-30], ["can't be unpacked"]),
        (packed("", "a.csv", "b.csv"), ["holds 2 CSV files", "unpack it"]),
        (packed("mine.txt"), ["holds 0 CSV files"]),
        (packed("xl/workbook.xml"), ["is an Excel workbook", "'CSV UTF-8'"]),
        (packed("content.xml"), ["a LibreOffice spreadsheet", "'CSV UTF-8'"]),
        (b"\xd0\xcf\x11\xe0 and so on", ["an old Excel workbook"]),
        (parquet(GOOD)[:-20], ["a damaged Parquet file"]),
        (parquet(GOOD.replace("4.5", "")), ["line 2", "'rating'", "nothing"]),
    ],
    ids=range(9),  # never the bytes: some hold the time
)
def test_packed_files_that_can_not_be_read_say_why(tmp_path, raw, words):
    with pytest.raises(ValueError) as caught:
        read_ratings(write(tmp_path, raw))
    for word in ["mine.csv", *words]:
        assert word in str(caught.value)


def spark_folder(tmp_path, *parts, done=True):
    folder = tmp_path / "from-spark.csv"
    folder.mkdir()
    for n, text in enumerate(parts):
        (folder / f"part-{n:05}-abc.csv").write_text(text)
    if done:
        (folder / "_SUCCESS").touch()
    return folder


HEAD, *ROWS = GOOD.splitlines(keepends=True)


def test_a_folder_that_spark_wrote_is_one_table(tmp_path):
    folder = spark_folder(tmp_path, HEAD + ROWS[0], "", HEAD, HEAD + "".join(ROWS[1:]))
    (folder / ".part-00000-abc.csv.crc").write_bytes(b"crc")
    table = read_ratings(folder)
    assert table["rating"].tolist() == [4.5, 0.5, 5]
    assert table.dtypes.astype(str).tolist()[:2] == ["int32", "int32"]


@pytest.mark.parametrize(
    ("parts", "done", "words"),
    [
        ([GOOD], False, ["no file _SUCCESS", "did not finish"]),
        ([], True, ["without files named part-"]),
        ([ROWS[0]], True, ["part-00000", "names of the columns", '"header", True']),
        ([HEAD + ROWS[0], HEAD + ROWS[0]], True, ["movie 10 in two of its parts"]),
        ([GOOD, HEAD.replace("\n", ",x\n")], True, ["different columns"]),
        ([HEAD, HEAD], True, ["no ratings"]),
    ],
)
def test_a_folder_that_is_no_whole_table_is_refused(tmp_path, parts, done, words):
    with pytest.raises(ValueError) as caught:
        read_ratings(spark_folder(tmp_path, *parts, done=done))
    for word in ["from-spark.csv", *words]:
        assert word in str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (GOOD.split("\n", 1)[1], ["line 1", "values 1,10,4.5,100", "names of the col"]),
        ("1::10::5::978300760\n", ["double colons", 'load_ratings("ml-1m")']),
        ('"user";"movie";"rating"\n1;1;4,5\n', ["semicolons", "in R write.csv"]),
        ("1;1;4,5;0\n", ["semicolons"]),
        ("sep=;\nuser;movie;rating;timestamp\n1;1;4;0\n", ["semicolons"]),
        (GOOD.replace("100\n", "1476640644000\n"), ["line 2", "milli", "by 1000"]),
        (GOOD.replace("100\n", "1476640644000000\n"), ["microseconds", "by 1000000"]),
        (GOOD.replace("100\n", "1.47664E+12\n"), ["shortened", "as text"]),
        (GOOD.replace("1,20", "1,2.000"), ["line 3", "'2.000'", "whole number"]),
        (GOOD.replace("0.5,", "0_5,"), ["line 3", "'0_5'"]),
        (GOOD.replace("\n", ",\n").replace("4.5,100,", "4,5,100"), ["has no name"]),
        (GOOD.replace("user,movie", "year,name"), ["add user", "add movie"]),
    ],
)  # fmt: skip
def test_what_other_programs_write_has_its_own_sentence(tmp_path, text, words):
    with pytest.raises(ValueError) as caught:
        read_ratings(write(tmp_path, text))
    for word in words:
        assert word in str(caught.value)
    assert "rename" not in str(caught.value)


# What spreadsheets do to half stars

AS_DATES = ["4.May", "4-May", "04. Mai", "May-04", "4.5.2026", "2026-05-04", "4.05"]
# LibreOffice 7.4 with Polish, Turkish, Norwegian, Latvian; with Hungarian.
AS_DATES += ["05/04/2026", "2026-04-05"]
AS_DATES += ["04.05.26", "2026. 04. 05.", "04.05.", "46146", "2026-05-04 00:00:00"]


@pytest.mark.parametrize("word", AS_DATES)
def test_half_stars_that_became_dates(tmp_path, word):
    text = GOOD.replace("4.5", word) + f"3,10,{word},0\n"
    with pytest.raises(ValueError) as caught:
        read_ratings(write(tmp_path, text))
    message = str(caught.value)
    for words in ["line 2", f"found {word!r}", "fourth of May", "(2 such)", "as text"]:
        assert words in message
    assert "do not delete" in message


@pytest.mark.parametrize(
    ("word", "sign"),
    [('"4,5"', "a decimal comma"), ("4٫5", "an Arabic or Persian"), ("4·5", "'·' as")],
)
def test_other_decimal_signs(tmp_path, word, sign):
    with pytest.raises(ValueError) as caught:
        read_ratings(write(tmp_path, GOOD.replace("4.5", word)))
    for words in ["line 2", sign, "(1 such)", "do not delete", "English"]:
        assert words in str(caught.value)


def test_fractions_are_stars_where_they_are_not_all_of_may(tmp_path):
    text = GOOD.replace("4.5", "3.05") + "3,10,3.17,0\n"
    assert read_ratings(write(tmp_path, text))["rating"].tolist()[0] == 3.05
