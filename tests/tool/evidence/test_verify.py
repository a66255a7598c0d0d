"""A copy of a report is verified whole, and what differs is told with its place."""

# ruff: noqa: RUF001  (curly quotes are the point)

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from visitkg.errors import UsageError
from visitkg.evidence.model import Evidence
from visitkg.evidence.read import read_evidence
from visitkg.evidence.render import verification_lines, verification_object
from visitkg.evidence.text import ReportText
from visitkg.evidence.verify import choose_document, verify
from visitkg.graph.parse import read_triples

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from visitkg.evidence.verify import Verification

GAZETTE = "https://example.org/fair/id/gazette-report"


@pytest.fixture
def text(fair: Path) -> str:
    return (fair / "gazette.txt").read_bytes().decode()


def verified(evidence: Evidence, text: str, document: str = GAZETTE) -> Verification:
    return verify(evidence, evidence.documents[document], ReportText("copy.txt", text))


def shorten(iri: str) -> str:
    return iri.rsplit("/", maxsplit=1)[-1].rsplit("#", maxsplit=1)[-1]


def lines(result: Verification, fair: Path, *, every_span: bool = False) -> list[str]:
    found = verification_lines(result, shorten, every_span=every_span)
    return [line.removeprefix(f"{fair / 'data'}/") for line in found]


def test_the_text_itself_holds(evidence: Evidence, text: str, fair: Path) -> None:
    result = verified(evidence, text)
    assert result.holds
    assert lines(result, fair) == [
        "copy.txt: the text of gazette-report: 225 characters, the digest and 8 spans match."
    ]


def test_the_text_of_another_document_does_not(evidence: Evidence, text: str, fair: Path) -> None:
    result = verified(evidence, text, "https://example.org/fair/id/courier-report")
    assert not result.holds
    assert lines(result, fair) == [
        "copy.txt: not the text of courier-report: 225 characters instead of 52",
        "copy.txt:1:1: P1S1 changed, 173 characters longer",
        "source.ttl:81: offset_0_51 (P1S1): changed",
        "Verified 1 span: 0 unchanged, 0 moved, 1 changed.",
    ]


