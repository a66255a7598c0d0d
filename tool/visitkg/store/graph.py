"""A store on disk that is looked at term by term, and all that it states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Triple

from visitkg.graph.blank import canonicalise
from visitkg.store.spelling import restore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import BlankNode, Literal, NamedNode, Quad

    from visitkg.store.open import OpenStore

    Node = NamedNode | BlankNode | Triple
    Term = NamedNode | BlankNode | Literal | Triple


class StoreGraph:
    """One graph of a store, or all of them, which answers patterns as a store does."""

    __slots__ = ("_graph", "_opened")

    def __init__(self, opened: OpenStore, graph: NamedNode | None) -> None:
        self._opened = opened
        self._graph = graph

    def quads_for_pattern(
        self, subject: Node | None, predicate: NamedNode | None, value: Term | None
    ) -> Iterator[Quad]:
        """Yield the statements that fit, literals as the engine writes their values."""
        return self._opened.values.quads_for_pattern(subject, predicate, value, self._graph)

    def get(self, subject: Node, _missing: object = (), /) -> list[Triple]:
        """Return what is stated of a node, in order, literals as they are written."""
        return sorted(self._written(subject), key=str)

    def read(self) -> list[Triple]:
        """Return each statement once, in order, literals as they are written.

        Blank nodes have the labels of https://www.w3.org/TR/rdf-canon/.
        """
        return sorted(canonicalise(self._written(None)), key=str)

    def _written(self, subject: Node | None) -> set[Triple]:
        found = self._opened.written.quads_for_pattern(subject, None, None, self._graph)
        return {Triple(quad.subject, quad.predicate, restore(quad.object)) for quad in found}
