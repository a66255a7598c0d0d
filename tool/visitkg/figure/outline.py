"""Coasts and borders from Natural Earth, cut to a sheet of paper."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

from visitkg.figure.near import LEAST_RING, cut_ring, find_near

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.figure.near import Ring
    from visitkg.figure.projection import Point, Projection

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
    near = [part for ring in outline.rings for part in find_near(ring, sheet.meridian)]
    placed = [sheet.place_turned(part) for part in near]
    cut = [cut_ring(ring, sheet.width, sheet.height) for ring in placed]
    return [ring for ring in cut if len(ring) >= LEAST_RING]


def middle_of(ring: Ring) -> tuple[Point, float]:
    """Return the centre of gravity of a ring on paper, and its area."""
    area = x = y = 0.0
    for (ax, ay), (bx, by) in pairwise([*ring, ring[0]]):
        cross = ax * by - bx * ay
        area, x, y = area + cross, x + (ax + bx) * cross, y + (ay + by) * cross
    if not area:
        return ring[0], 0.0
    return (x / 3 / area, y / 3 / area), abs(area) / 2
