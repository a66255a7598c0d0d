"""From the model of shapes to a plan: each constraint component with its parameters, in order.

The table ``_COMPILED`` is the list of what is supported, besides sh:sparql and declared components.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from visitkg.shacl.index import TRUE
from visitkg.shacl.path import render_path
from visitkg.shacl.plan import Check, Plan, PlannedShape
from visitkg.terms import RDF, SH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from visitkg.shacl.index import Node, Term
    from visitkg.shacl.model import Component, Constraint, Query, Shape, ShapesGraph

_BY_TYPES: Final = NamedNode(SH + "ByTypes")
_TYPE: Final = NamedNode(RDF + "type")


def compile_shapes(shapes: ShapesGraph) -> Plan:
    """Return the plan of all active shapes; what is ill-formed in them is left out."""
    parents = _find_parents(shapes)
    planned = {
        shape.node: PlannedShape(
            node=shape.node,
            path=shape.path,
            targets=shape.targets,
            checks=tuple(_compile_checks(shapes, shape, parents)),
            severity=shape.severity,
            messages=shape.messages,
            position=shape.position,
        )
        for shape in shapes.active()
    }
    return Plan(planned, shapes)


def _find_parents(shapes: ShapesGraph) -> Mapping[Node, list[Shape]]:
    """Return for each property shape the shapes that name it by sh:property."""
    parents: dict[Node, list[Shape]] = {}
    for shape in shapes.shapes.values():
        for constraint in shape.constraints:
            if constraint.parameter.value == SH + "property":
                for node in constraint.shapes:
                    parents.setdefault(node, []).append(shape)
    return parents


def _compile_checks(
    shapes: ShapesGraph, shape: Shape, parents: Mapping[Node, list[Shape]]
) -> Iterator[Check]:
    for constraint in shape.constraints:
        name = constraint.parameter.value.removeprefix(SH)
        if name in _COMPILED:
            yield from _COMPILED[name](shape, constraint)
        elif name in ("qualifiedMaxCount", "qualifiedMinCount"):
            yield from _compile_qualified(shapes, shape, constraint, parents)
        elif name == "closed":
            yield from _compile_closed(shapes, shape, constraint)
        elif name == "sparql" and constraint.value in shapes.queries:
            yield _compile_query(shape, shapes.queries[constraint.value], constraint)
    for component in shapes.components:
        yield from _compile_component(shape, component)


def values_of(shape: Shape, name: str) -> tuple[Term, ...]:
    """Return the values that a shape gives for a parameter of the SHACL namespace."""
    return tuple(
        constraint.value
        for constraint in shape.constraints
        if constraint.parameter.value == SH + name
    )


def _component(constraint: Constraint) -> str:
    name = constraint.parameter.value.removeprefix(SH)
    return name[0].upper() + name[1:]


def _compile_terms(_: Shape, constraint: Constraint) -> Iterator[Check]:
    """Yield the check of a parameter whose value, or each member of it, is compared with."""
    terms = (constraint.value,) if constraint.members is None else constraint.members
    yield Check(_component(constraint), terms=terms, position=constraint.position)


def _compile_shapes(_: Shape, constraint: Constraint) -> Iterator[Check]:
    """Yield the check of a parameter whose value, or each member of it, is a shape."""
    yield Check(_component(constraint), shapes=constraint.shapes, position=constraint.position)


def _compile_count(_: Shape, constraint: Constraint) -> Iterator[Check]:
    if isinstance(constraint.value, Literal):
        count = int(constraint.value.value)
        yield Check(_component(constraint), count=count, position=constraint.position)


def _compile_if_true(_: Shape, constraint: Constraint) -> Iterator[Check]:
    if constraint.value == TRUE:
        yield Check(_component(constraint), position=constraint.position)


def _compile_pattern(shape: Shape, constraint: Constraint) -> Iterator[Check]:
    flags = "".join(flag.value for flag in values_of(shape, "flags") if isinstance(flag, Literal))
    if isinstance(constraint.value, Literal):
        text = constraint.value.value
        yield Check("Pattern", text=text, flags=flags, position=constraint.position)


def _compile_languages(_: Shape, constraint: Constraint) -> Iterator[Check]:
    yield Check("LanguageIn", terms=constraint.members or (), position=constraint.position)


def _compile_qualified(
    shapes: ShapesGraph, shape: Shape, constraint: Constraint, parents: Mapping[Node, list[Shape]]
) -> Iterator[Check]:
    """Yield the check of a number of values that conform to a shape, and to no sibling's.

    https://www.w3.org/TR/shacl/#QualifiedValueShapeConstraintComponent
    """
    siblings: dict[Node, None] = {}
    if TRUE in values_of(shape, "qualifiedValueShapesDisjoint"):
        siblings = {
            qualified: None
            for parent in parents.get(shape.node, ())
            for sibling in _property_shapes(shapes, parent)
            for qualified in _qualified_shapes(sibling)
        }
    for node in _qualified_shapes(shape):
        if isinstance(constraint.value, Literal):
            yield Check(
                _component(constraint),
                shapes=(node,),
                siblings=tuple(sibling for sibling in siblings if sibling != node),
                count=int(constraint.value.value),
                position=constraint.position,
            )


def _property_shapes(shapes: ShapesGraph, shape: Shape) -> Iterator[Shape]:
    for constraint in shape.constraints:
        if constraint.parameter.value == SH + "property":
            yield from (shapes.shapes[node] for node in constraint.shapes if node in shapes.shapes)


def _qualified_shapes(shape: Shape) -> Iterator[Node]:
    for constraint in shape.constraints:
        if constraint.parameter.value == SH + "qualifiedValueShape":
            yield from constraint.shapes


def _compile_closed(shapes: ShapesGraph, shape: Shape, constraint: Constraint) -> Iterator[Check]:
    """Yield the check that a node has no other properties than those of its property shapes.

    https://www.w3.org/TR/shacl/#ClosedConstraintComponent
    """
    if constraint.value != TRUE:
        return
    allowed: dict[Term, None] = {
        prop.path: None
        for prop in _property_shapes(shapes, shape)
        if isinstance(prop.path, NamedNode)
    }
    for other in shape.constraints:
        if other.parameter.value == SH + "ignoredProperties":
            allowed.update(dict.fromkeys(other.members or ()))
    yield Check("Closed", terms=tuple(allowed), position=constraint.position)


def _compile_query(shape: Shape, query: Query, constraint: Constraint) -> Check:
    """Return the check of a value of sh:sparql, which results name as their source."""
    return Check(
        "SPARQL",
        text=_with_path(shape, query.text),
        constraint=query.node,
        messages=query.messages,
        position=constraint.position,
    )


def _with_path(shape: Shape, text: str) -> str:
    """Return a query with the path of the shape in place of $PATH."""
    if shape.path is None:
        return text
    path = render_path(shape.path)
    return re.sub(r"[$?]PATH\b", lambda _: path, text)


def _compile_component(shape: Shape, component: Component) -> Iterator[Check]:
    """Yield a check for each constraint that the shape declares by a component's parameters.

    https://www.w3.org/TR/shacl/#constraint-components-validators
    """
    own = component.node_validator if shape.path is None else component.property_validator
    validator = own or component.validator
    given = {
        parameter.name: [c for c in shape.constraints if c.parameter == parameter.path]
        for parameter in component.parameters
    }
    missing = any(not given[p.name] for p in component.parameters if not p.optional)
    if validator is None or missing or not any(given.values()):
        return
    present = {name: found for name, found in given.items() if found}
    # Only a component with one parameter can have several values, each a constraint of its own.
    count = len(next(iter(present.values()))) if len(component.parameters) == 1 else 1
    for place in range(count):
        chosen = {name: found[place if count > 1 else 0] for name, found in present.items()}
        yield Check(
            component.node.value,
            text=_with_path(shape, validator.text),
            flags="ask" if validator.is_ask else "select",
            messages=validator.messages,
            arguments=tuple((name, constraint.value) for name, constraint in chosen.items()),
            position=next(iter(chosen.values())).position,
        )


_COMPILED: Final[Mapping[str, Callable[[Shape, Constraint], Iterator[Check]]]] = {
    "and": _compile_shapes,
    "class": _compile_terms,
    "datatype": _compile_terms,
    "disjoint": _compile_terms,
    "equals": _compile_terms,
    "hasValue": _compile_terms,
    "in": _compile_terms,
    "languageIn": _compile_languages,
    "lessThan": _compile_terms,
    "lessThanOrEquals": _compile_terms,
    "maxCount": _compile_count,
    "maxExclusive": _compile_terms,
    "maxListLength": _compile_count,
    "memberShape": _compile_shapes,
    "minListLength": _compile_count,
    "rootClass": _compile_terms,
    "singleLine": _compile_if_true,
    "someValue": _compile_shapes,
    "subsetOf": _compile_terms,
    "uniqueMembers": _compile_if_true,
    "maxInclusive": _compile_terms,
    "maxLength": _compile_count,
    "minCount": _compile_count,
    "minExclusive": _compile_terms,
    "minInclusive": _compile_terms,
    "minLength": _compile_count,
    "node": _compile_shapes,
    "nodeKind": _compile_terms,
    "not": _compile_shapes,
    "or": _compile_shapes,
    "pattern": _compile_pattern,
    "property": _compile_shapes,
    "uniqueLang": _compile_if_true,
    "xone": _compile_shapes,
}
