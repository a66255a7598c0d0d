"""SPARQL in shapes reads the data alone: what reaches out, or is no SPARQL, is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from visitkg.shacl.query import reaching_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.shacl.model import ShapesGraph

REACHING_OUT: Final = {
    "SELECT * { SERVICE <http://example.com/sparql> { ?s ?p ?o } }": "SERVICE",
    "select * { service silent <http://example.com/sparql> { ?s ?p ?o } }": "SERVICE",
    "SELECT * FROM <http://example.com/data> { ?s ?p ?o }": "FROM",
    "SELECT * FROM NAMED <file:data> { ?s ?p ?o }": "FROM",
    "SELECT * # a comment\nFROM<http://example.com/data>{?s ?p ?o}": "FROM",
    'SELECT * { ?s ?p "it\'s" . SERVICE ?s { ?s ?p ?o } }': "SERVICE",
    "SELECT * { ?s ?p '''a ' b''' } # ?\n SERVICE": "SERVICE",
}

STAYING: Final = [
    "SELECT * { ?s ?p ?o }",
    "SELECT * { ?s ?p ?o } # FROM here on, no SERVICE",
    "SELECT * { ?service ?from $SERVICE }",
    "SELECT * { ex:service ex:from :FROM }",
    "SELECT * { SERVICE: FROM:x ?o }",
    'SELECT * { ?s ?p "SERVICE" , \'FROM\' , """FROM " SERVICE""" }',
    "SELECT * { <http://example.com/SERVICE> ?p 'a\\'FROM' }",
    "SELECT * { ?s ?p ?o FILTER(?o = ex:a-from) }",
]

PREFIXES: Final = """\
ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] ."""


@pytest.mark.parametrize("text", REACHING_OUT)
def test_reaching_out_is(text: str) -> None:
    assert reaching_out(text) == REACHING_OUT[text]


@pytest.mark.parametrize("text", STAYING)
def test_not_reaching_out_is(text: str) -> None:
    assert reaching_out(text) is None


@pytest.mark.parametrize("keyword", ["FROM <http://example.com/data>", "SERVICE"])
def test_a_shape_that_reaches_out_is_refused_even_before_it_is_used(
    read: Callable[[str], ShapesGraph], keyword: str
) -> None:
    shapes = f'ex:S sh:sparql [\n  sh:select "SELECT $this {keyword} {{ $this ?p ?o }}" ] .'
    (problem,) = read(shapes).problems
    assert problem.fatal
    assert str(problem) == (
        f"shapes.ttl:3: this sh:select reaches out by {keyword.partition(' ')[0]}\n"
        "Ask only the data that are validated: a report must not depend on other places."
    )


FAULTS: Final = {
    "SELECT $this { $this ex:p }": "unexpected '}' at line 1, column 27",
    "SELECT $this\\n{ $this no:p 1 }": "unknown prefix 'no:' at line 2, column 9",
    "": "the query is empty at line 1, column 1",
    "DELETE WHERE { ?s ?p ?o }": "DELETE is an update, and this only asks at line 1, column 1",
}


@pytest.mark.parametrize("query", FAULTS)
def test_a_text_that_is_no_query_is_refused(read: Callable[[str], ShapesGraph], query: str) -> None:
    (problem,) = read(
        f'{PREFIXES}\nex:S sh:sparql [ sh:prefixes ex: ; sh:select "{query}" ] .'
    ).problems
    assert problem.fatal
    assert problem.remedy
    assert f"{problem.position}: {problem.message}" == (
        f"shapes.ttl:3: this sh:select can't be asked: {FAULTS[query]} of its text"
    )


@pytest.mark.parametrize(
    "query",
    [
        'sh:select "SELECT $this ?value { $this ex:p ?value FILTER (?value > 1) }"',
        'sh:select "SELECT $this { FILTER NOT EXISTS { $this rdf:type/rdfs:subClassOf* ex:A } }"',
    ],
)
def test_a_query_with_the_declared_prefixes_is_taken(
    read: Callable[[str], ShapesGraph], query: str
) -> None:
    assert read(f"{PREFIXES} ex:S sh:sparql [ sh:prefixes ex: ; {query} ] .").problems == ()
