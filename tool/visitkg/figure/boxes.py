"""Where a name fits: boxes on paper that do not cover each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from visitkg.figure.projection import Point

_GAPS: Final = (8.0, 16.0, 26.0, 40.0, 60.0)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on paper."""

    left: float
    top: float
    right: float
    bottom: float

    def meeting(self, others: Iterable[Box]) -> list[Box]:
        """Return those of other boxes that share more than an edge with it."""
        left, top, right, bottom = self.left, self.top, self.right, self.bottom
        return [
            box
            for box in others
            if left < box.right and box.left < right and top < box.bottom and box.top < bottom
        ]

    def overlap(self, other: Box) -> float:
        """Return the area that two boxes share."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0.0, across) * max(0.0, down)


class Boxes:
    """The boxes that are taken on a sheet."""

    __slots__ = ("_sheet", "_taken")

    def __init__(self, width: float, height: float) -> None:
        self._sheet = Box(3, 3, width - 3, height - 3)
        self._taken: list[Box] = []

    def add(self, box: Box) -> None:
        """Take a box."""
        self._taken.append(box)

    def find(self, at: Point, size: Point, *, is_needed: bool) -> Box | None:
        """Return the best free box near a point, for a size; the least bad if one is needed."""
        best, least = None, float("inf")
        candidates = list(self.candidates(at, size, centred=not is_needed))
        near = self._find_near(candidates)
        for box in candidates:
            covered = sum([box.overlap(other) for other in box.meeting(near)])
            if covered == 0:
                return box
            if covered < least:
                best, least = box, covered
        return best if is_needed else None

    def _find_near(self, boxes: list[Box]) -> list[Box]:
        """Return the taken boxes that some of these may cover."""
        if not boxes:
            return []
        around = Box(
            min([box.left for box in boxes]),
            min([box.top for box in boxes]),
            max([box.right for box in boxes]),
            max([box.bottom for box in boxes]),
        )
        return around.meeting(self._taken)

    def candidates(self, at: Point, size: Point, *, centred: bool) -> Iterator[Box]:
        """Yield boxes around a point, the nearest and best to read first, all on the sheet."""
        width, height = size
        x, y = at
        if centred:
            for down in (0.0, -18.0, 18.0, -36.0, 36.0):
                for across in (0.0, -30.0, 30.0, -60.0, 60.0):
                    left, top = x + across - width / 2, y + down - height / 2
                    yield from self._within(Box(left, top, left + width, top + height))
            return
        for gap in _GAPS:
            for left, top in (
                (x + gap, y - height / 2),
                (x - gap - width, y - height / 2),
                (x - width / 2, y + gap),
                (x - width / 2, y - gap - height),
                (x + gap, y + gap),
                (x + gap, y - gap - height),
                (x - gap - width, y + gap),
                (x - gap - width, y - gap - height),
            ):
                yield from self._within(Box(left, top, left + width, top + height))
        left = max(self._sheet.left, min(x, self._sheet.right - width))
        top = max(self._sheet.top, min(y, self._sheet.bottom - height))
        yield Box(left, top, left + width, top + height)

    def _within(self, box: Box) -> Iterator[Box]:
        sheet = self._sheet
        if (
            box.left >= sheet.left
            and box.right <= sheet.right
            and box.top >= sheet.top
            and box.bottom <= sheet.bottom
        ):
            yield box
