"""Reports as RDF: each format gives the same graph, to pyoxigraph and to rdflib."""

from __future__ import annotations

import warnings
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph
import pytest
import rdflib
from pyoxigraph import (
    BaseDirection,
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
)

from visitkg.errors import InputError, Position
from visitkg.graph.load import quiet_rdflib
from visitkg.shacl.path import (
    AlternativePath,
    InversePath,
    OneOrMorePath,
    SequencePath,
    ZeroOrMorePath,
    ZeroOrOnePath,
)
from visitkg.shacl.report_formats import render
from visitkg.shacl.report_rdf import report_triples
from visitkg.shacl.report_turtle import render_turtle
from visitkg.shacl.result import ShapeProblem
from visitkg.terms import SH, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from visitkg.shacl.result import ValidationReport, ValidationResult

FORMATS: Final = {
    "turtle": (RdfFormat.TURTLE, "turtle"),
    "ntriples": (RdfFormat.N_TRIPLES, "nt"),
    "jsonld": (RdfFormat.JSON_LD, "json-ld"),
    "rdfxml": (RdfFormat.RDF_XML, "xml"),
}
EX = "http://example.org/"
P, Q, R = (NamedNode(EX + local) for local in "pqr")


def canonical(triples: Iterable[Triple | Quad]) -> list[str]:
    dataset = Dataset(Quad(item.subject, item.predicate, item.object) for item in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(map(str, dataset))


def read(report: ValidationReport, format_name: str) -> list[str]:
    text = render(report, format_name, {})
    assert text.endswith("\n")
    return canonical(pyoxigraph.parse(text.encode(), FORMATS[format_name][0]))


def parse_by_rdflib(text: str, format_name: str) -> rdflib.Graph:
    with quiet_rdflib(), warnings.catch_warnings():
        # Its reader of JSON-LD makes a graph of a kind that it has deprecated.
        warnings.simplefilter("ignore", DeprecationWarning)
        return rdflib.Graph().parse(data=text, format=FORMATS[format_name][1])


def read_by_rdflib(report: ValidationReport, format_name: str) -> list[str]:
    graph = parse_by_rdflib(render(report, format_name, {}), format_name)
    written = graph.serialize(format="nt", encoding="utf-8")
    return canonical(pyoxigraph.parse(written, RdfFormat.N_TRIPLES))


def test_the_sample_reads(
    report: ValidationReport, folder: Path, golden: Callable[[Path, str], None]
) -> None:
    golden(folder / "report.ttl", render_turtle(report, {}))


@pytest.mark.parametrize("format_name", FORMATS)
def test_each_format_holds_the_graph(report: ValidationReport, format_name: str) -> None:
    assert read(report, format_name) == canonical(report_triples(report))


@pytest.mark.parametrize("format_name", FORMATS)
def test_rdflib_reads_the_same(report: ValidationReport, format_name: str) -> None:
    # Without the values that rdflib respells on reading.
    tame = replace(
        report, results=tuple(r for r in report.results if "03" not in str(r.value_node))
    )
    assert read_by_rdflib(tame, format_name) == canonical(report_triples(tame))


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_report_without_results_is_two_triples(
    make_report: Callable[..., ValidationReport], format_name: str
) -> None:
    assert read(make_report(), format_name) == [
        f"_:c14n0 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{SH}ValidationReport>",
        f'_:c14n0 <{SH}conforms> "true"^^<{XSD}boolean>',
    ]


def test_known_results_do_not_conform(
    make_report: Callable[..., ValidationReport], make_result: Callable[..., ValidationResult]
) -> None:
    assert "sh:conforms false" in render_turtle(make_report(known=(make_result("Closed"),)), {})


PROBLEM = ShapeProblem("unknown term sh:x", "Did you mean sh:in?", Position("s.ttl", 3, 5))


@pytest.mark.parametrize("format_name", FORMATS)
def test_problems_are_told_by_comments(
    make_report: Callable[..., ValidationReport], format_name: str
) -> None:
    graph = read(make_report(problems=(PROBLEM,)), format_name)
    comment = "http://www.w3.org/2000/01/rdf-schema#comment"
    told = '"s.ttl:3:5: unknown term sh:x. Did you mean sh:in?"'
    assert [line for line in graph if comment in line] == [f"_:c14n0 <{comment}> {told}"]
    assert not [line for line in graph if "shapesGraphWellFormed" in line]


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_fatal_problem_is_that_the_shapes_are_ill_formed(
    make_report: Callable[..., ValidationReport], format_name: str
) -> None:
    fatal = replace(PROBLEM, fatal=True, position=None)
    graph = read(make_report(problems=(fatal, PROBLEM), completed=False), format_name)
    boolean = f'"false"^^<{XSD}boolean>'
    assert f"_:c14n0 <{SH}shapesGraphWellFormed> {boolean}" in graph
    assert f"_:c14n0 <{SH}conforms> {boolean}" in graph
    assert len([line for line in graph if "#comment" in line]) == 2


PATHS = {
    "a sequence": SequencePath((P, Q, R)),
    "an alternative": AlternativePath((P, Q)),
    "an inverse": InversePath(P),
    "zero or more": ZeroOrMorePath(P),
    "one or more": OneOrMorePath(P),
    "zero or one": ZeroOrOnePath(P),
    "all of them": SequencePath(
        (
            InversePath(AlternativePath((P, SequencePath((Q, ZeroOrMorePath(R)))))),
            ZeroOrOnePath(OneOrMorePath(InversePath(P))),
        )
    ),
}


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_a_path_is_described(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
    path: Any,  # noqa: ANN401  (any path)
    format_name: str,
) -> None:
    report = make_report(make_result("MinCount", result_path=path))
    graph = read(report, format_name)
    assert graph == canonical(report_triples(report))
    assert read_by_rdflib(report, format_name) == graph


LITERALS = {
    "a lexical form that is not canonical": Literal("+01", datatype=NamedNode(XSD + "integer")),
    "a lexical form that is ill-typed": Literal("none", datatype=NamedNode(XSD + "boolean")),
    "white space": Literal(" \t\n a \n"),
    "a carriage return": Literal("a\r\nb\rc"),
    "quotation marks": Literal('"\'"""\'\'\'\\"'),
    "markup": Literal("<script>]]>&amp;</script>"),
    "scripts": Literal("김정은 \U0001f600 \u202e", language="ko"),
}


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("literal", LITERALS.values(), ids=LITERALS)
def test_a_literal_keeps_its_lexical_form(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
    literal: Literal,
    format_name: str,
) -> None:
    report = make_report(make_result("Closed", value_node=literal, messages=(literal,)))
    assert read(report, format_name) == canonical(report_triples(report))


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize(
    "name_of", ["quotation marks", "white space", "a carriage return", "markup"]
)
def test_rdflib_reads_the_text_that_was_meant(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
    name_of: str,
    format_name: str,
) -> None:
    literal = LITERALS[name_of]
    text = render(make_report(make_result("Closed", value_node=literal)), format_name, {})
    graph = parse_by_rdflib(text, format_name)
    (value,) = graph.objects(None, rdflib.SH.value)
    assert str(value) == literal.value


def test_a_control_character_is_written_but_where_xml_has_no_way_to(
    make_report: Callable[..., ValidationReport], make_result: Callable[..., ValidationResult]
) -> None:
    report = make_report(make_result("Closed", value_node=Literal("a\x01b")))
    expected = canonical(report_triples(report))
    for format_name in ("turtle", "ntriples", "jsonld"):
        assert read(report, format_name) == expected
    with pytest.raises(InputError) as caught:
        render(report, "rdfxml", {})
    assert str(caught.value) == (
        "rdfxml can't hold the character U+0001, which a literal here has\n"
        "Choose --format turtle or ntriples."
    )


def test_a_triple_term_is_written_but_where_json_ld_has_no_way_to(
    make_report: Callable[..., ValidationReport], make_result: Callable[..., ValidationResult]
) -> None:
    node = BlankNode()
    triple = Triple(node, P, Triple(P, Q, Literal("a", language="ar", direction=BaseDirection.RTL)))
    report = make_report(make_result("Closed", focus_node=node, value_node=triple))
    expected = canonical(report_triples(report))
    for format_name in ("turtle", "ntriples", "rdfxml"):
        assert read(report, format_name) == expected
    with pytest.raises(InputError) as caught:
        render(report, "jsonld", {})
    assert str(caught.value) == (
        "jsonld can't hold this report: JSON-LD does not support RDF 1.2 yet\n"
        "Choose --format turtle or ntriples."
    )


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_blank_node_of_two_results_is_the_same_node(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
    format_name: str,
) -> None:
    shared, shape, alone = BlankNode(), BlankNode(), BlankNode()
    report = make_report(
        make_result("Closed", focus_node=shared, source_shape=shape),
        make_result("Closed", focus_node=alone, value_node=shared, source_shape=shape),
        make_result("Node", detail=(make_result("Closed", value_node=shared),)),
    )
    assert read(report, format_name) == canonical(report_triples(report))


def test_turtle_labels_only_blank_nodes_that_are_spoken_of_twice(
    make_report: Callable[..., ValidationReport], make_result: Callable[..., ValidationResult]
) -> None:
    shared = BlankNode("n5bd04a5d")
    text = render_turtle(
        make_report(
            make_result("Closed", focus_node=shared, value_node=BlankNode()),
            make_result("Closed", value_node=shared),
        ),
        {},
    )
    assert "n5bd04a5d" not in text
    assert text.count("_:b1") == 2
    assert text.count("sh:value [] ;") == 1


def test_alike_results_stay_apart(
    make_report: Callable[..., ValidationReport], make_result: Callable[..., ValidationResult]
) -> None:
    report = make_report(*[make_result("Closed")] * 3)
    for format_name in FORMATS:
        assert len([line for line in read(report, format_name) if f"<{SH}result>" in line]) == 3


def test_turtle_is_the_same_each_time_and_in_the_order_of_the_report(
    report: ValidationReport,
) -> None:
    text = render_turtle(report, {})
    assert text == render_turtle(report, {})
    assert text.index("ex:Nobody") < text.index("ex:Ada") < text.index("ex:Bob")


def test_prefixes_are_declared_that_are_used_and_no_others(
    make_report: Callable[..., ValidationReport], make_result: Callable[..., ValidationResult]
) -> None:
    report = make_report(make_result("Closed"))
    text = render_turtle(report, {"unused": "http://example.org/unused#"})
    header = [line.split()[1] for line in text.splitlines() if line.startswith("@prefix")]
    assert header == ["ex:", "s:", "sh:"]


def test_rdf_xml_leaves_out_prefixes_that_xml_can_not_declare(
    make_report: Callable[..., ValidationReport], make_result: Callable[..., ValidationResult]
) -> None:
    report = make_report(make_result("Closed"))
    prefixes = {"": EX, "1st": EX, "xmlish": EX, "a.b": EX, "none": "", "fine": EX}
    text = render(report, "rdfxml", prefixes)
    assert "xmlns:fine=" in text
    assert len(rdflib.Graph().parse(data=text, format="xml")) == len(
        canonical(report_triples(report))
    )


@pytest.mark.parametrize("format_name", FORMATS)
def test_the_constraint_of_a_query_is_named(
    make_report: Callable[..., ValidationReport],
    make_result: Callable[..., ValidationResult],
    format_name: str,
) -> None:
    report = make_report(make_result("SPARQL", source_constraint=Q))
    graph = read(report, format_name)
    assert graph == canonical(report_triples(report))
    assert [line for line in graph if f"<{SH}sourceConstraint> {Q}" in line]
