"""A source document and its spans against a copy of the text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from visitkg.errors import UsageError
from visitkg.evidence.compare import Placement, place_spans
from visitkg.evidence.difference import Difference, find_differences
from visitkg.evidence.model import Evidence, SourceDocument, local_name
from visitkg.evidence.normal_form import (
    Change,
    apply_changes,
    find_likely_changes,
    find_normal_form,
)
from visitkg.evidence.text import ReportText, digest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from visitkg.evidence.finding import Finding


@dataclass(frozen=True, slots=True)
class Verification:
    """What came out: ``length`` and ``sha256`` are those of the copy as it is.

    ``changes`` are those that make the copy the text of the document, or at least bring it nearer,
    and ``nearer`` is the copy after them: ``placements`` tell where the spans stand in it, and
    ``differences`` where it still differs. ``unread`` are spans and documents of the data that are
    too broken to be verified.
    """

    document: SourceDocument
    copy: ReportText
    length: int
    sha256: str
    changes: tuple[Change, ...]
    nearer: ReportText
    placements: tuple[Placement, ...]
    differences: tuple[Difference, ...]
    unread: tuple[Finding, ...]

    @property
    def is_same_text(self) -> bool:
        """Return whether the copy is the document's text."""
        return self.sha256 == self.document.sha256

    @property
    def becomes_same_text(self) -> bool:
        """Return whether the changes make the copy the document's text."""
        return bool(self.changes) and digest(self.nearer.text) == self.document.sha256

    @property
    def holds(self) -> bool:
        """Return whether length, digest and every span match, and there is at least one span."""
        return (
            self.is_same_text
            and self.length == self.document.length
            and not self.unread
            and bool(self.placements)
            and all(placement.is_unchanged for placement in self.placements)
        )


def verify(evidence: Evidence, document: SourceDocument, copy: ReportText) -> Verification:
    """Return how the copy compares with the document and each of its spans.

    Whether it is the text is told by the copy as it is; if it is not, what other line ends, normal
    forms, quotes or spaces would change is tried, and the spans are looked for in what comes out.
    """
    spans = evidence.spans_of(document.iri)
    changes: tuple[Change, ...] = ()
    differences: tuple[Difference, ...] = ()
    normal_form = (
        () if digest(copy.text) == document.sha256 else find_normal_form(copy.text, document)
    )
    if normal_form is None:
        changes = find_likely_changes(copy.text, spans, document.length)
    else:
        changes = normal_form
    nearer = replace(copy, text=apply_changes(copy.text, changes))
    placements = place_spans(spans, nearer.text)
    if normal_form is None:
        differences = find_differences(placements, nearer.text, document.length)
    return Verification(
        document,
        copy,
        len(copy.text),
        digest(copy.text),
        changes,
        nearer,
        placements,
        differences,
        evidence.findings,
    )


def choose_document(evidence: Evidence, copy: ReportText, name: str | None) -> SourceDocument:
    """Return the document that is meant: by its name, as the only one, or by the text.

    ``name`` is an IRI or the local name of one. Raise UsageError if no document of the data fits,
    or if several could be meant.
    """
    documents = list(evidence.documents.values())
    if name is not None:
        documents = [item for item in documents if name in (item.iri, local_name(item.iri))]
    if len(documents) == 1:
        return documents[0]
    fitting = [item for item in documents if find_normal_form(copy.text, item) is not None]
    if len(fitting) == 1:
        return fitting[0]
    raise _undecided(evidence.documents.values(), name)


def _undecided(documents: Iterable[SourceDocument], name: str | None) -> UsageError:
    names = ", ".join(sorted(document.iri for document in documents))
    if not names:
        return UsageError(
            "the data describe no source document",
            remedy="Add one: a visit:SourceDocument with its length and digest.",
        )
    if name is not None:
        return UsageError(
            f"no source document {name!r} in the data", remedy=f"The data have: {names}."
        )
    return UsageError(
        "several documents, and this text is that of none of them",
        remedy=f"Name the one that is meant with --document: {names}.",
    )