CASES: dict[str, tuple[tuple[str, str], list[str]]] = {
    "words put in at the beginning": (
        ("Mayor Li", "News: Mayor Li"),
        [
            "copy.txt: not the text of gazette-report: 231 characters instead of 225",
            "copy.txt:1:1: 6 characters inserted before the first segment",
            (
                "source.ttl:25: offset_0_38 (P1S1): moved by +6, as are 7 more, "
                "up to offset_186_224 (P3S2)"
            ),
            "Verified 8 spans: 0 unchanged, 8 moved, 0 changed.",
        ],
    ),
    "a word in a sentence": (
        ("could meet", "might meet"),
        [
            "copy.txt: not the text of gazette-report: as many characters, another digest",
            "copy.txt:3:1: P3S1 changed",
            "source.ttl:60: offset_104_185 (P3S1): changed",
            "source.ttl:67: offset_161_184 (P3S1): changed",
            "Verified 8 spans: 6 unchanged, 0 moved, 2 changed.",
        ],
    ),
    "a word outside of the part that carries the claim": (
        (" by tram", " by bus"),
        [
            "copy.txt: not the text of gazette-report: 224 characters instead of 225",
            "copy.txt:1:30: P1S1 changed, 1 character shorter",
            "source.ttl:25: offset_0_38 (P1S1): changed",
            (
                "source.ttl:39: offset_39_87 (P1S2): moved by -1, as are 5 more, "
                "up to offset_186_224 (P3S2)"
            ),
            "Verified 8 spans: 1 unchanged, 6 moved, 1 changed.",
        ],
    ),
    "the last sentence is gone": (
        (" The town’s fair is expected on Friday.", ""),
        [
            "copy.txt: not the text of gazette-report: 186 characters instead of 225",
            "copy.txt:4:1: P3S2 changed, 39 characters shorter",
            "source.ttl:74: offset_186_224 (P3S2): changed",
            "Verified 8 spans: 7 unchanged, 0 moved, 1 changed.",
        ],
    ),
    "an empty line more": (
        ("\nWhat", "\n\nWhat"),
        [
            "copy.txt: not the text of gazette-report: 226 characters instead of 225",
            "copy.txt:1:88: 1 character inserted after P1S2",
            (
                "source.ttl:53: offset_88_103 (P2S1): moved by +1, as are 3 more, "
                "up to offset_186_224 (P3S2)"
            ),
            "Verified 8 spans: 4 unchanged, 4 moved, 0 changed.",
        ],
    ),
    "a line end between sentences": (
        ("tram. The", "tram.\nThe"),
        [
            "copy.txt: not the text of gazette-report: as many characters, another digest",
            "copy.txt: it differs only where no sentence or heading stands",
            "Verified 8 spans: 8 unchanged, 0 moved, 0 changed.",
        ],
    ),
    "Windows line ends": (
        ("", ""),
        [
            "copy.txt: not the text of gazette-report: 228 characters instead of 225",
            "With Unix line ends (LF) it is that text.",
            "Verified 8 spans with Unix line ends (LF): 8 unchanged, 0 moved, 0 changed.",
        ],
    ),
    "Windows line ends and another word": (
        ("could meet", "might meet"),
        [
            "copy.txt: not the text of gazette-report: 228 characters instead of 225",
            "With Unix line ends (LF) it comes nearer; what follows is told of that.",
            "copy.txt:3:1: P3S1 changed",
            "source.ttl:60: offset_104_185 (P3S1): changed",
            "source.ttl:67: offset_161_184 (P3S1): changed",
            "Verified 8 spans with Unix line ends (LF): 6 unchanged, 0 moved, 2 changed.",
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_differs_is_told_with_its_place(
    name: str, evidence: Evidence, text: str, fair: Path
) -> None:
    (old, new), expected = CASES[name]
    copy = text.replace(old, new, 1) if old else text
    if name.startswith("Windows"):
        copy = copy.replace("\n", "\r\n")
    result = verified(evidence, copy)
    assert lines(result, fair) == expected
    assert not result.holds


def test_each_moved_span_has_a_line_if_asked(evidence: Evidence, text: str, fair: Path) -> None:
    result = verified(evidence, text.replace("\nWhat", "\n\nWhat"))
    assert lines(result, fair, every_span=True)[2:-1] == [
        "source.ttl:53: offset_88_103 (P2S1): moved by +1, to 89-104",
        "source.ttl:60: offset_104_185 (P3S1): moved by +1, to 105-186",
        "source.ttl:67: offset_161_184 (P3S1): moved by +1, to 162-185",
        "source.ttl:74: offset_186_224 (P3S2): moved by +1, to 187-225",
    ]


def reread(folder: Path) -> Evidence:
    return read_evidence(read_triples(sorted((folder / "data").glob("*.ttl"))))


def test_a_wrong_digest_in_the_data_is_not_called_a_change_of_the_text(
    changed: Callable[..., Path], evidence: Evidence, text: str
) -> None:
    digest = evidence.spans[f"{GAZETTE}#offset_50_67"].sha256
    folder = changed((digest, "0" * 64))
    result = verified(reread(folder), text)
    assert not result.holds
    assert lines(result, folder) == [
        "source.ttl:46: offset_50_67 (P1S2): its digest does not fit the text",
        "Verified 8 spans: 7 unchanged, 0 moved, 1 changed.",
    ]


def test_wrong_indices_in_the_data_are_put_right(changed: Callable[..., Path], text: str) -> None:
    folder = changed(
        ('nif:beginIndex "50"', 'nif:beginIndex "40"'), ('nif:endIndex "67"', 'nif:endIndex "57"')
    )
    assert lines(verified(reread(folder), text), folder) == [
        "source.ttl:46: offset_50_67 (P1S2): moved by +10, to 50-67",
        "Verified 8 spans: 7 unchanged, 1 moved, 0 changed.",
    ]


def test_a_wrong_length_in_the_data_is_named(changed: Callable[..., Path], text: str) -> None:
    folder = changed(('nif:endIndex "225"', 'nif:endIndex "999"'))
    assert lines(verified(reread(folder), text), folder) == [
        (
            "source.ttl:11: gazette-report: its length is given as 999, "
            "but the text with its digest has 225 characters"
        ),
        "Verified 8 spans: 8 unchanged, 0 moved, 0 changed.",
    ]


def test_a_span_that_is_too_broken_to_verify_is_not_passed_over(
    changed: Callable[..., Path], text: str
) -> None:
    folder = changed(('nif:endIndex "67"^^xsd:nonNegativeInteger ;', ""))
    result = verified(reread(folder), text)
    assert not result.holds
    assert lines(result, folder) == [
        "source.ttl:46: offset_50_67: no nif:endIndex",
        "Verified 7 spans: 7 unchanged, 0 moved, 0 changed.",
    ]


def test_a_document_without_spans_does_not_hold(evidence: Evidence, text: str, fair: Path) -> None:
    bare = Evidence(evidence.documents, {}, {}, {})
    result = verified(bare, text)
    assert not result.holds
    assert lines(result, fair) == [
        "source.ttl:11: gazette-report: the data have no span of it",
        "Verified 0 spans: 0 unchanged, 0 moved, 0 changed.",
    ]


def test_json_tells_each_span(evidence: Evidence, text: str) -> None:
    found = verification_object(verified(evidence, text.replace("\nWhat", "\n\nWhat")))
    assert (found["changes"], found["sameTextAfterChanges"]) == ([], False)
    assert found["holds"] is False
    assert found["length"] == {"expected": 225, "found": 226}
    assert found["differences"] == [
        {
            "message": "1 character inserted after P1S2",
            "line": 1,
            "column": 88,
            "begin": 87,
            "end": 89,
        }
    ]
    assert [(span["state"], span["shift"]) for span in found["spans"]] == [
        ("unchanged", 0),
        ("unchanged", 0),
        ("unchanged", 0),
        ("unchanged", 0),
        ("moved", 1),
        ("moved", 1),
        ("moved", 1),
        ("moved", 1),
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("\n", "\n", ([], True)),
        ("\n", "\r\n", (["Unix line ends (LF)"], True)),
        ("What", "Who", ([], False)),
    ],
    ids=["the text itself", "Windows line ends", "another text"],
)
def test_json_tells_what_would_make_it_the_text(
    old: str, new: str, expected: tuple[list[str], bool], evidence: Evidence, text: str
) -> None:
    found = verification_object(verified(evidence, text.replace(old, new)))
    assert (found["changes"], found["sameTextAfterChanges"]) == expected


@pytest.mark.parametrize(
    ("copy", "name", "expected"),
    [
        ("gazette.txt", None, "gazette-report"),
        ("courier.txt", None, "courier-report"),
        ("courier.txt", "gazette-report", "gazette-report"),
        ("courier.txt", GAZETTE, "gazette-report"),
    ],
)
def test_a_document_is_chosen_by_its_name_or_its_text(
    copy: str, name: str | None, expected: str, evidence: Evidence, fair: Path
) -> None:
    report = ReportText(copy, (fair / copy).read_bytes().decode().replace("\n", "\r\n"))
    assert choose_document(evidence, report, name).iri.endswith(expected)


def test_a_text_of_no_document_must_be_told_whose_copy_it_is(evidence: Evidence) -> None:
    with pytest.raises(UsageError) as caught:
        choose_document(evidence, ReportText("x", "something else"), None)
    assert str(caught.value) == (
        "several documents, and this text is that of none of them\n"
        "Name the one that is meant with --document: https://example.org/fair/id/courier-report, "
        "https://example.org/fair/id/gazette-report."
    )


def test_a_document_that_the_data_do_not_have_is_refused(evidence: Evidence) -> None:
    with pytest.raises(UsageError) as caught:
        choose_document(evidence, ReportText("x", "x"), "gazette")
    assert str(caught.value) == (
        "no source document 'gazette' in the data\n"
        "The data have: https://example.org/fair/id/courier-report, "
        "https://example.org/fair/id/gazette-report."
    )


def test_data_without_documents_are_refused() -> None:
    with pytest.raises(UsageError) as caught:
        choose_document(Evidence({}, {}, {}, {}), ReportText("x", "x"), None)
    assert str(caught.value) == (
        "the data describe no source document\n"
        "Add one: a visit:SourceDocument with its length and digest."
    )
