"""What a check on columns may ask of the run that it is part of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from visitkg.shacl.columns.graph import ColumnGraph
    from visitkg.shacl.columns.order import Order
    from visitkg.shacl.columns.pairs import Codes, Mask
    from visitkg.shacl.index import Node
    from visitkg.shacl.nodes.context import Run


class ColumnContext(Protocol):
    """One run of a plan over columns, as checks see it; ``nodes`` runs what is asked one by one."""

    graph: ColumnGraph
    order: Order

    @property
    def nodes(self) -> Run:
        """Return the run of what is asked of one node at a time."""

    def conform(self, node: Node, values: Codes, /) -> Mask:
        """Return which values conform to a shape."""

    def languages(self, values: Codes, /) -> Codes:
        """Return a number for the language of each literal, 0 for none."""
