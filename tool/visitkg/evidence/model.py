"""Source documents, spans and claims as the data state them.

Spans follow the NLP Interchange Format: positions count Unicode code points from 0, the end is
exclusive. https://persistence.uni-leipzig.org/nlp2rdf/
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from visitkg.errors import Position
    from visitkg.evidence.finding import Finding

_CODE: Final = re.compile(r"P([1-9]\d*)S([1-9]\d*)")


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A text that claims are taken from: ``length`` in code points, ``sha256`` of its UTF-8."""

    iri: str
    length: int
    sha256: str
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """The code points from ``begin`` up to ``end`` of a document.

    ``sentence`` is a code such as P8S3; ``kind`` is ``sentence`` or ``heading`` for a segment, a
    span that is the whole of one, and None for any other.
    """

    iri: str
    document: str
    begin: int
    end: int
    sha256: str
    sentence: str
    kind: str | None = None
    position: Position | None = None

    @property
    def length(self) -> int:
        """Return the number of code points."""
        return self.end - self.begin

    def contains(self, other: Span) -> bool:
        """Return whether ``other`` lies within this span, in the same document."""
        return (
            self.document == other.document and self.begin <= other.begin and other.end <= self.end
        )


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim with the IRIs of its statuses and of the spans that it names as evidence."""

    iri: str
    statuses: tuple[str, ...]
    evidence: tuple[str, ...]
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What some files say about documents, spans and claims.

    Only what is complete is among ``documents`` and ``spans``; ``findings`` names the rest.
    ``labels`` has the English label of each status.
    """

    documents: dict[str, SourceDocument]
    spans: dict[str, Span]
    claims: dict[str, Claim]
    labels: dict[str, str]
    findings: tuple[Finding, ...] = ()

    def segments(self, document: str | None = None) -> list[Span]:
        """Return the sentences and headings of one document or of all, in order of the text."""
        return sorted(
            (
                span
                for span in self.spans.values()
                if span.kind is not None and document in (None, span.document)
            ),
            key=lambda span: (span.document, span.begin, span.end),
        )

    def spans_of(self, document: str) -> list[Span]:
        """Return the spans of a document in order of the text, the longer of two first."""
        return sorted(
            (span for span in self.spans.values() if span.document == document),
            key=lambda span: (span.begin, -span.end),
        )


def read_code(code: str) -> tuple[int, int] | None:
    """Return paragraph and sentence of a code such as P8S3, or None if it is not one."""
    match = _CODE.fullmatch(code)
    return (int(match[1]), int(match[2])) if match else None


def local_name(iri: str) -> str:
    """Return what follows the last ``#`` or ``/`` of an IRI, or all of it if nothing does."""
    return re.split(r"[#/]", iri)[-1] or iri
