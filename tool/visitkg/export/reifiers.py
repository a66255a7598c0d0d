"""Claims as reifiers of RDF 1.2: https://www.w3.org/TR/rdf12-concepts/#section-triple-terms.

A claim reifies each slot of its proposition: the slots are quoted, never asserted.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Quad, Triple

from visitkg import terms
from visitkg.export.claim import find_claims, find_propositions, trace
from visitkg.export.content import TYPE
from visitkg.export.write import split_header, write_header
from visitkg.graph.difference import blank_nodes
from visitkg.graph.term import IriWriter, write_literal
from visitkg.graph.turtle import write_turtle
from visitkg.site.proposition import is_slot

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import BlankNode

    from visitkg.export.content import Content

    Term = NamedNode | BlankNode | Literal | Triple

REIFIES: Final = NamedNode(terms.RDF + "reifies")


def make_reifiers(content: Content) -> list[Triple]:
    """Return for each claim what it reifies, and its status, chain and evidence, in order.

    Of a proposition only what is said about the node, such as its label, is asserted.
    """
    found: dict[Triple, None] = {}
    for claim in find_claims(content):
        for proposition in find_propositions(content, claim):
            for triple in content.describe(proposition):
                if triple.predicate == TYPE or is_slot(triple.predicate):
                    found[Triple(claim, REIFIES, triple)] = None
                else:
                    found[triple] = None
        found |= dict.fromkeys(trace(content, claim))
    return sorted(found, key=str)


def render_reifiers(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> str:
    """Return Turtle of RDF 1.2, with ``<< subject predicate object ~ claim >>`` for each slot."""
    triples = list(triples)
    if not triples:
        return ""
    reified = [
        (triple.subject, triple.object)
        for triple in triples
        if triple.predicate == REIFIES and isinstance(triple.object, Triple)
    ]
    if any(blank_nodes(Quad(*quoted)) for _, quoted in reified):
        # Their labels must be those of the rest.
        return write_turtle(triples, prefixes)
    iris = IriWriter(prefixes)
    blocks = []
    for claim, group in groupby(reified, key=lambda pair: pair[0]):
        name = _write(claim, iris)
        rows = (f"<< {_write_triple(quoted, iris)} ~ {name} >> .\n" for _, quoted in group)
        blocks.append("".join(rows))
    rest = write_turtle((t for t in triples if t.predicate != REIFIES), prefixes)
    declared, body = split_header(rest)
    return "\n".join([write_header({**declared, **iris.used}), *blocks, body])


def _write_triple(triple: Triple, iris: IriWriter) -> str:
    predicate = "a" if triple.predicate == TYPE else iris.write(triple.predicate.value)
    return f"{_write(triple.subject, iris)} {predicate} {_write(triple.object, iris)}"


def _write(term: Term, iris: IriWriter) -> str:
    if isinstance(term, NamedNode):
        return iris.write(term.value)
    if isinstance(term, Literal):
        return write_literal(term, iris)
    return f"<<( {_write_triple(term, iris)} )>>" if isinstance(term, Triple) else str(term)
