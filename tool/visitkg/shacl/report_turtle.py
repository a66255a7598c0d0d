"""A validation report as RDF: https://www.w3.org/TR/shacl/#results-validation-report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from visitkg.graph.turtle import write_turtle
from visitkg.shacl.index import TYPE
from visitkg.shacl.path import path_triples
from visitkg.terms import COMMON_PREFIXES, SH, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from visitkg.shacl.result import ValidationReport, ValidationResult


def render_turtle(report: ValidationReport, prefixes: Mapping[str, str]) -> str:
    """Return the report graph as canonical Turtle."""
    return write_turtle(report_triples(report), {**COMMON_PREFIXES, **report.prefixes, **prefixes})


def report_triples(report: ValidationReport) -> Iterator[Triple]:
    """Yield the report graph: a sh:ValidationReport with its results, paths and details.

    Literals keep their lexical form. Blank nodes of data and shapes are named, not described.
    """
    node = BlankNode()
    conforms = Literal(str(report.conforms).lower(), datatype=NamedNode(XSD + "boolean"))
    yield Triple(node, TYPE, _sh("ValidationReport"))
    yield Triple(node, _sh("conforms"), conforms)
    for result in report.results:
        yield from _result_triples(node, "result", result)


def _result_triples(
    parent: BlankNode, predicate: str, result: ValidationResult
) -> Iterator[Triple]:
    node = BlankNode()
    yield Triple(parent, _sh(predicate), node)
    yield Triple(node, TYPE, _sh("ValidationResult"))
    values = {
        "focusNode": result.focus_node,
        "resultSeverity": result.severity,
        "sourceConstraint": result.source_constraint,
        "sourceConstraintComponent": result.source_constraint_component,
        "sourceShape": result.source_shape,
        "value": result.value_node,
    }
    for name, value in values.items():
        if value is not None:
            yield Triple(node, _sh(name), value)
    for message in result.messages:
        yield Triple(node, _sh("resultMessage"), message)
    if result.result_path is not None:
        path, described = path_triples(result.result_path)
        yield Triple(node, _sh("resultPath"), path)
        yield from described
    for detail in result.detail:
        yield from _result_triples(node, "detail", detail)


def _sh(name: str) -> NamedNode:
    return NamedNode(SH + name)
