"""Where a result stands: the line of the triple that breaks a constraint, or the nearest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, NamedNode

from visitkg.shacl.path import InversePath, render_path
from visitkg.terms import SH

if TYPE_CHECKING:
    from visitkg.errors import Position
    from visitkg.shacl.index import Index, Term
    from visitkg.shacl.model import ShapesGraph
    from visitkg.shacl.result import ValidationResult

_TOO_MANY: Final = frozenset({"MaxCount", "QualifiedMaxCount", "UniqueLang"})
"""Constraints on all values together: the last value is the one too many."""


def locate_results(
    results: list[ValidationResult], data: Index, shapes: ShapesGraph
) -> tuple[ValidationResult, ...]:
    """Return the results with their positions, by file and line, then by what they say."""
    located = [_locate(result, data, shapes) for result in results]
    return tuple(sorted(located, key=lambda result: _sort_key(result, data)))


def _locate(result: ValidationResult, data: Index, shapes: ShapesGraph) -> ValidationResult:
    return replace(
        result,
        position=_find_data(result, data),
        shape_position=_find_constraint(result, shapes),
        detail=locate_results(list(result.detail), data, shapes),
    )


def _find_data(result: ValidationResult, data: Index) -> Position | None:
    """Return where the data go wrong.

    This is the triple of the value, if its path is one predicate; for too many values the last of
    them; for a missing value, a complex path or a focus node as a whole, where the focus node is
    described first.
    """
    focus, path, value = result.focus_node, result.result_path, result.value_node
    place: Position | None = None
    if isinstance(path, NamedNode) and value is not None:
        place = data.position(focus, path, value)
    elif isinstance(path, NamedNode) and component_name(result) in _TOO_MANY:
        values = data.objects(focus, path)
        place = data.position(focus, path, values[-1]) if values else None
    elif isinstance(path, InversePath) and isinstance(path.path, NamedNode) and value is not None:
        place = data.position(value, path.path, focus)
    if place is None and value is not None and value != focus:
        place = _find_pair(data, focus, value)
    return place or data.position_of_node(focus)


def _find_pair(data: Index, focus: Term, value: Term) -> Position | None:
    """Return where the focus node has the value by whatever predicate.

    sh:equals reports values of the other property; sh:sparql any.
    """
    for triple in data.with_subject(focus):
        if triple.object == value:
            return data.position_of(triple)
    return None


def _find_constraint(result: ValidationResult, shapes: ShapesGraph) -> Position | None:
    """Return where the constraint is written, else where its shape begins."""
    shape = shapes.shapes.get(result.source_shape)
    if shape is None:
        return None
    name = component_name(result)
    for constraint in shape.constraints:
        parameter = constraint.parameter.value.removeprefix(SH)
        if parameter.lower() == name.lower() and constraint.position is not None:
            return constraint.position
    return shape.position


def component_name(result: ValidationResult) -> str:
    """Return MinCount for sh:MinCountConstraintComponent; a component of the user's own whole."""
    iri = result.source_constraint_component.value
    return iri.removeprefix(SH).removesuffix("ConstraintComponent")


def _sort_key(result: ValidationResult, data: Index) -> tuple[object, ...]:
    place = result.position
    return (
        place.path if place else "",
        (place.line or 0) if place else 0,
        *(_name(term, data) for term in (result.focus_node, result.value_node)),
        render_path(result.result_path) if result.result_path else "",
        result.source_constraint_component.value,
        tuple(map(str, result.messages)),
        str(result.shape_position),
    )


def _name(term: Term | None, data: Index) -> str:
    """Return what sorts a term alike in each run: labels of blank nodes are new each time."""
    if term is None:
        return ""
    if isinstance(term, BlankNode):
        return f"_:{data.position_of_node(term)}"
    return str(term)
