"""Words of the report become a span, or it is said why they can't."""

# ruff: noqa: RUF001  (curly quotes are the point)

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from visitkg.errors import InputError, UsageError
from visitkg.evidence.model import Evidence, SourceDocument, Span
from visitkg.evidence.phrase import locate
from visitkg.evidence.text import ReportText

if TYPE_CHECKING:
    from pathlib import Path

GAZETTE = "https://example.org/fair/id/gazette-report"


@pytest.fixture
def copy(fair: Path) -> ReportText:
    return ReportText("copy.txt", (fair / "gazette.txt").read_bytes().decode())


def found(evidence: Evidence, copy: ReportText, words: str, nth: int | None = None) -> Span:
    return locate(evidence, evidence.documents[GAZETTE], copy, words, nth)


@pytest.mark.parametrize(
    ("words", "nth", "expected"),
    [
        ("Mayor Ōta", None, (175, 184, "P3S1")),
        ("  Mayor Ōta\n", None, (175, 184, "P3S1")),
        ("🔔", None, (66, 67, "P1S2")),
        ("What may", None, (88, 96, "P2S1")),
        ("Li", 1, (6, 8, "P1S1")),
        ("Li", 2, (161, 163, "P3S1")),
        ("ce 🔔", None, (63, 67, "P1S2")),
        (".", 4, (223, 224, "P3S2")),
    ],
)
def test_words_are_given_as_a_span(
    words: str,
    nth: int | None,
    expected: tuple[int, int, str],
    evidence: Evidence,
    copy: ReportText,
) -> None:
    span = found(evidence, copy, words, nth)
    assert (span.begin, span.end, span.sentence) == expected
    begin, end, _ = expected
    assert copy.text[begin:end] == words.strip()
    assert span.iri == f"{GAZETTE}#offset_{begin}_{end}"
    assert span.sha256 == sha256(words.strip().encode()).hexdigest()


def test_a_span_that_the_data_have_is_given_with_its_place(
    evidence: Evidence, copy: ReportText
) -> None:
    span = found(evidence, copy, "What may follow")
    assert span.kind == "heading"
    assert str(span.position).endswith("source.ttl:53")


@pytest.mark.parametrize(
    ("words", "nth", "message"),
    [
        (
            "Mayor Oota",
            None,
            (
                "copy.txt: these words are not in the report: 'Mayor Oota'\n"
                "Copy them from the report, quotes and spaces included."
            ),
        ),
        (
            "the Town's  FAIR",
            None,
            (
                'copy.txt: these words are not in the report: "the Town\'s  FAIR"\n'
                "The report has: 'The town’s fair'."
            ),
        ),
        (
            "Mayor",
            None,
            (
                "copy.txt: these words stand in 2 places, at 1:1, 3:72\n"
                "Give more words, or choose one with --nth 1 to --nth 2."
            ),
        ),
        (
            "Mayor",
            3,
            "there is no place number 3: the words stand in 2\nChoose from --nth 1 to --nth 2.",
        ),
        (
            "Mayor",
            0,
            "there is no place number 0: the words stand in 2\nChoose from --nth 1 to --nth 2.",
        ),
        (
            "by tram. The",
            None,
            (
                "these words run from P1S1 into P1S2\n"
                "A span lies within one sentence: give one span for each."
            ),
        ),
        (
            "confirmed.\nWhat",
            None,
            (
                "these words run from P1S2 into P2S1\n"
                "A span lies within one sentence: give one span for each."
            ),
        ),
        ("", None, "no words to look for\nGive some words of the report."),
        (" \n", None, "no words to look for\nGive some words of the report."),
    ],
    ids=[
        "absent",
        "other quotes, spaces and case",
        "several places",
        "a third of two",
        "number zero",
        "two sentences",
        "a sentence and a heading",
        "no words",
        "only space",
    ],
)
def test_words_that_make_no_span_are_refused(
    words: str, nth: int | None, message: str, evidence: Evidence, copy: ReportText
) -> None:
    with pytest.raises(UsageError) as caught:
        found(evidence, copy, words, nth)
    assert str(caught.value) == message


def one_sentence(text: str, begin: int, end: int) -> tuple[Evidence, SourceDocument]:
    """Return the evidence of a text of which one sentence is described."""
    document = SourceDocument("d", len(text), sha256(text.encode()).hexdigest())
    sentence = Span("s", "d", begin, end, "", "P1S1", "sentence")
    return Evidence({"d": document}, {"s": sentence}, {}, {}), document


def test_overlapping_places_are_counted() -> None:
    evidence, document = one_sentence("aaa", 0, 3)
    assert locate(evidence, document, ReportText("c", "aaa"), "aa", 2).begin == 1


@pytest.mark.parametrize(
    ("begin", "end", "message"),
    [
        (
            0,
            2,
            (
                "the characters 2 to 5 lie in no sentence or heading of the data\n"
                "Describe the sentences of the document first."
            ),
        ),
        (
            0,
            3,
            (
                "these words reach out of P1S1, characters 0 to 3\n"
                "A span lies within one sentence: leave out what stands around it."
            ),
        ),
    ],
    ids=["outside", "reaching out"],
)
def test_words_outside_of_the_sentences_are_refused(begin: int, end: int, message: str) -> None:
    evidence, document = one_sentence("a b c", begin, end)
    with pytest.raises(UsageError) as caught:
        locate(evidence, document, ReportText("c", "a b c"), "b c")
    assert str(caught.value) == message


def test_a_copy_of_another_text_is_refused(evidence: Evidence, copy: ReportText) -> None:
    other = ReportText("copy.txt", copy.text + "\n")
    with pytest.raises(InputError) as caught:
        found(evidence, other, "Mayor Ōta")
    assert str(caught.value) == (
        f"copy.txt: this copy is not the text of <{GAZETTE}>\nRun: visitkg evidence verify copy.txt"
    )
