"""A folder of a class: what is read, what is skipped, who is like whom."""

import zipfile

import pytest

from utils.classroom import class_ratings, class_twins
from utils.data import keep_my_ratings

HEAD = "user,movie,rating,timestamp\n"


def write(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD + "".join(f"0,{m},{s},1\n" for m, s in rows), encoding="utf-8")


@pytest.fixture
def room(tmp_path):
    write(tmp_path / "ana.csv", [(1, 5), (260, 4.5), (296, 1)])
    write(tmp_path / "ben" / "my_ratings.csv", [(1, 4), (260, 4), (296, 0.5)])
    write(tmp_path / "chloe.csv", [(1, 1), (260, 1.5), (318, 5)])
    return tmp_path


def test_one_user_a_file_by_name(room, capsys):
    ratings = class_ratings(room)
    assert ratings.drop_duplicates("user")["name"].tolist() == ["ana", "ben", "chloe"]
    assert ratings["user"].unique().tolist() == [1, 2, 3]
    # 3 people, movies 1, 260, 296, 318, 9 ratings: 9 / 12
    assert "3 people rated 4 movies; of all these cells 75% are known" in (
        capsys.readouterr().out
    )


def test_bad_files_are_named_and_skipped(room, capsys):
    (room / "dev.csv").write_text(HEAD + "0,1,7,1\n", encoding="utf-8")
    (room / "eli.csv").write_bytes(b"")
    write(room / "fay.csv", [(999999999, 3)])
    write(room / "ana" / "my_ratings.csv", [(1, 2)])
    (room / "two.csv").write_text(HEAD + "0,1,3,1\n1,1,3,1\n", encoding="utf-8")
    assert class_ratings(room)["name"].nunique() == 3
    out = capsys.readouterr().out
    assert out.count("skipped ") == 5
    for words in ["dev.csv, line 2", "eli.csv is empty", "999999999", "another file"]:
        assert words in out
    assert "more than one user" in out


def test_nothing_to_read_is_an_error(tmp_path):
    with pytest.raises(ValueError, match="0 CSV files"):
        class_ratings(tmp_path)
    with pytest.raises(FileNotFoundError, match="no folder"):
        class_ratings(tmp_path / "nowhere")


def names_of(folder):
    return class_ratings(folder)["name"].unique().tolist()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("BEN.CSV", "BEN"),
        ("cy/work/my_ratings.csv", "cy"),
        ("eve/my_ratings (1).csv", "eve"),
        ("group 1/fay.csv", "fay"),
        ("gus (2).csv", "gus"),
        ("hal - Copy.csv", "hal"),
        ("j.smith.csv", "j.smith"),
        ("my_ratings.csv", "my_ratings"),
    ],
)
def test_a_file_is_used_under_its_persons_name(tmp_path, path, name):
    write(tmp_path / path, [(1, 5)])
    assert names_of(tmp_path) == [name]


def test_a_zip_of_one_file_is_used_and_one_of_several_is_named(room, capsys):
    for name, files in {
        "dan": ["work/my_ratings.csv"],
        "all": ["a.csv", "b.csv"],
    }.items():
        with zipfile.ZipFile(room / f"{name}.zip", "w") as archive:
            for file in files:
                archive.writestr(file, HEAD + "0,1,4.5,9\n")
    assert names_of(room) == ["ana", "ben", "chloe", "dan"]
    out = capsys.readouterr().out
    assert "all.zip holds 2 CSV files, expected one: unpack it" in out


def test_the_same_ratings_twice_are_one_person(room, capsys):
    text = (room / "ana.csv").read_text()
    head, *rows = text.splitlines(keepends=True)
    (room / "ana (1).csv").write_text(text)
    (room / "zoe.csv").write_text(head + "".join(rows[::-1]))
    assert names_of(room) == ["ana", "ben", "chloe"]
    out = capsys.readouterr().out
    assert "skipped ana (1).csv: the same ratings as ana.csv, one person" in out
    assert "skipped zoe.csv: the same ratings as ana.csv, one person" in out


