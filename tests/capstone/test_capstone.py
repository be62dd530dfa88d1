"""The capstone: the scorer by hand, the ladder's rows, and what a room may do."""

import re

import numpy as np
import pandas as pd
import pytest

from utils.capstone import (
    capstone_ratings,
    capstone_users,
    ladder_rows,
    score_submission,
)
from utils.capstone.leaderboard import LADDER, MEASURES, leaderboard
from utils.capstone.rungs import RUNGS
from utils.capstone.submission import K, write_submission
from utils.data import load_ratings

# Movies 10 to 32: 7 has seen 10-19 and 30-32, 9 has seen 20-29, and 5 a half of both.
SEEN = {
    5: [*range(10, 15), *range(20, 25)],
    7: [*range(10, 20), 30, 31, 32],
    9: [*range(20, 30)],
}
TRAIN = pd.DataFrame(
    [(user, movie, 3.0) for user, movies in SEEN.items() for movie in movies],
    columns=["user", "movie", "rating"],
)
# 9 liked 18 and a movie that is new; 5 liked nothing.
HELD_OUT = pd.DataFrame(
    [(7, 20, 4.0), (7, 21, 5.0), (7, 22, 3.5), (9, 18, 4.5), (9, 99, 4.0), (5, 15, 2)],
    columns=["user", "movie", "rating"],
)
LISTS = {
    5: [*range(15, 19), *range(25, 30), 31],
    7: [20, *range(22, 30), 21],  # hits at the places 1 and 10
    9: [*range(10, 19), 30],  # a hit at place 9
}


@pytest.fixture
def submission(tmp_path, work):
    work.mkdir(exist_ok=True)
    return write_submission(LISTS, tmp_path / "mine.csv", TRAIN)


def test_the_score_by_hand(submission):
    scored = score_submission(submission, "Ana", train=TRAIN, held_out=HELD_OUT)
    best = 1 + 1 / np.log2(3)  # two liked movies on top
    ndcgs = [(1 + 1 / np.log2(11)) / best, (1 / np.log2(10)) / best]
    digits = {"abs": 5e-5}  # four, as the ladder's rows have
    assert scored.measures["nDCG@10"] == pytest.approx(np.mean(ndcgs), **digits)
    assert scored.measures["recall@10"] == (1 + 1 / 2) / 2
    # Nobody gets 19 and 32.
    assert scored.measures["coverage"] == pytest.approx(21 / 23, **digits)
    # 33 ratings; 10-14 and 20-24 have two each, the others one.
    twice = {*range(10, 15), *range(20, 25)}
    bits = [np.log2(33 / (1 + (m in twice))) for ms in LISTS.values() for m in ms]
    assert scored.measures["novelty"] == pytest.approx(np.mean(bits), **digits)
    assert (scored.place, scored.of, scored.tries) == (1, 1, 1)
    low, high = scored.interval
    assert low <= scored.measures["nDCG@10"] <= high
    assert "Ana: place 1 of 1" in repr(scored)
    assert "1 of 3 users have no relevant movie: left out." in repr(scored)


def test_a_refused_submission_leaves_no_row(submission):
    lines = submission.read_text(encoding="utf-8").splitlines()
    submission.write_text("\n".join(lines[:-1]), encoding="utf-8")
    with pytest.raises(ValueError, match="user 9 has 9"):
        score_submission(submission, "Ana", train=TRAIN, held_out=HELD_OUT)
    assert "room" not in leaderboard()["by"].tolist()


def test_both_parts_or_none(submission):
    with pytest.raises(ValueError, match="found only train, expected train and held"):
        score_submission(submission, train=TRAIN)


def test_other_parts_are_never_compared(submission, capsys):
    """Own parts come without the ladder, and their rows do not stand on it."""
    score_submission(submission, "Ana", train=TRAIN, held_out=HELD_OUT)
    other = HELD_OUT.assign(rating=5.0)
    scored = score_submission(submission, "Ana", train=TRAIN, held_out=other)
    assert (scored.of, scored.tries) == (1, 1)
    assert leaderboard()["by"].unique().tolist() == ["ladder"]
    assert len(re.findall(r"skipped ana-\w+\.json: judged on", capsys.readouterr().out))


def test_the_held_out_part_is_not_in_what_is_handed_out():
    """Each user's last ratings are missing, floor(n / 5) of them, and nothing else."""
    whole, train = load_ratings(), capstone_ratings()
    counts = whole.groupby("user").size()
    missing = counts - train.groupby("user").size()
    assert missing.tolist() == (counts // 5).tolist()
    assert train["user"].unique().tolist() == capstone_users().tolist()
    last_known = train.groupby("user")["timestamp"].max()
    hidden = whole.drop(train.index)
    assert (hidden["timestamp"] >= hidden["user"].map(last_known)).all()


def test_the_shipped_ladder_is_what_the_rungs_give():
    shipped = pd.read_csv(LADDER, index_col="name")
    assert set(shipped.index) == set(RUNGS)
    assert list(shipped.columns) == list(MEASURES)
    cheap = ["random", "popularity", "item-item, likes", "EASE, likes"]
    computed = ladder_rows(cheap)
    pd.testing.assert_frame_equal(
        computed, shipped.loc[computed.index], atol=1e-3, rtol=0
    )


def test_a_copy_of_popularity_shares_its_place(work, tmp_path):
    """The same list, the same row: the whole way through a file."""
    from utils.ladder import best_lists
    from utils.matrix import to_matrix

    work.mkdir(exist_ok=True)
    train = capstone_ratings()
    parts = to_matrix(train)
    lists = best_lists(RUNGS["popularity"](parts), parts, K)
    path = write_submission(lists, tmp_path / "popular.csv", train)
    scored = score_submission(path, "Ana", board=tmp_path / "board")
    shown = leaderboard(tmp_path / "board").reset_index().set_index("name")
    assert round(scored.measures["nDCG@10"], 3) == round(
        shown.loc["popularity", "nDCG@10"], 3
    )
    assert scored.of == len(RUNGS) + 1
    assert not (work / "leaderboard").exists()
