"""A leaderboard in a folder: rows of many people, and files that are damaged."""

import json
import subprocess
import sys
import time

import pytest

from utils.capstone.leaderboard import MEASURES, _token, leaderboard, post
from utils.files import ROOT

ROW = dict(zip(MEASURES, (0.115, 0.1, 0.09, 9.0)))


@pytest.fixture(autouse=True)
def own_folder(work):
    work.mkdir()


def test_a_row_stands_among_the_ladder():
    before = leaderboard()
    assert before["nDCG@10"].is_monotonic_decreasing and (before["tries"] == 1).all()
    assert post("Ana, EASE", ROW) == 1
    table = leaderboard()
    assert len(table) == len(before) + 1
    mine = table[table["name"] == "Ana, EASE"]
    assert mine.index.tolist() == [1 + (before["nDCG@10"] > 0.115).sum()]
    assert mine["by"].tolist() == ["room"]
    assert mine[list(MEASURES)].iloc[0].to_dict() == ROW


def test_equal_scores_share_a_place():
    for name in ("Ana", "Ben"):
        post(name, ROW | {"nDCG@10": 0.5})
    post("Eli", ROW | {"nDCG@10": 0.4})
    assert leaderboard().index[:3].tolist() == [1, 1, 3]


def test_a_later_row_replaces_and_is_counted():
    assert [post("Ana", ROW), post(" Ana ", ROW | {"nDCG@10": 0.05})] == [1, 2]
    (row,) = leaderboard().query("by == 'room'").to_dict("records")
    assert (row["nDCG@10"], row["tries"]) == (0.05, 2)


def test_two_people_of_one_name_have_a_row_each(tmp_path, monkeypatch):
    board = tmp_path / "board"
    for home in ("one", "two"):
        (tmp_path / home).mkdir()
        monkeypatch.setenv("WORKBOOK_WORK", str(tmp_path / home))
        assert post("Ana", ROW, board) == 1
    names = leaderboard(board).query("by == 'room'")["name"]
    assert names.tolist() == ["Ana", "Ana"]


def test_names_that_a_file_could_not_have(work):
    names = ["a/b", "../../Ana", "CON", "李雷", "🦊", "A" * 40]
    for name in names:
        post(name, ROW)
    assert sorted(leaderboard().query("by == 'room'")["name"]) == sorted(names)
    assert len(list((work / "leaderboard").glob("*.json"))) == len(names)


@pytest.mark.parametrize("name", ["", "  ", "A" * 41, "a\nb", "EASE, likes"])
def test_names_that_are_refused(name):
    with pytest.raises(ValueError, match="expected 1 to 40 characters"):
        post(name, ROW)
    assert "room" not in leaderboard()["by"].tolist()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"nDCG@10": float("nan")}, "nobody in held_out has a rating of 4 or more: "),
        ({"recall@10": 1.2}, "expected three shares from 0 to 1"),
        ({"novelty": float("inf")}, "and a finite number"),
    ],
)
def test_measures_that_are_refused(work, wrong, words):
    with pytest.raises(ValueError, match=words):
        post("Ana", ROW | wrong)
    assert not list(work.rglob("*.json"))


def test_a_token_is_waited_for_and_kept(work, monkeypatch):
    token = work / "leaderboard-token"
    token.touch()  # another program is about to write its word
    monkeypatch.setattr(time, "sleep", lambda _: token.write_text("word"))
    assert _token() == "word" == _token()
    token.write_text("")
    monkeypatch.setattr(time, "sleep", lambda _: None)
    with pytest.raises(ValueError, match="is empty, expected a word: delete it"):
        post("Ana", ROW)


def test_bad_files_are_named_and_skipped(work, capsys):
    post("Ana", ROW)
    (good,) = (work / "leaderboard").glob("*.json")
    text = good.read_text(encoding="utf-8")
    bad = {
        "half": text[:40],
        "list": "[]",
        "less": json.dumps({"name": "x"}),
        "more": text.replace("0.115", "1.15"),
        "nan": text.replace("0.115", "NaN"),
        "word": text.replace("0.115", '"best"'),
        "other": text.replace("movielens-small", "mine"),
    }
    for name, damage in bad.items():
        good.with_name(f"{name}.json").write_text(damage, encoding="utf-8")
    assert leaderboard().query("by == 'room'")["name"].tolist() == ["Ana"]
    out = capsys.readouterr().out
    for name in bad:
        assert f"skipped {name}.json: " in out
    good.write_text(bad["half"], encoding="utf-8")
    assert post("Ana", ROW) == 1
    assert f"replaced {good.name}: it is no row" in capsys.readouterr().out


def test_a_board_that_is_nowhere(tmp_path):
    with pytest.raises(FileNotFoundError, match="gone for the leaderboard board"):
        post("Ana", ROW, tmp_path / "gone" / "board")


def test_many_hand_in_at_once(tmp_path):
    """Two processes write, and this one reads meanwhile: whole rows, and all."""
    board = tmp_path / "board"
    script = (
        "import sys; from utils.capstone.leaderboard import MEASURES, post\n"
        "row = dict.fromkeys(MEASURES, 0.5)\n"
        "for n in range(20):\n"
        "    post(f'{sys.argv[1]} {n % 10}', row, sys.argv[2])"
    )
    writers = [
        subprocess.Popen([sys.executable, "-c", script, name, str(board)], cwd=ROOT)
        for name in ("Ana", "Ben")
    ]
    seen = [len(leaderboard(board))]  # a damaged row would print, and be missing
    while any(writer.poll() is None for writer in writers):
        seen.append(len(leaderboard(board)))
        time.sleep(0.05)
    assert [writer.returncode for writer in writers] == [0, 0]
    assert seen == sorted(seen)
    rows = leaderboard(board).query("by == 'room'")
    assert len(rows) == 20 and (rows["tries"] == 2).all()
    assert not list(board.glob("*.part"))
