"""What a shapes graph says, as frozen data: https://www.w3.org/TR/shacl/#shapes."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pyoxigraph import BlankNode, NamedNode

from visitkg.shacl.vocabulary import SHAPE_EXPECTING
from visitkg.terms import SH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import Literal, Triple

    from visitkg.errors import Position
    from visitkg.shacl.index import Node, Term
    from visitkg.shacl.path import Path
    from visitkg.shacl.result import ShapeProblem

_NOTHING: Final[Mapping[Any, Any]] = MappingProxyType({})


class Query(NamedTuple):
    """The text of sh:select or sh:ask at a node, with the prefixes that it may use before it."""

    node: Node
    text: str
    is_ask: bool
    messages: tuple[Literal, ...] = ()
    position: Position | None = None


class Parameter(NamedTuple):
    """A parameter of a constraint component; its name in queries is the end of its path's IRI."""

    path: NamedNode
    optional: bool

    @property
    def name(self) -> str:
        """Return what follows the last slash or hash of the path's IRI."""
        return re.split(r"[/#:]", self.path.value)[-1]


class Component(NamedTuple):
    """A constraint component declared in a shapes graph, with the queries that validate."""

    node: Node
    parameters: tuple[Parameter, ...]
    validator: Query | None = None
    node_validator: Query | None = None
    property_validator: Query | None = None


class Target(NamedTuple):
    """How a shape finds its focus nodes: one of sh:targetClass and its sisters, and its value.

    A class that is its own shape has itself as the value of sh:targetClass. A ``query`` selects by
    SPARQL, with ``arguments`` for its parameters.
    """

    predicate: NamedNode
    value: Term
    position: Position | None = None
    query: Query | None = None
    arguments: tuple[tuple[str, Term], ...] = ()

    def __eq__(self, other: object) -> bool:
        """Return whether another selects the same, wherever it is written."""
        return isinstance(other, Target) and self._selection() == other._selection()

    def __ne__(self, other: object) -> bool:
        """Return whether another selects otherwise: a tuple would compare the places too."""
        return not self == other

    def __hash__(self) -> int:
        """Return a number that is the same for equal ones."""
        return hash(self._selection())

    def _selection(self) -> tuple[object, ...]:
        text = self.query.text if self.query else None
        return self.predicate, self.value, text, self.arguments


class Constraint(NamedTuple):
    """A parameter with its value; ``members`` are those of the value where it is a list."""

    parameter: NamedNode
    value: Term
    members: tuple[Term, ...] | None = None
    position: Position | None = None

    @property
    def shapes(self) -> tuple[Node, ...]:
        """Return the shapes that the value names, for a parameter that expects shapes."""
        if self.parameter.value.removeprefix(SH) not in SHAPE_EXPECTING:
            return ()
        values = (self.value,) if self.members is None else self.members
        return tuple(value for value in values if isinstance(value, NamedNode | BlankNode))


class Shape(NamedTuple):
    """A node shape, or, if it has a ``path``, a property shape."""

    node: Node
    path: Path | None
    targets: tuple[Target, ...]
    constraints: tuple[Constraint, ...]
    severity: NamedNode
    messages: tuple[Literal, ...]
    deactivated: bool
    position: Position | None = None

    @property
    def references(self) -> tuple[Node, ...]:
        """Return the shapes that this one refers to, in the order in which they are written."""
        return tuple(node for constraint in self.constraints for node in constraint.shapes)

    @property
    def has_own_constraint(self) -> bool:
        """Whether the shape can have results that none of its property shapes has."""
        return any(constraint.parameter.value != SH + "property" for constraint in self.constraints)


class ShapesGraph(NamedTuple):
    """The shapes by their nodes, with what is wrong with them and the triples they came from.

    ``paths`` gives the path that each node written as value of sh:path stands for, ``prefixes``
    the prefixes that the files declare, ``queries`` those of the active values of sh:sparql.
    """

    shapes: Mapping[Node, Shape]
    paths: Mapping[Term, Path]
    triples: tuple[Triple, ...]
    problems: tuple[ShapeProblem, ...] = ()
    prefixes: Mapping[str, str] = _NOTHING
    queries: Mapping[Term, Query] = _NOTHING
    components: tuple[Component, ...] = ()

    def active(self) -> Iterator[Shape]:
        """Yield the shapes that are not deactivated."""
        return (shape for shape in self.shapes.values() if not shape.deactivated)

    def reach(self, roots: Iterable[Node]) -> frozenset[Node]:
        """Return the active shapes among ``roots``, with all that they refer to."""
        found: set[Node] = set()
        waiting = list(roots)
        while waiting:
            node = waiting.pop()
            shape = self.shapes.get(node)
            if shape is not None and node not in found and not shape.deactivated:
                found.add(node)
                waiting.extend(shape.references)
        return frozenset(found)
