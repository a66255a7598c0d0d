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
from visitkg.graph.difference import blank_nodes
from visitkg.graph.term import IriWriter, write_literal
from visitkg.graph.turtle import block_order, write_block, write_blocks, write_header, write_turtle
from visitkg.packed import Packed
from visitkg.site.proposition import is_slot

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import BlankNode

    from visitkg.export.content import Content, Description, Node

    Term = NamedNode | BlankNode | Literal | Triple

REIFIES: Final = NamedNode(terms.RDF + "reifies")


def make_reifiers(content: Content) -> list[Triple]:
    """Return for each claim what it reifies, and its status, chain and evidence, in order.

    Of a proposition only what is said about the node, such as its label, is asserted.
    """
    found: dict[Triple, None] = {}
    for claim in find_claims(content):
        found |= dict.fromkeys(Triple(claim, REIFIES, each) for each in _quote(content, claim))
        told = {**_annotate(content, claim), **trace(content, claim)}
        for node, description in told.items():
            for predicate, values in description.items():
                found |= dict.fromkeys(Triple(node, predicate, value) for value in values)
    return sorted(found, key=str)


def render_reifiers(content: Content) -> Iterator[str]:
    """Yield Turtle of RDF 1.2, with ``<< subject predicate object ~ claim >>`` for each slot."""
    iris = IriWriter(content.prefixes)
    try:
        blocks = Packed(_write_blocks(content, iris))
    except ValueError:
        # The labels of blank nodes must be the same everywhere.
        yield _render_whole(make_reifiers(content), content.prefixes)
        return
    if blocks:
        yield write_header(iris.used)
    for text in blocks:
        yield f"\n{text}"


def _write_blocks(content: Content, iris: IriWriter) -> Iterator[str]:
    """Yield a block for what each claim reifies, then for each subject.

    Raise ValueError if there is a blank node.
    """
    traced: set[str] = set()
    annotated: set[str] = set()
    for claim in find_claims(content):
        quoted = _quote(content, claim)
        if quoted:
            yield _write_reified(claim, quoted, iris)
        traced |= {_key(*pair) for pair in trace(content, claim).items()}
        annotated |= {_key(*pair) for pair in _annotate(content, claim).items()}
    for key in sorted(traced | annotated):
        node = NamedNode(key[1:])
        description = content.about[node]
        yield write_block(node, description if key in traced else _annotations(description), iris)


def _key(node: Node, description: Description) -> str:
    """Return what blocks are sorted by: a digit and the IRI."""
    if not isinstance(node, NamedNode):
        raise ValueError(node)  # noqa: TRY004  (as for any blank node)
    rank, iri = block_order(node, description)
    return f"{rank}{iri}"


def _render_whole(triples: list[Triple], prefixes: Mapping[str, str]) -> str:
    reified = [
        (triple.subject, triple.object)
        for triple in triples
        if triple.predicate == REIFIES and isinstance(triple.object, Triple)
    ]
    if any(blank_nodes(Quad(*quoted)) for _, quoted in reified):
        return write_turtle(triples, prefixes)
    iris = IriWriter(prefixes)
    blocks = [
        _write_reified(claim, [quoted for _, quoted in group], iris)
        for claim, group in groupby(reified, key=lambda pair: pair[0])
    ]
    blocks += write_blocks((t for t in triples if t.predicate != REIFIES), iris)
    return "\n".join([write_header(iris.used), *blocks])


def _write_reified(claim: Term, quoted: Iterable[Triple], iris: IriWriter) -> str:
    name = _write(claim, iris)
    return "".join(f"<< {_write_triple(triple, iris)} ~ {name} >> .\n" for triple in quoted)


def _write_triple(triple: Triple, iris: IriWriter) -> str:
    predicate = "a" if triple.predicate == TYPE else iris.write(triple.predicate.value)
    return f"{_write(triple.subject, iris)} {predicate} {_write(triple.object, iris)}"


def _write(term: Term, iris: IriWriter) -> str:
    if isinstance(term, NamedNode):
        return iris.write(term.value)
    if isinstance(term, Literal):
        return write_literal(term, iris)
    if isinstance(term, Triple):
        return f"<<( {_write_triple(term, iris)} )>>"
    raise ValueError(term)


def _quote(content: Content, claim: NamedNode) -> list[Triple]:
    """Return what a claim reifies, in order."""
    quoted = [
        Triple(node, predicate, value)
        for node, description in content.describe(*find_propositions(content, claim)).items()
        for predicate, values in description.items()
        if _is_quoted(predicate)
        for value in values
    ]
    return sorted(quoted, key=str)


def _annotate(content: Content, claim: NamedNode) -> dict[Node, Description]:
    """Return what is said about the nodes of the propositions of a claim."""
    told = content.describe(*find_propositions(content, claim))
    found = {node: _annotations(description) for node, description in told.items()}
    return {node: description for node, description in found.items() if description}


def _annotations(description: Description) -> Description:
    return {each: values for each, values in description.items() if not _is_quoted(each)}


def _is_quoted(predicate: NamedNode) -> bool:
    return predicate == TYPE or is_slot(predicate)
