"""What is drawn quickly is what would be drawn slowly: numbers, lines, boxes, rings."""

from __future__ import annotations

import random
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visitkg.figure.boxes import Box, Boxes
from visitkg.figure.draw import escape, write_lines, write_number
from visitkg.figure.measure import text_width, wrap_text
from visitkg.figure.near import find_near
from visitkg.figure.outline import place_rings, read_outlines
from visitkg.figure.projection import fit

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree import ElementTree as ET

WORDS = st.lists(st.text("abiMW .,-", min_size=1, max_size=9), min_size=1, max_size=12)


@given(st.integers(-40_000, 40_000).map(lambda number: number / 8))
def test_a_number_has_at_most_one_decimal(number: float) -> None:
    rounded = Decimal(number).quantize(Decimal("0.1"), ROUND_HALF_EVEN)
    assert Decimal(write_number(number)) == rounded
    assert write_number(number) == str(rounded).removesuffix(".0").replace("-0", "0", 1) or (
        rounded < 0
    )


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (-0.04, "0"),
        (-0.06, "-0.1"),
        (10.0, "10"),
        (100, "100"),
        (7.25, "7.2"),
    ],
)
def test_a_number_has_no_sign_or_decimal_that_says_nothing(number: float, text: str) -> None:
    assert write_number(number) == text


@given(WORDS, st.sampled_from([30.0, 60.0, 200.0]))
def test_lines_hold_all_words_of_a_text_if_there_are_enough(words: list[str], width: float) -> None:
    text = " ".join(words)
    lines = wrap_text(text, width, 10.0, 1_000)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(text_width(line, 10.0) <= width for line in lines)
    whole = " ".join(text.split())
    assert (len(lines) == 1) == (text_width(whole, 10.0) <= width)


@given(WORDS)
def test_no_line_has_room_for_the_next_word(words: list[str]) -> None:
    lines = wrap_text(" ".join(words), 90.0, 10.0, 1_000)
    for line, following in pairwise(lines):
        assert text_width(f"{line} {following.split()[0]}", 10.0) > 90.0


@pytest.mark.parametrize("text", ["<a>", "a & b", '"', "'", "\ufffe", "\x00", "\ud800"])
def test_a_text_with_one_special_sign_is_escaped(text: str) -> None:
    assert escape(text) != text
    assert not {"<", ">", '"', "'", "\ufffe", "\x00", "\ud800"} & set(escape(text))


@pytest.mark.parametrize("text", ["", "plain", "é", "평양", "a-b_c.d/e\n\t"])
def test_a_text_without_special_signs_stays(text: str) -> None:
    assert escape(text) == text


def test_a_line_without_text_leaves_its_room(parse: Callable[[str], ET.Element]) -> None:
    lines = list(parse(f"<g>{write_lines(1, 10, ('a', '', 'b'), 'fig-note')}</g>"))
    assert [(line.text, line.get("y")) for line in lines] == [("a", "10"), ("b", "40")]
    assert write_lines(1, 10, ("",), "fig-note") == ""


def find_slowly(taken: list[Box], candidates: list[Box], *, is_needed: bool) -> Box | None:
    covered = [sum(box.overlap(other) for other in taken) for box in candidates]
    if not covered or (min(covered) > 0 and not is_needed):
        return None
    return candidates[covered.index(min(covered))]


@pytest.mark.parametrize("is_needed", [True, False])
def test_the_box_that_is_found_is_the_least_covered_of_all(*, is_needed: bool) -> None:
    chance = random.Random(7)  # noqa: S311  (a test)
    free = none = 0
    for _ in range(60):
        boxes, taken = Boxes(400, 300), list[Box]()
        for _ in range(chance.randrange(60)):
            left, top = chance.uniform(-20, 380), chance.uniform(-20, 280)
            taken.append(Box(left, top, left + chance.uniform(1, 90), top + chance.uniform(1, 40)))
            boxes.add(taken[-1])
        at, size = (chance.uniform(0, 400), chance.uniform(0, 300)), (chance.uniform(10, 120), 17.5)
        candidates = list(boxes.candidates(at, size, centred=not is_needed))
        found = boxes.find(at, size, is_needed=is_needed)
        expected = find_slowly(taken, candidates, is_needed=is_needed)
        if found is None or expected is None:
            assert found is expected is None
            none += 1
        else:
            assert [box.overlap(found) for box in taken] == [box.overlap(expected) for box in taken]
            free += not any(box.overlap(found) for box in taken)
    assert free > 5
    assert (none > 5) != is_needed


def test_a_ring_lies_where_its_points_lie() -> None:
    sheet = fit([(20, 40), (30, 45)], 400, 300, 40)
    ring = ((19, 39), (21, 39), (20, 41))
    (near,) = find_near(ring, sheet.meridian)
    assert sheet.place_turned(near) == [sheet.place(point) for point in ring]


def test_countries_are_cut_to_the_sheet() -> None:
    sheet = fit([(20, 40), (140, 60)], 400, 290, 62)
    shown = [ring for outline in read_outlines() for ring in place_rings(outline, sheet)]
    assert len(shown) > 20
    assert all(-1e-6 <= x <= 400 + 1e-6 and -1e-6 <= y <= 290 + 1e-6 for r in shown for x, y in r)
