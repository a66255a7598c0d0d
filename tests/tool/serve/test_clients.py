"""Programs that people ask endpoints with, as they come."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import urllib.parse
import urllib.request
from typing import TYPE_CHECKING, Any, Final

import pytest
import rdflib
from SPARQLWrapper import CSV, JSON, POST, POSTDIRECTLY, TURTLE, URLENCODED, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed
from tests.tool.need import need_module, need_program

if TYPE_CHECKING:
    from tests.tool.serve.server import Server

AGES: Final = (
    "PREFIX ex: <http://example.org/> SELECT ?s ?age { ?s ex:age ?age FILTER (?age < 3) } "
    "ORDER BY ?age"
)
EXPECTED: Final = [(f"http://example.org/p{number}", str(number)) for number in range(3)]
MADE: Final = "CONSTRUCT WHERE { ?s <http://example.org/age> 2 }"

# Not of the tests' making: in these clients.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:SPARQLWrapper")


@pytest.fixture
def endpoint(graphs: Server) -> str:
    return f"{graphs.address}/sparql"


def curl(*arguments: str) -> str:
    done = subprocess.run(
        [need_program("curl"), "--silent", "--show-error", "--fail-with-body", *arguments],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode in (0, 22), done.stderr
    return done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("--get", "--data-urlencode", f"query={AGES}"),
        ("--data-urlencode", f"query={AGES}"),
        ("--header", "Content-Type: application/sparql-query", "--data-binary", AGES),
        ("--http2", "--data-urlencode", f"query={AGES}"),
        ("--http1.0", "--get", "--data-urlencode", f"query={AGES}"),
        ("--compressed", "--get", "--data-urlencode", f"query={AGES}"),
        ("--header", "Expect: 100-continue", "--data-urlencode", f"query={AGES}"),
        ("--header", "Transfer-Encoding: chunked", "--data-urlencode", f"query={AGES}"),
    ],
    ids=["get", "form", "direct", "http2", "http1.0", "compressed", "expect", "chunked"],
)
def test_curl(arguments: tuple[str, ...], endpoint: str) -> None:
    text = curl("--header", "Accept: text/csv", *arguments, endpoint)
    assert [tuple(row) for row in csv.reader(io.StringIO(text))] == [("s", "age"), *EXPECTED]


def test_curl_reads_why_a_query_is_refused(endpoint: str) -> None:
    said = curl("--write-out", "%{http_code}", "--data-urlencode", "query=SELECT", endpoint)
    assert said.startswith("<query>:1:7: ")
    assert said.endswith("400")


def test_curl_hears_that_what_it_sends_is_too_long(endpoint: str) -> None:
    long = "x" * 6_000_000
    done = subprocess.run(
        [
            *(need_program("curl"), "--silent", "--data-binary", "@-"),
            *("--write-out", "%{http_code}"),
            *("--header", "Content-Type: application/sparql-query", endpoint),
        ],
        capture_output=True,
        check=False,
        encoding="utf-8",
        input=long,
    )
    assert done.stdout.endswith("413")


def test_what_notebooks_read_tables_with(endpoint: str) -> None:
    """``pandas.read_csv`` of an address opens it so, and reads it so."""
    address = f"{endpoint}?{urllib.parse.urlencode({'query': AGES, 'format': 'csv'})}"
    with urllib.request.urlopen(address) as answer:  # noqa: S310  (our own server)
        rows = list(csv.DictReader(io.TextIOWrapper(answer, encoding="utf-8")))
    assert [(row["s"], int(row["age"])) for row in rows] == [
        (name, int(age)) for name, age in EXPECTED
    ]


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
def test_the_store_of_rdflib(form: str, method: str, endpoint: str) -> None:
    graph = rdflib.Graph("SPARQLStore")
    store: Any = graph.store
    store.open(endpoint)
    store.method, store.returnFormat = method, form
    rows: list[Any] = list(graph.query(AGES))
    assert [(str(row[0]), str(row[1])) for row in rows] == EXPECTED
    if form in ("xml", "json"):
        assert rows[2][1].toPython() == 2


def test_the_store_of_rdflib_as_a_graph(endpoint: str) -> None:
    graph = rdflib.Graph("SPARQLStore")
    store: Any = graph.store
    store.open(endpoint)
    ex = rdflib.Namespace("http://example.org/")
    assert graph.value(ex.p5, ex.age) == rdflib.Literal(5)
    assert (ex.p5, ex.age, rdflib.Literal(6)) not in graph
    assert len(set(graph.subjects(ex.age))) == 61
    with pytest.raises(TypeError, match="read only"):
        graph.add((ex.p5, ex.age, rdflib.Literal(6)))


def test_the_store_of_rdflib_hears_of_a_mistake(endpoint: str) -> None:
    graph = rdflib.Graph("SPARQLStore")
    store: Any = graph.store
    store.open(endpoint)
    with pytest.raises(ValueError, match="formulating"):
        list(graph.query("SELECT * { ?s ?p }"))


@pytest.mark.parametrize(
    ("method", "request_method"),
    [("GET", URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)],
)
def test_sparqlwrapper(method: str, request_method: str, endpoint: str) -> None:
    asked: Any = SPARQLWrapper(endpoint)
    asked.setMethod(method)
    asked.setRequestMethod(request_method)
    asked.setQuery(AGES)
    asked.setReturnFormat(JSON)
    found = asked.queryAndConvert()["results"]["bindings"]
    assert [(row["s"]["value"], row["age"]["value"]) for row in found] == EXPECTED
    asked.setReturnFormat(XML)
    assert asked.queryAndConvert().toxml().count("<result>") == 3
    asked.setReturnFormat(CSV)
    assert asked.queryAndConvert().decode().splitlines()[1] == ",".join(EXPECTED[0])
    asked.setQuery(MADE)
    asked.setReturnFormat(TURTLE)
    assert b"\nex:p2\n" in asked.queryAndConvert()


def test_sparqlwrapper_hears_of_a_mistake(endpoint: str) -> None:
    asked: Any = SPARQLWrapper(endpoint)
    asked.setQuery("SELECT * { ?s ?p }")
    with pytest.raises(QueryBadFormed, match="<query>:1:"):
        asked.query()


COMUNICA: Final = "@comunica/query-sparql/bin/query.js"


@pytest.mark.parametrize("kind", ["sparql", ""])
def test_comunica(kind: str, endpoint: str) -> None:
    source = f"{kind}@{endpoint}" if kind else endpoint
    node = shutil.which("node") or need_program("node")
    done = subprocess.run(
        [node, str(need_module(COMUNICA)), source, "-q", AGES, "-t", "application/json"],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)
    assert [row["s"] for row in rows] == [name for name, _ in EXPECTED]
    assert [row["age"].split('"')[1] for row in rows] == [age for _, age in EXPECTED]
