"""The second judge: pySHACL asked directly, and both reports brought to one comparable form."""

from __future__ import annotations

import logging
import warnings
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple, cast

import pyshacl
import rdflib
from pyoxigraph import RdfFormat, parse
from rdflib import RDF, BNode, Literal

from visitkg.graph.load import quiet_rdflib, to_rdflib
from visitkg.shacl.report_turtle import render_turtle
from visitkg.terms import OWL, RDFS, SH, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rdflib.term import Node

    from visitkg.shacl.result import ValidationReport

SHACL: Final = rdflib.Namespace(SH)
EX: Final = rdflib.Namespace("http://example.org/")
CENSUS: Final = EX.Census
PREFIXES: Final = (
    f"@prefix ex: <{EX}> . @prefix owl: <{OWL}> . @prefix rdf: <{RDF}> . "
    f"@prefix rdfs: <{RDFS}> . @prefix sh: <{SH}> . @prefix xsd: <{XSD}> .\n"
)
CENSUS_SHAPE: Final = (
    "ex:Census a sh:PropertyShape ; sh:targetSubjectsOf ex:marks ; "
    "sh:path ex:marks ; sh:nodeKind sh:Literal .\n"
)
"""Reports each blank node that ``ex:marks`` points to, so that two reports name them alike."""

_DEEPEST: Final = 100
_UNARY: Final = {
    SHACL.inversePath: "^({})",
    SHACL.oneOrMorePath: "({})+",
    SHACL.zeroOrMorePath: "({})*",
    SHACL.zeroOrOnePath: "({})?",
}


class Finding(NamedTuple):
    """A result as both judges can tell it: terms in N-Triples, the path as SPARQL writes it.

    Blank nodes of the data have the name that the census gives them. A blank shape has none: its
    message must tell which it is.
    """

    focus_node: str
    path: str | None
    value: str | None
    shape: str
    component: str
    severity: str
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether data conform, and each finding with the number of times that it is reported."""

    conforms: bool
    findings: Counter[Finding]

    def __str__(self) -> str:
        """Return one line for each finding, in order."""
        lines = [
            f"{count} x {' '.join(map(str, finding))}"
            for finding, count in sorted(self.findings.items(), key=str)
        ]
        return "\n".join([f"conforms {self.conforms}", *lines])


def read_turtle(text: str) -> rdflib.Graph:
    """Return the graph of a text, its literals and its blank nodes' labels as they are written."""
    graph = rdflib.Graph(bind_namespaces="none")
    with quiet_rdflib():
        for quad in parse(text.encode(), RdfFormat.TURTLE):
            graph.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
    return graph


def ask_pyshacl(data: rdflib.Graph, shapes: rdflib.Graph) -> Verdict:
    """Return what pySHACL finds, literals compared by SPARQL's rules.

    rdflib orders literals of different datatypes by the names of these; ``DAWG_LITERAL_COLLATION``
    is its switch for the rules of SPARQL, by which they can't be compared.
    """
    before = rdflib.DAWG_LITERAL_COLLATION
    rdflib.DAWG_LITERAL_COLLATION = True
    try:
        return ask_pyshacl_as_it_is(data, shapes)
    finally:
        rdflib.DAWG_LITERAL_COLLATION = before


def ask_pyshacl_as_it_is(data: rdflib.Graph, shapes: rdflib.Graph) -> Verdict:
    """Return what pySHACL finds when it is asked in the usual way."""
    with _silence():
        _, report, _ = pyshacl.validate(
            data, shacl_graph=shapes, inplace=True, max_validation_depth=_DEEPEST
        )
    if isinstance(report, Exception):
        raise report
    return read_report(cast("rdflib.Graph", report), shapes, shapes)


@contextmanager
def _silence() -> Iterator[None]:
    """Keep pySHACL from telling the log what it tells in the report."""
    logger = logging.getLogger("pyshacl-validate")
    handlers = list(logger.handlers)
    logger.disabled = True
    try:
        with quiet_rdflib(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.disabled = False
        logger.handlers[:] = handlers


def hear_ours(report: ValidationReport, shapes: rdflib.Graph) -> Verdict:
    """Return our report in the same form, read from its Turtle.

    What stands under sh:detail is left to each validator, and can be much.
    """
    results = tuple(replace(result, detail=()) for result in report.results)
    graph = read_turtle(render_turtle(replace(report, results=results), {}))
    return read_report(graph, shapes, graph)


def read_report(report: rdflib.Graph, shapes: rdflib.Graph, paths: rdflib.Graph) -> Verdict:
    """Return the verdict of a report graph.

    ``paths`` is the graph that describes paths: pySHACL copies them, but not to their ends.
    """
    (root,) = (
        node
        for node in report.subjects(RDF.type, SHACL.ValidationReport)
        if not any(report.subjects(None, node))
    )
    results = list(report.objects(root, SHACL.result))
    names = {
        report.value(result, SHACL.value): report.value(result, SHACL.focusNode)
        for result in results
        if report.value(result, SHACL.sourceShape) == CENSUS
    }
    messages = frozenset(map(str, shapes.objects(None, SHACL.message)))
    read = _Reader(report, paths, names, messages).read
    conforms = report.value(root, SHACL.conforms)
    return Verdict(str(conforms) == "true", Counter(map(read, results)))


@dataclass(frozen=True, slots=True)
class _Reader:
    """What reads the results of one report."""

    report: rdflib.Graph
    paths: rdflib.Graph
    names: Mapping[Node | None, Node | None]
    messages: frozenset[str]

    def read(self, result: Node) -> Finding:
        """Return what a result says."""
        path = self.report.value(result, SHACL.resultPath)
        return Finding(
            self._name(result, "focusNode") or "",
            None if path is None else write_path(self.paths, path),
            self._name(result, "value"),
            self._name(result, "sourceShape") or "",
            self._name(result, "sourceConstraintComponent") or "",
            self._name(result, "resultSeverity") or "",
            tuple(sorted(self._messages(result))),
        )

    def _name(self, result: Node, predicate: str) -> str | None:
        term = self.report.value(result, SHACL[predicate], any=False)
        return None if term is None else _write(self.names.get(term) or term)

    def _messages(self, result: Node) -> Iterator[str]:
        """Yield the messages that the shapes give; a validator words all others as it likes.

        What SPARQL fills in can't be known beforehand, and pySHACL drops its language.
        """
        component = str(self.report.value(result, SHACL.sourceConstraintComponent))
        is_sparql = component.removeprefix(SH) in {component, "SPARQLConstraintComponent"}
        for message in self.report.objects(result, SHACL.resultMessage):
            if is_sparql:
                yield str(message)
            elif str(message) in self.messages:
                yield _write(message)


def _write(term: Node) -> str:
    if isinstance(term, Literal):
        datatype = f"^^<{term.datatype}>" if term.datatype else ""
        return f'"{term}"@{term.language.lower()}' if term.language else f'"{term}"{datatype}'
    return "_:" if isinstance(term, BNode) else f"<{term}>"


def write_path(graph: rdflib.Graph, node: Node) -> str:
    """Return a path that begins at a node, each part in parentheses."""
    if not isinstance(node, BNode):
        return _write(node)
    if (node, RDF.first, None) in graph:
        return "/".join(f"({write_path(graph, step)})" for step in graph.items(node))
    ((predicate, value),) = graph.predicate_objects(node)
    if predicate == SHACL.alternativePath:
        return "|".join(f"({write_path(graph, choice)})" for choice in graph.items(value))
    return _UNARY[cast("rdflib.URIRef", predicate)].format(write_path(graph, value))
