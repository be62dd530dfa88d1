"""A folder of a class: what is read, what is skipped, who is like whom."""

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


def test_what_the_panel_saves_can_be_collected(work, tmp_path):
    keep_my_ratings({1: 4.0, 260: 5.0})
    (tmp_path / "ana").mkdir()
    (work / "my_ratings.csv").rename(tmp_path / "ana" / "my_ratings.csv")
    assert class_ratings(tmp_path)["rating"].tolist() == [4.0, 5.0]


def test_twins_in_the_room(room):
    twins = class_twins(class_ratings(room))
    assert twins.loc["ana", "twin"] == "ben" and twins.loc["ben", "twin"] == "ana"
    assert twins.loc["ana", "in common"] == 3
    # Means 3.5 and 17/6; deviations (1.5, 1, -2.5), (7/6, 7/6, -7/3); 3 in common of 5.
    above = 1.5 * 7 / 6 + 7 / 6 + 2.5 * 7 / 3
    below = (1.5**2 + 1 + 2.5**2) * (2 * (7 / 6) ** 2 + (7 / 3) ** 2)
    assert twins.loc["ana", "similarity"] == round(above / below**0.5 * 3 / 8, 2)
    assert twins.loc["chloe"].tolist() == ["", 0.0, 0]  # likes what they do not
