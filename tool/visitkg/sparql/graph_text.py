"""A graph as text, sorted and with canonical labels of blank nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, serialize

from visitkg.graph.blank import canonicalise
from visitkg.graph.turtle import write_turtle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from visitkg.sparql.answer import Graph


def write_graph(graph: Graph, format_name: str, prefixes: Mapping[str, str]) -> str:
    """Return canonical Turtle, N-Triples or expanded JSON-LD of a graph."""
    if format_name == "turtle":
        return write_turtle(graph.triples, prefixes)
    triples = sorted(set(canonicalise(graph.triples)), key=str)
    if format_name == "n-triples":
        return "".join(f"{triple} .\n" for triple in triples)
    content = serialize(triples, format=RdfFormat.JSON_LD, prefixes=dict(prefixes))
    return f"{(content or b'').decode()}\n"
