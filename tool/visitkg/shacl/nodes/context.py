"""What a check may ask of the run that it is part of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from visitkg.shacl.facts import Facts
    from visitkg.shacl.index import Node, Term
    from visitkg.shacl.walk import Graph


class Run(Protocol):
    """One run of a plan over some triples, as checks see it."""

    graph: Graph
    facts: Facts
    type_code: int

    def code(self, term: Term, /) -> int:
        """Return the code of a term."""

    def conforms(self, node: Node, focus: int, /) -> bool:
        """Return whether a node conforms to a shape."""

    def subclasses(self, root: int, /) -> frozenset[int]:
        """Return the class with all its subclasses."""
