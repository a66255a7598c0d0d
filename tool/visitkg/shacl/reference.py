"""Constraints run by pySHACL, the reference implementation for Python users.

The focus nodes are found beforehand (``target``) and handed over as values of sh:targetNode, so
that what is counted and what is validated are the same nodes.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from pyoxigraph import BlankNode, Literal, NamedNode

from visitkg.errors import InputError
from visitkg.graph.load import to_rdflib
from visitkg.shacl.result import ValidationResult
from visitkg.shacl.vocabulary import TARGETS
from visitkg.terms import RDF, SH, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import rdflib
    from pyoxigraph import Triple

    from visitkg.shacl.index import Index, Node, Term
    from visitkg.shacl.model import ShapesGraph

_TARGET_NODE: Final = NamedNode(SH + "targetNode")

_DEEPEST: Final = 100
"""How deeply shapes may nest; recursive shapes are refused before."""

_LOUD: Final = ("pyshacl-validate", "rdflib.term")
"""What logs on each run, and on each ill-typed literal; both are told in the report instead."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Shapes made ready to be run any number of times; ``graph`` holds all but their targets."""

    shapes: ShapesGraph
    graph: rdflib.Graph


def compile_shapes(shapes: ShapesGraph) -> Plan:
    """Return the plan by which pySHACL validates; raise InputError for RDF 1.2 terms."""
    own_targets = {
        shape.node
        for shape in shapes.shapes.values()
        if any(target.value == shape.node for target in shape.targets)
    }
    return Plan(
        shapes,
        _to_graph(triple for triple in shapes.triples if not _is_target(triple, own_targets)),
    )


def run(
    plan: Plan, data: Index, focus_nodes: Mapping[Node, Sequence[Term]]
) -> list[ValidationResult]:
    """Return what pySHACL finds wrong with the focus nodes of each shape, in no fixed order.

    ``data`` is the whole graph that constraints look at. Raise InputError where pySHACL gives up,
    and for RDF 1.2 terms. A plan can't be run by two threads at once.
    """
    targets = [
        (to_rdflib(shape), to_rdflib(_TARGET_NODE), to_rdflib(node))
        for shape, nodes in focus_nodes.items()
        for node in nodes
    ]
    graph = _to_graph(data.triples(), data)
    for target in targets:
        plan.graph.add(target)
    try:
        report = _run_pyshacl(graph, plan.graph)
    finally:
        for target in targets:
            plan.graph.remove(target)
    return _read_report(report, plan.shapes)


def _run_pyshacl(data: rdflib.Graph, shapes: rdflib.Graph) -> rdflib.Graph:
    # Imported here: it takes a quarter of a second.
    import pyshacl

    try:
        with _silence():
            _, report, _ = pyshacl.validate(
                data, shacl_graph=shapes, inplace=True, max_validation_depth=_DEEPEST
            )
    except Exception as error:
        raise _failure(error) from error
    if isinstance(report, Exception):
        raise _failure(report) from report
    return cast("rdflib.Graph", report)


def _failure(error: Exception) -> InputError:
    """Return the error for whatever pySHACL raised: it names no common base."""
    text = " ".join(str(error).split()) or type(error).__name__
    return InputError(
        f"the validation could not be completed: {text}",
        remedy="Nothing is known of the data until the shapes are mended.",
    )


@contextmanager
def _silence() -> Iterator[None]:
    """Keep pySHACL and rdflib from writing to stderr, and their loggers as they were."""
    loggers = [logging.getLogger(name) for name in _LOUD]
    before = [(logger, logger.disabled, logger.level, list(logger.handlers)) for logger in loggers]
    for logger in loggers:
        logger.disabled = True
    try:
        yield
    finally:
        for logger, disabled, level, handlers in before:
            logger.disabled = disabled
            logger.setLevel(level)
            logger.handlers[:] = handlers


def _is_target(triple: Triple, own_targets: set[Node]) -> bool:
    """Return whether a triple gives a shape a target; a class can be its own shape's target."""
    if triple.predicate.value == RDF + "type":
        return triple.subject in own_targets and not str(triple.object).startswith(f"<{SH}")
    return triple.predicate.value.removeprefix(SH) in TARGETS


def _to_graph(triples: Iterable[Triple], index: Index | None = None) -> rdflib.Graph:
    """Return an rdflib graph; ``index`` knows where the triples stand, for an error message."""
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    for triple in triples:
        subject, predicate, value = triple
        try:
            graph.add((to_rdflib(subject), to_rdflib(predicate), to_rdflib(value)))
        except TypeError as error:
            raise InputError(
                f"pySHACL can't hold this RDF 1.2 term: {value}",
                position=index.position_of(triple) if index else None,
                remedy="Leave it out.",
            ) from error
    return graph


def _read_report(report: rdflib.Graph, shapes: ShapesGraph) -> list[ValidationResult]:
    """Return the results of a report graph, each with those that stand under its sh:detail."""
    import rdflib

    results = report.objects(None, rdflib.URIRef(SH + "result"))
    return [_read_result(report, node, shapes) for node in results]


def _read_result(
    report: rdflib.Graph, node: rdflib.term.Node, shapes: ShapesGraph
) -> ValidationResult:
    import rdflib

    def values(name: str) -> list[rdflib.term.Node]:
        return list(report.objects(node, rdflib.URIRef(SH + name)))

    def terms(name: str) -> Iterator[Any]:
        return map(_from_rdflib, values(name))

    paths = [
        node if isinstance(node, NamedNode) else shapes.paths.get(node)
        for node in terms("resultPath")
    ]
    return ValidationResult(
        focus_node=next(terms("focusNode")),
        source_shape=next(terms("sourceShape")),
        source_constraint_component=next(terms("sourceConstraintComponent")),
        severity=next(terms("resultSeverity")),
        result_path=next(iter(paths), None),
        value_node=next(terms("value"), None),
        messages=tuple(sorted(terms("resultMessage"), key=str)),
        source_constraint=next(terms("sourceConstraint"), None),
        detail=tuple(_read_result(report, detail, shapes) for detail in values("detail")),
    )


def _from_rdflib(term: rdflib.term.Node) -> Term:
    """Return the term as pyoxigraph has it, with its lexical form, or its label."""
    import rdflib

    if isinstance(term, rdflib.URIRef):
        return NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return BlankNode(str(term))
    literal = cast("rdflib.Literal", term)
    if literal.language:
        return Literal(str(literal), language=literal.language)
    datatype = str(literal.datatype) if literal.datatype else XSD + "string"
    return Literal(str(literal), datatype=NamedNode(datatype))
