"""From the triples of a shapes graph to its model: https://www.w3.org/TR/shacl/#shapes."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from visitkg.shacl.executable import read_components, read_constraints, read_targets
from visitkg.shacl.index import TRUE, TYPE
from visitkg.shacl.model import Constraint, Shape, ShapesGraph, Target
from visitkg.shacl.path import read_path
from visitkg.shacl.problems import find_problems
from visitkg.shacl.value import is_list
from visitkg.shacl.vocabulary import LISTS, LISTS_TOO, PARAMETERS, SHAPE_EXPECTING, TARGETS, Takes
from visitkg.terms import OWL, RDFS, SH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from visitkg.shacl.index import Index, Node, Term
    from visitkg.shacl.model import Component
    from visitkg.shacl.path import Path

_DEACTIVATED: Final = NamedNode(SH + "deactivated")
_MESSAGE: Final = NamedNode(SH + "message")
_PATH: Final = NamedNode(SH + "path")
_SEVERITY: Final = NamedNode(SH + "severity")
_SHAPE_CLASS: Final = NamedNode(SH + "ShapeClass")
_TARGET: Final = NamedNode(SH + "target")
_TARGET_CLASS: Final = NamedNode(SH + "targetClass")
_VIOLATION: Final = NamedNode(SH + "Violation")


def read_shapes(index: Index, prefixes: Mapping[str, str]) -> ShapesGraph:
    """Return all shapes of a shapes graph, in the order in which they are written.

    Ill-formed shapes are read as far as they can be; what is wrong is told in ``problems``.
    """
    components = read_components(index)
    parameters = _find_parameters(components)
    classes = _find_classes(index)
    paths = {node: path for _, node in index.pairs(_PATH) if (path := read_path(index, node))}
    shapes = {
        node: _read_shape(index, node, parameters, classes, paths)
        for node in _find_shapes(index, parameters)
    }
    return ShapesGraph(
        shapes=shapes,
        paths=paths,
        triples=index.triples(),
        problems=find_problems(index, shapes, components, classes),
        prefixes=prefixes,
        queries=read_constraints(index),
        components=components,
    )


def _find_parameters(components: Iterable[Component]) -> Mapping[NamedNode, Takes]:
    """Return the parameters of the Core and of the constraint components declared here."""
    declared = {
        parameter.path: Takes.ANY for component in components for parameter in component.parameters
    }
    return declared | _known_parameters()


@cache
def _known_parameters() -> dict[NamedNode, Takes]:
    return {NamedNode(SH + name): parameter.takes for name, parameter in PARAMETERS.items()}


@cache
def _known_targets() -> tuple[NamedNode, ...]:
    return tuple(NamedNode(SH + name) for name in TARGETS)


def _find_classes(index: Index) -> frozenset[Term]:
    """Return the classes of classes: rdfs:Class, owl:Class, sh:ShapeClass and their subclasses."""
    roots = (NamedNode(RDFS + "Class"), NamedNode(OWL + "Class"), _SHAPE_CLASS)
    return frozenset().union(*map(index.subclasses, roots))


def _find_shapes(index: Index, parameters: Mapping[NamedNode, Takes]) -> Iterator[Node]:
    """Yield what counts as a shape, in the order of the text.

    https://www.w3.org/TR/shacl/#dfn-shape
    """
    found: set[Term] = set()
    for name in ("NodeShape", "PropertyShape", "ShapeClass"):
        for kind in index.subclasses(NamedNode(SH + name)):
            found.update(index.subjects(TYPE, kind))
    for predicate in (*parameters, _TARGET, *_known_targets()):
        found.update(subject for subject, _ in index.pairs(predicate))
    for name in SHAPE_EXPECTING:
        for _, value in index.pairs(NamedNode(SH + name)):
            takes_list = PARAMETERS[name].takes in LISTS
            found.update((index.members(value) or ()) if takes_list else (value,))
    for node in index.nodes():
        if node in found and isinstance(node, NamedNode | BlankNode):
            yield node


def _read_shape(
    index: Index,
    node: Node,
    parameters: Mapping[NamedNode, Takes],
    classes: frozenset[Term],
    paths: Mapping[Term, Path],
) -> Shape:
    values = index.values(node)
    severities = [term for term in values.get(_SEVERITY, ()) if isinstance(term, NamedNode)]
    messages = [term for term in values.get(_MESSAGE, ()) if isinstance(term, Literal)]
    path = values.get(_PATH)
    return Shape(
        node=node,
        path=paths.get(path[0]) if path else None,
        targets=tuple(_read_targets(index, node, classes)),
        constraints=tuple(_read_constraints(index, node, parameters)),
        severity=severities[0] if severities else _VIOLATION,
        messages=tuple(messages),
        deactivated=TRUE in values.get(_DEACTIVATED, ()),
        position=index.position_of_node(node),
    )


def _read_targets(index: Index, node: Node, classes: frozenset[Term]) -> Iterator[Target]:
    values = index.values(node)
    for predicate in _known_targets():
        for value in values.get(predicate, ()):
            yield Target(predicate, value, index.position(node, predicate, value))
    if _TARGET in values:
        for target, query, arguments in read_targets(index, node):
            place = index.position(node, _TARGET, target)
            yield Target(_TARGET, target, place, query, tuple(arguments.items()))
    if isinstance(node, NamedNode):
        for kind in values.get(TYPE, ()):
            if kind in classes:
                yield Target(_TARGET_CLASS, node, index.position(node, TYPE, kind))
                return


def _read_constraints(
    index: Index, node: Node, parameters: Mapping[NamedNode, Takes]
) -> Iterator[Constraint]:
    for triple in index.with_subject(node):
        predicate, value = triple.predicate, triple.object
        takes = parameters.get(predicate)
        if takes is not None:
            listed = takes in LISTS or (takes in LISTS_TOO and is_list(value))
            members = index.members(value) if listed else None
            yield Constraint(predicate, value, members, index.position_of(triple))
