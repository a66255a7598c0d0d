"""A validation report as JSON, in the words of the recommendation; each result on one line.

The document has ``schemaVersion`` ("1.0": a later 1.x only adds), ``completed`` (if false, nothing
was validated, or not by all shapes, and ``problem`` tells why), ``conforms``, ``focusNodes`` and
``shapes`` (how many were checked), ``count`` (results by severity: ``violation``, ``warning``,
``info``), ``known`` (how many more results a baseline knows of), and the lists ``stale`` (entries
of the baseline that no result matches), ``unmatchedTarget``, ``problem`` and ``result``.

A result has ``focusNode``, ``resultPath`` (as SPARQL writes a path), ``value``, ``resultSeverity``,
``resultMessage`` (a list: the messages of the shape), ``message`` (one text for people, also where
the shape has none), ``sourceShape``, ``sourceConstraint``, ``sourceConstraintComponent``,
``detail`` (a list of results), ``location`` (in the data), ``relatedLocation`` (of the other
property, for a constraint on two) and ``sourceLocation`` (in the shapes). What is not known is
null. Terms are written as in https://www.w3.org/TR/sparql12-results-json/#select-encode-terms; a
location has ``file``, ``line`` and ``column``, in characters from 1. report.schema.json, beside
this module, is its JSON Schema.
"""

from __future__ import annotations

import json
import re
from json.encoder import encode_basestring as _quote
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from visitkg.shacl.path import render_path
from visitkg.shacl.report_message import choose_message
from visitkg.shacl.report_wording import Wording
from visitkg.shacl.result import SEVERITIES
from visitkg.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from visitkg.errors import Position
    from visitkg.shacl.index import Term
    from visitkg.shacl.result import ValidationReport, ValidationResult

SCHEMA_VERSION: Final = "1.0"


def render_json(report: ValidationReport, prefixes: Mapping[str, str] | None = None) -> str:
    """Return the report as one JSON document with a line end; ``prefixes`` serve its messages."""
    writer = _Writer(Wording(report, prefixes or {}))
    document = {
        "schemaVersion": SCHEMA_VERSION,
        "completed": report.completed,
        "conforms": report.conforms,
        "focusNodes": report.focus_nodes_checked,
        "shapes": report.shapes_checked,
        "count": {severity: report.count(severity) for severity in SEVERITIES},
        "known": len(report.known),
        "stale": report.stale,
        "unmatchedTarget": [
            {
                "sourceShape": _term(target.shape),
                "target": _term(target.predicate),
                "value": _term(target.value),
                "sourceLocation": _location(target.position),
            }
            for target in report.unmatched_targets
        ],
        "problem": [
            {
                "message": problem.message,
                "remedy": problem.remedy,
                "fatal": problem.fatal,
                "sourceLocation": _location(problem.position),
            }
            for problem in report.problems
        ],
    }
    fields = [f'  "{name}": {writer.encode(value)}' for name, value in document.items()]
    results = ",\n".join(f"    {writer.result(result)}" for result in report.results)
    fields.append(f'  "result": [\n{results}\n  ]' if results else '  "result": []')
    return escape_surrogates("{\n" + ",\n".join(fields) + "\n}\n")


def escape_surrogates(text: str) -> str:
    """Return JSON that can be encoded, also where a file name has bytes that are no UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return re.sub(r"[\uD800-\uDFFF]", lambda match: f"\\u{ord(match[0]):04x}", text)
    return text


class _Writer:
    """Writes the results of one report; what was written once is kept, for it comes again."""

    def __init__(self, wording: Wording) -> None:
        self.encode = json.JSONEncoder(ensure_ascii=False).encode
        self._wording = wording
        self._terms: dict[Term, str] = {}

    def result(self, result: ValidationResult) -> str:
        """Return a result as a JSON object on one line."""
        term, location, path = self._term, self._location, result.result_path
        message = choose_message(result, self._wording)
        return (
            f'{{"focusNode": {term(result.focus_node)}, '
            f'"resultPath": {"null" if path is None else _quote(render_path(path))}, '
            f'"value": {term(result.value_node)}, '
            f'"resultSeverity": {term(result.severity)}, '
            f'"resultMessage": [{", ".join(map(term, result.messages))}], '
            f'"message": {_quote(message)}, '
            f'"sourceShape": {term(result.source_shape)}, '
            f'"sourceConstraint": {term(result.source_constraint)}, '
            f'"sourceConstraintComponent": {term(result.source_constraint_component)}, '
            f'"detail": [{", ".join(map(self.result, result.detail))}], '
            f'"location": {location(result.position)}, '
            f'"relatedLocation": {location(result.related_position)}, '
            f'"sourceLocation": {location(result.shape_position)}}}'
        )

    def _term(self, term: Term | None) -> str:
        if term is None:
            return "null"
        text = self._terms.get(term)
        if text is None:
            text = self._terms[term] = self.encode(_term(term))
        return text

    def _location(self, position: Position | None) -> str:
        if position is None:
            return "null"
        line, column = position.line or "null", position.column or "null"
        return f'{{"file": {_quote(position.path)}, "line": {line}, "column": {column}}}'


def _location(position: Position | None) -> dict[str, Any] | None:
    if position is None:
        return None
    return {"file": position.path, "line": position.line, "column": position.column}


def _term(term: Term) -> dict[str, Any]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Literal):
        return _literal(term)
    subject, predicate, value = map(_term, term)
    return {
        "type": "triple",
        "value": {"subject": subject, "predicate": predicate, "object": value},
    }


def _literal(literal: Literal) -> dict[str, Any]:
    described = {"type": "literal", "value": literal.value}
    if literal.language:
        described["xml:lang"] = literal.language
        if literal.direction:
            described["its:dir"] = str(literal.direction)
    elif literal.datatype.value != XSD + "string":
        described["datatype"] = literal.datatype.value
    return described
