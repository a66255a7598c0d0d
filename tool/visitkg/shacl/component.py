"""Whether what holds SPARQL is well-formed: constraints, components, validators and targets.

https://www.w3.org/TR/shacl/#sparql-constraints, #sparql-constraint-components, and
https://www.w3.org/TR/shacl-af/#targets
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, NamedNode

from visitkg.shacl.executable import read_parameters
from visitkg.shacl.index import TYPE
from visitkg.shacl.result import ShapeProblem
from visitkg.shacl.syntax import show
from visitkg.shacl.value import EXPECTED, fits
from visitkg.shacl.vocabulary import Takes
from visitkg.terms import SH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from visitkg.shacl.index import Index, Node, Term
    from visitkg.shacl.model import Component, Shape

_ASK: Final = NamedNode(SH + "ask")
_OPTIONAL: Final = NamedNode(SH + "optional")
_PARAMETER: Final = NamedNode(SH + "parameter")
_PATH: Final = NamedNode(SH + "path")
_SELECT: Final = NamedNode(SH + "select")
_SPARQL: Final = NamedNode(SH + "sparql")
_TARGET: Final = NamedNode(SH + "target")
_VALIDATORS: Final = tuple(
    NamedNode(SH + name) for name in ("validator", "nodeValidator", "propertyValidator")
)

_RESERVED: Final = frozenset({"PATH", "currentShape", "path", "shapesGraph", "this", "value"})
_VARIABLE: Final = re.compile(r"\w+")

_SAID: Final = {
    "deactivated": Takes.BOOLEAN,
    "message": Takes.TEXT,
    "prefixes": Takes.NODE,
    "ask": Takes.STRING,
    "select": Takes.STRING,
}
"""What can be said of a query, and of which kind it is."""


def check_executables(
    index: Index, shapes: Mapping[Node, Shape], components: Sequence[Component]
) -> Iterator[ShapeProblem]:
    """Yield what is wrong around queries; it is fatal where it makes something ill-formed."""
    for predicate in (_SPARQL, *_VALIDATORS):
        for owner, node in index.pairs(predicate):
            yield from _check_executable(index, owner, predicate, node)
    yield from _check_targets(index)
    for component in components:
        if not component.node.value.startswith(SH):
            yield from _check_declaration(index, component)
            yield from _check_uses(index, component, shapes)


def _check_executable(
    index: Index, owner: Node, predicate: NamedNode, node: Term
) -> Iterator[ShapeProblem]:
    """Yield what is wrong with a constraint or a validator, which holds one query."""
    values = index.values(node)
    name = predicate.value.removeprefix(SH)
    selects, asks = values.get(_SELECT, ()), values.get(_ASK, ())
    queries = len(selects) + len(asks)
    place = index.position(owner, predicate, node)
    if predicate == _SPARQL and asks:
        remedy = "Select what is wrong; only the validator of a component asks."
        yield ShapeProblem("sh:sparql takes sh:select, not sh:ask", remedy, place, fatal=True)
    elif queries != 1:
        message = f"this sh:{name} has {queries or 'no'} {'queries' if queries else 'query'}"
        remedy = 'Give it one, like this: sh:select "SELECT $this { ... }" ;'
        yield ShapeProblem(message, remedy, place, fatal=True)
    for said, takes in _SAID.items():
        for value in values.get(NamedNode(SH + said), ()):
            if not fits(index, takes, value):
                yield ShapeProblem(
                    f"sh:{said} takes {EXPECTED[takes][0]}, not {show(value)}",
                    f"Write it like this: sh:{said} {EXPECTED[takes][1]} ;",
                    index.position(node, NamedNode(SH + said), value),
                    fatal=True,
                )


def _check_targets(index: Index) -> Iterator[ShapeProblem]:
    for shape, target in index.pairs(_TARGET):
        place = index.position(shape, _TARGET, target)
        kinds = [kind for kind in index.objects(target, TYPE) if index.objects(kind, _SELECT)]
        if index.objects(target, _SELECT):
            continue
        if index.objects(target, _ASK):
            remedy = "Select the focus nodes by SELECT $this."
            yield ShapeProblem("sh:target takes sh:select, not sh:ask", remedy, place, fatal=True)
        elif not kinds:
            yield ShapeProblem(
                "this sh:target has no effect: it has no query, and no type that has one",
                "Give it sh:select, or name its focus nodes by sh:targetClass and its sisters.",
                place,
            )
        for kind in kinds:
            for parameter in read_parameters(index, kind):
                if not parameter.optional and not index.objects(target, parameter.path):
                    yield ShapeProblem(
                        f"this target gives no value for {parameter.path}, which its type needs",
                        f"Add {parameter.path}.",
                        place,
                        fatal=True,
                    )


def _check_declaration(index: Index, component: Component) -> Iterator[ShapeProblem]:
    """Yield what makes a constraint component ill-formed: all of it is fatal."""
    node = component.node
    place = index.position_of_node(node)
    if isinstance(node, BlankNode):
        message = "this constraint component is a blank node, so that no result can name it"
        yield ShapeProblem(message, "Give it an IRI.", place, fatal=True)
    if all(parameter.optional for parameter in component.parameters):
        yield ShapeProblem(
            "this constraint component has no parameter that shapes must give",
            "Add a sh:parameter without sh:optional.",
            place,
            fatal=True,
        )
    for parameter in index.objects(node, _PARAMETER):
        place = index.position(node, _PARAMETER, parameter)
        paths = index.objects(parameter, _PATH)
        if len(paths) != 1 or not isinstance(paths[0], NamedNode):
            message = "the sh:path of a parameter is one IRI"
            remedy = "Write the property by which shapes give its value."
            yield ShapeProblem(message, remedy, place, fatal=True)
        for value in index.objects(parameter, _OPTIONAL):
            if not fits(index, Takes.BOOLEAN, value):
                yield ShapeProblem(
                    f"sh:optional takes true or false, not {show(value)}",
                    "Write it like this: sh:optional true ;",
                    index.position(parameter, _OPTIONAL, value),
                    fatal=True,
                )
    yield from _check_names(index, component)


def _check_names(index: Index, component: Component) -> Iterator[ShapeProblem]:
    """Yield a problem for each parameter whose name can't be that of a variable."""
    seen: set[str] = set()
    for parameter in component.parameters:
        name = parameter.name
        if name in _RESERVED:
            reason = "means something else in queries"
        elif not _VARIABLE.fullmatch(name):
            reason = "is no name of a variable"
        elif name in seen:
            reason = "is that of another parameter too"
        else:
            seen.add(name)
            continue
        yield ShapeProblem(
            f"the name {name!r} of the parameter {parameter.path} {reason}",
            "Choose an IRI that ends in another name.",
            index.position_of_node(component.node),
            fatal=True,
        )


