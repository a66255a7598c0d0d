"""A claim: what it asserts, how surely, through whom, and where it stands.

A chain of sources runs from the claim's publisher over ``prov:wasDerivedFrom``; each utterance on
the way is a hop. https://www.w3.org/TR/prov-o/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from visitkg.site.kind import ASSERTS, TYPE
from visitkg.site.model import Chain, Claim, Place, Reference, StatusGroup
from visitkg.site.proposition import read_proposition
from visitkg.terms import NIF, PROV, VISIT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from visitkg.site.view import GraphView

AS_OF: Final = NamedNode(VISIT + "asOf")
ATTRIBUTED_TO: Final = NamedNode(PROV + "wasAttributedTo")
CLAIM: Final = NamedNode(VISIT + "Claim")
CONTEXT: Final = NamedNode(NIF + "referenceContext")
DERIVED_FROM: Final = NamedNode(PROV + "wasDerivedFrom")
EVIDENCE: Final = NamedNode(VISIT + "evidence")
MARKER: Final = NamedNode(VISIT + "marker")
MODE: Final = NamedNode(VISIT + "attributionMode")
STATUS: Final = NamedNode(VISIT + "epistemicStatus")
STRENGTH: Final = NamedNode(VISIT + "strength")

CLAIM_PARTS: Final = frozenset(
    {ASSERTS, ATTRIBUTED_TO, DERIVED_FROM, EVIDENCE, MARKER, MODE, STATUS}
)
"""What a claim consists of; whatever else is stated of it is a fact about it."""

_BEGIN: Final = NamedNode(NIF + "beginIndex")
_END: Final = NamedNode(NIF + "endIndex")
_SENTENCE: Final = NamedNode(VISIT + "sentence")


def is_claim(view: GraphView, node: NamedNode) -> bool:
    """Return whether a node is typed as a claim."""
    return view.has(node, TYPE, CLAIM)


def read_claim(view: GraphView, node: NamedNode) -> Claim:
    """Return a claim with all that hangs on it."""
    return view.recall(_read_claim, node)


def _read_claim(view: GraphView, node: NamedNode) -> Claim:
    return Claim(
        view.reference(node),
        tuple(read_proposition(view, item) for item in view.nodes(node, ASSERTS)),
        tuple(view.reference(item) for item in view.nodes(node, STATUS)),
        tuple(view.reference(item) for item in view.nodes(node, MODE)),
        tuple(read_chains(view, node)),
        tuple(sorted(read_places(view, node), key=_place_order)),
        view.text(node, MARKER),
        view.text(node, AS_OF),
        view.positions.get(node.value),
    )


def group_claims(view: GraphView, nodes: Iterable[NamedNode]) -> tuple[StatusGroup, ...]:
    """Return the claims by status, the surest first, and within a status in order of the text."""
    claims = [read_claim(view, node) for node in set(nodes)]
    if len(claims) > 1:
        claims.sort(key=_text_order)
    groups: dict[str, tuple[Reference | None, list[Claim]]] = {}
    for claim in claims:
        for status in claim.statuses or (None,):
            groups.setdefault(status.iri if status else "", (status, []))[1].append(claim)
    found = [StatusGroup(status, tuple(members)) for status, members in groups.values()]
    if len(found) > 1:
        found.sort(key=lambda group: _surest_first(view, group.status))
    return tuple(found)


def _text_order(claim: Claim) -> tuple[list[tuple[str, int, int]], str]:
    return [_place_order(place) for place in claim.places], claim.reference.iri


def read_places(view: GraphView, claim: NamedNode) -> Iterator[Place]:
    """Yield the spans that are the evidence of a claim."""
    for span in view.nodes(claim, EVIDENCE):
        yield read_place(view, span)


def read_place(view: GraphView, span: NamedNode) -> Place:
    """Return a span as the place that it is, as far as the graph tells."""
    return view.recall(_read_place, span)


def _read_place(view: GraphView, span: NamedNode) -> Place:
    documents = view.nodes(span, CONTEXT)
    return Place(
        view.reference(span),
        view.reference(documents[0]) if documents else None,
        view.text(span, _SENTENCE),
        _number(view, span, _BEGIN),
        _number(view, span, _END),
    )


def read_chains(view: GraphView, claim: NamedNode) -> Iterator[Chain]:
    """Yield one chain for each origin of a claim."""
    publishers = _read_agents(view, claim)
    utterances = view.nodes(claim, DERIVED_FROM)
    if not utterances:
        yield Chain((publishers,), 0)
    for utterance in utterances:
        for sources in _walk(view, utterance, frozenset({claim})):
            yield Chain((publishers, *sources), len(sources))


def _walk(
    view: GraphView, utterance: NamedNode, above: frozenset[NamedNode]
) -> Iterator[tuple[tuple[Reference, ...], ...]]:
    """Yield the sources from an utterance to each of its origins; a circle ends where it closes."""
    agents = _read_agents(view, utterance)
    above |= {utterance}
    further = [item for item in view.nodes(utterance, DERIVED_FROM) if item not in above]
    if not further:
        yield (agents,)
    for item in further:
        for sources in _walk(view, item, above):
            yield (agents, *sources)


def _read_agents(view: GraphView, node: NamedNode) -> tuple[Reference, ...]:
    return tuple(view.reference(agent) for agent in view.nodes(node, ATTRIBUTED_TO))


def _surest_first(view: GraphView, status: Reference | None) -> tuple[bool, int, str]:
    strength = _number(view, NamedNode(status.iri), STRENGTH) if status else None
    return strength is None, -(strength or 0), status.label if status else "\uffff"


def _place_order(place: Place) -> tuple[str, int, int]:
    document = place.document.iri if place.document else ""
    return document, place.begin or 0, place.end or 0


def _number(view: GraphView, node: NamedNode, predicate: NamedNode) -> int | None:
    for term in view.objects(node, predicate):
        if isinstance(term, Literal) and term.value.isascii() and term.value.isdigit():
            return int(term.value[:18])
    return None
