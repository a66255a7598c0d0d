"""The triples behind a description: https://www.w3.org/submissions/CBD/, with the claims' own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode, Triple

from visitkg.site.claim import DERIVED_FROM
from visitkg.site.kind import ASSERTS

if TYPE_CHECKING:
    from visitkg.site.model import Description
    from visitkg.site.view import GraphView


def bounded_description(view: GraphView, description: Description) -> set[Triple]:
    """Return what is stated of the node, and of each claim of the description.

    A claim brings its propositions, its utterances and its spans. Anonymous nodes are followed.
    """
    nodes: set[NamedNode | BlankNode] = {NamedNode(description.subject.iri)}
    for claim in description.all_claims():
        node = NamedNode(claim.reference.iri)
        nodes |= {node, *view.nodes(node, ASSERTS), *_utterances(view, node)}
        nodes |= {NamedNode(place.span.iri) for place in claim.places}
    triples: set[Triple] = set()
    waiting = list(nodes)
    while waiting:
        for quad in view.outgoing(waiting.pop()):
            triples.add(quad.triple)
            if isinstance(quad.object, BlankNode) and quad.object not in nodes:
                nodes.add(quad.object)
                waiting.append(quad.object)
    return triples


def _utterances(view: GraphView, claim: NamedNode) -> set[NamedNode]:
    """Return the utterances that a claim comes from, at any number of hops."""
    found: set[NamedNode] = set()
    waiting = view.nodes(claim, DERIVED_FROM)
    while waiting:
        utterance = waiting.pop()
        if utterance not in found:
            found.add(utterance)
            waiting += view.nodes(utterance, DERIVED_FROM)
    return found
