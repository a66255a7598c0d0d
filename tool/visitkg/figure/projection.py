"""The earth on paper: an equal-area conic projection, fitted to some points.

https://doi.org/10.3133/pp1395, chapter 14; near the equator it becomes equirectangular.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, degrees, radians, sin, sqrt
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

Point: TypeAlias = tuple[float, float]
"""Longitude and latitude in degrees, or across and down on paper."""

FARTHEST: Final = 120.0
"""How many degrees from its middle meridian the projection is still of use."""

NORTHERNMOST: Final = 86.0
SOUTHERNMOST: Final = -80.0

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
        x, y = _project(point, self.meridian, self.parallels)
        return (
            self.width / 2 + (x - self.middle[0]) * self.scale,
            self.height / 2 - (y - self.middle[1]) * self.scale,
        )

    def is_near(self, point: Point) -> bool:
        """Return whether a point is close enough to the sheet for the projection to be sane."""
        is_far = abs(turn(point[0] - self.meridian)) >= FARTHEST
        return not is_far and SOUTHERNMOST < point[1] < NORTHERNMOST


def fit(points: Sequence[Point], width: float, height: float, margin: float) -> Projection:
    """Return the projection that shows all points on a sheet, with a margin around them."""
    meridian = _middle_meridian([longitude for longitude, _ in points])
    latitudes = [latitude for _, latitude in points]
    low, high = min(latitudes), max(latitudes)
    spread = max(high - low, _LEAST_SPAN)
    centre = (low + high) / 2
    parallels = (max(-80.0, centre - spread / 3), min(80.0, centre + spread / 3))
    placed = [_project(point, meridian, parallels) for point in points]
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


def _project(point: Point, meridian: float, parallels: Point) -> Point:
    first, second = radians(parallels[0]), radians(parallels[1])
    across, up = radians(turn(point[0] - meridian)), radians(point[1])
    cone = (sin(first) + sin(second)) / 2
    if abs(cone) < _FLAT:
        return across * cos((first + second) / 2), up
    constant = cos(first) ** 2 + 2 * cone * sin(first)
    radius = sqrt(max(0.0, constant - 2 * cone * sin(up))) / cone
    return radius * sin(cone * across), -radius * cos(cone * across)


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
