"""The triples behind a description: https://www.w3.org/submissions/CBD/, with the claims' own."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Protocol

from pyoxigraph import BlankNode, NamedNode

from visitkg.site.claim import DERIVED_FROM
from visitkg.site.kind import ASSERTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pyoxigraph import Triple

    from visitkg.site.model import Description

    Node = NamedNode | BlankNode
    Index = dict[Node | Triple, list[Triple]]


class Stated(Protocol):
    """What is stated, by subject."""

    def get(self, subject: Node | Triple, missing: Sequence[Triple], /) -> Sequence[Triple]:
        """Return the statements with a subject."""


def bounded_description(triples: Iterable[Triple], description: Description) -> set[Triple]:
    """Return what the triples state of the node, and of each claim of the description.

    A claim brings its propositions, its utterances and its spans. Anonymous nodes are followed. The
    triples come from the files: a store writes numbers and dates in forms of its own.
    """
    index: Index = defaultdict(list)
    for triple in triples:
        index[triple.subject].append(triple)
    return bounded_in(index, description)


def bounded_in(index: Stated, description: Description) -> set[Triple]:
    """Return the bounded description in what is stated by subject."""
    nodes: set[Node] = {NamedNode(description.subject.iri)}
    for claim in description.all_claims():
        node = NamedNode(claim.reference.iri)
        nodes |= {node, *_objects(index, node, ASSERTS), *_utterances(index, node)}
        nodes |= {NamedNode(place.span.iri) for place in claim.places}
    found: set[Triple] = set()
    waiting = list(nodes)
    while waiting:
        for triple in index.get(waiting.pop(), ()):
            found.add(triple)
            if isinstance(triple.object, BlankNode) and triple.object not in nodes:
                nodes.add(triple.object)
                waiting.append(triple.object)
    return found


def _objects(index: Stated, node: Node, predicate: NamedNode) -> list[Node]:
    return [
        triple.object
        for triple in index.get(node, ())
        if triple.predicate == predicate and isinstance(triple.object, NamedNode | BlankNode)
    ]


def _utterances(index: Stated, claim: NamedNode) -> set[Node]:
    """Return the utterances that a claim comes from, at any number of hops."""
    found: set[Node] = set()
    waiting = _objects(index, claim, DERIVED_FROM)
    while waiting:
        utterance = waiting.pop()
        if utterance not in found:
            found.add(utterance)
            waiting += _objects(index, utterance, DERIVED_FROM)
    return found
