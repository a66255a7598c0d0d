"""Places in texts, as if each text had been decoded and split as a whole."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visitkg.graph import lines
from visitkg.graph.lines import Place, is_longer, line_start, place_at, place_of

TEXTS = st.text(st.sampled_from("aé한\U0001f600 \t\r\n"), max_size=60)
SIZES = st.sampled_from([4, 7, 16, 1 << 20])


def split(text: str) -> list[str]:
    return re.split(r"\r\n?|\n", text)


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a block end within short texts too."""
    monkeypatch.setattr(lines, "_BLOCK", 16)
    monkeypatch.setattr(lines, "_AROUND", 8)


@given(text=TEXTS, size=SIZES)
def test_a_line_begins_after_the_line_ends_before_it(text: str, size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "_BLOCK", size)
        for number, line in enumerate(split(text), 1):
            begin = line_start(text.encode(), number)
            assert text.encode()[begin:].decode().startswith(line)
            assert len(split(text.encode()[:begin].decode())) == number


def test_a_line_that_is_not_there_begins_at_the_end() -> None:
    assert line_start(b"a\nb", 3) == 3


@given(text=TEXTS, size=SIZES, data=st.data())
def test_a_byte_has_the_line_and_the_column_of_its_character(
    text: str, size: int, data: st.DataObject
) -> None:
    # Not between the two characters of one line end.
    places = [n for n in range(len(text) + 1) if text[max(0, n - 1) : n + 1] != "\r\n"]
    place = data.draw(st.sampled_from(places))
    before = split(text[:place])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "_BLOCK", size)
        found = place_of(text.encode(), len(text[:place].encode()))
    assert (found.line, found.column) == (len(before), len(before[-1]) + 1)
    assert found.text == split(text)[len(before) - 1]
    assert found.shown_column == found.column


@pytest.mark.parametrize(
    ("data", "line", "column", "expected"),
    [
        (b"a b\nc d", 2, 3, Place(2, 3, "c d", 3)),
        (b"a b\nc d", 2, None, Place(2, None, "c d", None)),
        (b"a b\n\n \r\n", 4, 1, Place(1, 4, "a b", 4)),
        (b"a b \n\n", 3, 1, Place(1, 4, "a b ", 4)),
        (b"\n\n", 3, 1, Place(1, 1, "", 1)),
        (b"", 1, 1, Place(1, 1, "", 1)),
        (b"a\n\xe9b", 2, 2, Place(2, 2, "\ufffdb", 2)),
    ],
    ids=[
        "a place",
        "a line",
        "empty lines at the end",
        "space",
        "only empty lines",
        "nothing",
        "no UTF-8",
    ],
)
def test_a_place_is_found_by_line_and_column(
    data: bytes, line: int, column: int | None, expected: Place
) -> None:
    assert place_at(data, line, column) == expected


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("letter", ["a", "é", "한", "\U0001f600"])
def test_of_a_long_line_only_a_part_is_decoded(letter: str) -> None:
    text = letter * 50 + "x" + letter * 50
    expected = Place(2, 51, letter * 8 + "x" + letter * 7, 9)
    assert place_at(f"b\n{text}\nc".encode(), 2, 51) == expected
    assert place_of(f"b\n{text}\nc".encode(), 2 + 50 * len(letter.encode())) == expected


@pytest.mark.parametrize(("size", "expected"), [(3, False), (2, False), (1, True)])
def test_a_line_is_longer_than_fewer_bytes(size: int, expected: bool) -> None:  # noqa: FBT001
    assert is_longer(b"a\nbb\nc", 2, size) is expected
