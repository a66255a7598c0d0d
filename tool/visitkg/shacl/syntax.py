"""What is wrong with shapes by the syntax rules: https://www.w3.org/TR/shacl/#syntax-rules."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from visitkg.shacl.index import FIRST, ONE, REST, TYPE, ListFault
from visitkg.shacl.path import PathFault, examine_path
from visitkg.shacl.result import ShapeProblem
from visitkg.shacl.value import EXPECTED, fits, is_list
from visitkg.shacl.vocabulary import (
    CHARACTERISTICS,
    LISTS,
    LISTS_TOO,
    PARAMETERS,
    PATHS,
    TARGETS,
    Takes,
)
from visitkg.terms import SH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from visitkg.errors import Position
    from visitkg.shacl.index import Index, Node, Term
    from visitkg.shacl.model import Shape
    from visitkg.shacl.vocabulary import Parameter

_NODE_SHAPE: Final = NamedNode(SH + "NodeShape")
_PATH: Final = NamedNode(SH + "path")
_PROPERTY_SHAPE: Final = NamedNode(SH + "PropertyShape")
_CALLED_SHAPES: Final = frozenset({_NODE_SHAPE, _PROPERTY_SHAPE, NamedNode(SH + "ShapeClass")})

_LONGEST_SHOWN: Final = 60

_WITH_PATH: Final = {Takes.NODE_SHAPE: False, Takes.PROPERTY_SHAPE: True}
"""What takes a property shape, or anything but one."""


def check_syntax(
    index: Index, shapes: Mapping[Node, Shape], classes: frozenset[Term] = frozenset()
) -> list[ShapeProblem]:
    """Return what breaks the syntax rules; a problem that makes a shape ill-formed is fatal.

    ``classes`` are the classes of classes.
    """
    problems: list[ShapeProblem] = []
    for node, shape in shapes.items():
        problems.extend(_check_kind(index, node, classes))
        problems.extend(_check_values(index, node))
        problems.extend(_check_references(index, shapes, shape))
    return problems


def _check_kind(index: Index, node: Node, classes: frozenset[Term]) -> Iterator[ShapeProblem]:
    """Yield what is wrong with the path of a shape: a node shape has none, a property shape one."""
    values = index.values(node)
    paths, types = values.get(_PATH, ()), values.get(TYPE, ())
    if paths and _NODE_SHAPE in types:
        yield ShapeProblem(
            "a node shape can't have sh:path",
            "Call it a sh:PropertyShape, or remove the path.",
            index.position(node, _PATH, paths[0]),
            fatal=True,
        )
    if not paths and _PROPERTY_SHAPE in types:
        yield ShapeProblem(
            "this property shape has no path",
            "Add sh:path with the property that it constrains.",
            index.position_of_node(node),
            fatal=True,
        )
    if len(paths) > 1:
        yield ShapeProblem(
            f"a property shape has one path, not {len(paths)}",
            "Write one shape for each path, or join them by sh:alternativePath.",
            index.position(node, _PATH, paths[1]),
            fatal=True,
        )
    for path in paths:
        if not isinstance(path, NamedNode):
            yield from _check_path(index, path, index.position(node, _PATH, path))
    if isinstance(node, BlankNode) and _CALLED_SHAPES.intersection(types):
        for kind in classes.intersection(types):
            yield ShapeProblem(
                "this shape is a class too, which a blank node can't be",
                "Give the class an IRI, or say sh:targetClass.",
                index.position(node, TYPE, kind),
                fatal=True,
            )


def _check_path(index: Index, path: Term, place: Position | None) -> Iterator[ShapeProblem]:
    found = examine_path(index, path)
    if isinstance(found, PathFault):
        yield ShapeProblem(
            f"ill-formed property path: {found.reason}",
            "Write an IRI, a list of at least two paths, or a blank node with one of "
            "sh:alternativePath, sh:inversePath, sh:zeroOrMorePath, sh:oneOrMorePath and "
            "sh:zeroOrOnePath.",
            found.position or place,
            fatal=True,
        )
    elif index.objects(path, FIRST):
        for name in PATHS:
            if index.objects(path, NamedNode(SH + name)):
                message = f"this path is a list, so that its sh:{name} has no effect"
                yield ShapeProblem(message, "Keep the list or the keyword.", place)


@cache
def _rules() -> Mapping[NamedNode, tuple[str, Parameter]]:
    """Return the names and rules of what a shape says, by predicate."""
    every = {**PARAMETERS, **CHARACTERISTICS, **TARGETS}
    return {NamedNode(SH + name): (name, parameter) for name, parameter in every.items()}


def _check_values(index: Index, node: Node) -> Iterator[ShapeProblem]:
    """Yield what is wrong with the values that the shape gives for its parameters."""
    rules = _rules()
    every = index.values(node)
    for predicate, values in every.items():
        rule = rules.get(predicate)
        if rule is None:
            continue
        name, parameter = rule
        for value in values:
            if not fits(index, parameter.takes, value):
                yield _misfit(index, node, name, parameter.takes, value)
            elif parameter.takes in LISTS or (parameter.takes in LISTS_TOO and is_list(value)):
                yield from _check_list(index, node, name, value)
        yield from _check_use(index, node, name, parameter, values)


def _check_use(
    index: Index, node: Node, name: str, parameter: Parameter, values: Sequence[Term]
) -> Iterator[ShapeProblem]:
    """Yield what is wrong with a parameter that the shape gives, whatever its value."""

    def place() -> Position | None:
        return index.position(node, NamedNode(SH + name), values[-1])

    if parameter.property_only and not index.objects(node, _PATH):
        message = f"sh:{name} can't stand in a node shape"
        remedy = "Move it into a property shape, one that has sh:path."
        yield ShapeProblem(message, remedy, place(), fatal=True)
    if parameter.needs and not any(
        index.objects(node, NamedNode(SH + need)) for need in parameter.needs
    ):
        needs = " or ".join(f"sh:{need}" for need in parameter.needs)
        message = f"sh:{name} has no effect without {needs}"
        yield ShapeProblem(message, f"Add {needs}, or remove it.", place())
    if ONE in values and parameter.takes is Takes.BOOLEAN:
        message = f'sh:{name} has no effect as "1": only the literal true is looked for'
        yield ShapeProblem(message, f"Write sh:{name} true ;", place())
    if parameter.once and len(values) > 1:
        message = f"a shape has one sh:{name}, not {len(values)}"
        yield ShapeProblem(message, "Keep one of them.", place(), fatal=True)


def _misfit(index: Index, node: Node, name: str, takes: Takes, value: Term) -> ShapeProblem:
    expected, example = EXPECTED[takes]
    message = f"sh:{name} takes {expected}, not {show(value)}"
    place = index.position(node, NamedNode(SH + name), value)
    if index.values(value).keys() & {FIRST, REST}:
        members = index.read_list(value)
        if isinstance(members, ListFault):
            message = f"sh:{name} takes {expected}, and this list {members.reason}"
            place = members.position or place
    return ShapeProblem(message, f"Write it like this: sh:{name} {example} ;", place, fatal=True)


def show(value: Term) -> str:
    """Return what a message calls a value; the labels of blank nodes mean nothing to a reader."""
    if isinstance(value, BlankNode):
        return "this blank node"
    if isinstance(value, NamedNode) and value.value.startswith(SH):
        return "sh:" + value.value.removeprefix(SH)
    if isinstance(value, Literal) and len(value.value) > _LONGEST_SHOWN:
        return f'"{value.value[:_LONGEST_SHOWN]}…"'
    return str(value)


def _check_list(index: Index, node: Node, name: str, head: Term) -> Iterator[ShapeProblem]:
    """Yield what is odd about a well-formed list: that it is empty, or shared in part."""
    if not index.read_list(head):
        outcome = _OF_NONE.get(name)
        if outcome:
            yield ShapeProblem(
                f"sh:{name} has an empty list, so that {outcome}",
                "Write its members, or remove it.",
                index.position(node, NamedNode(SH + name), head),
            )
        return
    cell = index.objects(head, REST)[0]
    while index.objects(cell, REST):
        if len(index.with_object(cell)) > 1:
            yield ShapeProblem(
                f"this list of sh:{name} has its end in common with another",
                "Write each list by itself, or what is added to one is added to both.",
                index.position(node, NamedNode(SH + name), head),
            )
            return
        cell = index.objects(cell, REST)[0]


_OF_NONE: Final = {
    "and": "all nodes conform",
    "class": "no value conforms",
    "datatype": "no value conforms",
    "in": "no value conforms",
    "languageIn": "no value conforms",
    "nodeKind": "no value conforms",
    "or": "no value conforms",
    "xone": "no value conforms",
}
"""What an empty list means, for the parameters that are hardly ever given one on purpose."""


def _check_references(
    index: Index, shapes: Mapping[Node, Shape], shape: Shape
) -> Iterator[ShapeProblem]:
    """Yield what is wrong with the shapes that a shape refers to."""
    for constraint in shape.constraints:
        for node in constraint.shapes:
            name = constraint.parameter.value.removeprefix(SH)
            takes = PARAMETERS[name].takes
            has_path = bool(index.objects(node, _PATH))
            if not index.with_subject(node) and isinstance(node, NamedNode):
                yield ShapeProblem(
                    f"sh:{name} refers to {show(node)}, which these files don't describe",
                    "Check its spelling, or name the file that describes it.",
                    constraint.position,
                    fatal=name == "property",
                )
            elif takes in _WITH_PATH and has_path is not _WITH_PATH[takes]:
                yield ShapeProblem(
                    f"sh:{name} takes {EXPECTED[takes][0]}, and {show(node)} "
                    + ("has a path" if has_path else "has no path"),
                    "Write sh:property for a shape with sh:path, sh:node for one without.",
                    constraint.position,
                    fatal=True,
                )
            elif not has_path and _is_idle(index, shapes.get(node)):
                yield ShapeProblem(
                    f"sh:{name} refers to {show(node)}, which holds no constraint",
                    "Add what must hold, call it a sh:NodeShape, or refer to another shape.",
                    constraint.position,
                )


def _is_idle(index: Index, shape: Shape | None) -> bool:
    """Return whether each node conforms to a shape, and nothing says that this is meant."""
    return shape is not None and not (
        shape.constraints or shape.deactivated or _NODE_SHAPE in index.objects(shape.node, TYPE)
    )