def test_another_file_of_the_same_name_is_named_and_not_a_twin(room, capsys):
    write(room / "ana (1).csv", [(1, 2)])
    write(room / "Ana" / "my_ratings.csv", [(1, 3)])
    assert names_of(room) == ["ana", "ben", "chloe"]
    out = capsys.readouterr().out
    for path in ["ana (1).csv", "Ana/my_ratings.csv"]:
        assert f"skipped {path}: there is another file of ana, ana.csv, with" in out


def test_what_is_no_table_is_named_too(room, capsys):
    for name in ["notes.pdf", "ben/1.ipynb", "ben/2.ipynb", "ben/3.ipynb", "README"]:
        (room / name).write_text("x")
    (room / "ben" / "4.ipynb").write_text("x")
    (room / ".git").mkdir()
    write(room / ".git" / "dan.csv", [(1, 5)])
    write(room / "._ana.csv", [(1, 5)])
    (room / "fay.xlsx").write_bytes(b"PK\x03\x04 cut short")
    assert names_of(room) == ["ana", "ben", "chloe"]
    out = capsys.readouterr().out
    assert "skipped notes.pdf (no table: .pdf)" in out
    assert "ben/1.ipynb, ben/2.ipynb, ben/3.ipynb and 1 more (no table: .ipynb)" in out
    assert ".git" in out and "._ana.csv" in out and "README (no table" in out
    assert "fay.xlsx can't be unpacked" in out


def test_what_the_panel_saves_can_be_collected(work, tmp_path):
    keep_my_ratings({1: 4.0, 260: 5.0})
    (tmp_path / "ana").mkdir()
    (work / "my_ratings.csv").rename(tmp_path / "ana" / "my_ratings.csv")
    assert class_ratings(tmp_path)["rating"].tolist() == [4.0, 5.0]


@pytest.mark.parametrize(
    ("half", "whole", "words"),
    [
        # LibreOffice 7.4 with Polish numbers, Gnumeric 1.12 with German ones, Persian.
        ("05/04/2026", "4.0", "made of a half star"),
        ('"4,5"', "4", "a decimal comma"),
        ("۴٫۵", "۴", "an Arabic or Persian decimal sign"),
    ],
)
def test_a_file_from_a_spreadsheet_is_named_with_the_fix(
    room, capsys, half, whole, words
):
    text = HEAD + f"0,1,{half},0\n0,260,{whole},0\n0,296,{half},0\n"
    (room / "dev.csv").write_text(text, encoding="utf-8")
    assert names_of(room) == ["ana", "ben", "chloe"]
    out = capsys.readouterr().out
    assert "skipped " in out and "dev.csv, line 2, column 'rating'" in out
    assert words in out and "(2 such)" in out and "do not delete these rows" in out


def test_people_are_numbered_by_name_whatever_its_case(room):
    write(room / "BEA.csv", [(1, 2)])
    assert names_of(room) == ["ana", "BEA", "ben", "chloe"]


def test_twins_in_the_room(room):
    twins = class_twins(class_ratings(room))
    assert twins.loc["ana", "twin"] == "ben" and twins.loc["ben", "twin"] == "ana"
    assert twins.loc["ana", "in common"] == 3
    # Means 3.5 and 17/6; deviations (1.5, 1, -2.5), (7/6, 7/6, -7/3); 3 in common of 5.
    above = 1.5 * 7 / 6 + 7 / 6 + 2.5 * 7 / 3
    below = (1.5**2 + 1 + 2.5**2) * (2 * (7 / 6) ** 2 + (7 / 3) ** 2)
    assert twins.loc["ana", "similarity"] == round(above / below**0.5 * 3 / 8, 2)
    assert twins.loc["chloe"].tolist() == ["", 0.0, 0]  # likes what they do not
