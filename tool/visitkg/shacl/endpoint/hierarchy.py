"""The subclasses of a class: fetched once, and then written into each query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from visitkg.shacl.endpoint.pages import select_all
from visitkg.shacl.endpoint.write import is_blank
from visitkg.shacl.index import SUBCLASS_OF

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.shacl.endpoint.graph import FetchedGraph
    from visitkg.shacl.endpoint.source import Source
    from visitkg.shacl.index import Term


def fetch_hierarchy(source: Source, graph: FetchedGraph, *, upwards: bool) -> None:
    """Fetch all subclasses; ``upwards`` if the plan also goes from a class to those above it.

    A class that is below a blank node only matters to those who go upwards: restrictions are such.
    """
    rows, blank = select_all(source, ("s", "o"), f"?s {SUBCLASS_OF} ?o .", "s")
    graph.needs_blank_nodes |= blank or (upwards and any(is_blank(value) for _, value in rows))
    graph.add(
        (subject, SUBCLASS_OF, value)
        for subject, value in rows
        if subject is not None and value is not None
        if not is_blank(subject) and not is_blank(value)
    )
    graph.know_predicates([SUBCLASS_OF])


def subclass_finder(graph: FetchedGraph) -> Callable[[Term], frozenset[NamedNode] | None]:
    """Return what gives the class with all below it, None if a blank node is among them."""

    def find(root: Term) -> frozenset[NamedNode] | None:
        terms = [graph.name(code) for code in graph.close(graph.code(root))]
        named = frozenset(term for term in terms if isinstance(term, NamedNode))
        return named if len(named) == len(terms) else None

    return find


def named_classes(graph: FetchedGraph, root: Term) -> frozenset[NamedNode]:
    """Return the classes below a class that have IRIs."""
    terms = map(graph.name, graph.close(graph.code(root)))
    return frozenset(term for term in terms if isinstance(term, NamedNode))
