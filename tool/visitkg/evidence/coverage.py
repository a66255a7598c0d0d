"""Which sentence of a document carries which claims, and what is wrong with that."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from visitkg.evidence.finding import Finding
from visitkg.evidence.model import Claim, Evidence, Span, local_name
from visitkg.evidence.read import read_evidence
from visitkg.evidence.structure import check_structure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Quad, Store, Triple

    from visitkg.graph.parse import Located


@dataclass(frozen=True, slots=True)
class SegmentCoverage:
    """A sentence or heading with the number of claims on it, by the label of their status."""

    segment: Span
    claims: int
    statuses: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class CoverageReport:
    """The segments of the documents in order, what was counted, and what was found wrong."""

    segments: tuple[SegmentCoverage, ...]
    documents: int
    spans: int
    claims: int
    findings: tuple[Finding, ...]

    @property
    def sentences(self) -> int:
        """Return the number of sentences, headings not counted."""
        return sum(row.segment.kind == "sentence" for row in self.segments)

    @property
    def covered(self) -> int:
        """Return the number of sentences that carry a claim."""
        return sum(row.segment.kind == "sentence" and row.claims > 0 for row in self.segments)

    def summary(self) -> str:
        """Return one line that says what was looked at and how much of it is covered."""
        return (
            f"{_amount(len(self.segments), 'segment')} of {_amount(self.documents, 'document')}, "
            f"{self.covered} of {_amount(self.sentences, 'sentence')} with at least one claim; "
            f"{_amount(self.claims, 'claim')} on {_amount(self.spans, 'span')}."
        )


def check_coverage(
    graph: Store | Iterable[Located | Triple | Quad] | Evidence, document: str | None = None
) -> CoverageReport:
    """Return how the sentences are covered, with the spans checked as far as no text is needed.

    Findings are sentences without a claim, claims without a span, and what ``check_structure``
    finds; triples with positions give findings with positions. With ``document``, the IRI of a
    document of the data, only its segments and claims are looked at.
    """
    evidence = graph if isinstance(graph, Evidence) else read_evidence(graph)
    known = evidence.spans
    if document is not None:
        evidence = _narrow(evidence, document)
    rows = tuple(_cover(evidence))
    findings = check_structure(evidence)
    findings += _check_claims(evidence.claims.values(), known)
    findings += (
        Finding(f"{row.segment.sentence}: no claim on this sentence", row.segment.position)
        for row in rows
        if row.segment.kind == "sentence" and not row.claims
    )
    findings += _check_emptiness(evidence)
    return CoverageReport(
        rows, len(evidence.documents), len(evidence.spans), len(evidence.claims), tuple(findings)
    )


def _narrow(evidence: Evidence, document: str) -> Evidence:
    """Return what concerns one document, with what can't be told to belong to another."""
    return Evidence(
        {iri: item for iri, item in evidence.documents.items() if iri == document},
        {iri: span for iri, span in evidence.spans.items() if span.document == document},
        {
            iri: claim
            for iri, claim in evidence.claims.items()
            if document in _documents_of(claim, evidence)
        },
        evidence.labels,
        evidence.findings,
    )


def _documents_of(claim: Claim, evidence: Evidence) -> set[str]:
    """Return the documents of a claim's spans; all documents if it has no known span."""
    spans = [evidence.spans[iri] for iri in claim.evidence if iri in evidence.spans]
    return {span.document for span in spans} or set(evidence.documents)


def _check_claims(claims: Iterable[Claim], spans: dict[str, Span]) -> Iterator[Finding]:
    for claim in claims:
        if not claim.evidence:
            yield Finding(f"{local_name(claim.iri)}: a claim without evidence", claim.position)
        for iri in claim.evidence:
            if iri not in spans:
                message = f"{local_name(claim.iri)}: its evidence <{iri}> is no complete span"
                yield Finding(message, claim.position)


def _cover(evidence: Evidence) -> Iterator[SegmentCoverage]:
    """Yield each segment with the claims whose evidence lies within it."""
    claims_of: dict[str, list[Claim]] = {}
    for claim in evidence.claims.values():
        for iri in claim.evidence:
            claims_of.setdefault(iri, []).append(claim)
    for segment, spans in _spans_by_segment(evidence):
        claims = {claim.iri: claim for span in spans for claim in claims_of.get(span.iri, ())}
        counts = Counter(
            evidence.labels[status] for claim in claims.values() for status in claim.statuses
        )
        yield SegmentCoverage(segment, len(claims), tuple(sorted(counts.items())))


def _spans_by_segment(evidence: Evidence) -> Iterator[tuple[Span, list[Span]]]:
    """Yield each segment with the spans that its range contains, itself among them."""
    by_code: dict[tuple[str, str], list[Span]] = {}
    for span in evidence.spans.values():
        by_code.setdefault((span.document, span.sentence), []).append(span)
    for segment in evidence.segments():
        candidates = by_code[segment.document, segment.sentence]
        yield segment, [span for span in candidates if segment.contains(span)]


def _check_emptiness(evidence: Evidence) -> Iterator[Finding]:
    """Yield documents without sentences: nothing is covered where nothing is counted."""
    with_sentences = {span.document for span in evidence.segments() if span.kind == "sentence"}
    for document in evidence.documents.values():
        if document.iri not in with_sentences:
            message = f"{local_name(document.iri)}: no sentence of this document is described"
            yield Finding(message, document.position)


def _amount(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
