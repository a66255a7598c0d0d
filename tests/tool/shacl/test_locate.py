"""A result stands at the triple that breaks the constraint, or at the nearest place."""

from __future__ import annotations

import gzip
import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, note
from pyoxigraph import RdfFormat, parse, serialize
from tests.tool.shacl.generate import Case, cases
from tests.tool.shacl.test_against_pyshacl import examples

from visitkg.shacl.columns import run as columns_run
from visitkg.shacl.run import validate

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.shacl.result import ValidationReport

# Line 2 of the data describes ex:a first; 3 and 4 give it values; 5 describes something else.
DATA: Final = """\
ex:a a ex:A ;
    ex:p 1 ;
    ex:p 2 ; ex:q 3 ; ex:label "a"@en , "b"@en .
ex:b ex:r ex:a ; ex:s [ ex:p 7 ] .
"""

# What breaks, and the lines in the data and in the shapes; line 3 of the shapes states it.
CASES: Final = {
    "a value of one predicate at its triple": ("sh:path ex:p ;", "sh:in ( 1 )", "4:10", 3),
    "the first value at its own triple": ("sh:path ex:p ;", "sh:in ( 2 )", "3:10", 3),
    "a missing value at the focus node": ("sh:path ex:z ;", "sh:minCount 1", "2:1", 3),
    "one value of two at the focus node": ("sh:path ex:p ;", "sh:minCount 3", "2:1", 3),
    "a value too many at the last": ("sh:path ex:p ;", "sh:maxCount 1", "4:10", 3),
    "a language used twice at the last value": (
        "sh:path ex:label ;",
        "sh:uniqueLang true",
        "4:41",
        3,
    ),
    "a value that must be there at the focus node": ("sh:path ex:p ;", "sh:hasValue 9", "2:1", 3),
    "an inverse path at the triple that it walks back": (
        "sh:path [ sh:inversePath ex:r ] ;",
        "sh:class ex:A",
        "5:11",
        3,
    ),
    "a missing inverse value at the focus node": (
        "sh:path [ sh:inversePath ex:z ] ;",
        "sh:minCount 1",
        "2:1",
        3,
    ),
    "a sequence at the focus node": ("sh:path ( ex:p ex:z ) ;", "sh:minCount 1", "2:1", 3),
    "a value of the other property at its triple": ("sh:path ex:p ;", "sh:equals ex:z", "3:10", 3),
    "the focus node itself where it is described": ("", "sh:class ex:B", "2:1", 3),
    "what a closed shape forbids at its triple": (
        "",
        "sh:closed true ; sh:ignoredProperties ( rdf:type ex:p ex:label )",
        "4:19",
        3,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_result_stands_at(check: Callable[..., ValidationReport], name: str) -> None:
    path, constraint, place, shape_line = CASES[name]
    shapes = f"ex:S sh:targetNode ex:a ; {path}\n{constraint} .\n"

    report = check(DATA, shapes=shapes)

    assert str(report.results[0].position) == f"data.ttl:{place}"
    assert {str(result.shape_position) for result in report.results} == {f"shapes.ttl:{shape_line}"}


def test_a_blank_focus_node_stands_where_it_is_written(
    check: Callable[..., ValidationReport],
) -> None:
    shapes = "ex:S sh:targetObjectsOf ex:s ; sh:property [ sh:path ex:q ; sh:minCount 1 ] ."
    (result,) = check(DATA, shapes=shapes).results
    assert str(result.position) == "data.ttl:5:23"


def test_a_literal_focus_node_stands_where_it_is_a_value(
    check: Callable[..., ValidationReport],
) -> None:
    (result,) = check(DATA, shapes="ex:S sh:targetObjectsOf ex:q ; sh:nodeKind sh:IRI .").results
    assert str(result.position) == "data.ttl:4:19"


def test_a_focus_node_outside_the_data_stands_nowhere(
    check: Callable[..., ValidationReport],
) -> None:
    (result,) = check(DATA, shapes="ex:S sh:targetNode ex:z ; sh:class ex:A .").results
    assert result.position is None


def test_a_value_that_a_query_finds_elsewhere_stands_at_the_focus_node(
    check: Callable[..., ValidationReport],
) -> None:
    query = '"SELECT $this ?value WHERE { ?any <http://example.org/p> ?value }"'
    shapes = f"ex:S sh:targetNode ex:b ; sh:sparql [ sh:select {query} ] ."
    report = check(DATA, shapes=shapes)
    assert {str(result.position) for result in report.results} == {"data.ttl:5:1"}


def test_the_place_of_a_triple_in_two_files_is_the_first(
    check: Callable[..., ValidationReport],
) -> None:
    shapes = "ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:in ( 1 ) ] ."
    (result,) = check(DATA, shapes=shapes, ontology="\n\n\n\n\n\nex:a ex:p 2 .").results
    assert str(result.position) == "data.ttl:4:10"


def test_results_come_by_file_and_line_and_alike_in_each_run(
    check: Callable[..., ValidationReport],
) -> None:
    data = "".join(f"ex:n{number} a ex:C ; ex:p [] , [] .\n" for number in range(20))
    shapes = """\
ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:nodeKind sh:IRI ; sh:maxCount 1 ] ."""

    first, second = (check(data, shapes=shapes).results for _ in range(2))

    lines = [result.position.line or 0 for result in first if result.position]
    assert len(first) == 60
    assert lines == sorted(lines)
    assert [(r.focus_node, r.source_constraint_component, r.position) for r in first] == [
        (r.focus_node, r.source_constraint_component, r.position) for r in second
    ]


@pytest.fixture(params=["nodes", "columns"])
def by_each(
    request: pytest.FixtureRequest,
    write: Callable[[str, str], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[str, str], list[str]]:
    """Return what validates a text by shapes, by each engine, and tells the places of results."""
    monkeypatch.setattr(columns_run, "_FEW", -1)

    def run(data: str, shapes: str) -> list[str]:
        files = [write("data.ttl", data)], [write("shapes.ttl", shapes)]
        return places(validate(*files, engine=str(request.param)))

    return run


def places(report: ValidationReport) -> list[str]:
    """Return where each result stands, with its related place if it has one."""
    return [
        f"{result.position}" + (f" {result.related_position}" if result.related_position else "")
        for result in report.results
    ]


MEMBERS: Final = "( ex:p [ sh:zeroOrMorePath rdf:rest ] rdf:first )"

# What the data say from line 2 on, the shape, and where its results stand.
PLACED: Final = {
    "the second of two equal triples is the first": (
        "ex:a ex:p 1 .\nex:a ex:p 1 .",
        "sh:property [ sh:path ex:p ; sh:nodeKind sh:IRI ]",
        ["data.ttl:2:11"],
    ),
    "each value of a list at its triple": (
        'ex:a ex:p ( 1\n  "b"\n 2 ) .',
        f"sh:property [ sh:path {MEMBERS} ; sh:datatype xsd:string ]",
        ["data.ttl:2:13", "data.ttl:4:2"],
    ),
    "the end of a chain": (
        "ex:a ex:p ex:b .\nex:b ex:p ex:c .\nex:c ex:p 7 .",
        "sh:property [ sh:path [ sh:oneOrMorePath ex:p ] ; sh:nodeKind sh:IRI ]",
        ["data.ttl:4:11"],
    ),
    "the choice that leads to the value": (
        "ex:a ex:p 1 .\nex:a ex:q 2 .",
        "sh:property [ sh:path [ sh:alternativePath ( ex:p ex:q ) ] ; sh:in ( 1 ) ]",
        ["data.ttl:3:11"],
    ),
    "the node itself by a path of no step": (
        "ex:a ex:p 1 .",
        "sh:property [ sh:path [ sh:zeroOrOnePath ex:p ] ; sh:nodeKind sh:Literal ]",
        ["data.ttl:2:1"],
    ),
    "a value that is not equal, and the other property": (
        "ex:a ex:p 1 .\nex:a ex:q 2 .",
        "sh:property [ sh:path ex:p ; sh:equals ex:q ]",
        ["data.ttl:2:11 data.ttl:3:11", "data.ttl:3:11 data.ttl:3:11"],
    ),
    "a value that both have, at both": (
        "ex:a ex:p 1 , 2 .\nex:a ex:q 3 , 2 .",
        "sh:property [ sh:path ex:p ; sh:disjoint ex:q ]",
        ["data.ttl:2:15 data.ttl:3:15"],
    ),
    "a value that is not less": (
        "ex:a ex:p 5 .\n  ex:a ex:q 3 .",
        "sh:property [ sh:path ex:p ; sh:lessThan ex:q ]",
        ["data.ttl:2:11 data.ttl:3:13"],
    ),
    "without the other property": (
        "ex:a ex:p 1 .",
        "sh:property [ sh:path ex:p ; sh:equals ex:q ]",
        ["data.ttl:2:11"],
    ),
    "one of two blank nodes where it is written": (
        "ex:a ex:p [ ex:q 1 ] ,\n  [ ex:r 2 ] .",
        "sh:property [ sh:path ex:p ; sh:property [ sh:path ex:q ; sh:minCount 1 ] ]",
        ["data.ttl:3:3"],
    ),
    "a blank node with a label where it is described": (
        "ex:a ex:p _:b .\n_:b ex:q 1 .",
        "sh:property [ sh:path ex:p ; sh:property [ sh:path ex:r ; sh:minCount 1 ] ]",
        ["data.ttl:3:1"],
    ),
    "what a closed shape forbids a value": (
        "ex:a ex:p ex:b .\nex:b ex:q 1 .\nex:c ex:q 1 .",
        "sh:property [ sh:path ex:p ; sh:closed true ]",
        ["data.ttl:3:11"],
    ),
    "characters of all planes before it": (
        'ex:a ex:p "\U0001f600é" , "e\u0301" , 7 .',
        "sh:property [ sh:path ex:p ; sh:datatype xsd:string ]",
        ["data.ttl:2:25"],
    ),
    "a triple term": (
        "ex:a ex:p <<( ex:b ex:q 1 )>> .",
        "sh:property [ sh:path ex:p ; sh:nodeKind sh:Literal ]",
        ["data.ttl:2:11"],
    ),
    "a nested result at its own triple": (
        "ex:a ex:p ex:b .\nex:b ex:q 1 .",
        "sh:property [ sh:path ex:p ; sh:property [ sh:path ex:q ; sh:nodeKind sh:IRI ] ]",
        ["data.ttl:3:11"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("data", "shape", "expected"), PLACED.values(), ids=PLACED)
def test_each_engine_places_a_result_at(
    by_each: Callable[[str, str], list[str]], data: str, shape: str, expected: list[str]
) -> None:
    assert by_each(data, f"ex:S sh:targetNode ex:a ; {shape} .") == expected


SHAPES: Final = "ex:S sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; sh:nodeKind sh:IRI ]."
TRIPLE: Final = '<http://example.org/a> <http://example.org/p> "b" .\n'
XML: Final = """\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="http://example.org/">
  <rdf:Description rdf:about="http://example.org/a"><ex:p>b</ex:p></rdf:Description>
</rdf:RDF>
"""
JSON: Final = '{"@id": "http://example.org/a", "http://example.org/p": "b"}'
FORMATS: Final[dict[str, tuple[str, bytes, str]]] = {
    "N-Triples": ("a.nt", TRIPLE.encode(), "a.nt:1:47"),
    "N-Triples behind a comment": ("a.nt", b"# no\n\n  " + TRIPLE.encode(), "a.nt:3:49"),
    "N-Triples with carriage returns": ("a.nt", b"#\r\n" + TRIPLE.encode(), "a.nt:2:47"),
    "N-Quads": ("a.nq", TRIPLE.replace(" .", " <x:g> .").encode(), "a.nq:1:47"),
    "TriG": ("a.trig", b"<x:g> {\n" + TRIPLE.encode() + b"}", "a.trig:2:47"),
    "packed N-Triples": ("a.nt.gz", gzip.compress(TRIPLE.encode()), "a.nt.gz:1:47"),
    "packed Turtle": ("a.ttl.gz", gzip.compress(b"\n" + TRIPLE.encode()), "a.ttl.gz:2:47"),
    "a byte order mark": ("a.ttl", b"\xef\xbb\xbf" + TRIPLE.encode(), "a.ttl:1:47"),
    "RDF/XML by its file alone": ("a.rdf", XML.encode(), "a.rdf"),
    "JSON-LD by its file alone": ("a.jsonld", JSON.encode(), "a.jsonld"),
}


@pytest.mark.parametrize("engine", ["nodes", "columns"])
@pytest.mark.parametrize(("name", "content", "place"), FORMATS.values(), ids=FORMATS)
def test_a_result_is_placed_in_a_file_of_any_format(
    write: Callable[[str, str], Path], name: str, content: bytes, place: str, engine: str
) -> None:
    Path(name).write_bytes(content)
    report = validate([Path(name)], [write("shapes.ttl", SHAPES)], engine=engine)
    assert places(report) == [place]


@pytest.mark.parametrize("engine", ["nodes", "columns"])
def test_a_result_is_placed_in_standard_input(
    write: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\n" + TRIPLE.encode())))
    report = validate([Path("-")], [write("shapes.ttl", SHAPES)], engine=engine)
    assert places(report) == ["<stdin>:2:47"]


@pytest.mark.parametrize("engine", ["nodes", "columns"])
def test_a_result_is_placed_in_the_file_that_states_its_triple(
    write: Callable[[str, str], Path], engine: str
) -> None:
    files = [
        write("one.ttl", "ex:a ex:q 1 .\nex:b ex:p 3 ."),
        write("two.ttl", "\nex:a ex:p 2 . _:c ex:p 4 ."),
        write("three.ttl", "ex:a ex:p 2 . _:c ex:p 5 ."),
    ]
    report = validate(files, [write("shapes.ttl", SHAPES)], engine=engine)
    assert places(report) == ["one.ttl:3:11", "three.ttl:2:24", "two.ttl:3:11", "two.ttl:3:24"]


@examples(15)
@given(case=cases())
@pytest.mark.parametrize("engine", ["nodes", "columns"])
def test_a_place_is_the_first_character_of_a_term_of_a_triple(case: Case, engine: str) -> None:
    note(case.shapes)
    text = serialize(parse(case.data.encode(), RdfFormat.TURTLE), format=RdfFormat.N_TRIPLES)
    assert text is not None
    with TemporaryDirectory() as folder:
        data, shapes = Path(folder, "data.nt"), Path(folder, "shapes.ttl")
        data.write_bytes(text)
        shapes.write_text(case.shapes, encoding="utf-8")
        report = validate([data], [shapes], allow_empty=True, engine=engine)
    lines = text.decode().split("\n")
    waiting = list(report.results)
    while waiting:
        result = waiting.pop()
        waiting += result.detail
        places = [result.position, result.related_position]
        for place in [place for place in places if place is not None]:
            subject, predicate, value = lines[(place.line or 0) - 1][:-2].split(" ", 2)
            assert place.column in (1, len(f"{subject} {predicate} ") + 1)
            named = {str(result.focus_node), str(result.value_node)}
            assert result.result_path is not None or not named.isdisjoint((subject, value))
