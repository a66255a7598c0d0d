"""A validation report as RDF: https://www.w3.org/TR/shacl/#results-validation-report."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple

from visitkg.errors import InputError
from visitkg.shacl.index import TYPE
from visitkg.shacl.path import path_triples
from visitkg.shacl.report_characters import one_line
from visitkg.terms import COMMON_PREFIXES, RDFS, SH, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from visitkg.shacl.result import ShapeProblem, ValidationReport, ValidationResult

_FORMATS: Final = {
    "jsonld": RdfFormat.JSON_LD,
    "ntriples": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
}
_BOOLEAN: Final = NamedNode(XSD + "boolean")


def render_rdf(report: ValidationReport, prefixes: Mapping[str, str], format_name: str) -> str:
    """Return the report graph as jsonld, ntriples or rdfxml.

    Raise InputError for terms that the format can't hold.
    """
    rdf_format = _FORMATS[format_name]
    all_prefixes = {**COMMON_PREFIXES, **report.prefixes, **prefixes}
    is_xml = rdf_format == RdfFormat.RDF_XML
    try:
        written = pyoxigraph.serialize(
            report_triples(report),
            format=rdf_format,
            prefixes=_declarable(all_prefixes) if is_xml else None,
        )
    except OSError as error:
        raise InputError(
            f"{format_name} can't hold this report: {error}",
            remedy="Choose --format turtle or ntriples.",
        ) from error
    text = (written or b"").decode()
    if is_xml:
        text = _mend_xml(text)
    return text if text.endswith("\n") or not text else text + "\n"


def _declarable(prefixes: Mapping[str, str]) -> dict[str, str]:
    """Return the prefixes that XML can declare and that name a namespace."""
    return {
        prefix: iri
        for prefix, iri in prefixes.items()
        if iri and prefix.isidentifier() and not prefix.lower().startswith("xml")
    }


def _mend_xml(text: str) -> str:
    """Return XML whose readers keep each carriage return; raise InputError for other controls."""
    control = re.search(r"[\x00-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]", text)
    if control:
        raise InputError(
            f"rdfxml can't hold the character U+{ord(control[0]):04X}, which a literal here has",
            remedy="Choose --format turtle or ntriples.",
        )
    return text.replace("\r", "&#13;")


def report_triples(report: ValidationReport) -> Iterator[Triple]:
    """Yield the report graph: a sh:ValidationReport with its results, paths and details.

    Literals keep their lexical form. Blank nodes of data and shapes are named, not described. What
    is wrong with the shapes is told by rdfs:comment.
    """
    node = BlankNode()
    term = cache(_sh)
    yield Triple(node, TYPE, term("ValidationReport"))
    yield Triple(node, term("conforms"), _boolean(value=report.conforms))
    if any(problem.fatal for problem in report.problems):
        yield Triple(node, term("shapesGraphWellFormed"), _boolean(value=False))
    for problem in report.problems:
        yield Triple(node, NamedNode(RDFS + "comment"), Literal(describe_problem(problem)))
    for result in report.results:
        yield from _result_triples(node, term("result"), result, term)


def describe_problem(problem: ShapeProblem) -> str:
    """Return the place, what is wrong and what to do, on one line."""
    place = f"{problem.position}: " if problem.position else ""
    return one_line(f"{place}{problem.message}. {problem.remedy}")


def _result_triples(
    parent: BlankNode,
    predicate: NamedNode,
    result: ValidationResult,
    term: Callable[[str], NamedNode],
) -> Iterator[Triple]:
    node = BlankNode()
    yield Triple(parent, predicate, node)
    yield Triple(node, TYPE, term("ValidationResult"))
    values = (
        ("focusNode", result.focus_node),
        ("resultSeverity", result.severity),
        ("sourceConstraint", result.source_constraint),
        ("sourceConstraintComponent", result.source_constraint_component),
        ("sourceShape", result.source_shape),
        ("value", result.value_node),
    )
    for name, value in values:
        if value is not None:
            yield Triple(node, term(name), value)
    for message in result.messages:
        yield Triple(node, term("resultMessage"), message)
    if result.result_path is not None:
        path, described = path_triples(result.result_path)
        yield Triple(node, term("resultPath"), path)
        yield from described
    for detail in result.detail:
        yield from _result_triples(node, term("detail"), detail, term)


def _boolean(*, value: bool) -> Literal:
    return Literal("true" if value else "false", datatype=_BOOLEAN)


def _sh(name: str) -> NamedNode:
    return NamedNode(SH + name)
