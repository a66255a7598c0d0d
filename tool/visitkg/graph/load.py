"""A store for queries, or an rdflib graph for Python users, of all triples of some files."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from visitkg.errors import InputError, Position
from visitkg.graph.source import read_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import rdflib
    from pyoxigraph import Triple
    from rdflib.term import Node

    from visitkg.graph.parse import Located


def load_store(paths: Iterable[Path | str]) -> Store:
    """Return a store in memory with the triples of the files, named graphs kept.

    The fast way, without positions. Blank nodes of two files are never the same. The store keeps
    the value of a number, boolean, date or duration, not its spelling: ``01`` becomes ``1``, and
    ``"1"^^xsd:nonNegativeInteger`` becomes ``"1"^^xsd:integer``. Raise InputError for a file that
    can't be read or parsed, as ``read_triples`` does.
    """
    store = Store()
    for path in paths:
        source = read_source(path)
        try:
            store.load(source.data, source.format, base_iri=source.base_iri)
        except (SyntaxError, MemoryError) as error:
            # Imported here: only a mistake needs it.
            from visitkg.graph.syntax import explain

            raise explain(source, error) from error
    return store


def load_graph(paths: Iterable[Path | str]) -> rdflib.Graph:
    """Return an rdflib graph with the triples of the files and the prefixes that they declare.

    Literals keep their lexical form: ``"01"^^xsd:integer`` stays as it is. Raise InputError as
    ``read_triples`` does, and for RDF 1.2 terms, which rdflib does not know.
    """
    # Imported here: it costs ten times what a query does.
    import rdflib

    from visitkg.graph.parse import read_document

    graph = rdflib.Graph(bind_namespaces="none")
    with quiet_rdflib():
        for path in paths:
            document = read_document(path)
            for prefix, iri in document.prefixes.items():
                graph.bind(prefix, iri)
            for located in document.triples:
                graph.add(_to_rdflib(located))
    return graph


@contextmanager
def quiet_rdflib() -> Iterator[None]:
    """Keep rdflib from printing a traceback for each literal that has no value."""
    import logging
    import warnings

    logger = logging.getLogger("rdflib.term")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Parsing weird boolean")
            yield
    finally:
        logger.setLevel(level)


def _to_rdflib(located: Located) -> tuple[Node, Node, Node]:
    triple = located.triple
    try:
        return to_rdflib(triple.subject), to_rdflib(triple.predicate), to_rdflib(triple.object)
    except TypeError as error:
        literal = isinstance(triple.object, Literal)
        what = f"the direction of {triple.object}" if literal else "a triple term"
        raise InputError(
            f"rdflib does not know {what}, which is new in RDF 1.2",
            position=Position(str(located.path), located.line),
            remedy="Leave it out here; SPARQL queries can speak of it.",
        ) from error


def to_rdflib(term: NamedNode | BlankNode | Literal | Triple) -> Node:
    """Return the term as rdflib has it, its lexical form and its label kept.

    Raise TypeError for an RDF 1.2 term, which rdflib does not know.
    """
    import rdflib

    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, Literal) and term.direction is None:
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        datatype = rdflib.URIRef(term.datatype.value)
        if datatype == rdflib.XSD.string:
            return rdflib.Literal(term.value)
        return rdflib.Literal(term.value, datatype=datatype, normalize=False)
    raise TypeError(term)
