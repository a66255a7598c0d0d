"""What a path leads to from focus nodes: as pairs, or as a set where pairs would be too many.

By a repeated path, each of many nodes can lead to all others. Which of them break a check is asked
of the set; pairs are then made of those only, from their ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitkg.shacl.columns.pairs import distinct, join, lefts, rights
from visitkg.shacl.columns.walk import reach, walk
from visitkg.shacl.walk import is_repeated

if TYPE_CHECKING:
    from visitkg.shacl.columns.graph import ColumnGraph
    from visitkg.shacl.columns.pairs import Codes, Keys
    from visitkg.shacl.path import Path


class Reached:
    """The values of a path from ``focus``, nodes in order; each form is made when it is asked."""

    def __init__(self, graph: ColumnGraph, path: Path | None, focus: Codes) -> None:
        self._graph = graph
        self._path = path
        self.focus = focus
        self.is_repeated = path is not None and is_repeated(path)
        self._pairs: Keys | None = None
        self._values: Codes | None = None

    def pairs(self, most: int | None = None) -> Keys:
        """Return the pairs of a focus node and a value, in order.

        Of a focus node with more than ``most`` values only some are needed, but more than that.
        """
        if self._pairs is not None:
            return self._pairs
        if self._path is None:
            pairs = join(self.focus, self.focus)
        else:
            pairs = walk(self._graph, self._path, self.focus, most=most)
        if most is None or not self.is_repeated:
            self._pairs = pairs
        return pairs

    def values(self) -> Codes:
        """Return the values of all focus nodes, in order, each once."""
        if self._values is None:
            if self._pairs is None and self._path is not None and self.is_repeated:
                self._values = reach(self._graph, self._path, self.focus)
            else:
                self._values = self._graph.unique(rights(self.pairs()))
        return self._values

    def leading_to(self, values: Codes) -> Keys:
        """Return the pairs with some of the values, which are in order."""
        if not len(values):
            return values
        if self._pairs is None and self._path is not None and self.is_repeated:
            back = walk(self._graph, self._path, values, back=True)
            back = back[self._graph.flags(self.focus)[rights(back)]]
            return distinct(join(rights(back), lefts(back)))
        pairs = self.pairs()
        return pairs[self._graph.flags(values)[rights(pairs)]]
