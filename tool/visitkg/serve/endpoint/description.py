"""What the service says of itself: https://www.w3.org/TR/sparql11-service-description/."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, RdfFormat, Triple, serialize

from visitkg.publish.negotiate import negotiate
from visitkg.serve.endpoint.format import GRAPHS, content_type
from visitkg.serve.message import REVALIDATE, Response, tell
from visitkg.terms import RDF, VOID, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pyoxigraph import Store

SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_GIVEN: Final = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
)
_RDF: Final = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
}
_TYPE: Final = NamedNode(RDF + "type")
_DEFAULT: Final = (None, None, None, DefaultGraph())
_OFFERED: Final = {suffix: name for suffix, name in GRAPHS.items() if suffix in _RDF}


def answer_description(
    store: Store, prefixes: Mapping[str, str], accept: str | None, endpoint: str
) -> Response:
    """Return the description of the service whose address is ``endpoint``, in an RDF format."""
    suffix = negotiate(accept, _OFFERED)
    if suffix is None:
        known = ", ".join(_OFFERED.values())
        return tell(406, f"The description of this service can be had as {known}.")
    triples = list(describe_service(store, endpoint))
    used = {"sd": SD, "void": VOID, **{k: v for k, v in prefixes.items() if k in ("rdf", "xsd")}}
    body = serialize(triples, format=_RDF[suffix], prefixes=used) or b""
    headers = (("Content-Type", content_type(suffix, of_graph=True)), ("Cache-Control", REVALIDATE))
    return Response(200, headers, body)


def describe_service(store: Store, endpoint: str) -> Iterator[Triple]:
    """Yield the triples that describe the service and the graphs that it asks."""
    service, dataset, default = BlankNode("service"), BlankNode("dataset"), BlankNode("default")
    yield Triple(service, _TYPE, _sd("Service"))
    yield Triple(service, _sd("endpoint"), NamedNode(endpoint))
    yield Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    for name in _GIVEN:
        yield Triple(service, _sd("resultFormat"), NamedNode(_FORMATS + name))
    yield Triple(service, _sd("defaultDataset"), dataset)
    yield Triple(dataset, _TYPE, _sd("Dataset"))
    yield Triple(dataset, _sd("defaultGraph"), default)
    yield from _describe_graph(default, sum(1 for _ in store.quads_for_pattern(*_DEFAULT)))
    for number, graph_name in enumerate(sorted(store.named_graphs(), key=str)):
        if not isinstance(graph_name, NamedNode):
            continue
        named, graph = BlankNode(f"named{number}"), BlankNode(f"graph{number}")
        yield Triple(dataset, _sd("namedGraph"), named)
        yield Triple(named, _TYPE, _sd("NamedGraph"))
        yield Triple(named, _sd("name"), graph_name)
        yield Triple(named, _sd("graph"), graph)
        found = store.quads_for_pattern(None, None, None, graph_name)
        yield from _describe_graph(graph, sum(1 for _ in found))


def _describe_graph(graph: BlankNode, count: int) -> Iterator[Triple]:
    yield Triple(graph, _TYPE, _sd("Graph"))
    number = Literal(str(count), datatype=NamedNode(XSD + "integer"))
    yield Triple(graph, NamedNode(VOID + "triples"), number)


def _sd(name: str) -> NamedNode:
    return NamedNode(SD + name)
