"""The earth on paper: an equal-area conic projection, fitted to some points.

https://doi.org/10.3133/pp1395, chapter 14; near the equator it becomes equirectangular.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, degrees, radians, sin, sqrt
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Point: TypeAlias = tuple[float, float]
"""Longitude and latitude in degrees, or across and down on paper."""

_FLAT: Final = 0.15
_LEAST_SPAN: Final = 6.0


@dataclass(frozen=True, slots=True)
class Projection:
    """From longitude and latitude to a sheet of paper, ``width`` by ``height``."""

    meridian: float
    parallels: Point
    scale: float
    middle: Point
    width: float
    height: float

    def place(self, point: Point) -> Point:
        """Return where a point of the earth lies on the sheet."""
        return self.place_turned([(turn(point[0] - self.meridian), point[1])])[0]

    def place_turned(self, points: Sequence[Point]) -> list[Point]:
        """Return where points lie on the sheet whose longitudes are counted from its meridian."""
        across, down, scale = self.width / 2, self.height / 2, self.scale
        left, low = self.middle
        return [
            (across + (x - left) * scale, down - (y - low) * scale)
            for x, y in _projector(self.parallels)(points)
        ]


def fit(points: Sequence[Point], width: float, height: float, margin: float) -> Projection:
    """Return the projection that shows all points on a sheet, with a margin around them."""
    meridian = _middle_meridian([longitude for longitude, _ in points])
    latitudes = [latitude for _, latitude in points]
    low, high = min(latitudes), max(latitudes)
    spread = max(high - low, _LEAST_SPAN)
    centre = (low + high) / 2
    parallels = (max(-80.0, centre - spread / 3), min(80.0, centre + spread / 3))
    placed = _projector(parallels)([(turn(x - meridian), y) for x, y in points])
    left, right = min(x for x, _ in placed), max(x for x, _ in placed)
    bottom, top = min(y for _, y in placed), max(y for _, y in placed)
    least = radians(_LEAST_SPAN)
    scale = min(
        (width - 2 * margin) / max(right - left, least),
        (height - 2 * margin) / max(top - bottom, least),
    )
    middle = ((left + right) / 2, (bottom + top) / 2)
    return Projection(meridian, parallels, scale, middle, width, height)


def turn(angle: float) -> float:
    """Return an angle between -180 and 180 degrees."""
    return (angle + 180) % 360 - 180


def _projector(parallels: Point) -> Callable[[Sequence[Point]], list[Point]]:
    """Return what takes points to paper whose longitudes are counted from the middle meridian."""
    first, second = radians(parallels[0]), radians(parallels[1])
    cone = (sin(first) + sin(second)) / 2
    flat = cos((first + second) / 2)
    constant = cos(first) ** 2 + 2 * cone * sin(first)

    def project_flat(points: Sequence[Point]) -> list[Point]:
        return [(radians(x) * flat, radians(y)) for x, y in points]

    def project(points: Sequence[Point]) -> list[Point]:
        placed = []
        for x, y in points:
            around = cone * radians(x)
            radius = sqrt(max(0.0, constant - 2 * cone * sin(radians(y)))) / cone
            placed.append((radius * sin(around), -radius * cos(around)))
        return placed

    return project_flat if abs(cone) < _FLAT else project


def _middle_meridian(longitudes: Sequence[float]) -> float:
    """Return the meridian in the middle of the shortest arc that has all longitudes."""
    ordered = sorted({longitude % 360 for longitude in longitudes})
    gaps = [
        ((after - before) % 360 or 360, after)
        for before, after in zip(ordered, [*ordered[1:], ordered[0]], strict=True)
    ]
    gap, start = max(gaps)
    return turn(start + (360 - gap) / 2)


def distance(one: Point, other: Point) -> float:
    """Return the angle between two points of the earth, in degrees, near enough for a layout."""
    across = turn(one[0] - other[0]) * cos(radians((one[1] + other[1]) / 2))
    return degrees(sqrt(radians(across) ** 2 + radians(one[1] - other[1]) ** 2))
