"""A validation report as JSON, in the words of the recommendation.

The document has ``conforms``, ``focusNodes`` and ``shapes`` (how many were checked), ``result``,
``unmatchedTarget`` and ``problem``, the last three lists. A result has ``focusNode``,
``resultPath`` (as SPARQL writes a path), ``value``, ``resultSeverity``, ``resultMessage`` (a list),
``sourceShape``, ``sourceConstraint``, ``sourceConstraintComponent``, ``detail`` (a list of
results), ``location`` (in the data) and ``sourceLocation`` (in the shapes). What is not known is
null. Terms are written as in https://www.w3.org/TR/sparql11-results-json/#select-encode-terms;
a location has ``file`` and ``line``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode

from visitkg.shacl.path import render_path
from visitkg.terms import XSD

if TYPE_CHECKING:
    from visitkg.errors import Position
    from visitkg.shacl.index import Term
    from visitkg.shacl.result import (
        ShapeProblem,
        UnmatchedTarget,
        ValidationReport,
        ValidationResult,
    )


def render_json(report: ValidationReport) -> str:
    """Return the report as one JSON document, indented by two, with a line end."""
    document = {
        "conforms": report.conforms,
        "focusNodes": report.focus_nodes_checked,
        "shapes": report.shapes_checked,
        "result": [_result(result) for result in report.results],
        "unmatchedTarget": [_target(target) for target in report.unmatched_targets],
        "problem": [_problem(problem) for problem in report.problems],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _result(result: ValidationResult) -> dict[str, Any]:
    path = result.result_path
    return {
        "focusNode": _term(result.focus_node),
        "resultPath": None if path is None else render_path(path),
        "value": _term(result.value_node),
        "resultSeverity": _term(result.severity),
        "resultMessage": [_term(message) for message in result.messages],
        "sourceShape": _term(result.source_shape),
        "sourceConstraint": _term(result.source_constraint),
        "sourceConstraintComponent": _term(result.source_constraint_component),
        "detail": [_result(detail) for detail in result.detail],
        "location": _location(result.position),
        "sourceLocation": _location(result.shape_position),
    }


def _target(target: UnmatchedTarget) -> dict[str, Any]:
    return {
        "sourceShape": _term(target.shape),
        "target": _term(target.predicate),
        "value": _term(target.value),
        "sourceLocation": _location(target.position),
    }


def _problem(problem: ShapeProblem) -> dict[str, Any]:
    return {
        "message": problem.message,
        "remedy": problem.remedy,
        "sourceLocation": _location(problem.position),
    }


def _location(position: Position | None) -> dict[str, Any] | None:
    return None if position is None else {"file": position.path, "line": position.line}


def _term(term: Term | None) -> dict[str, Any] | None:
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    return _literal(term) if isinstance(term, Literal) else {"type": "triple", "value": str(term)}


def _literal(literal: Literal) -> dict[str, Any]:
    described = {"type": "literal", "value": literal.value}
    if literal.language:
        return {**described, "xml:lang": literal.language}
    if literal.datatype.value == XSD + "string":
        return described
    return {**described, "datatype": literal.datatype.value}
