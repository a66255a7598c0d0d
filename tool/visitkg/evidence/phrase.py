"""Words of a report as a span: what the writer of a new claim needs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from visitkg.errors import InputError, Position, UsageError
from visitkg.evidence.model import Evidence, SourceDocument, Span
from visitkg.evidence.quotes import DOUBLE, SINGLE, straighten
from visitkg.evidence.text import ReportText, digest

if TYPE_CHECKING:
    from collections.abc import Sequence

_ALIKE: Final = {"'": f"['{SINGLE}]", '"': f'["{DOUBLE}]'}


def locate(
    evidence: Evidence,
    document: SourceDocument,
    copy: ReportText,
    words: str,
    nth: int | None = None,
) -> Span:
    """Return the span of the words in the document, whether the data have it or not.

    ``nth`` chooses among several places, from 1. Raise InputError if the copy is not the text of
    the document, UsageError if the words are not in it, are in it more than once, or do not lie
    within one sentence or heading.
    """
    if digest(copy.text) != document.sha256:
        raise InputError(
            f"this copy is not the text of <{document.iri}>",
            position=Position(copy.path),
            remedy=f"Run: visitkg evidence verify {copy.path}",
        )
    words = words.strip()
    if not words:
        raise UsageError("no words to look for", remedy="Give some words of the report.")
    begin = _choose(_find_all(copy.text, words), copy, words, nth)
    end = begin + len(words)
    segment = _segment_of(evidence.segments(document.iri), begin, end)
    iri = f"{document.iri}#offset_{begin}_{end}"
    known = evidence.spans.get(iri)
    if known is not None:
        return known
    return Span(iri, document.iri, begin, end, digest(words), segment.sentence)


def _find_all(text: str, words: str) -> list[int]:
    """Return where the words begin, overlapping places included."""
    return [match.start() for match in re.finditer(f"(?={re.escape(words)})", text)]


def _choose(begins: list[int], copy: ReportText, words: str, nth: int | None) -> int:
    if not begins:
        raise UsageError(
            f"these words are not in the report: {words!r}",
            position=Position(copy.path),
            remedy=_suggest(copy.text, words),
        )
    if nth is None and len(begins) > 1:
        lines = ", ".join(f"{place.line}:{place.column}" for place in map(copy.position, begins))
        raise UsageError(
            f"these words stand in {len(begins)} places, at {lines}",
            position=Position(copy.path),
            remedy=f"Give more words, or choose one with --nth 1 to --nth {len(begins)}.",
        )
    if nth is not None and not 1 <= nth <= len(begins):
        raise UsageError(
            f"there is no place number {nth}: the words stand in {len(begins)}",
            remedy=f"Choose from --nth 1 to --nth {len(begins)}.",
        )
    return begins[(nth or 1) - 1]


def _suggest(text: str, words: str) -> str:
    """Return a remedy: the words as the report writes them, if quotes, spaces or case differ."""
    parts = (
        "".join(_ALIKE.get(character, re.escape(character)) for character in part)
        for part in straighten(words).split()
    )
    match = re.search(r"\s+".join(parts), text, re.IGNORECASE)
    if match is None:
        return "Copy them from the report, quotes and spaces included."
    return f"The report has: {match[0]!r}."


def _segment_of(segments: Sequence[Span], begin: int, end: int) -> Span:
    touched = [segment for segment in segments if segment.begin < end and begin < segment.end]
    if not touched:
        raise UsageError(
            f"the characters {begin} to {end} lie in no sentence or heading of the data",
            remedy="Describe the sentences of the document first.",
        )
    if len(touched) > 1:
        raise UsageError(
            f"these words run from {touched[0].sentence} into {touched[-1].sentence}",
            remedy="A span lies within one sentence: give one span for each.",
        )
    if not (touched[0].begin <= begin and end <= touched[0].end):
        raise UsageError(
            f"these words reach out of {touched[0].sentence}, "
            f"characters {touched[0].begin} to {touched[0].end}",
            remedy="A span lies within one sentence: leave out what stands around it.",
        )
    return touched[0]
