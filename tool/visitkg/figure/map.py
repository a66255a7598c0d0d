"""The route and the places on the outlines of countries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from visitkg.figure.draw import WIDTH, tag, write_drawing, write_lines
from visitkg.figure.model import Cell, Figure, no_link
from visitkg.figure.outline import read_outlines
from visitkg.figure.place import (
    choose_places,
    find_legs,
    read_leg,
    read_place,
    read_points,
    read_states,
)
from visitkg.figure.projection import distance
from visitkg.figure.said import plural, tell_rest
from visitkg.figure.sheet import Ground, draw_sheet
from visitkg.site.proposition import read_proposition

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from visitkg.figure.model import Link
    from visitkg.figure.place import MappedLeg, MappedPlace
    from visitkg.site.view import GraphView

MOST: Final = 24
"""So many places are drawn, those that most statements name; the rest are counted."""

MOST_LEGS: Final = 12
"""So many legs are drawn, the first ones; the rest are counted."""

_NAME: Final = "map"
_TITLE: Final = "The route and the places"
_HEIGHTS: Final = (290.0, 240.0)
_FAR: Final = 2.5
"""A place this many times as far off as the route is long gets a sheet of its own."""


def draw_map(view: GraphView, link: Link = no_link) -> Figure | None:
    """Return the map, None if no place has coordinates."""
    points = read_points(view)
    if not points:
        return None
    found, others = find_legs(view, points)
    chosen = choose_places(view, points, found[:MOST_LEGS], MOST)
    known = {node: read_place(view, node, points[node]) for node in chosen}
    places = list(known.values())
    legs = [read_leg(view, ends, known) for ends in found[:MOST_LEGS]]
    ground = Ground(read_outlines(), read_states(view))
    parts: list[str] = []
    top = 0.0
    for number, (heading, shown) in enumerate(_divide(places, legs)):
        parts.append(write_lines(2, top + 18, [heading], "fig-heading"))
        height = _HEIGHTS[number]
        body = draw_sheet(shown, [] if number else legs, ground, (WIDTH, height), link)
        parts.append(tag("g", body, transform=f"translate(0 {top + 28:.0f})"))
        top += height + 40
    left = {"places": len(points) - len(places), "legs": len(found) - len(legs)}
    for line in _notes(legs, left):
        parts.append(write_lines(2, top + 10, [line], "fig-note fig-faint"))
        top += 16
    text = (
        _tell(len(points), places, legs)
        + tell_rest(MOST, len(points), "places that most statements name")
        + tell_rest(MOST_LEGS, len(found), "first legs")
        + _tell_others(view, others)
    )
    return Figure(
        _NAME,
        _TITLE,
        write_drawing(_NAME, _TITLE, text, (WIDTH, top + 4), parts),
        ("What", "Name", "Where", "Status", "Claims"),
        (*map(_leg_row, legs), *map(_place_row, places)),
        text,
        sum(left.values()),
    )


def _divide(
    places: list[MappedPlace], legs: list[MappedLeg]
) -> list[tuple[str, list[MappedPlace]]]:
    """Return one sheet or two: the route with what is near, and all places."""
    ends = [end for leg in legs for end in (leg.origin, leg.destination)]
    reach = max((distance(a.point, b.point) for a in ends for b in ends), default=0.0)
    near = [
        place
        for place in places
        if any(distance(place.point, end.point) <= _FAR * max(reach, 2.0) for end in ends)
    ]
    if not ends or len(near) == len(places):
        return [("The route" if ends else "The places", places)]
    return [("The route", near), ("All places on the map", places)]


def _notes(legs: list[MappedLeg], left: dict[str, int]) -> list[str]:
    track = ["A line joins the ends of a leg; it is not the track."] if legs else []
    rest = [f"and {count:,} more {what}" for what, count in left.items() if count]
    return [*track, "Outlines: Natural Earth, public domain; borders as held.", *rest]


def _leg_row(leg: MappedLeg) -> tuple[Cell, ...]:
    return (
        Cell("Leg"),
        Cell(leg.proposition.label, leg.proposition.iri),
        Cell(f"{leg.origin.reference.label} to {leg.destination.reference.label}"),
        Cell(leg.status.label if leg.status else "", leg.status.iri if leg.status else None),
        Cell(", ".join(f"{status.label} {count}" for status, count in leg.claims)),
    )


def _place_row(place: MappedPlace) -> tuple[Cell, ...]:
    longitude, latitude = place.point
    where = (
        f"{abs(latitude):.2f}° {'N' if latitude >= 0 else 'S'}, "
        f"{abs(longitude):.2f}° {'E' if longitude >= 0 else 'W'}"
    )
    name = f"{place.reference.label} {place.own_name or ''}".strip()
    return Cell("Place"), Cell(name, place.reference.iri), Cell(where), Cell(""), Cell("")


def _tell(count: int, places: list[MappedPlace], legs: list[MappedLeg]) -> str:
    drawn = [
        f"{leg.proposition.label} ({leg.status.label if leg.status else 'without status'})"
        for leg in legs
    ]
    names = ", ".join(place.reference.label for place in places)
    route = f" Route: {'; '.join(drawn)}." if drawn else ""
    return f"{plural(count, 'place')} with coordinates: {names}.{route}"


def _tell_others(view: GraphView, others: list[NamedNode]) -> str:
    """Return the legs that have no ends on a map."""
    if not others:
        return ""
    names = [read_proposition(view, node).reference.label for node in others[:MOST_LEGS]]
    rest = len(others) - len(names)
    more = f" and {rest:,} more" if rest else ""
    return f" Not drawn, for want of coordinates: {', '.join(names)}{more}."
