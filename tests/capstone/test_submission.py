"""Submissions: read back as written, and each fault refused in words."""

import pandas as pd
import pytest

from utils.capstone.submission import read_submission, write_submission

# User 7 has seen the movies 10 to 19, user 9 the movies 20 to 29.
SEEN = {7: range(10, 20), 9: range(20, 30)}
TRAIN = pd.DataFrame(
    [(user, movie, 3.0) for user, movies in SEEN.items() for movie in movies],
    columns=["user", "movie", "rating"],
)
LISTS = {7: [29, *range(20, 29)], 9: [*range(10, 20)]}


@pytest.fixture
def good(tmp_path):
    return write_submission(LISTS, tmp_path / "good.csv", TRAIN)


def changed(path, line, text):
    """The file with one line (1 is the header) in other words; None: without it."""
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[line - 1 : line] = [] if text is None else [text]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def refusal(path):
    with pytest.raises(ValueError) as error:
        read_submission(path, TRAIN)
    return str(error.value)


def test_what_is_written_is_read(good):
    assert read_submission(good, TRAIN) == LISTS
    text = good.read_text(encoding="utf-8")
    assert text.splitlines()[:3] == ["user,movie,rank", "7,29,1", "7,20,2"]


def test_the_order_of_lines_and_columns_does_not_matter(good, tmp_path):
    table = pd.read_csv(good).sample(frac=1, random_state=0)
    mixed = tmp_path / "mixed.csv"
    table[["rank", "user", "movie"]].to_csv(mixed, index=False)
    assert read_submission(mixed, TRAIN) == LISTS
    table.astype(float).to_csv(mixed, index=False)  # as a column with NaN once was
    assert read_submission(mixed, TRAIN) == LISTS


ONE = "refused: found 1 fault, expected none\n- 1 × "


@pytest.mark.parametrize(
    ("line", "text", "words"),
    [
        (5, "7,,4", ONE + "a value that is missing or no whole number (line 5: '7,"),
        (5, "7,nan,4", "(line 5: '7,nan,4'): drop NaN before"),
        (5, "7,Heat (1995),4", "(line 5: '7,Heat (1995),4')"),
        (5, "7,22.5,4", "(line 5: '7,22.5,4')"),
        (5, "8,22,4", "a user that is not in the training part (line 5: user 8): rank"),
        (5, "7,99,4", ONE + "a movie that is not in the training part (line 5: user 7, "
         "movie 99): write ids"),
        (5, "7,10,4", ONE + "a movie that the user has seen (line 5: user 7, movie 10)"
         ": leave out"),
        (5, "7,29,4", ONE + "a movie twice for a user (line 5: user 7, movie 29)"),
        (5, "7,22,3", ONE + "a rank twice for a user (line 5: user 7, rank 3)"),
        (5, "7,22,11", ONE + "a rank that is not 1 to 10 (line 5: user 7, rank 11)"),
        (5, "7,22,0", "a rank that is not 1 to 10 (line 5: user 7, rank 0)"),
        (5, None, ONE + "a list that is not 10 movies long (user 7 has 9): each of the "
         "2 users needs 10 movies"),
        (1, "user,movie", "line 1: the column 'rank' is missing; found user, movie"),
        (1, "user,film,rank", "the column 'movie' is missing; found user, film"),
        (1, "user;movie;rank", "columns parted by semicolons, expected commas"),
        (5, "7,22", "line 5: found 2 values, expected 3"),
    ],
)  # fmt: skip
def test_a_fault_is_refused_with_its_line_and_reason(good, line, text, words):
    assert words in refusal(changed(good, line, text))


def test_an_index_column_is_not_dropped_in_silence(good):
    pd.read_csv(good).to_csv(good)
    message = refusal(good)
    assert "found also the column ''" in message and "index=False" in message


def test_a_user_without_a_list_and_an_empty_file(good):
    lines = good.read_text(encoding="utf-8").splitlines()
    good.write_text("\n".join(lines[:11]), encoding="utf-8")
    assert "a user of the training part without a list (user 9 has 0)" in refusal(good)
    good.write_text(lines[0], encoding="utf-8")
    assert "found 2 faults" in refusal(good)
    good.write_text("", encoding="utf-8")
    assert "is empty: its first line must be user,movie,rank" in refusal(good)
    with pytest.raises(FileNotFoundError, match="no file"):
        read_submission(good.with_name("other.csv"), TRAIN)


def test_all_faults_are_counted_and_the_first_lines_named(good):
    """Everybody gets what they have seen: ten faults each, three lines of them."""
    lists = {7: [*SEEN[7]], 9: [*SEEN[9]]}
    with pytest.raises(ValueError) as error:
        write_submission(lists, good, TRAIN)
    message = str(error.value)
    assert (
        "found 20 faults" in message and "- 20 × a movie that the user has" in message
    )
    assert "line 2: user 7, movie 10; line 3: user 7, movie 11; line 4" in message
    assert "line 5" not in message
    assert read_submission(good, TRAIN) == LISTS  # what was there is still there


def test_several_kinds_at_once(good):
    changed(good, 5, "7,10,4")
    changed(good, 6, "7,10,99")
    message = refusal(good)
    # 10 is seen in both lines, and twice; 99 is no rank.
    assert "found 4 faults" in message
    for words in [
        "2 × a movie that the",
        "1 × a movie twice",
        "1 × a rank that is not",
    ]:
        assert words in message


def test_what_stores_a_zero_is_seen_all_the_same(good):
    zeros = TRAIN.assign(rating=0.0)
    assert "found 1 fault" in _refused_with(changed(good, 5, "7,10,4"), zeros)


def _refused_with(path, train):
    with pytest.raises(ValueError) as error:
        read_submission(path, train)
    return str(error.value)


def test_positions_for_ids_are_refused(tmp_path):
    lists = {7: [*range(10, 20)], 9: [*range(10)]}
    with pytest.raises(ValueError, match="not in the training part"):
        write_submission(lists, tmp_path / "x.csv", TRAIN)
    assert list(tmp_path.iterdir()) == []
