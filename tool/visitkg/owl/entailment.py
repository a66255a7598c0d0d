"""What follows from a graph by RDFS or OWL 2 RL, without what goes without saying.

Kept are the entailed triples about the things and terms of the graph. Kept out are: axiomatic
triples, triples with a literal as subject, equality and subsumption of a thing with itself,
membership in owl:Thing, and what is said of unnamed classes such as restrictions, which only help
to derive the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph
from pyoxigraph import BlankNode, NamedNode, Quad, Store

from visitkg.owl import vocabulary as owl
from visitkg.owl.closure import close_store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import rdflib
    from pyoxigraph import Triple

    from visitkg.owl.inference import Regime

_TYPE: Final = NamedNode(owl.TYPE)
_THING: Final = NamedNode(owl.THING)
_LEADS_TO_CLASS: Final = frozenset(
    NamedNode(iri)
    for iri in (owl.TYPE, owl.SUB_CLASS_OF, owl.EQUIVALENT_CLASS, owl.DOMAIN, owl.RANGE)
)
_COMES_FROM_CLASS: Final = frozenset(
    NamedNode(iri) for iri in (owl.SUB_CLASS_OF, owl.EQUIVALENT_CLASS)
)


def entailed_triples(triples: Iterable[Triple], regime: Regime) -> Iterator[Triple]:
    """Yield what follows from ``triples`` and is worth saying; none of ``triples`` again."""
    given = Store()
    given.extend(Quad(*triple) for triple in triples)
    closed = Store()
    closed.bulk_extend(given)
    close_store(closed, regime)
    for quad in closed:
        if quad not in given and _is_worth_saying(quad.triple):
            yield quad.triple


def _is_worth_saying(triple: Triple) -> bool:
    subject, predicate, value = triple
    if isinstance(value, BlankNode) and predicate in _LEADS_TO_CLASS:
        return False
    if isinstance(subject, BlankNode) and predicate in _COMES_FROM_CLASS:
        return False
    return not (predicate == _TYPE and value == _THING)


def entail_store(store: Store, regime: Regime) -> Store:
    """Return a new store: ``store`` with what follows from all its graphs in the default graph."""
    result = Store()
    result.bulk_extend(store)
    triples = (quad.triple for quad in store)
    result.extend(Quad(*triple) for triple in entailed_triples(triples, regime))
    return result


def entail(graph: rdflib.Graph, regime: Regime) -> rdflib.Graph:
    """Return a new graph: ``graph`` with what follows from it, and with its prefixes.

    Terms that are not valid RDF, such as relative IRIs, stay in the graph, but nothing follows
    from them.
    """
    # Imported here: it costs ten times what a query does, and a query needs no rdflib.
    import rdflib

    from visitkg.graph.load import to_rdflib

    result = rdflib.Graph(bind_namespaces="none")
    for prefix, namespace in graph.namespaces():
        result.bind(prefix, namespace)
    for known in graph:
        result.add(known)
    for triple in entailed_triples(_from_rdflib(graph), regime):
        subject, predicate, value = (to_rdflib(term) for term in triple)
        result.add((subject, predicate, value))
    return result


def _from_rdflib(graph: rdflib.Graph) -> Iterator[Triple]:
    for triple in graph:
        try:
            subject, predicate, value = (_term(term) for term in triple)
            yield pyoxigraph.Triple(subject, predicate, value)  # type: ignore[arg-type]  # checked
        except (TypeError, ValueError):
            continue


def _term(term: rdflib.term.Node) -> NamedNode | BlankNode | pyoxigraph.Literal:
    """Return an rdflib term as pyoxigraph has it; raise ValueError if it is no valid RDF."""
    import rdflib

    if isinstance(term, rdflib.URIRef):
        return NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return BlankNode(str(term))
    if not isinstance(term, rdflib.Literal):
        raise TypeError(f"not an RDF term: {term!r}")
    if term.language:
        return pyoxigraph.Literal(str(term), language=term.language)
    datatype = NamedNode(str(term.datatype)) if term.datatype else None
    return pyoxigraph.Literal(str(term), datatype=datatype)
