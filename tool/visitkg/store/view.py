"""A store on disk that is looked at term by term, and all that it states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitkg.graph.blank import canonicalise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

    Node = NamedNode | BlankNode | Triple
    Term = NamedNode | BlankNode | Literal | Triple


class StoreGraph:
    """One graph of a store, or all of them, which answers patterns as a store does."""

    __slots__ = ("_graph", "_store")

    def __init__(self, store: Store, graph: NamedNode | None) -> None:
        self._store = store
        self._graph = graph

    def quads_for_pattern(
        self, subject: Node | None, predicate: NamedNode | None, value: Term | None
    ) -> Iterator[Quad]:
        """Yield the statements that fit."""
        return self._store.quads_for_pattern(subject, predicate, value, self._graph)

    def get(self, subject: Node, _missing: object = ()) -> list[Triple]:
        """Return what is stated of a node, in order."""
        found = {quad.triple for quad in self.quads_for_pattern(subject, None, None)}
        return sorted(found, key=str)

    def read(self) -> list[Triple]:
        """Return each statement once, in order; blank nodes have the labels of RDFC-1.0."""
        found = {quad.triple for quad in self.quads_for_pattern(None, None, None)}
        return sorted(canonicalise(found), key=str)
