"""The results of a validation report as rows that can be compared, whoever wrote the report.

A row has what the recommendation asks of a result: focus node, path, value, constraint component,
severity and shape. Blank nodes have no names that two reports share: each is ``[]``. A path that
the other report leaves undescribed is taken as ``[]`` in ours too.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

SH: Final = "http://www.w3.org/ns/shacl#"
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_FORMATS: Final = {"nt": RdfFormat.N_TRIPLES, "ttl": RdfFormat.TURTLE}
_BLANK: Final = "[]"
_PREDICATE: Final = re.compile("<[^<>]*>")
_SUFFIXES: Final = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
Objects: TypeAlias = defaultdict[tuple[Term, str], list[Term]]


class Row(NamedTuple):
    """A result; what it lacks is empty."""

    focus_node: str
    path: str
    value: str
    component: str
    severity: str
    shape: str


class NoReportError(ValueError):
    """What a validator wrote is no report."""


def read_rows(written: bytes, report_format: str) -> Counter[Row]:
    """Return how often each row is in a report, which is JSON as ours, or a graph."""
    try:
        if report_format == "json":
            return Counter(map(_row_of_json, json.loads(written)["result"]))
        triples = list(parse(written, format=_FORMATS[report_format]))
    except (KeyError, SyntaxError, ValueError) as error:
        raise NoReportError(f"writes no report that can be read: {error}") from error
    objects: Objects = defaultdict(list)
    for triple in triples:
        objects[triple.subject, triple.predicate.value].append(triple.object)
    reports = [subject for subject, predicate in objects if predicate == SH + "conforms"]
    if not reports:
        raise NoReportError("writes no report")
    results = [result for report in reports for result in objects[report, SH + "result"]]
    return Counter(_row_of_graph(result, objects) for result in results)


def tell_difference(ours: Counter[Row], theirs: Counter[Row]) -> str | None:
    """Return how two reports differ, with one row of each kind, or None if they don't."""
    if any(row.path == _BLANK for row in theirs):
        ours = _without_complex_paths(ours)
    missing, more = ours - theirs, theirs - ours
    if not missing and not more:
        return None
    total = f"gives {theirs.total()} results instead of {ours.total()}"
    parts = [
        f"{rows.total()} {what}, for instance {' '.join(filter(None, min(rows)))}"
        for what, rows in (("missing", missing), ("others", more))
        if rows
    ]
    return f"{total}: {'; '.join(parts)}"


def _without_complex_paths(rows: Counter[Row]) -> Counter[Row]:
    shortened: Counter[Row] = Counter()
    for row, count in rows.items():
        complex_path = row.path and not _PREDICATE.fullmatch(row.path)
        shortened[row._replace(path=_BLANK) if complex_path else row] += count
    return shortened


def _row_of_json(result: dict[str, Any]) -> Row:
    return Row(
        _name(_term_of_json(result["focusNode"])),
        result["resultPath"] or "",
        _name(_term_of_json(result["value"])) if result["value"] else "",
        *(
            _name(_term_of_json(result[field]))
            for field in ("sourceConstraintComponent", "resultSeverity", "sourceShape")
        ),
    )


def _term_of_json(term: dict[str, Any]) -> Term:
    """Return a term: https://www.w3.org/TR/sparql12-results-json/#select-encode-terms."""
    if term["type"] == "uri":
        return NamedNode(term["value"])
    if term["type"] == "bnode":
        return BlankNode()
    if "xml:lang" in term:
        return Literal(term["value"], language=term["xml:lang"])
    return Literal(
        term["value"], datatype=NamedNode(term["datatype"]) if "datatype" in term else None
    )


def _row_of_graph(result: Term, objects: Objects) -> Row:
    def one(predicate: str) -> str:
        return " ".join(map(_name, objects[result, SH + predicate]))

    paths = [_render_path(path, objects) for path in objects[result, SH + "resultPath"]]
    return Row(
        one("focusNode"),
        " ".join(paths),
        one("value"),
        one("sourceConstraintComponent"),
        one("resultSeverity"),
        one("sourceShape"),
    )


def _name(term: Term) -> str:
    return _BLANK if isinstance(term, BlankNode) else str(term)


def _render_path(path: Term, objects: Objects, *, inner: bool = False) -> str:
    """Return a path as SPARQL writes it; an inner one that is no predicate is in brackets."""
    if not isinstance(path, BlankNode):
        return str(path)
    text = _BLANK
    if objects[path, _RDF + "first"]:
        text = "/".join(_render_list(path, objects))
    for choices in objects[path, SH + "alternativePath"]:
        text = "|".join(_render_list(choices, objects))
    for inverse in objects[path, SH + "inversePath"]:
        text = f"^{_render_path(inverse, objects, inner=True)}"
    for name, suffix in _SUFFIXES.items():
        for repeated in objects[path, SH + name]:
            text = f"{_render_path(repeated, objects, inner=True)}{suffix}"
    return f"({text})" if inner else text


def _render_list(head: Term, objects: Objects) -> Iterator[str]:
    while objects[head, _RDF + "first"]:
        yield _render_path(objects[head, _RDF + "first"][0], objects, inner=True)
        head = objects[head, _RDF + "rest"][0]
