"""What can be mapped: places with coordinates, legs between them, states with a code."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import Literal, NamedNode

from visitkg.figure.happening import LEG_STATUS
from visitkg.figure.said import read_said
from visitkg.site.kind import ASSERTS
from visitkg.site.proposition import read_proposition
from visitkg.site.view import LABEL, PREFERRED
from visitkg.terms import GEO, VISIT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from visitkg.figure.projection import Point
    from visitkg.site.model import Reference
    from visitkg.site.view import GraphView

_LATITUDE: Final = NamedNode(GEO + "lat")
_LONGITUDE: Final = NamedNode(GEO + "long")
_ORIGIN: Final = NamedNode(VISIT + "origin")
_DESTINATION: Final = NamedNode(VISIT + "destination")
_SEQUENCE: Final = NamedNode(VISIT + "sequence")
_CODE: Final = NamedNode(VISIT + "countryCode")


@dataclass(frozen=True, slots=True)
class MappedPlace:
    """A place: its name, its name in another script if it has one, and where it is."""

    reference: Reference
    own_name: str | None
    point: Point


@dataclass(frozen=True, slots=True)
class MappedLeg:
    """A leg of a route whose ends can be mapped, with how surely it is claimed."""

    proposition: Reference
    origin: MappedPlace
    destination: MappedPlace
    status: Reference | None
    claims: tuple[tuple[Reference, int], ...]


class Ends(NamedTuple):
    """A leg and the places where it begins and ends."""

    leg: NamedNode
    origin: NamedNode
    destination: NamedNode


def read_points(view: GraphView) -> dict[NamedNode, Point]:
    """Return where each place lies that has coordinates."""
    found = {}
    for node in {subject for subject, _ in view.pairs(_LATITUDE)}:
        if isinstance(node, NamedNode):
            longitude = _degrees(view, node, _LONGITUDE, 180)
            latitude = _degrees(view, node, _LATITUDE, 90)
            if longitude is not None and latitude is not None:
                found[node] = (longitude, latitude)
    return found


def find_legs(
    view: GraphView, points: Mapping[NamedNode, Point]
) -> tuple[list[Ends], list[NamedNode]]:
    """Return the claimed legs that can be drawn, in order of travel, and those that can't."""
    nodes = {
        subject
        for subject, _ in view.pairs(_DESTINATION)
        if isinstance(subject, NamedNode) and view.subjects(ASSERTS, subject)
    }
    found, others = [], []
    for node in sorted(nodes, key=lambda each: (_sequence(view, each), each.value)):
        origin, destination = (
            next((each for each in view.nodes(node, end) if each in points), None)
            for end in (_ORIGIN, _DESTINATION)
        )
        if origin is None or destination is None or origin == destination:
            others.append(node)
        else:
            found.append(Ends(node, origin, destination))
    return found, others


def choose_places(
    view: GraphView, points: Mapping[NamedNode, Point], legs: Iterable[Ends], most: int
) -> list[NamedNode]:
    """Return so many places in order: ends of legs before those that most statements point at."""
    ends = {end for leg in legs for end in (leg.origin, leg.destination)}
    ranked = list(points)
    if len(points) > most:
        uses = {node: sum(1 for _ in view.incoming(node)) for node in points}
        ranked = sorted(points, key=lambda node: (node not in ends, -uses[node], node.value))
    return sorted(ranked[:most], key=str)


def read_place(view: GraphView, node: NamedNode, point: Point) -> MappedPlace:
    """Return what is drawn of a place."""
    reference = view.reference(node)
    return MappedPlace(reference, _own_name(view, node, reference.label), point)


def read_leg(view: GraphView, ends: Ends, places: Mapping[NamedNode, MappedPlace]) -> MappedLeg:
    """Return what is drawn of a leg."""
    statuses = view.nodes(ends.leg, LEG_STATUS)
    return MappedLeg(
        read_proposition(view, ends.leg).reference,
        places[ends.origin],
        places[ends.destination],
        view.reference(statuses[0]) if statuses else None,
        read_said(view, ends.leg).counts,
    )


def read_states(view: GraphView) -> dict[str, Reference]:
    """Return what the graph calls a country, by each of its codes."""
    pairs = sorted(
        (code.value, subject.value)
        for subject, code in view.pairs(_CODE)
        if isinstance(code, Literal) and isinstance(subject, NamedNode)
    )
    return {code: view.reference(NamedNode(iri)) for code, iri in pairs}


def _own_name(view: GraphView, node: NamedNode, label: str) -> str | None:
    """Return the first name in another language that is written differently."""
    names = sorted(
        (term.language or "", term.value)
        for predicate in (PREFERRED, LABEL)
        for term in view.objects(node, predicate)
        if isinstance(term, Literal) and term.value != label and not term.value.isascii()
    )
    return names[0][1] if names else None


def _degrees(view: GraphView, node: NamedNode, predicate: NamedNode, most: int) -> float | None:
    """Return the first value that is a number of degrees, at most so many either way."""
    for term in view.objects(node, predicate):
        try:
            number = float(term.value) if isinstance(term, Literal) else float("nan")
        except ValueError:
            continue
        if isfinite(number) and abs(number) <= most:
            return number
    return None


def _sequence(view: GraphView, node: NamedNode) -> int:
    terms = view.objects(node, _SEQUENCE)
    digits = [t.value for t in terms if isinstance(t, Literal) and t.value.isdecimal()]
    return int(digits[0][:9]) if digits else 10**9
