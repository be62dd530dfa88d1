"""How a room guessed: what is counted, and what is told of files that hold nothing."""

import json

import pytest

from utils.classroom import class_guesses
from utils.plots import plot_guesses


def write(path, **guesses):
    path.parent.mkdir(parents=True, exist_ok=True)
    named = {f"02.{word}": guess for word, guess in guesses.items()}
    path.write_text(json.dumps(named), encoding="utf-8")


def told(vote, answer, **more):
    return {"vote": vote, "answer": answer, "foreseen": vote == answer, **more}


@pytest.fixture
def room(tmp_path):
    write(tmp_path / "ana.json", zeros=told("Ben", "Chloe"), compiled={"vote": 90.0})
    write(tmp_path / "ben.json", zeros=told("Chloe", "Chloe"), harsh={"vote": 1.0})
    record = tmp_path / "chloe" / "work" / "record"
    write(record / "guesses.json", zeros={"vote": "Ben"})
    (record / "2.1.json").write_text('{"state": "right"}', encoding="utf-8")
    write(tmp_path / "dev.json", zeros=told("neither of them", "Chloe", late=True))
    return tmp_path


def split(table, word):
    rows = table[table["question"].str.contains(word)]
    return list(zip(rows["guess"], rows["people"], rows["right"]))


def test_votes_are_split_by_choice(room, capsys):
    table = class_guesses(room)
    # Dev answered after the output. Chloe has not been told, and counts.
    assert split(table, "zeros") == [
        ("Ben", 2, False),
        ("Chloe", 1, True),
        ("neither of them", 0, False),
    ]
    assert capsys.readouterr().out == "4 people guessed\n"


def test_numbers_are_near_or_not(room):
    # Of two machines: 100 and 300 times as fast. Ana was not told yet.
    for name, vote, truth in [("eli", 10, 100), ("fay", 250, 300), ("gus", 301, 100)]:
        guess = {"vote": vote, "answer": truth, "foreseen": name == "fay"}
        write(room / f"{name}.json", compiled=guess)
    table = class_guesses(room, "02")
    assert split(table, "compiled") == [
        ("less", 1, False),
        ("about 100 times as fast", 1, True),
        ("more", 1, False),
    ]
    assert split(table, "lowest") == [("not compared yet", 1, False)]
    assert len(class_guesses(room, 3)) == 0


def test_a_copy_is_one_person_and_other_files_are_named(room, capsys):
    (room / "ana (1).json").write_bytes((room / "ana.json").read_bytes())
    for name, text in [("a.json", "{"), ("b.json", "[1]"), ("c.json", '{"x": 1}')]:
        (room / name).write_text(text, encoding="utf-8")
    class_guesses(room)
    out = capsys.readouterr().out
    assert out.count("it holds no guesses") == 3 and "4 people" in out
    assert "2.1.json" not in out  # an exercise


def test_nothing_to_read_is_an_error(tmp_path):
    with pytest.raises(ValueError, match=r"no file of guesses; expected work/record"):
        class_guesses(tmp_path)
    with pytest.raises(FileNotFoundError, match="no folder"):
        class_guesses(tmp_path / "none")


def test_the_split_is_drawn_and_the_right_one_is_marked_in_words(room):
    ax = plot_guesses(class_guesses(room))
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert "Chloe ✔" in labels and "Ben" in labels
    assert any("closer to Ana" in text.get_text() for text in ax.texts)
