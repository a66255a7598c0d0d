"""Spans are found where they stand in a changed text: unchanged, moved, or not at all."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visitkg.evidence.compare import Placement, place_spans
from visitkg.evidence.model import Span

TEXT = "Zoë naps.\nÕun sang 🔔🔔 aloud.\nThe end."


def span(text: str, begin: int, end: int) -> Span:
    digest = sha256(text[begin:end].encode()).hexdigest()
    return Span(f"d#offset_{begin}_{end}", "d", begin, end, digest, "P1S1")


def shifts(text: str, changed: str, *ranges: tuple[int, int]) -> list[int | None]:
    return [item.shift for item in place_spans([span(text, *pair) for pair in ranges], changed)]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (TEXT, [0, 0, 0]),
        ("12" + TEXT, [2, 2, 2]),
        (TEXT[4:], [None, -4, -4]),
        (TEXT.replace("🔔🔔", "🔔"), [0, None, -1]),
        (TEXT.replace("sang", "sung"), [0, None, 0]),
        (TEXT.replace("aloud", "aloud, it is said"), [0, None, 12]),
        (TEXT.replace("Zoë", "Zoe\u0308"), [None, 1, 1]),
        (TEXT.replace("\n", "\r\n"), [0, 1, 2]),
        ("The end.\nÕun sang 🔔🔔 aloud.\nZoë naps.", [28, -1, -29]),
        (TEXT + TEXT, [0, 0, 0]),
        ("", [None, None, None]),
        ("Z", [None, None, None]),
    ],
    ids=[
        "the same text",
        "two characters before it",
        "its beginning is gone",
        "a character outside of the BMP is gone",
        "a letter differs",
        "words were put in",
        "decomposed letters",
        "Windows line ends",
        "the paragraphs in another order",
        "the text twice",
        "an empty text",
        "a text shorter than any span",
    ],
)
def test_a_span_is_found_where_its_text_stands(changed: str, expected: list[int | None]) -> None:
    ranges = [(0, 9), (10, 28), (29, 37)]
    assert [TEXT[begin:end] for begin, end in ranges] == TEXT.split("\n")
    assert shifts(TEXT, changed, *ranges) == expected


def test_of_several_places_the_one_near_the_span_before_is_taken() -> None:
    text = "one two. Yes. three four. Yes."
    changed = "Yes. And: one two. Yes. three four. Yes."
    assert shifts(text, changed, (0, 8), (9, 13), (14, 25), (26, 30)) == [10, 10, 10, 10]


def test_the_order_of_the_spans_is_kept() -> None:
    spans = [span(TEXT, 29, 37), span(TEXT, 0, 9)]
    assert [item.span for item in place_spans(spans, TEXT)] == spans


def test_a_search_that_would_take_too_long_is_given_up_and_says_so() -> None:
    lost = span("abc", 0, 3)
    assert place_spans([lost], "x" * 99 + "abc", most_windows=10) == (
        Placement(lost, None, searched=False),
    )


def test_a_span_of_a_digest_that_nothing_has_is_searched_for_in_vain() -> None:
    broken = Span("d#offset_0_2", "d", 0, 2, "not a digest", "P1S1")
    assert place_spans([broken], "abc") == (Placement(broken, None),)


@pytest.mark.parametrize(("begin", "end"), [(3, 3), (5, 2), (90, 99)], ids=str)
def test_an_impossible_range_is_not_found(begin: int, end: int) -> None:
    digest = sha256(b"").hexdigest()
    impossible = Span("d#offset", "d", begin, end, digest, "P1S1")
    assert place_spans([impossible], "abcdef")[0].shift is None


CHARACTERS = st.sampled_from("abé 한字🔔\n\r")
TEXTS = st.text(CHARACTERS, min_size=1, max_size=60)


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, str, int, int, int]:
    """Return a text, the text after one edit, where the edit begins and ends, and its growth."""
    text = draw(TEXTS)
    begin = draw(st.integers(0, len(text)))
    end = draw(st.integers(begin, min(len(text), begin + 10)))
    new = draw(st.text(CHARACTERS, max_size=12))
    return text, text[:begin] + new + text[end:], begin, end, len(new) - (end - begin)


@st.composite
def edited_spans(draw: st.DrawFn) -> tuple[str, str, int, int, int, list[Span]]:
    text, changed, begin, end, growth = draw(edits())
    pairs = draw(
        st.lists(
            st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(
                lambda pair: pair[0] < pair[1]
            ),
            max_size=8,
            unique=True,
        )
    )
    return text, changed, begin, end, growth, [span(text, *pair) for pair in pairs]


def places(words: str, text: str) -> int:
    """Return in how many places the words stand, overlapping ones included."""
    return sum(text.startswith(words, begin) for begin in range(len(text)))


@given(edited_spans())
@settings(max_examples=300, deadline=None)
def test_after_an_edit_each_span_is_recognised(
    case: tuple[str, str, int, int, int, list[Span]],
) -> None:
    text, changed, begin, end, growth, spans = case
    for placement in place_spans(spans, changed):
        one = placement.span
        words = text[one.begin : one.end]
        if placement.range is None:
            # The search is complete: what is called changed is nowhere in the text.
            assert words not in changed
        else:
            assert changed[slice(*placement.range)] == words
        if one.end <= begin:
            assert placement.is_unchanged
        if one.begin >= end and places(words, changed) == 1:
            assert placement.shift == growth


@given(TEXTS, st.text(CHARACTERS, max_size=12))
@settings(max_examples=100, deadline=None)
def test_text_put_before_all_moves_every_span_alike(text: str, new: str) -> None:
    # Each character once: no span has two places.
    text = "".join(dict.fromkeys(text))
    changed = "".join(set(new) - set(text)) + text
    spans = [span(text, index, index + 1) for index in range(len(text))]
    growth = len(changed) - len(text)
    assert {item.shift for item in place_spans(spans, changed)} <= {growth}
