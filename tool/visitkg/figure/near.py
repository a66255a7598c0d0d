"""The part of a ring that lies near the middle of a map, and its cutting at straight edges.

On the far side of the earth a map is torn apart: a ring across that meridian has a part on either
side, and one around a pole is closed by way of the pole.
"""

from __future__ import annotations

from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING, Final

from visitkg.figure.projection import turn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from visitkg.figure.projection import Point

Ring = list["Point"]

LEAST_RING: Final = 3
"""How many points a ring has at least."""

FARTHEST: Final = 120.0
"""How many degrees from its middle meridian a map is still of use."""

NORTHERNMOST: Final = 86.0
"""No land lies farther north, where some maps have no room."""

_SOUTH: Final = -90.0
_STEP: Final = 3.0
"""An edge that is cut bends on paper, so that it has a point for every few degrees."""


def find_near(ring: Sequence[Point], meridian: float) -> Iterator[Ring]:
    """Yield the parts of a ring that lie near a meridian, with longitudes counted from it."""
    if not ring:
        return
    turned = [(turn(longitude - meridian), latitude) for longitude, latitude in ring]
    longitudes, latitudes = zip(*turned, strict=True)
    if (
        -FARTHEST < min(longitudes) <= max(longitudes) < FARTHEST
        and max(latitudes) < NORTHERNMOST
        and not any(abs(after - before) > FARTHEST for before, after in pairwise(longitudes))
    ):
        yield turned
        return
    whole = _unroll(turned)
    height = NORTHERNMOST - _SOUTH
    for shift in (-360.0, 0.0, 360.0):
        moved = [(x + shift + FARTHEST, y - _SOUTH) for x, y in whole]
        part = cut_ring(moved, 2 * FARTHEST, height)
        if len(part) >= LEAST_RING:
            yield [(x - FARTHEST, y + _SOUTH) for x, y in _fill(part)]


def _unroll(ring: Ring) -> Ring:
    """Return a ring without leaps across the far side; one around a pole is closed through it."""
    pairs = pairwise([*ring, ring[0]])
    leap = next((n for n, (a, b) in enumerate(pairs, 1) if abs(b[0] - a[0]) > FARTHEST), 0)
    ring = ring[leap:] + ring[:leap]  # the way to the pole is on the far side
    unrolled = [ring[0]]
    for (before, _), (after, latitude) in pairwise([*ring, ring[0]]):
        unrolled.append((unrolled[-1][0] + turn(after - before), latitude))
    start, end = unrolled[0][0], unrolled[-1][0]
    if abs(end - start) < FARTHEST:
        return unrolled[:-1]
    pole = 90.0 if sum(latitude for _, latitude in ring) > 0 else _SOUTH
    return [*unrolled, (end, pole), (start, pole)]


def _fill(ring: Ring) -> Iterator[Point]:
    for (ax, ay), (bx, by) in pairwise([*ring, ring[0]]):
        steps = max(1, ceil(abs(bx - ax) / _STEP))
        for step in range(steps):
            share = step / steps
            yield ax + share * (bx - ax), ay + share * (by - ay)


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
