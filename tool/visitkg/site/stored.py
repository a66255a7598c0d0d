"""A graph in a store on the disk that is looked at term by term."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from visitkg.site.view import GraphView
from visitkg.store.graph import StoreGraph

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyoxigraph import NamedNode

    from visitkg.store.open import OpenStore


class StoredView(GraphView):
    """A view of one graph in a store, or of all of them together."""

    __slots__ = ("graph",)

    def __init__(
        self, opened: OpenStore, graph: NamedNode | None, prefixes: Mapping[str, str]
    ) -> None:
        self.graph = StoreGraph(opened, graph)
        super().__init__(None, prefixes)

    @property
    def store(self) -> Any:  # noqa: ANN401  (all that a view asks of a Store is its patterns)
        """Return the graph, which answers patterns as a store does."""
        return self.graph
