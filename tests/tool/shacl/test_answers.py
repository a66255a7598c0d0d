"""What a query answers comes back in the codes of the data, and what can't be asked is told."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple

from visitkg.errors import InputError
from visitkg.graph.encode import EncodedTriples
from visitkg.graph.source import Source
from visitkg.shacl.answers import Answers, respell, write_shape

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.graph.dictionary import Term
    from visitkg.shacl.model import ShapesGraph

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
DATA: Final = f"""\
<x:a> <x:p> "1"^^<{XSD}integer> .
<x:a> <x:p> "01"^^<{XSD}integer> .
<x:a> <x:q> _:b .
_:b <x:q> <<( <x:a> <x:p> _:b )>> .
_:b <x:p> "02"^^<{XSD}integer> .
"""


def integer(form: str) -> Literal:
    return Literal(form, datatype=NamedNode(XSD + "integer"))


@pytest.fixture
def triples() -> EncodedTriples:
    triples = EncodedTriples()
    triples.add_file(Source(Path("data.nt"), DATA.encode(), RdfFormat.N_TRIPLES, None))
    return triples


@pytest.fixture
def answers(triples: EncodedTriples, read: Callable[[str], ShapesGraph]) -> Answers:
    """Return what answers about the data, with shapes that hold a blank node."""
    return Answers(triples, read("ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ]."))


def select(answers: Answers, text: str, **values: list[str]) -> list[dict[str, Term]]:
    query = answers.prepare(text, {})
    return [
        {name: answers.restore(term) for name, term in solution.items()}
        for solution in answers.select(query, values)
    ]


def test_blank_nodes_are_bound_and_found_as_what_they_are(
    answers: Answers, triples: EncodedTriples
) -> None:
    code = triples.dictionary.find(BlankNode("b"))
    assert code is not None
    found = select(answers, "SELECT $this ?x { $this <x:q> ?x }", this=[answers.write(code)])
    term = Triple(NamedNode("x:a"), NamedNode("x:p"), BlankNode("b"))
    assert found == [{"this": BlankNode("b"), "x": term}]
    assert answers.codes(BlankNode("b")) == [code]
    assert answers.codes(term) == triples.dictionary.triple_terms


TESTS: Final = {
    "isBlank": "SELECT ?x { <x:a> ?p ?x FILTER isBlank(?x) }",
    "isIRI": "SELECT ?x { <x:a> ?p ?x FILTER (!isLiteral(?x) && !isIRI(?x)) }",
    "no text": "SELECT ?x { <x:a> ?p ?x FILTER (!coalesce(strlen(str(?x)) > 0, false)) }",
}


@pytest.mark.parametrize("text", TESTS.values(), ids=TESTS)
def test_a_blank_node_is_tested_as_one(answers: Answers, text: str) -> None:
    assert select(answers, text) == [{"x": BlankNode("b")}]


def test_an_unbound_variable_is_left_out(answers: Answers) -> None:
    assert select(answers, "SELECT ?x ?y { <x:a> <x:q> ?x }") == [{"x": BlankNode("b")}]


def test_a_blank_node_of_the_shapes_is_none_of_the_data(
    answers: Answers, triples: EncodedTriples
) -> None:
    text = "SELECT ?x { GRAPH $shapesGraph { ?s sh:property ?x FILTER isBlank(?x) } }"
    shapes_graph = ["<urn:visitkg:shapes-graph>"]
    (found,) = select(
        answers, "PREFIX sh: <http://www.w3.org/ns/shacl#> " + text, shapesGraph=shapes_graph
    )
    assert isinstance(found["x"], BlankNode)
    assert triples.dictionary.find(found["x"]) is None
    assert write_shape(found["x"]).startswith("<urn:")


SPELLINGS: Final = {
    "both near": ("1", ["1", "01"], ["1", "01"]),
    "one near": ("1", ["01"], ["01"]),
    "none near": ("1", [], ["1"]),
    "spelt otherwise alone": ("2", [], ["02"]),
    "not in the data": ("3", ["1"], ["3"]),
}


@pytest.mark.parametrize(("asked", "near", "expected"), SPELLINGS.values(), ids=SPELLINGS)
def test_a_number_is_the_one_that_is_near(
    answers: Answers, triples: EncodedTriples, asked: str, near: list[str], expected: list[str]
) -> None:
    encode, decode = triples.dictionary.encode, triples.dictionary.decode
    around = {encode(integer(form)) for form in near}
    codes = answers.codes(integer(asked), lambda: around)
    assert [decode(code) for code in codes] == [integer(form) for form in expected]


def test_wherever_it_may_be_a_number_is_each_of_its_spellings(
    answers: Answers, triples: EncodedTriples
) -> None:
    found = [triples.dictionary.decode(code) for code in answers.codes(integer("1"))]
    assert found == [integer("1"), integer("01")]


RESPELT: Final = {
    "01": (integer("01"), integer("1")),
    "x": (integer("x"), integer("x")),
    "an IRI": (NamedNode("x:a"), NamedNode("x:a")),
    "a text": (Literal("01"), Literal("01")),
}


@pytest.mark.parametrize(("term", "spelt"), RESPELT.values(), ids=RESPELT)
def test_a_store_spells(term: Term, spelt: Term) -> None:
    assert respell([term, NamedNode("x:other")]) == [spelt, NamedNode("x:other")]


REFUSED: Final = {
    "an ASK as a SELECT": ("ASK {}", "select", "sh:select takes a SELECT query"),
    "a SELECT as an ASK": ("SELECT * {}", "ask", "sh:ask takes an ASK query"),
    "a DESCRIBE": ("DESCRIBE <x:a>", "select", "sh:select takes a SELECT query"),
}


@pytest.mark.parametrize(("text", "method", "message"), REFUSED.values(), ids=REFUSED)
def test_another_form_is_refused(answers: Answers, text: str, method: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        select(answers, text) if method == "select" else answers.ask(answers.prepare(text, {}), {})
    assert str(error.value) == message


def test_a_query_that_is_none_is_told(answers: Answers) -> None:
    with pytest.raises(InputError, match=r"^a query of the shapes can't be asked: "):
        select(answers, "SELECT ?x { ")


def test_an_ask_is_answered(answers: Answers) -> None:
    for text, expected in (("ASK { <x:a> <x:p> $value }", True), ("ASK { $value ?p ?o }", False)):
        query = answers.prepare(text, {})
        assert answers.ask(query, {"value": [f'"01"^^<{XSD}integer>']}) is expected
