"""What can be mapped: places with coordinates, legs between them, states with a code."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from visitkg.figure.happening import LEG_STATUS
from visitkg.figure.said import order_statuses, statuses_on
from visitkg.site.kind import ASSERTS
from visitkg.site.proposition import read_proposition
from visitkg.site.view import LABEL, PREFERRED
from visitkg.terms import GEO, VISIT

if TYPE_CHECKING:
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


def read_places(view: GraphView) -> dict[str, MappedPlace]:
    """Return the places that have coordinates, by IRI, in order."""
    found = {quad.subject for quad in view.store.quads_for_pattern(None, _LATITUDE, None)}
    places = {}
    for node in sorted((n for n in found if isinstance(n, NamedNode)), key=str):
        longitude, latitude = (
            _degrees(view, node, _LONGITUDE, 180),
            _degrees(view, node, _LATITUDE, 90),
        )
        if longitude is None or latitude is None:
            continue
        reference = view.reference(node)
        own = _own_name(view, node, reference.label)
        places[node.value] = MappedPlace(reference, own, (longitude, latitude))
    return places


def read_legs(
    view: GraphView, places: dict[str, MappedPlace]
) -> tuple[list[MappedLeg], list[Reference]]:
    """Return the claimed legs that can be drawn, in order of travel, and those that can't."""
    nodes = {
        quad.subject
        for quad in view.store.quads_for_pattern(None, _DESTINATION, None)
        if isinstance(quad.subject, NamedNode) and view.subjects(ASSERTS, quad.subject)
    }
    drawn, others = [], []
    for node in sorted(nodes, key=lambda each: (_sequence(view, each), each.value)):
        reference = read_proposition(view, node).reference
        ends = [
            [places[n.value] for n in view.nodes(node, end) if n.value in places]
            for end in (_ORIGIN, _DESTINATION)
        ]
        if not all(ends) or ends[0][0] == ends[1][0]:
            others.append(reference)
            continue
        counts = statuses_on(view, node)
        claims = tuple((status, counts[status]) for status in order_statuses(view, counts))
        statuses = view.nodes(node, LEG_STATUS)
        status = view.reference(statuses[0]) if statuses else None
        drawn.append(MappedLeg(reference, ends[0][0], ends[1][0], status, claims))
    return drawn, others


def read_states(view: GraphView) -> dict[str, Reference]:
    """Return what the graph calls a country, by each of its codes."""
    quads = view.store.quads_for_pattern(None, _CODE, None)
    pairs = sorted(
        (quad.object.value, quad.subject.value)
        for quad in quads
        if isinstance(quad.object, Literal) and isinstance(quad.subject, NamedNode)
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
