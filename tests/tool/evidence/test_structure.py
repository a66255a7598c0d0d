"""Spans that contradict themselves, each other or their document are named, each in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from visitkg.evidence.model import Evidence, SourceDocument, Span
from visitkg.evidence.read import read_evidence
from visitkg.evidence.structure import check_structure
from visitkg.graph.load import load_store
from visitkg.graph.parse import read_triples

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BELL = "gazette:offset_50_67 a visit:EvidenceSpan , nif:OffsetBasedString ;"
BELL_END = 'nif:endIndex "67"^^xsd:nonNegativeInteger ;'
HEADING = "gazette:offset_88_103 a visit:EvidenceSpan , nif:OffsetBasedString , visit:Heading ;"
GAZETTE = "<https://example.org/fair/id/gazette-report"


def findings(folder: Path) -> list[str]:
    evidence = read_evidence(read_triples(sorted((folder / "data").glob("*.ttl"))))
    prefix = f"{folder / 'data'}/"
    return [str(finding).removeprefix(prefix) for finding in check_structure(evidence)]


def test_the_fair_contradicts_itself_nowhere(evidence: Evidence) -> None:
    assert check_structure(evidence) == []
    assert len(evidence.spans) == 9
    assert sorted(evidence.documents) == [
        "https://example.org/fair/id/courier-report",
        "https://example.org/fair/id/gazette-report",
    ]


CASES: dict[str, tuple[list[tuple[str, str]], list[str]]] = {
    "the end is not that of the IRI": (
        [(BELL_END, 'nif:endIndex "66"^^xsd:nonNegativeInteger ;')],
        [
            (
                "source.ttl:46: offset_50_67: the IRI does not fit document and indices, "
                f"which make {GAZETTE}#offset_50_66>"
            )
        ],
    ),
    "the IRI is of another document": (
        [("gazette:offset_50_67 a", "courier:offset_50_67 a")],
        [
            (
                "source.ttl:46: offset_50_67: the IRI does not fit document and indices, "
                f"which make {GAZETTE}#offset_50_67>"
            )
        ],
    ),
    "it ends before it begins": (
        [
            ("gazette:offset_50_67 a", "gazette:offset_50_49 a"),
            (BELL_END, 'nif:endIndex "49"^^xsd:nonNegativeInteger ;'),
        ],
        ["source.ttl:46: offset_50_49: begins at 50 and ends at 49"],
    ),
    "it is empty": (
        [
            ("gazette:offset_50_67 a", "gazette:offset_50_50 a"),
            (BELL_END, 'nif:endIndex "50"^^xsd:nonNegativeInteger ;'),
        ],
        ["source.ttl:46: offset_50_50: begins at 50 and ends at 50"],
    ),
    "it ends behind the document": (
        [('nif:endIndex "225"', 'nif:endIndex "223"')],
        ["source.ttl:74: offset_186_224: ends at 224, but the document at 223"],
    ),
    "the document begins elsewhere": (
        [
            (
                'nif:beginIndex "0"^^xsd:nonNegativeInteger ;\n    nif:endIndex "225"',
                'nif:beginIndex "1"^^xsd:nonNegativeInteger ;\n    nif:endIndex "225"',
            )
        ],
        ["source.ttl:13: gazette-report: a document begins at 0, not at 1"],
    ),
    "it lies in another sentence than it says": (
        [
            (
                'nif:endIndex "67"^^xsd:nonNegativeInteger ;\n    visit:sentence "P1S2"',
                'nif:endIndex "67"^^xsd:nonNegativeInteger ;\n    visit:sentence "P1S1"',
            )
        ],
        ["source.ttl:46: offset_50_67: does not lie within P1S1, characters 0 to 38"],
    ),
    "it lies in a sentence that nobody describes": (
        [
            (
                'nif:endIndex "67"^^xsd:nonNegativeInteger ;\n    visit:sentence "P1S2"',
                'nif:endIndex "67"^^xsd:nonNegativeInteger ;\n    visit:sentence "P9S9"',
            )
        ],
        ["source.ttl:46: offset_50_67: no sentence or heading is P9S9"],
    ),
    "its code is no code": (
        [
            (
                'nif:endIndex "67"^^xsd:nonNegativeInteger ;\n    visit:sentence "P1S2"',
                'nif:endIndex "67"^^xsd:nonNegativeInteger ;\n    visit:sentence "p1s2"',
            )
        ],
        [
            "source.ttl:46: offset_50_67: the sentence code is 'p1s2', not of the form P8S3",
            "source.ttl:46: offset_50_67: no sentence or heading is p1s2",
        ],
    ),
    "two sentences have one code": (
        [('visit:sentence "P3S2"', 'visit:sentence "P3S1"')],
        [
            "source.ttl:74: offset_186_224: P3S1 is the code of offset_104_185 too",
            "source.ttl:74: offset_186_224: P3S1 follows P3S1",
        ],
    ),
    "a sentence is skipped": (
        [('visit:sentence "P3S2"', 'visit:sentence "P3S3"')],
        ["source.ttl:74: offset_186_224: P3S3 follows P3S1"],
    ),
    "the first sentence is not the first": (
        [
            (
                'nif:endIndex "51"^^xsd:nonNegativeInteger ;\n    visit:sentence "P1S1"',
                'nif:endIndex "51"^^xsd:nonNegativeInteger ;\n    visit:sentence "P1S2"',
            )
        ],
        ["source.ttl:81: offset_0_51: the first segment is P1S2, not P1S1"],
    ),
    "segments overlap": (
        [
            ("gazette:offset_88_103 a", "gazette:offset_86_103 a"),
            ('nif:beginIndex "88"', 'nif:beginIndex "86"'),
        ],
        ["source.ttl:53: offset_86_103: overlaps with P1S2, characters 39 to 87"],
    ),
    "it is a sentence and a heading": (
        [(HEADING, HEADING.replace(" ;", " , visit:Sentence ;"))],
        ["source.ttl:53: offset_88_103: both a sentence and a heading"],
    ),
    "the end is missing": (
        [(BELL_END, "")],
        ["source.ttl:46: offset_50_67: no nif:endIndex"],
    ),
    "there are two ends": (
        [(BELL_END, BELL_END.replace(" ;", ' , "68"^^xsd:nonNegativeInteger ;'))],
        ["source.ttl:49: offset_50_67: 2 values of nif:endIndex"],
    ),
    "the end is no number": (
        [(BELL_END, 'nif:endIndex "sixty" ;')],
        ["source.ttl:49: offset_50_67: nif:endIndex is 'sixty', not a whole number"],
    ),
    "the end is negative": (
        [(BELL_END, 'nif:endIndex "-67"^^xsd:integer ;')],
        ["source.ttl:49: offset_50_67: nif:endIndex is '-67', not a whole number"],
    ),
    "the document is not described": (
        [
            (
                "id:courier-report a visit:SourceDocument , nif:Context",
                "id:courier-report a nif:Context",
            )
        ],
        [
            (
                "source.ttl:81: offset_0_51: no complete source document "
                "<https://example.org/fair/id/courier-report> in the data"
            )
        ],
    ),
}


@pytest.mark.parametrize(("replacements", "expected"), CASES.values(), ids=CASES.keys())
def test_a_contradiction_is_named_in_its_place(
    replacements: list[tuple[str, str]], expected: list[str], changed: Callable[..., Path]
) -> None:
    assert findings(changed(*replacements)) == expected


def test_segments_may_touch_each_other_and_the_end_of_the_document() -> None:
    digest = "0" * 64
    spans = [
        Span("d#offset_0_2", "d", 0, 2, digest, "P1S1", "sentence"),
        Span("d#offset_2_4", "d", 2, 4, digest, "P1S2", "sentence"),
    ]
    document = SourceDocument("d", 4, digest)
    touching = Evidence({"d": document}, {span.iri: span for span in spans}, {}, {})
    assert check_structure(touching) == []


def test_a_number_of_thousands_of_digits_is_no_whole_number(changed: Callable[..., Path]) -> None:
    folder = changed((BELL_END, f'nif:endIndex "{"9" * 5000}"^^xsd:nonNegativeInteger ;'))
    (finding,) = findings(folder)
    assert finding.startswith("source.ttl:49: offset_50_67: nif:endIndex is '999")


@pytest.mark.parametrize(
    "digest",
    ["", "abc", "A" * 64, "g" * 64, "0" * 63, "0" * 65, " " + "0" * 63],
    ids=["empty", "short", "upper case", "not hexadecimal", "63 digits", "65 digits", "a space"],
)
def test_a_digest_is_64_lower_case_hexadecimal_digits(
    digest: str, changed: Callable[..., Path], fair: Path
) -> None:
    known = read_evidence(read_triples([fair / "data/source.ttl"]))
    span = known.spans["https://example.org/fair/id/gazette-report#offset_50_67"]
    assert findings(changed((span.sha256, digest))) == [
        "source.ttl:46: offset_50_67: the digest is not 64 lower-case hexadecimal digits"
    ]


def test_one_range_with_two_digests_is_named(changed: Callable[..., Path]) -> None:
    twin = (
        f"{BELL}\n    nif:referenceContext id:gazette-report ;\n    "
        f'nif:beginIndex "50"^^xsd:nonNegativeInteger ;\n    {BELL_END}\n    '
        f'visit:sentence "P1S2" ;\n    visit:sha256 "{"a" * 64}" .\n\n'
    ).replace("gazette:offset_50_67 a", "gazette:twin a")
    folder = changed((BELL, twin + BELL))
    assert findings(folder) == [
        (
            "source.ttl:46: twin: the IRI does not fit document and indices, "
            f"which make {GAZETTE}#offset_50_67>"
        ),
        "source.ttl:53: offset_50_67: another digest than twin, which has the same range",
    ]


def test_one_digest_of_two_lengths_is_named(changed: Callable[..., Path], fair: Path) -> None:
    known = read_evidence(read_triples([fair / "data/source.ttl"]))
    sentence, part = (
        known.spans[f"https://example.org/fair/id/gazette-report#{name}"]
        for name in ("offset_39_87", "offset_50_67")
    )
    assert findings(changed((part.sha256, sentence.sha256))) == [
        "source.ttl:46: offset_50_67: the digest of offset_39_87, which has 48 characters, not 17"
    ]


def test_a_store_gives_the_same_findings_without_places(changed: Callable[..., Path]) -> None:
    folder = changed((BELL_END, ""))
    evidence = read_evidence(load_store(sorted((folder / "data").glob("*.ttl"))))
    assert [str(finding) for finding in check_structure(evidence)] == [
        "offset_50_67: no nif:endIndex"
    ]
