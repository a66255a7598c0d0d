"""Coasts and borders from Natural Earth, cut to a sheet of paper."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from visitkg.figure.projection import FARTHEST, NORTHERNMOST, SOUTHERNMOST, turn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from visitkg.figure.projection import Point, Projection

Ring = list["Point"]

LEAST_RING: Final = 3
"""How many points a ring has at least."""

_FILE: Final = "outlines/countries.json"


@dataclass(frozen=True, slots=True)
class Outline:
    """A country: its ISO 3166-1 numeric code, if it has one, and its outer rings."""

    code: str
    rings: tuple[tuple[Point, ...], ...]


def read_outlines() -> list[Outline]:
    """Return the outlines of all countries, in longitude and latitude."""
    data = json.loads((files(__package__) / _FILE).read_text(encoding="utf-8"))
    arcs = [_read_arc(numbers, data["steps"]) for numbers in data["arcs"]]
    return [
        Outline(code, tuple(tuple(_join(ring, arcs)) for ring in rings))
        for code, rings in data["countries"]
    ]


def _read_arc(numbers: list[int], steps: int) -> Ring:
    x = y = 0
    points = []
    for across, up in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + across, y + up
        points.append((x / steps, y / steps))
    return points


def _join(ring: list[int], arcs: list[Ring]) -> Iterator[Point]:
    """Yield the points of a ring; each arc begins where the one before ended."""
    for number in ring:
        yield from (arcs[number] if number >= 0 else arcs[~number][::-1])[:-1]


def place_rings(outline: Outline, sheet: Projection) -> list[Ring]:
    """Return what a sheet shows of a country, on paper, cut at its edges."""
    shown = []
    for ring in outline.rings:
        # The far side of the earth would be torn apart or turned inside out.
        if not any(sheet.is_near(point) for point in ring):
            continue
        placed = [sheet.place(_clamp(point, sheet)) for point in ring]
        cut = cut_ring(placed, sheet.width, sheet.height)
        if len(cut) >= LEAST_RING:
            shown.append(cut)
    return shown


def _clamp(point: Point, sheet: Projection) -> Point:
    across = max(-FARTHEST, min(FARTHEST, turn(point[0] - sheet.meridian)))
    return sheet.meridian + across, max(SOUTHERNMOST, min(NORTHERNMOST, point[1]))


def cut_ring(ring: Ring, width: float, height: float) -> Ring:
    """Return the part of a ring within a sheet, cut at one edge after the other.

    https://doi.org/10.1145/360767.360802
    """
    for axis, edge, is_inside in (
        (0, 0.0, _at_least),
        (0, width, _at_most),
        (1, 0.0, _at_least),
        (1, height, _at_most),
    ):
        ring = list(_cut(ring, axis, edge, is_inside))
    return ring


def _at_least(value: float, edge: float) -> bool:
    return value >= edge


def _at_most(value: float, edge: float) -> bool:
    return value <= edge


def _cut(
    ring: Ring, axis: int, edge: float, is_inside: Callable[[float, float], bool]
) -> Iterator[Point]:
    for start, end in pairwise([*ring[-1:], *ring]):
        if is_inside(start[axis], edge) != is_inside(end[axis], edge):
            share = (edge - start[axis]) / (end[axis] - start[axis])
            yield (
                start[0] + share * (end[0] - start[0]),
                start[1] + share * (end[1] - start[1]),
            )
        if is_inside(end[axis], edge):
            yield end


def middle_of(ring: Ring) -> tuple[Point, float]:
    """Return the centre of gravity of a ring on paper, and its area."""
    area = x = y = 0.0
    for (ax, ay), (bx, by) in pairwise([*ring, ring[0]]):
        cross = ax * by - bx * ay
        area, x, y = area + cross, x + (ax + bx) * cross, y + (ay + by) * cross
    if not area:
        return ring[0], 0.0
    return (x / 3 / area, y / 3 / area), abs(area) / 2
