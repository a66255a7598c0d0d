"""The same text with other line ends, quotes, spaces or code points: why digests may differ.

Unicode normal forms: https://www.unicode.org/reports/tr15/
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from visitkg.evidence.compare import place_spans
from visitkg.evidence.quotes import curl, plain_spaces, straighten
from visitkg.evidence.text import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from visitkg.evidence.model import SourceDocument, Span

_LINE_END: Final = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that editors and converters do to a text, named by what undoes it."""

    name: str
    apply: Callable[[str], str]


def find_normal_form(text: str, document: SourceDocument) -> tuple[Change, ...] | None:
    """Return the fewest changes that make the text that of the document, or None.

    No change is an empty tuple. Length and digest decide, so nothing is guessed.
    """
    fitting = (
        changes
        for changes, changed in _variants(text, _stages(document.length))
        if len(changed) == document.length and digest(changed) == document.sha256
    )
    return min(fitting, key=len, default=None)


def find_likely_changes(text: str, spans: Sequence[Span], length: int) -> tuple[Change, ...]:
    """Return the changes that bring more spans back to their digest, the most useful first.

    For a text that was also changed otherwise. ``length`` is that of the document.
    """
    changes = [change for stage in _stages(length) for change in stage]
    chosen: list[Change] = []
    score = _score(text, spans)
    while score < (len(spans), -1):
        trials = [
            (_score(changed, spans), -rank, change, changed)
            for rank, change in enumerate(changes)
            if change not in chosen and (changed := change.apply(text)) != text
        ]
        best = max(trials, key=lambda trial: trial[:2], default=None)
        if best is None or best[0] <= score:
            break
        score, _, change, text = best
        chosen.append(change)
    return tuple(chosen)


def apply_changes(text: str, changes: Sequence[Change]) -> str:
    """Return the text after all changes, in their order."""
    for change in changes:
        text = change.apply(text)
    return text


def _stages(length: int) -> tuple[tuple[Change, ...], ...]:
    """Return the known changes: at most one of each stage makes sense, in this order."""
    # Imported here: only a text that differs needs it.
    from unicodedata import normalize

    return (
        (
            Change("Unix line ends (LF)", lambda text: _LINE_END.sub("\n", text)),
            Change("Windows line ends (CRLF)", lambda text: _LINE_END.sub("\r\n", text)),
        ),
        (
            Change("Unicode normal form NFC", lambda text: normalize("NFC", text)),
            Change("Unicode normal form NFD", lambda text: normalize("NFD", text)),
        ),
        (
            Change("curly quotes", curl),
            Change("straight quotes", straighten),
        ),
        (Change("plain spaces", plain_spaces),),
        (Change("the document's number of line ends at its end", partial(_pad, length=length)),),
    )


def _variants(
    text: str, stages: tuple[tuple[Change, ...], ...]
) -> Iterator[tuple[tuple[Change, ...], str]]:
    """Yield each choice of changes, at most one of a stage, with the text that it makes."""
    if not stages:
        yield (), text
        return
    yield from _variants(text, stages[1:])
    for change in stages[0]:
        changed = change.apply(text)
        if changed != text:
            for changes, final in _variants(changed, stages[1:]):
                yield (change, *changes), final


def _pad(text: str, *, length: int) -> str:
    """Return the text with as many line ends at its end as give it the length, if any do."""
    content = text.rstrip()
    if len(content) > length:
        return text
    return content + "\n" * (length - len(content))


def _score(text: str, spans: Sequence[Span]) -> tuple[int, int]:
    """Return how many spans are found, and, negative, by how many different shifts they moved."""
    # Two passes over the text: enough to learn how far the spans behind an insertion moved.
    placements = place_spans(spans, text, most_windows=2 * len(text))
    shifts = [placement.shift for placement in placements if placement.shift is not None]
    return len(shifts), -len(set(shifts))
