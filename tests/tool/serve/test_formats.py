"""The form of an answer: chosen by Accept or format=, and the same as the command line writes."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import pytest
import rdflib
from pyoxigraph import RdfFormat, parse
from rdflib.compare import isomorphic
from rdflib.query import Result
from tests.tool.serve.server import Answer, Server

if TYPE_CHECKING:
    from pathlib import Path

ROWS: Final = "PREFIX ex: <http://example.org/> SELECT ?s ?name ?note ?age ?none WHERE { ?s ex:age ?age OPTIONAL { ?s ex:name ?name } OPTIONAL { ?s ex:note ?note } FILTER (?age < 4) }"  # noqa: E501  (a query is one line)
TRIPLES: Final = "PREFIX ex: <http://example.org/> CONSTRUCT { ?s ex:old ?age ; ex:called ?name } WHERE { ?s ex:age ?age OPTIONAL { ?s ex:name ?name } FILTER (?age < 4) }"  # noqa: E501  (a query is one line)

TABLES: Final = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
GRAPHS: Final = {
    "text/turtle": "turtle",
    "application/n-triples": "n-triples",
    "application/ld+json": "json-ld",
}
RDF: Final = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/ld+json": "json-ld",
    "application/rdf+xml": "xml",
}
READ: Final = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}


def by_command(people: Path, text: str, name: str) -> bytes:
    """Return what ``visitkg query`` writes."""
    command = [sys.executable, "-m", "visitkg", "query", "--data", str(people), "--format", name]
    return subprocess.run(
        [*command, text], check=True, capture_output=True, stdin=subprocess.DEVNULL
    ).stdout


def read_rows(answer: Answer) -> list[tuple[str, ...]]:
    """Return the rows of an answer as the second parser reads them, without their types."""
    result = Result.parse(BytesIO(answer.body), format=READ[answer.type])
    assert result.vars is not None
    rows: list[Any] = list(result)
    return [tuple("" if value is None else str(value) for value in row) for row in rows]


@pytest.mark.parametrize("media_type", TABLES)
def test_rows_are_those_of_the_command_line(media_type: str, graphs: Server, people: Path) -> None:
    answer = graphs.query(ROWS, Accept=media_type)
    assert (answer.status, answer.type) == (200, media_type)
    expected = by_command(people, ROWS, TABLES[media_type])
    if media_type in ("text/csv", "text/tab-separated-values"):
        assert answer.body == expected
    other = Answer(200, {"content-type": media_type}, expected)
    found = read_rows(answer)
    assert found == read_rows(other)
    assert len(found) == 5


@pytest.mark.parametrize("media_type", [each for each in TABLES if each != "text/csv"])
def test_all_forms_of_rows_say_the_same_to_a_second_parser(media_type: str, graphs: Server) -> None:
    rows = read_rows(graphs.query(ROWS, Accept=media_type))
    assert rows == read_rows(graphs.query(ROWS, Accept="application/sparql-results+json"))
    note = 'two\nlines, "quoted"'
    assert rows[1] == ("http://example.org/p1", "Ann", note, "1", "")
    assert rows[2] == ("http://example.org/p1", "김", note, "1", "")


# rdflib reads JSON-LD into a class of its own that it calls deprecated.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("media_type", RDF)
def test_all_forms_of_triples_say_the_same_to_two_parsers(media_type: str, graphs: Server) -> None:
    answer = graphs.query(TRIPLES, Accept=media_type)
    assert (answer.status, answer.type) == (200, media_type)
    lines = graphs.query(TRIPLES, Accept="application/n-triples")
    found = rdflib.Graph().parse(data=answer.text, format=RDF[media_type])
    assert isomorphic(found, rdflib.Graph().parse(data=lines.text, format="nt"))
    engine = RdfFormat.from_media_type(media_type)
    assert engine is not None
    assert {str(each) for each in parse(answer.body, engine)} == {
        str(each) for each in parse(lines.body, RdfFormat.N_TRIPLES)
    }
    assert len(found) == 6


@pytest.mark.parametrize("media_type", GRAPHS)
def test_triples_are_those_of_the_command_line(
    media_type: str, graphs: Server, people: Path
) -> None:
    answer = graphs.query(TRIPLES, Accept=media_type)
    assert answer.body == by_command(people, TRIPLES, GRAPHS[media_type])


@pytest.mark.parametrize("media_type", list(TABLES)[:2])
@pytest.mark.parametrize(("query", "expected"), [("ASK {}", True), ("ASK { 1 <x:y> 2 }", False)])
def test_a_yes_or_no_is_said_by_all_its_forms(
    media_type: str, query: str, *, expected: bool, graphs: Server
) -> None:
    answer = graphs.query(query, Accept=media_type)
    result = Result.parse(BytesIO(answer.body), format=READ[answer.type])
    assert result.askAnswer is expected


CHOSEN: Final = {
    "nothing": (None, "application/sparql-results+json", "text/turtle"),
    "anything": ("*/*", "application/sparql-results+json", "text/turtle"),
    "text": ("text/*", "text/csv", "text/turtle"),
    "a preference": (
        "text/csv;q=0.5, application/sparql-results+xml;q=0.9",
        "application/sparql-results+xml",
        None,
    ),
    "a preference of equal weight": (
        "application/sparql-results+xml, application/sparql-results+json",
        "application/sparql-results+json",
        None,
    ),
    "all but one": (
        "application/sparql-results+json;q=0, */*;q=0.1",
        "application/sparql-results+xml",
        "text/turtle",
    ),
    "both kinds": (
        "application/rdf+xml, text/csv",
        "text/csv",
        "application/rdf+xml",
    ),
    "plain JSON": ("application/json", "application/sparql-results+json", "application/ld+json"),
    "plain XML": ("application/xml", "application/sparql-results+xml", "application/rdf+xml"),
    "capitals": ("TEXT/CSV", "text/csv", None),
    "a parameter": ("text/csv; charset=utf-8", "text/csv", None),
    "an unknown one first": ("image/png, text/turtle;q=0.2, text/csv;q=0.1", "text/csv", None),
}


@pytest.mark.parametrize("case", CHOSEN)
def test_the_form_that_is_wanted_most_is_given(case: str, graphs: Server) -> None:
    accept, of_rows, of_graph = CHOSEN[case]
    assert graphs.query(ROWS, Accept=accept).type == of_rows
    if of_graph is not None:
        assert graphs.query(TRIPLES, Accept=accept).type == of_graph


@pytest.mark.parametrize("accept", ["image/png", "text/csv;q=0", "*/*;q=0"])
def test_what_can_not_be_had_is_not_acceptable(accept: str, graphs: Server) -> None:
    for text in (ROWS, TRIPLES, "ASK {}"):
        answer = graphs.query(text, Accept=accept)
        assert answer.status == 406
        assert answer.type == "text/plain"
        assert "by Accept, or with format=" in answer.text
        assert answer.headers["vary"] == "Accept, Accept-Encoding"


@pytest.mark.parametrize("accept", ["nonsense", ";;,,", "", "text/csv;q=2"])
def test_a_wish_that_can_not_be_read_is_none(accept: str, graphs: Server) -> None:
    assert graphs.query(ROWS, Accept=accept).type in TABLES


@pytest.mark.parametrize("text", [ROWS, "ASK {}"])
def test_rows_as_rdf_are_not_acceptable(text: str, graphs: Server) -> None:
    assert graphs.query(text, Accept="text/turtle").status == 406


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("csv", "text/csv"),
        ("CSV", "text/csv"),
        ("json", "application/sparql-results+json"),
        ("xml", "application/sparql-results+xml"),
        ("tsv", "text/tab-separated-values"),
        ("txt", "text/plain"),
        ("table", "text/plain"),
        ("text/csv", "text/csv"),
        ("application/json", "application/sparql-results+json"),
    ],
)
@pytest.mark.parametrize("parameter", ["format", "output"])
def test_the_parameter_goes_before_accept(
    parameter: str, name: str, media_type: str, graphs: Server
) -> None:
    answer = graphs.query(ROWS, f"&{parameter}={name}", Accept="application/sparql-results+xml")
    assert (answer.status, answer.type) == (200, media_type)


@pytest.mark.parametrize("name", ["pdf", "turtle", "text/turtle", "../csv", "csv%00"])
def test_a_form_that_there_is_not_is_refused_by_name(name: str, graphs: Server) -> None:
    assert graphs.query(ROWS, f"&format={name}").status == 406


def test_a_person_is_led_to_the_page_of_the_answer(graphs: Server) -> None:
    answer = graphs.query("ASK {}", Accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert answer.status == 303
    assert answer.headers["location"] == "/explore/sparql?query=ASK+%7B%7D"


def test_a_person_without_a_query_is_led_to_the_editor(graphs: Server) -> None:
    answer = graphs.ask("/sparql", Accept="text/html,*/*;q=0.8")
    assert (answer.status, answer.headers["location"]) == (303, "/explore/sparql")


def test_an_answer_for_people_is_aligned_text(graphs: Server) -> None:
    answer = graphs.query("SELECT (1 AS ?one) {}", "&format=txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text.splitlines()[0].strip() == "one"


def test_blank_nodes_have_the_labels_that_the_command_line_gives(
    graphs: Server, people: Path
) -> None:
    text = "PREFIX ex: <http://example.org/> SELECT ?b ?age { ex:p2 ex:knows ?b . ?b ex:age ?age }"
    answer = graphs.query(text, Accept="application/sparql-results+json")
    other = Answer(
        200, {"content-type": "application/sparql-results+json"}, by_command(people, text, "json")
    )
    assert answer.rows == other.rows
    assert answer.rows[0]["age"] == "7"


def test_columns_come_in_the_order_in_which_the_query_names_them(graphs: Server) -> None:
    answer = graphs.query("SELECT * { ?z <http://example.org/age> ?a } LIMIT 1", "&format=csv")
    assert answer.text.splitlines()[0] == "z,a"
