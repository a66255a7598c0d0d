"""What is said to have happened, to be under way, to be due, or to be possible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from visitkg.figure.mark import EVENT_STATUSES
from visitkg.figure.said import read_said
from visitkg.figure.span import Span, moment_order, read_moment, read_span
from visitkg.site.claim import AS_OF, CLAIM
from visitkg.site.kind import ASSERTS, TYPE
from visitkg.site.proposition import read_proposition
from visitkg.terms import VISIT

if TYPE_CHECKING:
    from collections.abc import Iterable

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


def find_happenings(view: GraphView) -> list[tuple[NamedNode, Reference]]:
    """Return all that has an event status and is claimed, that of most claims first."""
    found = [
        (-len(claims), node.value, node, status)
        for status in event_statuses(view)
        for predicate in (EVENT_STATUS, LEG_STATUS)
        for node in view.subjects(predicate, NamedNode(status.iri))
        if (claims := view.subjects(ASSERTS, node))
    ]
    return [(node, status) for *_, node, status in sorted(found, key=lambda each: each[:2])]


def read_happenings(
    view: GraphView, found: Iterable[tuple[NamedNode, Reference]]
) -> list[Happening]:
    """Return what is told of happenings, by time, status and name."""
    return sorted((_read(view, node, status) for node, status in found), key=_order)


def _order(each: Happening) -> tuple[object, ...]:
    status, name = each.status, each.proposition
    return _time_order(each.span), status_order(status), name.label, name.iri


def event_statuses(view: GraphView) -> list[Reference]:
    """Return the event statuses in use, from what is over to what may never be."""
    used = {value for predicate in (EVENT_STATUS, LEG_STATUS) for _, value in view.pairs(predicate)}
    references = [view.reference(node) for node in used if isinstance(node, NamedNode)]
    return sorted(references, key=status_order)


def read_days(view: GraphView) -> list[str]:
    """Return the days that the claims speak from, in order."""
    terms = {term for claim in view.subjects(TYPE, CLAIM) for term in view.objects(claim, AS_OF)}
    moments = {read_moment(term.value) for term in terms if isinstance(term, Literal)}
    return sorted(filter(None, moments), key=moment_order)


def status_order(status: Reference) -> tuple[int, str, str]:
    """Return a key by which event statuses stand in order: others than ours come last."""
    is_ours = status.iri in EVENT_STATUSES
    rank = EVENT_STATUSES.index(status.iri) if is_ours else len(EVENT_STATUSES)
    return rank, status.label, status.iri


def _time_order(span: Span | None) -> tuple[bool, tuple[int, str], tuple[int, str]]:
    moments = span.moments() if span else ()
    if not moments:
        return True, (0, ""), (0, "")
    return False, moment_order(moments[0]), moment_order(moments[-1])


def _read(view: GraphView, node: NamedNode, status: Reference) -> Happening:
    return Happening(
        read_proposition(view, node).reference,
        status,
        read_span(view, node),
        view.text(node, _WORDING),
        read_said(view, node).counts,
    )
