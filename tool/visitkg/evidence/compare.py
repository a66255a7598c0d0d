"""Where the spans of a document stand in a copy of its text, unchanged, moved or changed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from visitkg.evidence.model import Span

# A window costs about a microsecond: a text that shares nothing with the document ends in seconds.
MOST_WINDOWS: Final = 5_000_000


@dataclass(frozen=True, slots=True)
class Placement:
    """What became of a span: ``shift`` is how far it moved, None where its text is not found.

    ``searched`` is False where the search was given up before the whole text was seen.
    """

    span: Span
    shift: int | None
    searched: bool = True

    @property
    def is_unchanged(self) -> bool:
        """Return whether the span's text stands where the span says."""
        return self.shift == 0

    @property
    def range(self) -> tuple[int, int] | None:
        """Return begin and end in the copy, or None if the text is not found."""
        if self.shift is None:
            return None
        return self.span.begin + self.shift, self.span.end + self.shift


def place_spans(
    spans: Sequence[Span], text: str, *, most_windows: int = MOST_WINDOWS
) -> tuple[Placement, ...]:
    """Return where each span's text stands in ``text``, by its digest alone.

    A span that is not at its own place is looked for where its neighbours have moved to, then in
    the whole text, as long as fewer than ``most_windows`` pieces of text have been tried; of
    several places, the one nearest to that of the span before it is taken. 0 for ``most_windows``
    leaves out the search of the whole text.
    """
    return _Search(text, most_windows).place(spans)


class _Search:
    """A text with its windows' digests, and the shifts found so far."""

    def __init__(self, text: str, most_windows: int) -> None:
        data = text.encode()
        self.length = len(text)
        self.bytes = memoryview(data)
        # Where each code point begins in the bytes, which is where digests are taken.
        self.offsets = (
            range(len(data) + 1)
            if len(data) == len(text)
            else list(accumulate((len(character.encode()) for character in text), initial=0))
        )
        self.windows_left = most_windows
        self.shifts = [0]

    def place(self, spans: Sequence[Span]) -> tuple[Placement, ...]:
        wanted: dict[int, set[str]] = defaultdict(set)
        for span in spans:
            wanted[span.length].add(span.sha256)
        found: dict[int, dict[str, list[int]] | None] = {}
        placements: dict[str, Placement] = {}
        for span in sorted(spans, key=lambda span: (span.begin, -span.end)):
            shift = self._try_known_shifts(span)
            if shift is None and span.length not in found:
                found[span.length] = self._find_all(span.length, wanted[span.length])
            searched = True
            if shift is None:
                places = found[span.length]
                searched = places is not None
                shift = self._nearest(span, (places or {}).get(span.sha256, []))
            if shift is not None:
                self._remember(shift)
            placements[span.iri] = Placement(span, shift, searched)
        return tuple(placements[span.iri] for span in spans)

    def _digest(self, begin: int, end: int) -> str:
        return sha256(self.bytes[self.offsets[begin] : self.offsets[end]]).hexdigest()

    def _try_known_shifts(self, span: Span) -> int | None:
        for shift in (0, *reversed(self.shifts)):
            begin, end = span.begin + shift, span.end + shift
            if 0 <= begin < end <= self.length and self._digest(begin, end) == span.sha256:
                return shift
        return None

    def _remember(self, shift: int) -> None:
        """Keep the shift as the last one: the next span has most likely moved as far."""
        if self.shifts[-1] != shift:
            self.shifts = [known for known in self.shifts if known != shift] + [shift]

    def _find_all(self, length: int, wanted: set[str]) -> dict[str, list[int]] | None:
        """Return where each wanted digest of a length begins; None if that takes too long."""
        count = self.length - length + 1
        if length < 1 or count < 1:
            return {}
        if count > self.windows_left:
            return None
        self.windows_left -= count
        places: dict[str, list[int]] = defaultdict(list)
        for begin in range(count):
            value = self._digest(begin, begin + length)
            if value in wanted:
                places[value].append(begin)
        return places

    def _nearest(self, span: Span, places: list[int]) -> int | None:
        expected = span.begin + self.shifts[-1]
        if not places:
            return None
        return min(places, key=lambda begin: (abs(begin - expected), begin)) - span.begin
