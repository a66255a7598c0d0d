"""What belongs to a claim: its proposition, its chain of utterances, its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, NamedNode

from visitkg.export.content import TYPE
from visitkg.site.claim import CLAIM, CONTEXT, DERIVED_FROM, EVIDENCE
from visitkg.site.kind import ASSERTS

if TYPE_CHECKING:
    from visitkg.export.content import Content, Description, Node

PRIMARY_SOURCE: Final = NamedNode("http://www.w3.org/ns/prov#hadPrimarySource")


def find_claims(content: Content) -> list[NamedNode]:
    """Return the claims that have an IRI, in order of these."""
    return content.view.subjects(TYPE, CLAIM)


def count_unnamed(content: Content) -> int:
    """Return how many claims have no IRI: no view can speak of them."""
    return sum(
        isinstance(node, BlankNode) and CLAIM in description.get(TYPE, ())
        for node, description in content.about.items()
    )


def find_propositions(content: Content, claim: NamedNode) -> list[NamedNode]:
    """Return what a claim asserts."""
    return content.nodes(claim, ASSERTS)


def find_utterances(content: Content, claim: NamedNode) -> list[NamedNode]:
    """Return the utterances that a claim derives from, through others too, the nearest first."""
    found: dict[NamedNode, None] = {}
    waiting = content.nodes(claim, DERIVED_FROM)
    while waiting:
        further: list[NamedNode] = []
        for utterance in waiting:
            if utterance not in found and utterance != claim:
                found[utterance] = None
                further += content.nodes(utterance, DERIVED_FROM)
        waiting = further
    return list(found)


def find_documents(content: Content, claim: NamedNode) -> list[NamedNode]:
    """Return the documents in which a claim stands."""
    spans = content.nodes(claim, EVIDENCE)
    return list(dict.fromkeys(doc for span in spans for doc in content.nodes(span, CONTEXT)))


def trace(content: Content, claim: NamedNode) -> dict[Node, Description]:
    """Return what is stated of a claim, of the utterances behind it and of its evidence."""
    told = (claim, *find_utterances(content, claim), *content.nodes(claim, EVIDENCE))
    return content.describe(*told)
