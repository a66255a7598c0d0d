"""Where a copy of a text differs from its document, as far as the spans that stayed can tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from visitkg.evidence.compare import Placement


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two places of the copy, in code points."""

    message: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class _Gap:
    """What lies between two segments that stayed: from one to the other, in both texts."""

    after: str | None
    old: tuple[int, int]
    new: tuple[int, int]

    @property
    def growth(self) -> int:
        return (self.new[1] - self.new[0]) - (self.old[1] - self.old[0])


def find_differences(
    placements: Iterable[Placement], text: str, length: int
) -> tuple[Difference, ...]:
    """Return where ``text`` differs from the document of ``length`` code points, in its order.

    Told by the segments among the placements; a change outside of all segments that keeps the
    length goes unseen here, and only the digest of the document tells it.
    """
    placed = sorted(placements, key=lambda item: (item.span.begin, -item.span.end))
    found: list[Difference] = []
    lost: list[Placement] = []
    after: str | None = None
    old = new = 0
    for placement in placed:
        if placement.span.kind is None:
            continue
        place = placement.range
        if place is None or place[0] < new:
            lost.append(placement)
            continue
        gap = _Gap(after, (old, placement.span.begin), (new, place[0]))
        found += _describe(gap, lost, placed, text)
        lost = []
        after, old, new = placement.span.sentence, placement.span.end, place[1]
    found += _describe(_Gap(after, (old, length), (new, len(text))), lost, placed, text)
    return tuple(found)


def _describe(
    gap: _Gap, lost: Sequence[Placement], placed: Sequence[Placement], text: str
) -> Iterator[Difference]:
    if lost:
        begin, end = _narrow(gap, placed, text)
        codes = lost[0].span.sentence
        if len(lost) > 1:
            codes += f" to {lost[-1].span.sentence}"
        elsewhere = all(placement.shift is not None for placement in lost)
        verb = "moved away from here" if elsewhere else "changed"
        yield Difference(f"{codes} {verb}{_size(gap.growth)}", begin, end)
    elif gap.growth:
        verb = "inserted" if gap.growth > 0 else "missing"
        count = abs(gap.growth)
        noun = "character" if count == 1 else "characters"
        where = f"after {gap.after}" if gap.after else "before the first segment"
        yield Difference(f"{count:,} {noun} {verb} {where}", gap.new[0], gap.new[1])


def _size(growth: int) -> str:
    if not growth:
        return ""
    noun = "character" if abs(growth) == 1 else "characters"
    return f", {abs(growth):,} {noun} {'longer' if growth > 0 else 'shorter'}"


def _narrow(gap: _Gap, placed: Sequence[Placement], text: str) -> tuple[int, int]:
    """Return the part of the gap that no span covers which stayed with its neighbour."""
    begin, end = gap.new
    while begin < end and text[begin].isspace():
        begin += 1
    while begin < end and text[end - 1].isspace():
        end -= 1
    before, behind = gap.new[0] - gap.old[0], gap.new[1] - gap.old[1]
    for low, high in _ranges(placed, before):
        if low <= begin < high <= end:
            begin = high
    for low, high in sorted(_ranges(placed, behind), key=lambda item: item[1], reverse=True):
        if begin <= low < end <= high:
            end = low
    return begin, end


def _ranges(placed: Sequence[Placement], shift: int) -> list[tuple[int, int]]:
    return [place for item in placed if item.shift == shift and (place := item.range)]
