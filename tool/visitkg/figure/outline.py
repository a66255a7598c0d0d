"""Coasts and borders from Natural Earth, cut to a sheet of paper."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

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
    across, up = accumulate(numbers[::2]), accumulate(numbers[1::2])
    return [(x / steps, y / steps) for x, y in zip(across, up, strict=True)]


def _join(ring: list[int], arcs: list[Ring]) -> Iterator[Point]:
    """Yield the points of a ring; each arc begins where the one before ended."""
    for number in ring:
        yield from (arcs[number] if number >= 0 else arcs[~number][::-1])[:-1]


def place_rings(outline: Outline, sheet: Projection) -> list[Ring]:
    """Return what a sheet shows of a country, on paper, cut at its edges."""
    placed = [sheet.place_ring(ring) for ring in outline.rings]
    cut = [cut_ring(ring, sheet.width, sheet.height) for ring in placed]
    return [ring for ring in cut if len(ring) >= LEAST_RING]


def cut_ring(ring: Ring, width: float, height: float) -> Ring:
    """Return the part of a ring within a sheet, cut at one edge after the other.

    https://doi.org/10.1145/360767.360802
    """
    for axis, far in ((0, width), (1, height)):
        places = [point[axis] for point in ring]
        if not places or min(places) > far or max(places) < 0:
            return []
        if min(places) < 0:
            ring = list(_cut(ring, axis, 0.0, _at_least))
        if max(places) > far:
            ring = list(_cut(ring, axis, far, _at_most))
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
