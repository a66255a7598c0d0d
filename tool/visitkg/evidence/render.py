"""Coverage, verification and spans as rows, text, JSON and triples."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode, Triple

from visitkg.evidence import read as names
from visitkg.sparql.answer import Table
from visitkg.terms import NIF, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from visitkg.evidence.compare import Placement
    from visitkg.evidence.coverage import CoverageReport
    from visitkg.evidence.finding import Finding
    from visitkg.evidence.model import Span
    from visitkg.evidence.normal_form import Change
    from visitkg.evidence.verify import Verification

    Shorten = Callable[[str], str]

_COLUMNS: Final = ("document", "sentence", "kind", "begin", "end", "claims", "statuses")


def coverage_table(report: CoverageReport, *, with_document: bool) -> Table:
    """Return a row for each segment, as a query would give it, with its document or without."""
    rows = [
        (
            NamedNode(row.segment.document),
            Literal(row.segment.sentence),
            Literal(row.segment.kind or ""),
            Literal(row.segment.begin),
            Literal(row.segment.end),
            Literal(row.claims),
            Literal(", ".join(f"{label} {count}" for label, count in row.statuses)),
        )
        for row in report.segments
    ]
    first = 0 if with_document else 1
    return Table(_COLUMNS[first:], tuple(row[first:] for row in rows))


def coverage_object(report: CoverageReport) -> dict[str, Any]:
    """Return a coverage report as an object for JSON."""
    return {
        "documents": report.documents,
        "sentences": report.sentences,
        "covered": report.covered,
        "spans": report.spans,
        "claims": report.claims,
        "segments": [
            {
                "document": row.segment.document,
                "sentence": row.segment.sentence,
                "kind": row.segment.kind,
                "begin": row.segment.begin,
                "end": row.segment.end,
                "claims": row.claims,
                "statuses": dict(row.statuses),
            }
            for row in report.segments
        ],
        "findings": [_finding_object(finding) for finding in report.findings],
    }


def verification_lines(
    result: Verification, shorten: Shorten, *, every_span: bool = False
) -> Iterator[str]:
    """Yield what came of a verification, line by line: the text, the spans, and the count.

    Spans that moved alike are told by one line, unless ``every_span`` asks for each.
    """
    if result.holds:
        mark = ", its byte order mark left out" if result.copy.has_byte_order_mark else ""
        yield (
            f"{result.copy.path}{mark}: the text of {shorten(result.document.iri)}: "
            f"{result.length:,} characters, the digest and {_spans(len(result.placements))} match."
        )
        return
    yield from _text_lines(result, shorten)
    yield from (str(finding) for finding in result.unread)
    if not result.placements:
        place = f"{result.document.position}: " if result.document.position else ""
        yield f"{place}{shorten(result.document.iri)}: the data have no span of it"
    yield from _changed_lines(result, shorten)
    yield from _moved_lines(result, shorten, every_span=every_span)
    yield _count_line(result)


def _text_lines(result: Verification, shorten: Shorten) -> Iterator[str]:
    document = result.document
    if result.is_same_text:
        if result.length != document.length:
            place = f"{document.position}: " if document.position else ""
            yield (
                f"{place}{shorten(document.iri)}: its length is given as {document.length:,}, "
                f"but the text with its digest has {result.length:,} characters"
            )
        return
    size = (
        "as many characters, another digest"
        if result.length == document.length
        else f"{result.length:,} characters instead of {document.length:,}"
    )
    yield f"{result.copy.path}: not the text of {shorten(document.iri)}: {size}"
    if result.becomes_same_text:
        yield f"With {_join(result.changes)} it is that text."
        return
    if result.changes:
        yield f"With {_join(result.changes)} it comes nearer; what follows is told of that."
    for difference in result.differences:
        yield f"{result.nearer.position(difference.begin)}: {difference.message}"
    if not result.differences:
        yield f"{result.copy.path}: it differs only where no sentence or heading stands"


def _changed_lines(result: Verification, shorten: Shorten) -> Iterator[str]:
    right_text = result.is_same_text or result.becomes_same_text
    problem = "its digest does not fit the text" if right_text else "changed"
    for placement in result.placements:
        if placement.shift is None:
            more = "" if placement.searched else ", or moved further than was searched"
            yield f"{_name(placement.span, shorten)}: {problem}{more}"


def _moved_lines(result: Verification, shorten: Shorten, *, every_span: bool) -> Iterator[str]:
    moved: dict[int, list[Placement]] = defaultdict(list)
    for placement in result.placements:
        if placement.shift:
            moved[placement.shift].append(placement)
    for shift, placements in moved.items():
        first, last = placements[0].span, placements[-1].span
        if every_span or len(placements) == 1:
            for placement in placements:
                begin, end = placement.range or (0, 0)
                yield f"{_name(placement.span, shorten)}: moved by {shift:+}, to {begin}-{end}"
        else:
            yield (
                f"{_name(first, shorten)}: moved by {shift:+}, as are {len(placements) - 1} more, "
                f"up to {shorten(last.iri)} ({last.sentence})"
            )


def verification_object(result: Verification) -> dict[str, Any]:
    """Return a verification as an object for JSON, with each span."""
    document = result.document
    return {
        "document": document.iri,
        "file": result.copy.path,
        "holds": result.holds,
        "byteOrderMark": result.copy.has_byte_order_mark,
        "length": {"expected": document.length, "found": result.length},
        "sha256": {"expected": document.sha256, "found": result.sha256},
        "changes": [change.name for change in result.changes],
        "sameTextAfterChanges": result.is_same_text or result.becomes_same_text,
        "differences": [
            {
                "message": difference.message,
                "line": result.nearer.position(difference.begin).line,
                "column": result.nearer.position(difference.begin).column,
                "begin": difference.begin,
                "end": difference.end,
            }
            for difference in result.differences
        ],
        "spans": [_placement_object(placement) for placement in result.placements],
        "unread": [_finding_object(finding) for finding in result.unread],
    }


def span_triples(span: Span) -> Iterator[Triple]:
    """Yield what the data say of a span: its types, document, indices, sentence and digest."""
    subject = NamedNode(span.iri)
    kinds = {"sentence": names.SENTENCE, "heading": names.HEADING}
    types = [names.SPAN, NIF + "OffsetBasedString"]
    if span.kind is not None:
        types.append(kinds[span.kind])
    index = NamedNode(XSD + "nonNegativeInteger")
    for type_ in types:
        yield Triple(subject, NamedNode(names.TYPE), NamedNode(type_))
    yield Triple(subject, NamedNode(names.CONTEXT), NamedNode(span.document))
    yield Triple(subject, NamedNode(names.BEGIN), Literal(str(span.begin), datatype=index))
    yield Triple(subject, NamedNode(names.END), Literal(str(span.end), datatype=index))
    yield Triple(subject, NamedNode(names.SENTENCE_CODE), Literal(span.sentence))
    yield Triple(subject, NamedNode(names.DIGEST), Literal(span.sha256))


def _name(span: Span, shorten: Shorten) -> str:
    place = f"{span.position}: " if span.position else ""
    return f"{place}{shorten(span.iri)} ({span.sentence})"


def _count_line(result: Verification) -> str:
    placements = result.placements
    unchanged = sum(placement.is_unchanged for placement in placements)
    changed = sum(placement.shift is None for placement in placements)
    moved = len(placements) - unchanged - changed
    changes = f" with {_join(result.changes)}" if result.changes else ""
    return (
        f"Verified {_spans(len(placements))}{changes}: "
        f"{unchanged:,} unchanged, {moved:,} moved, {changed:,} changed."
    )


def _spans(count: int) -> str:
    return "1 span" if count == 1 else f"{count:,} spans"


def _join(changes: Iterable[Change]) -> str:
    return " and ".join(change.name for change in changes)


def _placement_object(placement: Placement) -> dict[str, Any]:
    span = placement.span
    state = "moved"
    if placement.shift is None:
        state = "changed" if placement.searched else "not found"
    elif placement.is_unchanged:
        state = "unchanged"
    return {
        "span": span.iri,
        "sentence": span.sentence,
        "begin": span.begin,
        "end": span.end,
        "state": state,
        "shift": placement.shift,
        "position": str(span.position) if span.position else None,
    }


def _finding_object(finding: Finding) -> dict[str, Any]:
    return {
        "message": finding.message,
        "position": str(finding.position) if finding.position else None,
    }
