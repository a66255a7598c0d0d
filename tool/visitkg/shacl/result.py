"""Validation results and reports: https://www.w3.org/TR/shacl/#validation-report."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from visitkg.errors import InputError
from visitkg.terms import SH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyoxigraph import Literal, NamedNode

    from visitkg.errors import Position
    from visitkg.shacl.index import Node, Term
    from visitkg.shacl.path import Path

SEVERITIES: Final = ("violation", "warning", "info")
"""The severities of the recommendation, the gravest first."""
_SEVERITY_NAMES: Final = {SH + "Warning": "warning", SH + "Info": "info"}


@dataclass(frozen=True, slots=True)
class ValidationResult:
    """That one focus node, or one of its values, breaks one constraint of one shape.

    The names are those of the recommendation; ``position`` is where the data go wrong,
    ``related_position`` the other place of a constraint on two properties, and ``shape_position``
    where the constraint is written, as far as they are known. ``parameters`` are the values of the
    constraint's parameters, a number or a pattern before flags and shapes; ``value_count`` is how
    many values a constraint on their number counted.
    """

    focus_node: Term
    source_shape: Node
    source_constraint_component: NamedNode
    severity: NamedNode
    result_path: Path | None = None
    value_node: Term | None = None
    messages: tuple[Literal, ...] = ()
    source_constraint: Node | None = None
    detail: tuple[ValidationResult, ...] = ()
    position: Position | None = None
    related_position: Position | None = None
    shape_position: Position | None = None
    parameters: tuple[Term, ...] = ()
    value_count: int | None = None


@dataclass(frozen=True, slots=True)
class UnmatchedTarget:
    """That a target of a shape selects nothing in the data."""

    shape: Node
    predicate: NamedNode
    value: Term
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class ShapeProblem:
    """What is wrong with the shapes themselves; if ``fatal``, nothing can be validated by them."""

    message: str
    remedy: str
    position: Position | None = None
    fatal: bool = False

    def __str__(self) -> str:
        """Return the place, what is wrong, and on a second line what to do."""
        place = f"{self.position}: " if self.position else ""
        return f"{place}{self.message}\n{self.remedy}"

    @property
    def sort_key(self) -> tuple[str, int, str]:
        """Return what puts problems in the order of the files and of their text."""
        place = self.position
        return (place.path if place else "", place.line or 0 if place else 0, self.message)


class IllFormedShapes(InputError):  # noqa: N818  (the word of the recommendation)
    """The shapes can't be used; ``problems`` tells all that is wrong with them."""

    def __init__(
        self, message: str, *, problems: tuple[ShapeProblem, ...], remedy: str | None = None
    ) -> None:
        super().__init__(message, position=problems[0].position, remedy=remedy)
        self.problems = problems


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """All results, in a fixed order, and what was looked at to find them.

    ``focus_nodes_checked`` counts the distinct nodes that the targets select, ``shapes_checked``
    the active shapes that have such nodes and those that they refer to; ``prefixes`` are those
    that shapes and data declare, ``labels`` the labels of terms in the results. ``texts`` has what
    was read from where it can't be read again, such as standard input, by the path of positions.
    A report that is not ``completed`` says nothing of the data: ``problems`` tell why. ``known``
    are the results that a baseline knows of and ``stale`` its entries that no result matches.
    ``checked_shapes`` gives the place of each shape that was checked, where that is known, and
    ``not_checked`` the reason for each that a store could not be asked about, or that needs more
    memory than is allowed.
    """

    results: tuple[ValidationResult, ...]
    focus_nodes_checked: int
    shapes_checked: int
    unmatched_targets: tuple[UnmatchedTarget, ...] = ()
    problems: tuple[ShapeProblem, ...] = ()
    prefixes: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[Term, str] = field(default_factory=dict)
    texts: Mapping[str, bytes] = field(default_factory=dict)
    completed: bool = True
    known: tuple[ValidationResult, ...] = ()
    stale: tuple[str, ...] = ()
    checked_shapes: Mapping[Node, Position | None] = field(default_factory=dict)
    not_checked: Mapping[Node, str] = field(default_factory=dict)

    @property
    def conforms(self) -> bool:
        """Whether there is no result at all, of whatever severity, as the recommendation says."""
        return self.completed and not self.results and not self.known

    def count(self, severity: str) -> int:
        """Return the number of results of a severity: violation, warning or info."""
        return sum(severity_name(result.severity) == severity for result in self.results)

    def reaches(self, threshold: str) -> bool:
        """Return whether a result is at least as grave as ``threshold``; never, for "never"."""
        if threshold == "never":
            return False
        grave = SEVERITIES[: SEVERITIES.index(threshold) + 1]
        return any(self.count(severity) for severity in grave)


def severity_name(severity: NamedNode) -> str:
    """Return violation, warning or info; a severity of the user's own counts as a violation."""
    return _SEVERITY_NAMES.get(severity.value, SEVERITIES[0])


def component_name(result: ValidationResult) -> str:
    """Return MinCount for sh:MinCountConstraintComponent; a component of the user's own whole."""
    iri = result.source_constraint_component.value
    return iri.removeprefix(SH).removesuffix("ConstraintComponent")
