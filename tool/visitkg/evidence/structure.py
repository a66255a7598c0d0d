"""What can be said against spans without the text: ranges, digests and sentence codes."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from visitkg.evidence.finding import Finding
from visitkg.evidence.model import Evidence, Span, local_name, read_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.errors import Position

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


def check_structure(evidence: Evidence) -> list[Finding]:
    """Return what contradicts itself: a span, two spans, or a span and its document."""
    findings = list(evidence.findings)
    for document in evidence.documents.values():
        findings += _check_digest(document.iri, document.sha256, document.position)
    segments = _segments_by_code(evidence)
    for span in evidence.spans.values():
        findings += _check_span(span, evidence)
        findings += _check_segment_of(span, segments)
    findings += _check_twins(evidence)
    for iri in sorted({span.document for span in evidence.spans.values()}):
        findings += _check_order(evidence.segments(iri))
    return findings


def _check_digest(iri: str, digest: str, position: Position | None) -> Iterator[Finding]:
    if not _DIGEST.fullmatch(digest):
        message = f"{local_name(iri)}: the digest is not 64 lower-case hexadecimal digits"
        yield Finding(message, position)


def _check_span(span: Span, evidence: Evidence) -> Iterator[Finding]:
    """Yield what is wrong with a span by itself and in its document."""
    name = local_name(span.iri)
    yield from _check_digest(span.iri, span.sha256, span.position)
    fitting = f"{span.document}#offset_{span.begin}_{span.end}"
    if span.iri != fitting:
        message = f"{name}: the IRI does not fit document and indices, which make <{fitting}>"
        yield Finding(message, span.position)
    if span.begin >= span.end:
        yield Finding(f"{name}: begins at {span.begin} and ends at {span.end}", span.position)
    document = evidence.documents.get(span.document)
    if document is None:
        message = f"{name}: no complete source document <{span.document}> in the data"
        yield Finding(message, span.position)
    elif span.end > document.length:
        message = f"{name}: ends at {span.end}, but the document at {document.length}"
        yield Finding(message, span.position)
    if read_code(span.sentence) is None:
        message = f"{name}: the sentence code is {span.sentence!r}, not of the form P8S3"
        yield Finding(message, span.position)


def _segments_by_code(evidence: Evidence) -> dict[tuple[str, str], list[Span]]:
    segments: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for segment in evidence.segments():
        segments[segment.document, segment.sentence].append(segment)
    return segments


def _check_segment_of(span: Span, segments: dict[tuple[str, str], list[Span]]) -> Iterator[Finding]:
    """Yield what is wrong between a span and the segment that its sentence code names."""
    name = local_name(span.iri)
    named = segments.get((span.document, span.sentence), [])
    if not named:
        yield Finding(f"{name}: no sentence or heading is {span.sentence}", span.position)
    elif span.kind is not None:
        if len(named) > 1 and span != named[0]:
            other = local_name(named[0].iri)
            yield Finding(f"{name}: {span.sentence} is the code of {other} too", span.position)
    elif not any(segment.contains(span) for segment in named):
        segment = named[0]
        message = (
            f"{name}: does not lie within {span.sentence}, "
            f"characters {segment.begin} to {segment.end}"
        )
        yield Finding(message, span.position)


def _check_twins(evidence: Evidence) -> Iterator[Finding]:
    """Yield spans of one range with two digests, and of one digest with two lengths."""
    ranges: dict[tuple[str, int, int], Span] = {}
    digests: dict[str, Span] = {}
    for span in evidence.spans.values():
        other = ranges.setdefault((span.document, span.begin, span.end), span)
        if other.sha256 != span.sha256:
            message = (
                f"{local_name(span.iri)}: another digest than {local_name(other.iri)}, "
                "which has the same range"
            )
            yield Finding(message, span.position)
        other = digests.setdefault(span.sha256, span)
        if other.length != span.length:
            message = (
                f"{local_name(span.iri)}: the digest of {local_name(other.iri)}, "
                f"which has {other.length} characters, not {span.length}"
            )
            yield Finding(message, span.position)


def _check_order(segments: list[Span]) -> Iterator[Finding]:
    """Yield segments of a document that overlap, or whose codes do not count on."""
    if segments and read_code(segments[0].sentence) not in (None, (1, 1)):
        first = segments[0]
        message = f"{local_name(first.iri)}: the first segment is {first.sentence}, not P1S1"
        yield Finding(message, first.position)
    for one, next_one in pairwise(segments):
        if next_one.begin < one.end:
            message = (
                f"{local_name(next_one.iri)}: overlaps with {one.sentence}, "
                f"characters {one.begin} to {one.end}"
            )
            yield Finding(message, next_one.position)
        here, there = read_code(one.sentence), read_code(next_one.sentence)
        if here and there and there not in ((here[0], here[1] + 1), (here[0] + 1, 1)):
            message = f"{local_name(next_one.iri)}: {next_one.sentence} follows {one.sentence}"
            yield Finding(message, next_one.position)
