"""docs/metrics.md: each of its numbers follows from the rule that it names."""

import math

import pytest

from utils.files import ROOT
from utils.metrics import (
    map_at_k,
    ndcg_at_k,
    novelty,
    precision_at_k,
    recall_at_k,
)

PAGE = (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8")


def rows_below(words):
    """The rows of the table that follows some words of the page."""
    lines = PAGE.split(words, 1)[1].splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith("|"))
    rows = [*lines[first:], ""]
    rows = rows[2 : rows.index("")]  # without its head
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


CASES = {
    name: (shown.split(), set(relevant.split()), int(k))
    for name, shown, relevant, k in rows_below("no library below knows")
}
NDCG, MAP = rows_below("## nDCG@k"), rows_below("## MAP@k")


def usual(place):
    return 1 / math.log2(1 + place)


def flat(place):
    return 1 / math.log2(max(place, 2))


def hits(shown, relevant, k):
    return [p for p, item in enumerate(shown[:k], 1) if item in relevant]


def ndcg(rule, shown, relevant, k):
    gain = flat if rule == "flat" else usual
    best = k if rule == "k hits" else min(k, len(relevant))
    got = sum(map(gain, hits(shown, relevant, k)))
    return got / sum(gain(place) for place in range(1, best + 1))


def average_precision(rule, shown, relevant, k):
    places = hits(shown, relevant, len(shown) if "whole list" in rule else k)
    count = {
        "min(k, relevant)": min(k, len(relevant)),
        "min(relevant, length of the list)": min(len(relevant), len(shown[:k])),
        "relevant": len(relevant),
        "relevant, whole list": len(relevant),
        "k": k,
        "hits in the first k": len(places),
    }[rule]
    return sum(n / place for n, place in enumerate(places, 1)) / count


def holds(row, formula):
    """Whether a row's five numbers are what a formula says, to three digits."""
    name, rule, *numbers = row
    for number, (shown, relevant, k) in zip(numbers, CASES.values(), strict=True):
        if "x shown last" in name + rule:
            shown = shown + ["x"] * ("x" in relevant)
        value = formula(rule.removesuffix(", x shown last"), shown, relevant, k)
        assert float(number) == pytest.approx(value, abs=5.1e-4), (name, shown)


def test_the_cases_are_those_of_notebook_06():
    assert CASES["second"] == (list("abcde"), {"b"}, 5)
    assert list(CASES) == ["base", "short", "second", "many", "cut"]


@pytest.mark.parametrize("row", NDCG[:-1], ids=lambda row: row[1])
def test_every_ndcg_follows_from_its_rule(row):
    holds(row, ndcg)


@pytest.mark.parametrize("row", MAP[:-1], ids=lambda row: row[1])
def test_every_map_follows_from_its_rule(row):
    holds(row, average_precision)


def test_our_own_rows():
    for rows, metric in [(NDCG, ndcg_at_k), (MAP, map_at_k)]:
        assert rows[0][0].startswith("here · ")
        holds(rows[0], lambda _, shown, relevant, k, m=metric: m(shown, relevant, k))
    assert precision_at_k(*CASES["short"]) == precision_at_k(*CASES["second"]) == 0.2
    assert recall_at_k(*CASES["many"]) == 0.5


def test_grades_as_gain():
    # a 1, b 3, c 0, d 2 as shown, and 3 2 1 at best.
    for worth, number in [(float, 0.788), (lambda g: 2**g - 1, 0.714)]:
        got, best = (
            sum(worth(grade) * usual(place) for place, grade in enumerate(grades, 1))
            for grades in ([1, 3, 0, 2], [3, 2, 1, 0])
        )
        assert got / best == pytest.approx(number, abs=5.1e-4)
        assert str(number) in PAGE
    for rule, number in [("usual", 0.967), ("k hits", 0.699), ("flat", 0.95)]:
        assert ndcg(rule, list("abcde"), set("abd"), 5) == pytest.approx(
            number, abs=5.1e-4
        )


def test_precision_and_recall_follow_from_their_rules():
    what, found = "", 0
    for heading, number, rule, _ in rows_below("## Precision, recall, hits"):
        what = heading or what
        if rule.startswith("hits / "):
            shown, relevant, k = CASES[what.split(" of ")[1]]
            divisor = {
                "k": k,
                "shown": len(shown[:k]),
                "relevant": len(relevant),
                "min(k, relevant)": min(k, len(relevant)),
            }[rule.removeprefix("hits / ")]
            assert float(number) == len(hits(shown, relevant, k)) / divisor
            found += 1
    assert found == 6


def test_an_item_twice_in_spark_and_novelty_here():
    # a a b, relevant a x, k 3: hits at the places 1 and 2, and two that are relevant.
    assert "| Spark · LensKit · cornac · RecBole | 0.667, 1.000, 1.000 |" in PAGE
    places = hits(["a", "a", "b"], {"a", "x"}, 3)
    assert len(places) / 3 == pytest.approx(0.667, abs=5e-4) and len(places) / 2 == 1
    # Interactions 1, 2, 1 of 7: 2 · log2(7) + log2(3.5), over three places.
    bits = (2 * math.log2(7) + math.log2(3.5)) / 3
    assert novelty([0, 2, 4], [1, 1, 2, 2, 1]) == pytest.approx(bits)
    assert bits == pytest.approx(2.474, abs=5e-4) and "2.474 bits" in PAGE
