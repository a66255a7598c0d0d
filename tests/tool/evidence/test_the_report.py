"""The project's own spans hold against the report, which is never in the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from visitkg.evidence.coverage import check_coverage
from visitkg.evidence.read import read_evidence
from visitkg.evidence.text import ReportText, read_report
from visitkg.evidence.verify import choose_document, verify
from visitkg.graph.parse import read_triples

if TYPE_CHECKING:
    from pathlib import Path

    from visitkg.evidence.model import Evidence


@pytest.fixture(scope="module")
def of_the_visit(root: Path) -> Evidence:
    return read_evidence(
        read_triples(sorted([*root.glob("data/*.ttl"), *root.glob("ontology/*.ttl")]))
    )


@pytest.fixture(scope="module")
def report(shared: Path) -> ReportText:
    (path,) = sorted((shared / "seed").glob("*.txt"))
    return read_report(path)


def test_every_sentence_carries_a_claim(of_the_visit: Evidence) -> None:
    found = check_coverage(of_the_visit)
    assert [str(finding) for finding in found.findings] == []
    assert (found.sentences, found.covered) == (44, 44)
    assert len(found.segments) == 50
    assert {row.segment.sentence.split("S")[0] for row in found.segments} == {
        f"P{number}" for number in range(1, 22)
    }


def test_every_span_holds_against_the_report(of_the_visit: Evidence, report: ReportText) -> None:
    result = verify(of_the_visit, choose_document(of_the_visit, report, None), report)
    assert result.holds
    assert result.length == 6600
    assert len(result.placements) >= 50


def test_the_segments_leave_out_nothing_but_space(
    of_the_visit: Evidence, report: ReportText
) -> None:
    document = choose_document(of_the_visit, report, None)
    rest = list(report.text)
    for segment in of_the_visit.segments(document.iri):
        rest[segment.begin : segment.end] = "\n" * segment.length
    assert "".join(rest).strip() == ""


def test_a_changed_copy_of_the_report_does_not_hold(
    of_the_visit: Evidence, report: ReportText
) -> None:
    document = choose_document(of_the_visit, report, None)
    copy = ReportText("copy.txt", report.text.replace("15,000", "16,000"))
    result = verify(of_the_visit, document, copy)
    assert not result.holds
    assert {item.span.sentence for item in result.placements if item.shift is None} == {"P8S3"}
    assert [item.message for item in result.differences] == ["P8S3 changed"]
