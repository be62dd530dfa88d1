"""Findings from results alone, or by calling with other inputs."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import sparse

from utils.exercises import EXERCISES, findings, probing, where
from utils.exercises.cases import Case, agree, unlike
from utils.exercises.compare import same
from utils.exercises.engine import judge

A, B = np.array([[0.5, -2.25], [1.125, 4.0]]), np.array([[3.5, 0.75], [-6.0, 1.5]])
IDS = np.array([10, 40, 70, 90])
POSITIONS = [np.array([2, 0, 3]), np.array([3, 1, 0])]


def found(becomes, expected, **args):
    """What is said if these results became others."""
    return findings.find([Case(args, becomes(e), e) for e in expected])


PAIRS = [(3, 0.5), (4, 0.25)]
ROWS = [[(7, 20, 1), (7, 30, 2)], [(9, 10, 1)]]
NANS = [np.array([np.nan, 2.5, 0.5, 1]), np.array([np.nan, 2, 3.5, -1])]
MASKS = [np.array([True, False]), np.array([False, False])]
LISTS = [[1.0, None], [None, 2.5, -1.5]]


@pytest.mark.parametrize(
    ("becomes", "expected", "words"),
    [
        (lambda e: e[::-1], PAIRS, "the parts are right, but come in another order"),
        (lambda e: e[1], PAIRS, "only the second of the 2 parts"),
        (lambda e: (e[0], -e[1]), PAIRS, "the second part: the sign"),
        (lambda e: (9, 9, *e), PAIRS, ""),
        (lambda e: (*e, 9), PAIRS, "more than is asked for; its beginning is right"),
        (lambda e: [e, 9], [0.5, 0.25], "more than is asked for; the first of it"),
        (lambda e: [(m, u, r) for u, m, r in e], ROWS, "in another order"),
        (lambda e: [(u, m, r - 1) for u, m, r in e], ROWS, "third part: your result"),
        (lambda e: pd.DataFrame(e), ROWS, "not a DataFrame of pandas"),
        (lambda e: [[row] for row in e], ROWS, "the values are right"),
        (lambda e: [x or np.nan for x in e], LISTS, "put NaN where None"),
        (lambda e: [None, *e[1:]], NANS, "you put None where NaN is expected"),
        (lambda e: e > 1, [A, B], "you returned truth values"),
        (lambda e: np.argsort(e), NANS, "an order of positions"),
        (lambda e: e.T, [A, B], "rows and columns are exchanged"),
        (lambda e: e - np.diag(np.diag(e)), [A, B], "only the diagonal is wrong"),
        (np.triu, [A, B], "only the half above the diagonal"),
        (lambda e: -e, [A, B], "the sign is turned around"),
        (np.abs, [A, B], "the size without its sign"),
        (lambda e: 1 - e, [0.3, 0.8], "1 minus what is asked for"),
        (lambda e: 1 / e, [0.3, 0.8], "1 divided by what is asked for"),
        (lambda e: e / (1 - e), [0.3, 0.8], "you divided by the rest"),
        (lambda e: e**2, [0.3, 0.8], "the root is missing"),
        (lambda e: 100 * e, [0.3, 0.8], "per cent"),
        (lambda e: e / 1000, [0.3, 0.8], "your result is 0.001 times"),
        (lambda e: e - 2.5, [A, B], "always off by -2.5"),
        (lambda e: np.round(e, 1), [A, B], "you rounded"),
        (lambda e: np.clip(e, 0.5, 5), [-1.5, 7.25, 3.0], "from 0.5 to 5"),
        (lambda e: e + 1, POSITIONS, "1 too high (positions begin at 0)"),
        (lambda e: e[:1], POSITIONS, "too short"),
        (lambda e: np.append(e, 2), POSITIONS, "too long"),
        (np.sort, POSITIONS, "sorted; keep their order"),
        (lambda e: np.roll(e, 1), [[3, 2, 0], [5, 1, 4, 0]], "in another order"),
        (lambda e: np.array([e / 4, 3 * e / 4]), [0.5, 2.0], "has to be added up"),
        (lambda e: e * np.nan, [0.5, 2.0], "there is NaN"),
        (lambda e: str(e), [0.5, 2.0], "a number is asked for, not a str"),
        (lambda e: ~e, MASKS, "the mask is turned around"),
    ],
)  # fmt: skip
def test_a_finding_is_said(becomes, expected, words):
    says = found(becomes, expected)
    assert words in says and bool(words) == bool(says)


def test_ids_positions_and_what_stands_there():
    ids = [IDS[e] for e in POSITIONS]
    assert "stands in `ids`; positions are" in found(
        lambda e: IDS[e], POSITIONS, ids=IDS
    )
    back = [Case({"ids": IDS}, p, i) for p, i in zip(POSITIONS, ids)]
    assert findings.find(back).startswith("you returned positions in `ids`")


def test_a_factor_or_an_offset_that_is_an_input():
    inputs = [np.ones(4), np.ones(9)]
    for name, factor in {"": len, "√": lambda x: np.sqrt(len(x))}.items():
        cases = [Case({"x": x}, factor(x) * e, e) for x, e in zip(inputs, (0.3, 0.7))]
        assert (
            findings.find(cases)
            == f"your result is {name}`len(x)` times what is expected"
        )
    rows = [[1, None, 4], [2.5], [3, 4, 4]]
    cases = [
        Case({"row": r}, (2.5 + n) * n / (n + 1), 2.5 + n)
        for r, n in zip(rows, (2, 1, 3))
    ]
    assert "the number of known entries in `row`" in findings.find(cases)
    shares = [np.array([0.5, 0.25]), np.array([0.1, 0.9, 0.4]), np.array([3.0, 2.0])]
    cases = [Case({"s": s, "k": 2}, s / s.max(), s / s.sum()) for s in shares]
    assert findings.find(cases).endswith("is expected times sum(s) / max(s)")
    assert "times" not in findings.find(cases[:2])
    cases = [Case({"mean": m}, e - m, e) for m, e in [(3.0, 3.5), (4.0, 4.25)]]
    assert findings.find(cases) == "you forgot to add `mean`"


def test_one_case_or_equal_ones_are_no_evidence():
    assert found(lambda e: -e, [0.5]) == found(lambda e: -e, [0.5, 0.5, 0.5]) == ""
    assert not unlike([Case({}, 1, 2), Case({}, 3, 3), Case({}, 4, 2)])


def test_a_case_that_does_not_agree_refutes():
    cases = [Case({}, -0.5, 0.5), Case({}, -0.7, 0.7), Case({}, 0.3, 0.3)]
    assert findings.find(cases) == ""
    assert (
        findings.find([*cases[:2], Case({}, 0.0, 0.0)]) == "the sign is turned around"
    )
    assert not agree(cases, lambda c: 1 / 0)


numbers = arrays(
    float, st.integers(1, 5), elements=st.floats(-9, 9, allow_subnormal=False)
)


@given(numbers, numbers, st.floats(-9, 9), st.floats(-9, 9))
def test_whatever_is_said_of_a_factor_is_true(a, b, factor, offset):
    cases = [Case({}, factor * e + offset, e) for e in (a, b)]
    if all(c.fails for c in cases) and "times" in (says := findings.find(cases)):
        told = float(says.split(" is ")[1].split(" times")[0])
        for c in cases:
            assert np.allclose(c.got, told * c.expected, rtol=1e-4, atol=1e-6)


def told(becomes, expected, **args):
    """What is said of where an answer is wrong; each input is a list, one a case."""
    inputs = [dict(zip(args, one)) for one in zip(*args.values())] or [{}] * 9
    return where.find([Case(a, becomes(e, a), e) for e, a in zip(expected, inputs)])


NUMBERS = [np.array([0.5, 2, 3.5]), np.array([1.5, -1, 4]), np.array([0, 7.5, 2])]
COUNTS = [np.array([0.0, 2, 1]), np.array([3.0, 0, 0]), np.array([1.0, 1, 2])]
LONG = [np.array([4, 1, 3]), np.array([2, 0, 5, 1])]
FOUR = [3.25, 4.5, 1.75, 2.5]
ROW = [[1, None], [2, 5], [None, 4], [3, 3]]


@pytest.mark.parametrize(
    ("becomes", "expected", "args", "words"),
    [
        (
            lambda e, a: e[::2],
            LONG,
            {},
            "right, and in order, but something is missing",
        ),
        (lambda e, a: np.insert(e, 1, 9), LONG, {}, "but there is more than that"),
        (
            lambda e, a: np.insert(e, 1, 9),
            LONG,
            {"s": [np.array([9, 8])] * 2},
            "in `s`",
        ),
        (lambda e, a: e[::-1], LONG, {}, ""),
        (lambda e, a: ~e, MASKS, {}, ""),
        (lambda e, a: e | True, MASKS, {}, "True stands where it should, but at other"),
        (lambda e, a: e & False, [MASKS[0], ~MASKS[1]], {}, "but not at all of them"),
        (lambda e, a: e + (a["c"] > 0), NUMBERS, {"c": COUNTS}, "which `c` is not 0"),
        (lambda e, a: e + (a["c"] == 0), NUMBERS[:2], {"c": COUNTS}, "`c` is 0"),
        (lambda e, a: e + a["c"] + 1, NUMBERS, {"c": COUNTS}, ""),
        (lambda e, a: e + np.eye(3)[2], NUMBERS, {}, "only the last is wrong"),
        (lambda e, a: e + np.array([0, 2, 1]), NUMBERS, {}, "only the first is right"),
        (
            lambda e, a: np.append([9, np.nan], e[2:]),
            NANS,
            {},
            "NaN stands at other places",
        ),
        (lambda e, a: (e[0], 9.0), PAIRS, {}, "second part: it is wrong, and all else"),
        (lambda e, a: e + (None in a["row"]), FOUR, {"row": ROW}, "`row` holds None"),
        (lambda e, a: e + (e < 3), FOUR, {"row": ROW}, ""),
    ],
)
def test_where_it_is_wrong(becomes, expected, args, words):
    says = told(becomes, expected, **args)
    assert words in says and bool(words) == bool(says)


class Hostile:
    """A result that can be neither compared, counted, read nor shown."""

    def __eq__(self, other):
        raise RuntimeError("do not compare me")

    __hash__ = object.__hash__
    __bool__ = __len__ = __iter__ = __array__ = __repr__ = __float__ = __neg__ = (
        lambda self, *args, **kwargs: 1 / 0
    )


def itself():
    inner = [1.0]
    inner.append(inner)
    return inner


things = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3)
    | st.sampled_from([
        Hostile, itself, set, dict, object, lambda: (n for n in range(3)),
        lambda: 10**400, lambda: 1j, lambda: [[1, 2], [3]], lambda: slice(2),
        lambda: np.array([None, "a"]), lambda: np.zeros((0, 3)), lambda: np.ma.masked,
        lambda: pd.DataFrame({"a": [1, 2]}),
        lambda: pd.NA, lambda: sparse.eye_array(3).tocsr(),
    ]).map(lambda make: make()),
    lambda each: st.lists(each, max_size=3) | st.lists(each, max_size=3).map(tuple),
    max_leaves=4,
)  # fmt: skip
KINDS = ("0.1", "1.2", "2.2", "3.1", "3.4", "6.3", "6.5", "9.1")  # of results


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(KINDS), st.lists(things, min_size=1, max_size=3))
def test_whatever_an_answer_returns_there_is_a_verdict(exercise_id, results):
    turn = itertools.cycle(results)
    verdict = judge(EXERCISES[exercise_id], lambda *args: next(turn))
    assert verdict.state == "not yet" and verdict.message


def test_an_answer_that_gives_nothing_in_some_cases():
    def first_below(results):  # stops at the first NaN
        best = None
        for rank, reg_param, validation, _ in results:
            if np.isnan(validation):
                break
            best = best or (rank, reg_param)
        return best

    assert judge(EXERCISES["5.3"], first_below).state == "not yet"


def ridge(V, movies, stars, reg_param):
    A = V[movies].T @ V[movies] + reg_param * len(movies) * np.eye(V.shape[1])
    return np.linalg.solve(A, V[movies].T @ stars)


TABLE = np.array([[2.0, 1], [1, 0], [0, 3], [1, 2], [0.5, 0.5]])
NAMES = ("V", "movies", "stars", "reg_param")
USERS = [
    dict(zip(NAMES, (TABLE, np.array([0, 1, 4]), np.array([5.0, 2, 1]), 0.1))),
    dict(zip(NAMES, (TABLE, np.array([4, 2, 3, 0]), np.array([1.0, 4, 3, 5]), 0.5))),
]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda V, m, s, r: ridge(V, m, s, 0), "λ is missing"),
        (lambda V, m, s, r: ridge(V, m, s, r / len(m)), "λ stands alone"),
        (lambda V, m, s, r: ridge(V, m, s, r * 5 / len(m)), "number of all movies"),
        (lambda V, m, s, r: ridge(V, m, s, r * 2 / len(m)), "λ by the rank"),
        (
            lambda V, m, s, r: ridge(V, m, s, r * (1 + 1 / len(m))),
            "one more than their",
        ),
        (lambda V, m, s, r: ridge(V, m, s, -r), "λ is taken off"),
        (lambda V, m, s, r: ridge(V, m, s, 0.3), "does not depend on `reg_param`"),
        (lambda V, m, s, r: ridge(V, m, s[::-1], r + 1), ""),
    ],
)
def test_lambda_and_ignored_inputs(answer, words):
    cases = [Case(args, answer(*args.values()), ridge(**args)) for args in USERS]
    says = probing.find(cases, ridge, answer)
    assert words in says and bool(words) == bool(says)


def test_exchanged_and_shifted_inputs():
    def solve(U, user, movie):
        return U[user, movie]

    U = np.arange(16.0).reshape(4, 4) ** 2
    inputs = [{"U": U, "user": u, "movie": i} for u, i in [(1, 2), (3, 1), (2, 3)]]
    for answer, words in [
        (lambda U, u, i: U[i, u], "you exchanged `user` and `movie`"),
        (lambda U, u, i: U[u, i - 1], "for a `movie` that is 1 less"),
        (lambda U, u, i: U[u - 1, i - 1], "`user` and `movie` that are 1 less"),
        (lambda U, u, i: U[u, 2], "does not depend on `movie`"),
    ]:
        cases = [Case(args, answer(*args.values()), solve(**args)) for args in inputs]
        assert words in probing.find(cases, solve, answer)
        assert all(same(args["U"], U) for args in inputs)
