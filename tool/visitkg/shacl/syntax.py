"""What is wrong with shapes by the syntax rules: https://www.w3.org/TR/shacl/#syntax-rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeGuard

from pyoxigraph import BlankNode, Literal, NamedNode

from visitkg.shacl.index import FIRST, ONE, TYPE
from visitkg.shacl.path import read_path
from visitkg.shacl.pattern import compile_pattern
from visitkg.shacl.result import ShapeProblem
from visitkg.shacl.value import EXPECTED, fits
from visitkg.shacl.vocabulary import CHARACTERISTICS, PARAMETERS, PATHS, TARGETS, Takes
from visitkg.terms import SH, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from visitkg.errors import Position
    from visitkg.shacl.index import Index, Node, Term
    from visitkg.shacl.model import Shape
    from visitkg.shacl.vocabulary import Parameter

_FLAGS: Final = NamedNode(SH + "flags")
_PATH: Final = NamedNode(SH + "path")
_PATTERN: Final = NamedNode(SH + "pattern")

_WITH_PATH: Final = {"node": False, "property": True}
"""The parameters that take a property shape, or anything but one."""


def check_syntax(index: Index, shapes: Mapping[Node, Shape]) -> list[ShapeProblem]:
    """Return what breaks the syntax rules; a problem that makes a shape ill-formed is fatal."""
    problems: list[ShapeProblem] = []
    for node, shape in shapes.items():
        problems.extend(_check_kind(index, node))
        problems.extend(_check_values(index, node))
        problems.extend(_check_pattern(index, node))
        problems.extend(_check_references(index, shape))
    problems.extend(_check_recursion(shapes))
    return problems


def _check_kind(index: Index, node: Node) -> Iterator[ShapeProblem]:
    """Yield what is wrong with the path of a shape: a node shape has none, a property shape one."""
    paths = index.objects(node, _PATH)
    types = index.objects(node, TYPE)
    if paths and NamedNode(SH + "NodeShape") in types:
        yield ShapeProblem(
            "a node shape can't have sh:path",
            "Call it a sh:PropertyShape, or remove the path.",
            index.position(node, _PATH, paths[0]),
            fatal=True,
        )
    if not paths and NamedNode(SH + "PropertyShape") in types:
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
        yield from _check_path(index, path, index.position(node, _PATH, path))


def _check_path(index: Index, path: Term, place: Position | None) -> Iterator[ShapeProblem]:
    if read_path(index, path) is None:
        yield ShapeProblem(
            "ill-formed property path",
            "Write an IRI, a list of at least two paths, or a blank node with one of "
            "sh:alternativePath, sh:inversePath, sh:zeroOrMorePath, sh:oneOrMorePath and "
            "sh:zeroOrOnePath.",
            place,
            fatal=True,
        )
    elif index.objects(path, FIRST):
        for name in PATHS:
            if index.objects(path, NamedNode(SH + name)):
                message = f"this path is a list, so that its sh:{name} has no effect"
                yield ShapeProblem(message, "Keep the list or the keyword.", place)


def _check_values(index: Index, node: Node) -> Iterator[ShapeProblem]:
    """Yield what is wrong with the values that the shape gives for its parameters."""
    for name, parameter in {**PARAMETERS, **CHARACTERISTICS, **TARGETS}.items():
        values = index.objects(node, NamedNode(SH + name))
        for value in values:
            if not fits(index, parameter.takes, value):
                yield _misfit(index, node, name, parameter.takes, value)
        if values:
            yield from _check_use(index, node, name, parameter)


def _check_pattern(index: Index, node: Node) -> Iterator[ShapeProblem]:
    """Yield what is wrong with the regular expression of a shape, as its flags have it read."""
    flags = list(filter(_is_string, index.objects(node, _FLAGS)))
    for pattern in filter(_is_string, index.objects(node, _PATTERN)):
        yield from _check_regex(index, node, pattern, flags[0] if flags else None)


def _is_string(value: Term) -> TypeGuard[Literal]:
    return isinstance(value, Literal) and value.datatype.value == XSD + "string"


def _check_regex(
    index: Index, node: Node, pattern: Literal, flags: Literal | None
) -> Iterator[ShapeProblem]:
    try:
        if flags:
            compile_pattern("", flags.value)
    except ValueError as error:
        place = index.position(node, _FLAGS, flags) if flags else None
        yield ShapeProblem(
            f"sh:flags {flags} can't be used: {error}", "Remove it.", place, fatal=True
        )
        return
    try:
        compile_pattern(pattern.value, flags.value if flags else "")
    except ValueError as error:
        yield ShapeProblem(
            f"sh:pattern {pattern} can't be used: {error}",
            "Mend it; https://www.w3.org/TR/xpath-functions-31/#regex-syntax describes them.",
            index.position(node, _PATTERN, pattern),
            fatal=True,
        )


def _check_use(index: Index, node: Node, name: str, parameter: Parameter) -> Iterator[ShapeProblem]:
    """Yield what is wrong with a parameter that the shape gives, whatever its value."""
    predicate = NamedNode(SH + name)
    values = index.objects(node, predicate)
    place = index.position(node, predicate, values[-1])
    if parameter.property_only and not index.objects(node, _PATH):
        message = f"sh:{name} can't stand in a node shape"
        remedy = "Move it into a property shape, one that has sh:path."
        yield ShapeProblem(message, remedy, place, fatal=True)
    if parameter.needs and not index.objects(node, NamedNode(SH + parameter.needs)):
        message = f"sh:{name} has no effect without sh:{parameter.needs}"
        yield ShapeProblem(message, f"Add sh:{parameter.needs}, or remove it.", place)
    if parameter.takes is Takes.BOOLEAN and ONE in values:
        message = f'sh:{name} has no effect as "1": only the literal true is looked for'
        yield ShapeProblem(message, f"Write sh:{name} true ;", place)
    if parameter.once and len(values) > 1:
        message = f"a shape has one sh:{name}, not {len(values)}"
        yield ShapeProblem(message, "Keep one of them.", place, fatal=True)


def _misfit(index: Index, node: Node, name: str, takes: Takes, value: Term) -> ShapeProblem:
    expected, example = EXPECTED[takes]
    return ShapeProblem(
        f"sh:{name} takes {expected}, not {_show(value)}",
        f"Write it like this: sh:{name} {example} ;",
        index.position(node, NamedNode(SH + name), value),
        fatal=True,
    )


def _show(value: Term) -> str:
    """Return what a message calls a value; the labels of blank nodes mean nothing to a reader."""
    if isinstance(value, BlankNode):
        return "this blank node"
    if isinstance(value, NamedNode) and value.value.startswith(SH):
        return "sh:" + value.value.removeprefix(SH)
    return str(value)


def _check_references(index: Index, shape: Shape) -> Iterator[ShapeProblem]:
    """Yield what is wrong with the shapes that a shape refers to."""
    for constraint in shape.constraints:
        name = constraint.parameter.value.removeprefix(SH)
        place = index.position(shape.node, constraint.parameter, constraint.value)
        for node in constraint.shapes:
            has_path = bool(index.objects(node, _PATH))
            if not index.with_subject(node):
                yield ShapeProblem(
                    f"sh:{name} refers to {_show(node)}, which these files don't describe",
                    "Check its spelling, or name the file that describes it.",
                    place,
                    fatal=name == "property",
                )
            elif name in _WITH_PATH and has_path is not _WITH_PATH[name]:
                yield ShapeProblem(
                    f"sh:{name} takes {EXPECTED[PARAMETERS[name].takes][0]}, and {_show(node)} "
                    + ("has a path" if has_path else "has no path"),
                    "Write sh:property for a shape with sh:path, sh:node for one without.",
                    place,
                    fatal=True,
                )


def _check_recursion(shapes: Mapping[Node, Shape]) -> Iterator[ShapeProblem]:
    """Yield a problem for each reference that leads a shape back to itself.

    What recursive shapes mean is left open: https://www.w3.org/TR/shacl/#shapes-recursion
    """
    is_open: dict[Node, bool] = {}
    for root in shapes:
        route = [] if root in is_open else [(root, iter(shapes[root].references))]
        is_open.setdefault(root, True)
        while route:
            node = next(route[-1][1], None)
            if node is None:
                is_open[route.pop()[0]] = False
            elif node in shapes and node not in is_open:
                is_open[node] = True
                route.append((node, iter(shapes[node].references)))
            elif is_open.get(node, False):
                nodes = [step for step, _ in route]
                yield _recursion(shapes, [*nodes[nodes.index(node) :], node])


def _recursion(shapes: Mapping[Node, Shape], cycle: list[Node]) -> ShapeProblem:
    route = " -> ".join(_show(node) for node in cycle)
    return ShapeProblem(
        f"this shape refers to itself: {route}",
        "Break the circle; what recursive shapes mean is not defined.",
        shapes[cycle[0]].position,
        fatal=True,
    )
