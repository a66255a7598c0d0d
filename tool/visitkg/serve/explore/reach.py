"""What is stated of a node and what leads to it, counted, and as much of it as a page shows."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from visitkg.publish.view import IndexedView
from visitkg.serve.explore.overview import ask_store, count_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyoxigraph import BlankNode, Literal, Triple

    from visitkg.site.view import GraphView

    Term = NamedNode | BlankNode | Literal | Triple


def count_values(view: GraphView, node: NamedNode) -> Mapping[NamedNode, int]:
    """Return how many values each property of a node has."""
    if isinstance(view, IndexedView):
        return {predicate: len(values) for predicate, values in view.properties(node)}
    return _count(view, f"{node} ?property ?other")


def count_pointers(view: GraphView, node: NamedNode) -> Mapping[NamedNode, int]:
    """Return how many subjects lead to a node by each property."""
    if isinstance(view, IndexedView):
        return {predicate: len(subjects) for predicate, subjects in view.pointers(node)}
    return _count(view, f"?other ?property {node}")


def values_of(
    view: GraphView, node: NamedNode, predicate: NamedNode, start: int, most: int
) -> list[Term]:
    """Return so many values of a property, after the first ones."""
    if isinstance(view, IndexedView):
        return view.objects(node, predicate)[start : start + most]
    quads = view.store.quads_for_pattern(node, predicate, None)
    return [quad.object for quad in islice(quads, start, start + most)]


def pointers_of(
    view: GraphView, node: NamedNode, predicate: NamedNode, start: int, most: int
) -> list[Term]:
    """Return so many subjects that have a node as the value of a property."""
    if isinstance(view, IndexedView):
        found = dict(view.pointers(node)).get(predicate, ())
        return list(found[start : start + most])
    quads = view.store.quads_for_pattern(None, predicate, node)
    return [quad.subject for quad in islice(quads, start, start + most)]


def _count(view: GraphView, pattern: str) -> dict[NamedNode, int]:
    query = f"SELECT ?property (COUNT(*) AS ?count) WHERE {{ {pattern} }} GROUP BY ?property"
    rows = ((row["property"], count_of(row)) for row in ask_store(view.store, query))
    return {predicate: count for predicate, count in rows if isinstance(predicate, NamedNode)}
