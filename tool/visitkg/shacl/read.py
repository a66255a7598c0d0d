"""From the triples of a shapes graph to its model: https://www.w3.org/TR/shacl/#shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from visitkg.shacl.executable import read_components, read_constraints, read_targets
from visitkg.shacl.index import TRUE, TYPE
from visitkg.shacl.model import Constraint, Shape, ShapesGraph, Target
from visitkg.shacl.path import read_path
from visitkg.shacl.query import check_queries
from visitkg.shacl.spelling import check_spelling
from visitkg.shacl.syntax import check_syntax
from visitkg.shacl.vocabulary import LISTS, PARAMETERS, SHAPE_EXPECTING, TARGETS
from visitkg.terms import OWL, RDFS, SH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from visitkg.shacl.index import Index, Node, Term

_PATH: Final = NamedNode(SH + "path")
_TARGET: Final = NamedNode(SH + "target")
_TARGET_CLASS: Final = NamedNode(SH + "targetClass")


def read_shapes(index: Index, prefixes: Mapping[str, str]) -> ShapesGraph:
    """Return all shapes of a shapes graph, in the order in which they are written.

    Ill-formed shapes are read as far as they can be; what is wrong is told in ``problems``.
    """
    parameters = _find_parameters(index)
    classes = _find_classes(index)
    shapes = {
        node: _read_shape(index, node, parameters, classes)
        for node in _find_shapes(index, parameters)
    }
    paths = {node: path for _, node in index.pairs(_PATH) if (path := read_path(index, node))}
    problems = [*check_syntax(index, shapes), *check_spelling(index), *check_queries(index)]
    return ShapesGraph(
        shapes=shapes,
        paths=paths,
        triples=index.triples(),
        problems=tuple(sorted(problems, key=lambda problem: problem.sort_key)),
        prefixes=prefixes,
        queries=read_constraints(index),
        components=read_components(index),
    )


def _find_parameters(index: Index) -> frozenset[NamedNode]:
    """Return the parameters of the Core and of the constraint components declared here."""
    declared = {
        path
        for _, parameter in index.pairs(NamedNode(SH + "parameter"))
        for path in index.objects(parameter, _PATH)
        if isinstance(path, NamedNode)
    }
    return frozenset({NamedNode(SH + name) for name in PARAMETERS} | declared)


def _find_classes(index: Index) -> frozenset[Term]:
    """Return the classes of classes: rdfs:Class, owl:Class and their subclasses here."""
    return index.subclasses(NamedNode(RDFS + "Class")) | index.subclasses(NamedNode(OWL + "Class"))


def _find_shapes(index: Index, parameters: frozenset[NamedNode]) -> Iterator[Node]:
    """Yield what counts as a shape, in the order of the text.

    https://www.w3.org/TR/shacl/#dfn-shape
    """
    found: set[Term] = set()
    for name in ("NodeShape", "PropertyShape"):
        for kind in index.subclasses(NamedNode(SH + name)):
            found.update(index.subjects(TYPE, kind))
    for predicate in (*parameters, _TARGET, *(NamedNode(SH + name) for name in TARGETS)):
        found.update(subject for subject, _ in index.pairs(predicate))
    for name in SHAPE_EXPECTING:
        for _, value in index.pairs(NamedNode(SH + name)):
            members = index.members(value) if PARAMETERS[name].takes in LISTS else (value,)
            found.update(members or ())
    for subject, _, value in index.triples():
        for node in (subject, value):
            if node in found and isinstance(node, NamedNode | BlankNode):
                found.remove(node)
                yield node


def _read_shape(
    index: Index, node: Node, parameters: frozenset[NamedNode], classes: frozenset[Term]
) -> Shape:
    path = next(iter(index.objects(node, _PATH)), None)
    severities = [
        severity
        for severity in index.objects(node, NamedNode(SH + "severity"))
        if isinstance(severity, NamedNode)
    ]
    return Shape(
        node=node,
        path=None if path is None else read_path(index, path),
        targets=tuple(_read_targets(index, node, classes)),
        constraints=tuple(_read_constraints(index, node, parameters)),
        severity=next(iter(severities), NamedNode(SH + "Violation")),
        messages=tuple(
            message
            for message in index.objects(node, NamedNode(SH + "message"))
            if isinstance(message, Literal)
        ),
        deactivated=TRUE in index.objects(node, NamedNode(SH + "deactivated")),
        position=index.position_of_node(node),
    )


def _read_targets(index: Index, node: Node, classes: frozenset[Term]) -> Iterator[Target]:
    for name in TARGETS:
        predicate = NamedNode(SH + name)
        for value in index.objects(node, predicate):
            yield Target(predicate, value, index.position(node, predicate, value))
    for target, query, arguments in read_targets(index, node):
        place = index.position(node, _TARGET, target)
        yield Target(_TARGET, target, place, query, tuple(arguments.items()))
    if isinstance(node, NamedNode):
        for kind in index.objects(node, TYPE):
            if kind in classes:
                yield Target(_TARGET_CLASS, node, index.position(node, TYPE, kind))
                return


def _read_constraints(
    index: Index, node: Node, parameters: frozenset[NamedNode]
) -> Iterator[Constraint]:
    for triple in index.with_subject(node):
        if triple.predicate in parameters:
            known = PARAMETERS.get(triple.predicate.value.removeprefix(SH))
            is_list = known is not None and known.takes in LISTS
            members = index.members(triple.object) if is_list else None
            place = index.position_of(triple)
            yield Constraint(triple.predicate, triple.object, members, place)
