"""One sheet of a map: land, legs, places, and names that do not cover each other."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, degrees, hypot
from typing import TYPE_CHECKING, Final

from visitkg.figure.boxes import Box, Boxes
from visitkg.figure.draw import tag, write_arrow, write_coordinate, write_lines, write_number
from visitkg.figure.mark import shape_of
from visitkg.figure.name import Name, write_name
from visitkg.figure.near import LEAST_RING
from visitkg.figure.outline import middle_of, place_rings
from visitkg.figure.projection import fit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from visitkg.figure.model import Link
    from visitkg.figure.near import Ring
    from visitkg.figure.outline import Outline
    from visitkg.figure.place import MappedLeg, MappedPlace
    from visitkg.figure.projection import Point, Projection
    from visitkg.site.model import Reference

_MARGIN: Final = 62.0
_DOT: Final = 4.5
_FINE: Final = 0.9
_ROOMY: Final = 12
"""Beyond so many places there is no room for their names in other scripts; the table has them."""

_SMALLEST: Final = 900.0
_LONGEST_BAR: Final = 90.0
_RADIUS: Final = 6371
_ROUND: Final = tuple(first * 10**power for power in range(5) for first in (1, 2, 5))


@dataclass(frozen=True, slots=True)
class Ground:
    """What a map is drawn on: outlines of countries, and what the graph calls them by code."""

    outlines: Sequence[Outline]
    states: Mapping[str, Reference]


def draw_sheet(  # noqa: PLR0913, PLR0917  (one for each kind of thing on a map)
    places: Sequence[MappedPlace],
    legs: Sequence[MappedLeg],
    ground: Ground,
    size: tuple[float, float],
    link: Link,
    others: Sequence[Point] = (),
) -> str:
    """Return a sheet that shows all the places, and points without names, with its frame."""
    sheet = fit([*(place.point for place in places), *others], *size, _MARGIN)
    taken = Boxes(*size)
    taken.add(Box(size[0] - 110, size[1] - 30, size[0], size[1]))
    for place in places:
        x, y = sheet.place(place.point)
        taken.add(Box(x - _DOT, y - _DOT, x + _DOT, y + _DOT))
    land = [(outline.code, place_rings(outline, sheet)) for outline in ground.outlines]
    lines = [_draw_leg(sheet, leg, taken) for leg in legs]
    dots = [
        _draw_place(sheet, place, taken, link, with_own_name=len(places) <= _ROOMY)
        for place in places
    ]
    notes = [write_name(*_name_leg(sheet, leg), taken, link) for leg in legs]
    countries = [
        write_name(*_name_state(ground.states[code], rings), taken, link)
        for code, rings in land
        if code in ground.states and any(middle_of(ring)[1] > _SMALLEST for ring in rings)
    ]
    return "".join(
        [
            tag("rect", width=size[0], height=size[1], class_="fig-sea"),
            *(_draw_land(rings, is_known=code in ground.states) for code, rings in land if rings),
            *countries,
            *lines,
            *(_draw_dot(sheet.place(point)) for point in others),
            *dots,
            *notes,
            _draw_scale(sheet),
            tag("rect", width=size[0], height=size[1], class_="fig-frame"),
        ]
    )


def _draw_land(rings: list[Ring], *, is_known: bool) -> str:
    written = _write_rings(rings)
    return tag("path", d=written, class_="fig-known" if is_known else "fig-land") if written else ""


def _write_rings(rings: list[Ring]) -> str:
    return "".join(
        [
            "M"
            + "L".join([f"{write_coordinate(x)} {write_coordinate(y)}" for x, y in thinned])
            + "Z"
            for thinned in map(_thin, rings)
            if len(thinned) >= LEAST_RING
        ]
    )


def _thin(ring: Ring) -> Ring:
    """Return a ring without points that nobody could tell apart."""
    kept = ring[:1]
    left, top = kept[0] if kept else (0.0, 0.0)
    for x, y in ring:
        if abs(x - left) + abs(y - top) > _FINE:
            kept.append((x, y))
            left, top = x, y
    return kept


def _draw_scale(sheet: Projection) -> str:
    """Return a bar that is a round number of kilometres long, in the corner."""
    length = max(km for km in _ROUND if km == 1 or km / _RADIUS * sheet.scale < _LONGEST_BAR)
    end, low = sheet.width - 10, sheet.height - 8
    start = end - length / _RADIUS * sheet.scale
    bar = f"M{write_number(start)} {write_number(low - 4)}v4H{write_number(end)}v-4"
    words = write_lines(end, low - 8, [f"{length:,} km"], "fig-note fig-halo", "end")
    return tag("path", d=bar, class_="fig-line") + words


def _bend(sheet: Projection, leg: MappedLeg) -> tuple[Point, Point, Point]:
    """Return the start, the bend and the end of a leg on paper: it bows to the north."""
    (ax, ay), (bx, by) = sheet.place(leg.origin.point), sheet.place(leg.destination.point)
    bow = 0.18 if bx >= ax else -0.18
    return (ax, ay), ((ax + bx) / 2 + (by - ay) * bow, (ay + by) / 2 - (bx - ax) * bow), (bx, by)


def _draw_leg(sheet: Projection, leg: MappedLeg, taken: Boxes) -> str:
    """Return the line of a leg, dashed by its status, with an arrow."""
    (ax, ay), (cx, cy), (bx, by) = _bend(sheet, leg)
    for step in range(1, 20):
        s = step / 20
        x = (1 - s) ** 2 * ax + 2 * s * (1 - s) * cx + s * s * bx
        y = (1 - s) ** 2 * ay + 2 * s * (1 - s) * cy + s * s * by
        taken.add(Box(x - 3, y - 3, x + 3, y + 3))
    length = hypot(bx - cx, by - cy) or 1.0
    tip = (bx - (bx - cx) / length * (_DOT + 3), by - (by - cy) / length * (_DOT + 3))
    angle = degrees(atan2(by - cy, bx - cx))
    status = shape_of(leg.status.iri if leg.status else None)
    points = [write_number(n) for n in (ax, ay, cx, cy, *tip)]
    path = "M{} {}Q{} {} {} {}".format(*points)
    line = tag("path", d=path, class_=f"fig-leg fig-leg-{status}", data_shape=status)
    return line + write_arrow(*tip, angle, "fig-arrow fig-leg-arrow")


def _name_leg(sheet: Projection, leg: MappedLeg) -> tuple[Name, Point]:
    """Return the status of a leg and how surely it is claimed, and its middle."""
    start, bend, end = _bend(sheet, leg)
    middle = ((start[0] + end[0]) / 4 + bend[0] / 2, (start[1] + end[1]) / 4 + bend[1] / 2)
    claims = ", ".join(status.label for status, _ in leg.claims)
    words = f"{leg.status.label if leg.status else 'Leg'}: {claims}"
    return Name((words,), "fig-note fig-strong fig-halo", leg.proposition.iri), middle


def _draw_dot(at: Point) -> str:
    return tag("circle", cx=at[0], cy=at[1], r=_DOT, class_="fig-place")


def _draw_place(
    sheet: Projection, place: MappedPlace, taken: Boxes, link: Link, *, with_own_name: bool
) -> str:
    at = sheet.place(place.point)
    dot = _draw_dot(at)
    own = [place.own_name] if place.own_name and with_own_name else []
    lines = (place.reference.label, *own)
    name = Name(lines, "fig-label fig-halo", place.reference.iri)
    return dot + write_name(name, at, taken, link)


def _name_state(state: Reference, rings: list[Ring]) -> tuple[Name, Point]:
    """Return the name of a country and the middle of its largest part."""
    middle, _ = max((middle_of(ring) for ring in rings), key=lambda each: each[1])
    return Name((state.label,), "fig-note fig-country", state.iri, is_needed=False), middle
