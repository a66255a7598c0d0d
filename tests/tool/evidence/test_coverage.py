"""Each sentence is counted with the claims on it; one without a claim is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from visitkg.evidence.coverage import check_coverage
from visitkg.graph.load import load_store
from visitkg.graph.parse import read_triples

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from visitkg.evidence.coverage import CoverageReport
    from visitkg.evidence.model import Evidence

GAZETTE = "https://example.org/fair/id/gazette-report"
COURIER = "https://example.org/fair/id/courier-report"


def report_of(folder: Path, document: str | None = None) -> CoverageReport:
    return check_coverage(read_triples(sorted(folder.rglob("*.ttl"))), document)


def findings(report: CoverageReport, folder: Path) -> list[str]:
    return [str(finding).removeprefix(f"{folder / 'data'}/") for finding in report.findings]


def test_each_segment_is_counted_with_its_claims(evidence: Evidence) -> None:
    report = check_coverage(evidence)
    assert [
        (row.segment.document.split("/")[-1], row.segment.sentence, row.segment.kind, row.claims)
        for row in report.segments
    ] == [
        ("courier-report", "P1S1", "sentence", 1),
        ("gazette-report", "P1S1", "sentence", 1),
        ("gazette-report", "P1S2", "sentence", 1),
        ("gazette-report", "P2S1", "heading", 0),
        ("gazette-report", "P3S1", "sentence", 1),
        ("gazette-report", "P3S2", "sentence", 1),
    ]
    assert report.segments[0].statuses == (("Not confirmed", 1),)
    assert report.findings == ()
    assert report.summary() == (
        "6 segments of 2 documents, 5 of 5 sentences with at least one claim; 5 claims on 9 spans."
    )


def test_one_document_is_counted_by_itself(evidence: Evidence) -> None:
    assert check_coverage(evidence, COURIER).summary() == (
        "1 segment of 1 document, 1 of 1 sentence with at least one claim; 1 claim on 1 span."
    )


def test_a_store_is_counted_as_files_are(fair: Path) -> None:
    files = sorted(fair.rglob("*.ttl"))
    of_files, of_store = check_coverage(read_triples(files)), check_coverage(load_store(files))
    assert of_store.summary() == of_files.summary()
    assert [row.statuses for row in of_store.segments] == [
        row.statuses for row in of_files.segments
    ]


def test_a_claim_on_two_spans_of_a_sentence_counts_once(changed: Callable[..., Path]) -> None:
    folder = changed(
        (
            "visit:evidence gazette:offset_0_29",
            "visit:evidence gazette:offset_0_29 , gazette:offset_0_38",
        ),
        file="data/claim.ttl",
    )
    assert report_of(folder).segments[1].claims == 1


def test_a_claim_on_two_sentences_counts_on_both(changed: Callable[..., Path]) -> None:
    folder = changed(
        (
            "visit:evidence gazette:offset_0_29",
            "visit:evidence gazette:offset_0_29 , gazette:offset_50_67",
        ),
        file="data/claim.ttl",
    )
    assert [row.claims for row in report_of(folder).segments] == [1, 1, 2, 0, 1, 1]


CASES = {
    "a sentence loses its claim": (
        ("visit:evidence gazette:offset_0_29", "visit:evidence gazette:offset_50_67"),
        ["source.ttl:25: P1S1: no claim on this sentence"],
    ),
    "a claim loses its span": (
        ("    visit:evidence gazette:offset_0_29 ;\n", ""),
        [
            "claim.ttl:11: claim-1: a claim without evidence",
            "source.ttl:25: P1S1: no claim on this sentence",
        ],
    ),
    "a claim names a span that nobody describes": (
        ("visit:evidence gazette:offset_0_29", "visit:evidence gazette:offset_0_30"),
        [
            f"claim.ttl:11: claim-1: its evidence <{GAZETTE}#offset_0_30> is no complete span",
            "source.ttl:25: P1S1: no claim on this sentence",
        ],
    ),
    "a claim names a span of a misspelt document": (
        ("visit:evidence gazette:offset_0_29", "visit:evidence id:offset_0_29"),
        [
            (
                "claim.ttl:11: claim-1: its evidence <https://example.org/fair/id/offset_0_29> "
                "is no complete span"
            ),
            "source.ttl:25: P1S1: no claim on this sentence",
        ],
    ),
}


@pytest.mark.parametrize(("replacement", "expected"), CASES.values(), ids=CASES.keys())
def test_what_is_not_covered_is_named_in_its_place(
    replacement: tuple[str, str], expected: list[str], changed: Callable[..., Path]
) -> None:
    folder = changed(replacement, file="data/claim.ttl")
    report = report_of(folder)
    assert findings(report, folder) == expected
    assert (report.covered, report.sentences) == (4, 5)


@pytest.mark.parametrize(
    ("document", "expected"),
    [(GAZETTE, ["source.ttl:25: P1S1: no claim on this sentence"]), (COURIER, [])],
    ids=["its own", "another"],
)
def test_a_bare_sentence_is_named_for_its_own_document_only(
    document: str, expected: list[str], changed: Callable[..., Path]
) -> None:
    folder = changed(CASES["a sentence loses its claim"][0], file="data/claim.ttl")
    assert findings(report_of(folder, document), folder) == expected


@pytest.mark.parametrize("document", [GAZETTE, COURIER])
def test_a_claim_without_a_span_is_named_whatever_the_document(
    document: str, changed: Callable[..., Path]
) -> None:
    folder = changed(CASES["a claim loses its span"][0], file="data/claim.ttl")
    assert "claim.ttl:11: claim-1: a claim without evidence" in findings(
        report_of(folder, document), folder
    )


def test_a_claim_with_a_span_in_each_of_two_documents_is_in_order(
    changed: Callable[..., Path],
) -> None:
    folder = changed(
        (
            "visit:evidence gazette:offset_0_29",
            "visit:evidence gazette:offset_0_29 , courier:offset_0_51",
        ),
        file="data/claim.ttl",
    )
    assert findings(report_of(folder, COURIER), folder) == []
    assert report_of(folder, COURIER).claims == 2


def test_a_document_without_sentences_is_named(changed: Callable[..., Path]) -> None:
    span = "courier:offset_0_51 a visit:EvidenceSpan , nif:OffsetBasedString , visit:Sentence ;"
    folder = changed((span, span.replace("Sentence", "Heading")))
    assert findings(report_of(folder), folder) == [
        "source.ttl:18: courier-report: no sentence of this document is described"
    ]


def test_no_triples_cover_nothing() -> None:
    report = check_coverage(())
    assert report.summary() == (
        "0 segments of 0 documents, 0 of 0 sentences with at least one claim; 0 claims on 0 spans."
    )


def test_a_status_without_a_label_is_called_by_its_name(changed: Callable[..., Path]) -> None:
    folder = changed(
        ('rdfs:label "Not confirmed"@en', 'rdfs:label "未证实"@zh-Hans'), file="ontology/terms.ttl"
    )
    assert report_of(folder).segments[0].statuses == (("NotConfirmed", 1),)
