"""Statements in a format: the same bytes for the same statements."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat

from visitkg.errors import UsageError
from visitkg.graph.term import IriWriter
from visitkg.graph.turtle import write_blocks, write_header, write_turtle

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pyoxigraph import BlankNode, Quad, Triple

    Graph = NamedNode | BlankNode | DefaultGraph

FORMATS: Final = ("turtle", "n-triples", "json-ld", "rdf-xml", "trig", "n-quads")

_XML_NAME: Final = re.compile(r"[^\W\d][\w.\-]*\Z")
_NAMESPACE: Final = re.compile(rb' xmlns:[^=]+="[^"]*"')
_NAMESPACES: Final = re.compile(rb'(?: xmlns:[^=]+="[^"]*")+')


def write(quads: Sequence[Quad], format_name: str, prefixes: Mapping[str, str]) -> str:
    """Return statements in one of the formats; those without graphs take all of the triples.

    Raise UsageError if RDF/XML can't name a property.
    """
    if format_name == "trig":
        return write_trig(quads, IriWriter(prefixes))
    triples = [quad.triple for quad in quads]
    if format_name == "turtle":
        return write_turtle(triples, prefixes)
    if format_name == "n-triples":
        return "".join(sorted({f"{triple} .\n" for triple in triples}))
    if format_name == "n-quads":
        return "".join(sorted({f"{_row(quad)} .\n" for quad in quads}))
    ordered = sorted(set(quads), key=lambda quad: (str(quad.graph_name), str(quad.triple)))
    if format_name == "json-ld":
        return (pyoxigraph.serialize(ordered, format=RdfFormat.JSON_LD) or b"").decode() + "\n"
    return _write_xml(triples, prefixes)


def _row(quad: Quad) -> str:
    named = not isinstance(quad.graph_name, DefaultGraph)
    return f"{quad.triple} {quad.graph_name}" if named else str(quad.triple)


def _write_xml(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> str:
    ordered = sorted(set(triples), key=str)
    properties = {triple.predicate.value for triple in ordered}
    for iri in sorted(properties):
        if _XML_NAME.search(iri) is None:
            raise UsageError(
                f"RDF/XML has no name for the property <{iri}>",
                remedy="Choose another format: turtle can write everything.",
            )
    used = {
        name: iri
        for name, iri in sorted(prefixes.items())
        if iri and any(each.startswith(iri) for each in properties)
    }
    text = pyoxigraph.serialize(ordered, format=RdfFormat.RDF_XML, prefixes=used) or b""
    # The library gives the namespaces in any order.
    text = _NAMESPACES.sub(lambda match: b"".join(sorted(_NAMESPACE.findall(match[0]))), text, 1)
    return text.decode() + "\n"


def write_trig(quads: Iterable[Quad], iris: IriWriter) -> str:
    """Return canonical TriG: https://www.w3.org/TR/rdf12-trig/, a block for each graph by name.

    Blank nodes are told within one graph: none may stand in two.
    """
    graphs: dict[Graph, list[Triple]] = defaultdict(list)
    for quad in quads:
        graphs[quad.graph_name].append(quad.triple)
    default = graphs.pop(DefaultGraph(), None)
    bodies = ["\n".join(write_blocks(default, iris))] if default else []
    for graph, triples in sorted(graphs.items(), key=lambda item: str(item[0])):
        bodies.append(write_graph(graph, write_blocks(triples, iris), iris))
    return "\n".join([write_header(iris.used), *bodies])


def write_graph(graph: Graph, blocks: Iterable[str], iris: IriWriter) -> str:
    """Return a graph of TriG with its name and its blocks."""
    label = iris.write(graph.value) if isinstance(graph, NamedNode) else str(graph)
    body = "\n".join(blocks)
    return f"{label} {{\n{body}}}\n"