def _check_uses(
    index: Index, component: Component, shapes: Mapping[Node, Shape]
) -> Iterator[ShapeProblem]:
    """Yield what is wrong with the values that shapes give for the parameters of a component."""
    paths = [parameter.path for parameter in component.parameters]
    users = {subject: path for path in paths for subject, _ in index.pairs(path)}
    for node, path in users.items():
        values = index.values(node)
        place = index.position(node, path, values[path][0])
        for parameter in component.parameters:
            found = values.get(parameter.path, ())
            if not found and not parameter.optional:
                yield ShapeProblem(
                    f"{path} has no effect without {parameter.path}",
                    f"Add {parameter.path}, or remove it.",
                    place,
                )
            elif len(found) > 1 and len(paths) > 1:
                yield ShapeProblem(
                    f"a shape has one {parameter.path}, not {len(found)}",
                    "Keep one of them: several are possible for a component's only parameter.",
                    index.position(node, parameter.path, found[1]),
                    fatal=True,
                )
        if node in shapes and not _has_validator(component, shapes[node]):
            kind = "node" if shapes[node].path is None else "property"
            yield ShapeProblem(
                f"{path} has no effect: {show(component.node)} has no validator for {kind} shapes",
                f"Add sh:{kind}Validator or sh:validator to it.",
                place,
            )


def _has_validator(component: Component, shape: Shape) -> bool:
    own = component.node_validator if shape.path is None else component.property_validator
    return own is not None or component.validator is not None
