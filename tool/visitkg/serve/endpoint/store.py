"""The graphs that are served, for reading: https://www.w3.org/TR/sparql11-http-rdf-update/#http-get."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import DefaultGraph, NamedNode

from visitkg.publish.negotiate import negotiate
from visitkg.serve.endpoint.answer import too_much, write_rdf_xml
from visitkg.serve.endpoint.format import GRAPHS, NAMES, content_type
from visitkg.serve.message import REVALIDATE, Response, tell
from visitkg.sparql.answer import Graph

if TYPE_CHECKING:
    from visitkg.serve.holding import Holding
    from visitkg.serve.limits import Limits

_OFFERED: Final = {suffix: name for suffix, name in GRAPHS.items() if suffix not in ("html", "txt")}


def answer_graph(
    holding: Holding, limits: Limits, name: str | None, accept: str | None
) -> Response:
    """Return a graph of the store: the named one, or the default graph for None.

    A graph of more triples than ``limits.rows`` is refused, and so is what takes more bytes.
    """
    suffix = negotiate(accept, _OFFERED)
    if suffix is None:
        return tell(406, f"A graph can be had as {', '.join(_OFFERED.values())}.")
    graph: NamedNode | DefaultGraph = DefaultGraph()
    if name is not None:
        try:
            graph = NamedNode(name)
        except ValueError:
            return tell(400, f"The graph {name!r} is no IRI.")
        if not holding.store.contains_named_graph(graph):
            return tell(404, f"There is no graph {graph} here.")
    quads = list(holding.store.quads_for_pattern(None, None, None, graph))
    if len(quads) > limits.rows:
        return too_much("triples", limits.rows)
    found = Graph(tuple(quad.triple for quad in quads))
    if suffix == "rdf":
        body = write_rdf_xml(found, holding.prefixes)
    else:
        # Imported here: queries come more often.
        from visitkg.sparql.graph_text import write_graph

        body = write_graph(found, NAMES[suffix], holding.prefixes).encode()
    if len(body) > limits.size:
        return too_much("bytes", limits.size)
    headers = (("Content-Type", content_type(suffix, of_graph=True)), ("Cache-Control", REVALIDATE))
    return Response(200, headers, body)
