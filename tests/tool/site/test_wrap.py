"""Lines keep within a terminal's columns, wide characters counted twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visitkg.site.wrap import wrap
from visitkg.sparql.width import width as display_width


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("aaa bb c", 6, "aaa bb\n  c"),
        ("aaa bb c", 80, "aaa bb c"),
        ("aaaaaaaaaa b", 4, "aaaaaaaaaa\n  b"),
        ("가나 다라 마", 9, "가나 다라\n  마"),
        ("", 10, ""),
        ("a b", None, "a b"),
    ],
    ids=["breaks", "fits", "a long word", "wide characters", "nothing", "no width"],
)
def test_text_is_broken_at_spaces(text: str, width: int | None, expected: str) -> None:
    assert wrap(text, width, hanging="  ") == expected


WORDS = st.lists(st.text("ab가🔔", min_size=1, max_size=5), min_size=1)


@given(WORDS, st.integers(12, 40))
def test_no_line_is_too_wide_and_no_word_is_lost(words: list[str], width: int) -> None:
    lines = wrap(" ".join(words), width, indent="- ", hanging="  ").split("\n")
    assert all(display_width(line) <= width for line in lines)
    assert " ".join(line[2:] for line in lines).split(" ") == words
