"""What is said to have happened, to be under way, to be due, or to be possible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.figure.mark import EVENT_STATUSES
from visitkg.figure.said import order_statuses, statuses_on
from visitkg.figure.span import Span, moment_order, read_moment, read_span
from visitkg.site.claim import AS_OF, CLAIM
from visitkg.site.kind import ASSERTS, TYPE
from visitkg.site.proposition import read_proposition
from visitkg.terms import VISIT

if TYPE_CHECKING:
    from visitkg.site.model import Reference
    from visitkg.site.view import GraphView

EVENT_STATUS: Final = NamedNode(VISIT + "eventStatus")
LEG_STATUS: Final = NamedNode(VISIT + "legStatus")
_WORDING: Final = NamedNode(VISIT + "timeWording")


@dataclass(frozen=True, slots=True)
class Happening:
    """A proposition with its event status, when it is, and how surely it is claimed.

    ``claims`` are the epistemic statuses with the number of claims, the surest first.
    """

    proposition: Reference
    status: Reference
    span: Span | None
    wording: str | None
    claims: tuple[tuple[Reference, int], ...]


def read_happenings(view: GraphView) -> list[Happening]:
    """Return all that has an event status and is claimed, by time, status and name."""
    found = [
        _read(view, node, status)
        for status in event_statuses(view)
        for predicate in (EVENT_STATUS, LEG_STATUS)
        for node in view.subjects(predicate, NamedNode(status.iri))
        if view.subjects(ASSERTS, node)
    ]
    return sorted(found, key=_order)


def _order(each: Happening) -> tuple[object, ...]:
    status, name = each.status, each.proposition
    return _time_order(each.span), _status_order(status.iri), status.iri, name.label, name.iri


def event_statuses(view: GraphView) -> list[Reference]:
    """Return the event statuses in use, from what is over to what may never be."""
    used = {
        quad.object
        for predicate in (EVENT_STATUS, LEG_STATUS)
        for quad in view.store.quads_for_pattern(None, predicate, None)
    }
    references = [view.reference(node) for node in used if isinstance(node, NamedNode)]
    return sorted(references, key=lambda each: (_status_order(each.iri), each.label, each.iri))


def read_days(view: GraphView) -> list[str]:
    """Return the days that the claims speak from, in order."""
    texts = {view.text(claim, AS_OF) for claim in view.subjects(TYPE, CLAIM)}
    moments = {read_moment(text) for text in texts if text}
    return sorted(filter(None, moments), key=moment_order)


def _status_order(iri: str) -> int:
    return EVENT_STATUSES.index(iri) if iri in EVENT_STATUSES else len(EVENT_STATUSES)


def _time_order(span: Span | None) -> tuple[bool, tuple[int, str], tuple[int, str]]:
    moments = span.moments() if span else ()
    if not moments:
        return True, (0, ""), (0, "")
    return False, moment_order(moments[0]), moment_order(moments[-1])


def _read(view: GraphView, node: NamedNode, status: Reference) -> Happening:
    counts = statuses_on(view, node)
    ordered = order_statuses(view, counts)
    return Happening(
        read_proposition(view, node).reference,
        status,
        read_span(view, node),
        view.text(node, _WORDING),
        tuple((each, counts[each]) for each in ordered),
    )
