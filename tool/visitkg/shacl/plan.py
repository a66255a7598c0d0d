"""A plan: what is to be checked of which nodes, without a word on how it is run.

Shapes are compiled to it (``compile``); ``nodes`` runs it node by node, ``columns`` on arrays of
integers. It is frozen, can be compared, and ``render_plan`` prints it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from visitkg.terms import SH, XSD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from visitkg.errors import Position
    from visitkg.shacl.index import Node, Term
    from visitkg.shacl.model import ShapesGraph, Target
    from visitkg.shacl.path import Path

COUNTED: Final = frozenset(
    {
        "MaxCount",
        "MaxLength",
        "MaxListLength",
        "MinCount",
        "MinLength",
        "MinListLength",
        "QualifiedMaxCount",
        "QualifiedMinCount",
    }
)
"""Components whose parameter is a number of values, of members or of characters."""


@dataclass(frozen=True, slots=True)
class Check:
    """One constraint: a component with its parameters, of which each uses some fields only.

    ``component`` is the local name, such as ``MinCount`` for sh:MinCountConstraintComponent, or the
    IRI of a component of the user's own. ``terms`` are the IRIs, nodes or literals that it compares
    with; ``shapes`` those that values are checked by; ``siblings`` those that they must not conform
    to besides (sh:qualifiedValueShapesDisjoint); ``count`` a number of values or characters;
    ``text`` a regular expression with its ``flags``, or a SPARQL query. ``constraint`` is the node
    that a result names by sh:sourceConstraint, ``messages`` those of that node, and ``arguments``
    the values of a declared component's parameters by name.
    """

    component: str
    terms: tuple[Term, ...] = ()
    shapes: tuple[Node, ...] = ()
    siblings: tuple[Node, ...] = ()
    count: int = 0
    text: str = ""
    flags: str = ""
    constraint: Node | None = None
    messages: tuple[Literal, ...] = ()
    arguments: tuple[tuple[str, Term], ...] = ()
    position: Position | None = field(default=None, compare=False)

    @property
    def iri(self) -> str:
        """Return the IRI that a result names by sh:sourceConstraintComponent."""
        return (
            self.component if ":" in self.component else f"{SH}{self.component}ConstraintComponent"
        )

    @property
    def parameters(self) -> tuple[Term, ...]:
        """Return the values of the parameters: a number or a pattern before flags and shapes."""
        if self.component in COUNTED:
            integer = NamedNode(XSD + "integer")
            return (Literal(str(self.count), datatype=integer), *self.shapes)
        if self.component == "Pattern":
            return (Literal(self.text), *([Literal(self.flags)] if self.flags else []))
        return (*self.terms, *self.shapes, *(value for _, value in self.arguments))


@dataclass(frozen=True, slots=True)
class PlannedShape:
    """An active shape: where its focus nodes and values come from, and what is checked of them."""

    node: Node
    path: Path | None
    targets: tuple[Target, ...]
    checks: tuple[Check, ...]
    severity: NamedNode
    messages: tuple[Literal, ...]
    position: Position | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Plan:
    """The active shapes by their nodes; those with targets are where a run begins."""

    shapes: Mapping[Node, PlannedShape]
    source: ShapesGraph = field(compare=False)

    def roots(self) -> tuple[PlannedShape, ...]:
        """Return the shapes that have targets, in the order of the text."""
        return tuple(shape for shape in self.shapes.values() if shape.targets)
