"""Canonical Turtle: golden files, and generated graphs with two judges of isomorphism."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
    serialize,
)
from rdflib.compare import isomorphic

from visitkg import terms
from visitkg.graph.load import quiet_rdflib
from visitkg.graph.turtle import write_turtle

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable

PREFIXES = {
    **terms.COMMON_PREFIXES,
    "deep": "http://e/deep/",
    "deeper": "http://e/deep#",
    "e": "http://e/",
    "shape": "https://w3id.org/visitkg/shapes#",
    "unused": "http://unused/",
    "visit": "https://w3id.org/visitkg/ontology#",
}


def read(text: str) -> list[Triple]:
    return [quad.triple for quad in parse(text.encode(), RdfFormat.TURTLE)]


def canonical(triples: Iterable[Triple]) -> set[Quad]:
    dataset = Dataset(Quad(*triple) for triple in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


@pytest.mark.parametrize("name", ["nodes", "shapes", "terms"])
def test_the_text_is_the_one_that_was_approved(
    name: str, golden: Callable[[Path, str], None]
) -> None:
    folder = Path(__file__).parent / "turtle"
    triples = [quad.triple for quad in parse(path=folder / f"{name}.nt")]
    text = write_turtle(triples, PREFIXES)
    golden(folder / f"{name}.ttl", text)
    assert canonical(read(text)) == canonical(triples)
    assert write_turtle(read(text), PREFIXES) == text


IRIS = [
    "http://e/a",
    "http://e/b",
    "http://e/",
    "http://e/a.b",
    "http://e/a.",
    "http://e/.a",
    "http://e/-a",
    "http://e/a/b",
    "http://e/a:b",
    "http://e/a%20b",
    "http://e/a'b,(c)",
    "http://e/1",
    "http://e/한국",
    "http://e/\U0001f600",
    "http://e/deep/x",
    "http://e/deep#y",
    "urn:x:y",
    terms.OWL + "Ontology",
    terms.OWL + "Class",
    terms.RDF + "type",
    terms.RDF + "nil",
    terms.RDF + "List",
    "https://other.example/#x",
]
RDF_FIRST, RDF_REST, RDF_NIL = (NamedNode(terms.RDF + name) for name in ("first", "rest", "nil"))

iris = st.sampled_from(IRIS).map(NamedNode)
nodes = st.integers(0, 5).map(lambda number: BlankNode(f"n{number}"))
strings = st.one_of(
    st.text(alphabet="\"\\'\n\r\t a#<>é한\u2028\u202e\ufeff\x00\x7f\U0001f600", max_size=12),
    st.text(max_size=8),
)
numbers = st.from_regex(r"[+-]?[0-9]{0,2}\.?[0-9]{0,2}([eE][+-]?[0-9])?", fullmatch=True)
datatypes = st.sampled_from(
    [terms.XSD + name for name in ("integer", "decimal", "double", "boolean", "date")] + ["urn:d:t"]
).map(NamedNode)
literals = st.one_of(
    strings.map(Literal),
    st.builds(
        lambda value, tag: Literal(value, language=tag),
        strings,
        st.sampled_from(["en", "en-GB", "zh-Hans", "zh-hant-tw", "x-ab", "de-x-ab", "sr-latn-rs"]),
    ),
    st.builds(lambda value, datatype: Literal(value, datatype=datatype), strings, datatypes),
    st.builds(lambda value, datatype: Literal(value, datatype=datatype), numbers, datatypes),
    st.sampled_from(["true", "false", "True", "1"]).map(
        lambda value: Literal(value, datatype=NamedNode(terms.XSD + "boolean"))
    ),
)
single_triples = st.builds(
    Triple,
    st.one_of(iris, nodes),
    st.one_of(iris, st.sampled_from([RDF_FIRST, RDF_REST])),
    st.one_of(iris, nodes, nodes, literals),
).map(lambda triple: [triple])


@st.composite
def lists(draw: st.DrawFn) -> list[Triple]:
    """Return a list, often well-formed, whose cells other triples may spoil."""
    start = draw(st.integers(0, 5))
    cells: list[NamedNode | BlankNode] = [
        BlankNode(f"n{number}") for number in range(start, start + draw(st.integers(1, 4)))
    ]
    subject = draw(st.one_of(iris, nodes))
    triples = [Triple(subject, draw(iris), cells[0])]
    for cell, following in zip(cells, [*cells[1:], RDF_NIL], strict=True):
        triples.append(Triple(cell, RDF_FIRST, draw(st.one_of(iris, nodes, literals))))
        triples.append(Triple(cell, RDF_REST, following))
    return triples


graphs = st.lists(st.one_of(single_triples, single_triples, lists()), max_size=8).map(
    lambda parts: list(dict.fromkeys(triple for part in parts for triple in part))
)


def rename(triples: list[Triple], order: random.Random) -> list[Triple]:
    """Return the same graph in another order with other labels."""
    names = [f"x{number}" for number in range(20)]
    order.shuffle(names)
    labels = {f"n{number}": BlankNode(name) for number, name in enumerate(names)}
    renamed = []
    for triple in triples:
        subject, value = triple.subject, triple.object
        renamed.append(
            Triple(
                labels[subject.value] if isinstance(subject, BlankNode) else subject,
                triple.predicate,
                labels[value.value] if isinstance(value, BlankNode) else value,
            )
        )
    order.shuffle(renamed)
    return renamed


@settings(max_examples=120, deadline=None)
@given(graphs)
def test_a_graph_is_isomorphic_before_and_after_and_the_text_a_fixed_point(
    triples: list[Triple],
) -> None:
    text = write_turtle(triples, PREFIXES)
    again = read(text)
    assert canonical(again) == canonical(triples)
    assert write_turtle(again, PREFIXES) == text


@settings(max_examples=60, deadline=None)
@given(graphs, st.randoms(use_true_random=False))
def test_order_and_labels_of_the_input_do_not_show(
    triples: list[Triple], order: random.Random
) -> None:
    assert write_turtle(rename(triples, order), PREFIXES) == write_turtle(triples, PREFIXES)


def make_opaque(graph: rdflib.Graph) -> rdflib.Graph:
    """Return the graph with each literal as a plain string of all its parts.

    rdflib compares numbers by value and fails on those that are none, and it takes the case of a
    language tag as a difference, which it is not in RDF.
    """
    opaque = rdflib.Graph()
    for subject, predicate, value in graph:
        if isinstance(value, rdflib.Literal):
            text = f"{value}@{(value.language or '').lower()}^^{value.datatype}"
            opaque.add((subject, predicate, rdflib.Literal(text)))
        else:
            opaque.add((subject, predicate, value))
    return opaque


@settings(max_examples=40, deadline=None)
@given(graphs)
def test_rdflib_reads_the_same_graph_from_the_text(triples: list[Triple]) -> None:
    second, first = rdflib.Graph(), rdflib.Graph()
    with quiet_rdflib(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(rdflib, "NORMALIZE_LITERALS", False)
        second.parse(data=write_turtle(triples, PREFIXES), format="turtle")
        first.parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")
    assert len(first) == len(triples)
    assert isomorphic(make_opaque(first), make_opaque(second))


def triple(value: NamedNode | BlankNode | Literal) -> Triple:
    return Triple(NamedNode("urn:s"), NamedNode("urn:p"), value)


def written(value: NamedNode | BlankNode | Literal, prefixes: dict[str, str]) -> str:
    """Return how the object of a single triple is written."""
    line = next(
        line for line in write_turtle([triple(value)], prefixes).split("\n") if "urn:p" in line
    )
    return line.removeprefix("    <urn:p> ").removesuffix(" ;")


@pytest.mark.parametrize(
    ("prefixes", "iri", "expected"),
    [
        ({"a": "http://e/", "b": "http://e/x/"}, "http://e/x/y", "b:y"),
        ({"a": "http://e/", "b": "http://e/x/"}, "http://e/x", "a:x"),
        ({"long": "http://e/", "z": "http://e/", "y": "http://e/"}, "http://e/x", "y:x"),
        ({"": "http://e/"}, "http://e/x", ":x"),
        ({"": "http://e/"}, "http://e/", ":"),
        ({"한": "http://e/"}, "http://e/국", "한:국"),
        ({"a.b": "http://e/"}, "http://e/x", "a.b:x"),
        ({"a.": "http://e/"}, "http://e/x", "<http://e/x>"),
        ({"1a": "http://e/"}, "http://e/x", "<http://e/x>"),
        ({"_": "http://e/"}, "http://e/x", "<http://e/x>"),
        ({"a b": "http://e/"}, "http://e/x", "<http://e/x>"),
        ({"a": "http://e/x"}, "http://e/x1", "a:1"),
        ({"a": "http://e/"}, "http://e/한b-국1", "a:한b-국1"),
        ({"a": "http://e/"}, "http://e/l·l", "a:l·l"),
        ({"a": "http://e/"}, "http://e/·l", "<http://e/·l>"),
        ({"a": "http://e/"}, "http://e/l\u00d7l", "<http://e/l\u00d7l>"),
        ({"a": ""}, "http://e/x", "<http://e/x>"),
        ({}, "http://e/x", "<http://e/x>"),
    ],
)
def test_the_longest_namespace_wins_then_the_shortest_prefix(
    prefixes: dict[str, str], iri: str, expected: str
) -> None:
    assert written(NamedNode(iri), prefixes) == expected


@pytest.mark.parametrize(
    ("value", "datatype", "expected"),
    [
        ("0", "integer", "0"),
        ("-12", "integer", "-12"),
        ("-0", "integer", '"-0"^^xsd:integer'),
        ("+1", "integer", '"+1"^^xsd:integer'),
        ("01", "integer", '"01"^^xsd:integer'),
        ("1\n", "integer", '"""1\n"""^^xsd:integer'),
        ("\u0661", "integer", '"\u0661"^^xsd:integer'),
        ("0.50", "decimal", "0.50"),
        (".5", "decimal", '".5"^^xsd:decimal'),
        ("5", "decimal", '"5"^^xsd:decimal'),
        ("0.0000001", "decimal", '"0.0000001"^^xsd:decimal'),
        ("1e5", "double", "1e5"),
        ("1", "double", '"1"^^xsd:double'),
        ("INF", "double", '"INF"^^xsd:double'),
        ("true", "boolean", "true"),
        ("TRUE", "boolean", '"TRUE"^^xsd:boolean'),
        ("1", "boolean", '"1"^^xsd:boolean'),
        ("1", "nonNegativeInteger", '"1"^^xsd:nonNegativeInteger'),
        ("true", "string", '"true"'),
    ],
)
def test_a_bare_number_or_boolean_has_the_same_characters(
    value: str, datatype: str, expected: str
) -> None:
    literal = Literal(value, datatype=NamedNode(terms.XSD + datatype))
    text = write_turtle([triple(literal)], {"xsd": terms.XSD})
    assert f"    <urn:p> {expected} ;\n" in text


def test_a_deep_nest_is_cut_where_nobody_could_read_it() -> None:
    predicate = NamedNode("urn:p")
    chain = [Triple(BlankNode(f"n{i}"), predicate, BlankNode(f"n{i + 1}")) for i in range(100)]
    text = write_turtle(chain, {})
    assert text.count("_:b1") == 2
    assert max(len(line) - len(line.lstrip()) for line in text.split("\n")) < 200
    assert canonical(read(text)) == canonical(chain)


def test_a_long_list_is_no_deep_nest() -> None:
    text = "<urn:s> <urn:p> (" + " 1" * 3000 + ") ."
    assert write_turtle(read(text), {}).count("\n        1") == 3000


def test_a_huge_literal_is_written_in_linear_time() -> None:
    value = 'x"\\\n' * 200_000
    (again,) = read(write_turtle([triple(Literal(value))], {}))
    assert again == triple(Literal(value))


def test_nodes_within_nested_triple_terms_have_labels() -> None:
    text = "<urn:s> <urn:p> <<( _:x <urn:p> <<( <urn:s> <urn:p> _:y )>> )>> .\n_:y <urn:p> 1 ."
    again = read(write_turtle(read(text), {}))
    assert canonical(again) == canonical(read(text))


def test_a_triple_that_is_given_twice_is_written_once() -> None:
    one = triple(Literal("x"))
    assert write_turtle([one, one], {}) == '<urn:s>\n    <urn:p> "x" ;\n    .\n'


def test_no_triple_gives_no_text() -> None:
    assert write_turtle([], PREFIXES) == ""


def test_relative_iris_stay_relative() -> None:
    triples = [quad.triple for quad in parse(b"<> <#p> <a> .", RdfFormat.TURTLE, lenient=True)]
    assert write_turtle(triples, {"": "#"}) == "@prefix : <#> .\n\n<>\n    :p <a> ;\n    .\n"
