"""Names on maps: none upon another, and every mark to be seen."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from utils.plots.names import ALONG, apart, place_names
from utils.taste.drawing import laid_out

ROOM = (0, 0, 640, 440)
points = st.lists(st.tuples(st.floats(0, 640), st.floats(0, 440)), max_size=9)


def overlap(a, b):
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@given(points, points)
def test_names_stay_inside_and_cover_no_name_and_no_mark_and_no_line(found, dots):
    names = [f"A film {i}" for i in range(len(found))]
    dots = np.array(dots).reshape(-1, 2)
    placed = place_names(np.array(found), names, 19, ROOM, 7, dots)
    for i, name in enumerate(placed):
        left, top, right, bottom = name.box
        assert left >= 0 and top >= 0 and right <= 640 and bottom <= 440
        assert left < name.x < right and top < name.y < bottom
        for x, y in found:
            assert not overlap(name.box, (x - 7, y - 7, x + 7, y + 7))
        for other in placed[:i] + placed[i + 1 :]:
            assert not overlap(name.box, other.box)
            for share in ALONG.ravel() if other.line else ():
                x, y = np.array(other.line[:2]) * (1 - share) + share * np.array(
                    other.line[2:]
                )
                assert not (left < x < right and top < y < bottom)


def test_a_name_that_finds_no_place_beside_its_point_is_led_to_it():
    # Ten points 12 pixels apart, and names of 50: beside them, above and below, is room
    # for about six.
    row = np.column_stack([np.arange(100.0, 220, 12), np.full(10, 200.0)])
    placed = place_names(row, ["Film 12"] * 10, 12, ROOM)
    assert len(placed) == 10 and any(name.line for name in placed)
    for name in placed:
        if name.line:
            start = np.array(name.line[:2])
            assert np.linalg.norm(start - row[name.at]) < 7


def test_those_that_found_no_place_choose_first_and_what_is_too_much_is_left_out():
    # Room for two lines of one name each.
    two = np.array([[50.0, 20], [52, 20], [50, 21]])
    placed = place_names(two, ["Film"] * 3, 10, (30, 0, 70, 40), 3)
    assert len(placed) == 2
    assert place_names(np.zeros((0, 2)), [], 10, ROOM) == []


@given(points)
def test_marks_move_a_little_and_you_do_not(found):
    before = np.array([(320, 220), *found], dtype=float)
    after = apart(before, np.full(len(before), 5.0), still=1)
    assert (after[0] == before[0]).all()
    assert (np.linalg.norm(after - before, axis=1) <= 12.001).all()


def test_marks_in_one_place_can_be_told_apart_and_named():
    places = np.array([[100.0, 100], [100, 100], [300, 300], [100, 100]])
    moved, names = laid_out(
        places, np.array([1, 0]), ["Up (2009)", "Heat (1995)"], np.full(2, 7), "me",
        ROOM, 19,
    )  # fmt: skip
    assert [name.text for name in names] == ["me", "Up", "Heat"]
    away = np.linalg.norm(moved[[0, 0, 1]] - moved[[1, 3, 3]], axis=1)
    assert (away > 11).all() and (moved[2:] == places[2:]).all()
