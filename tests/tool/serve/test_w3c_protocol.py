"""The W3C's tests of the protocol and of service descriptions: each is run, none is left out.

https://www.w3.org/TR/sparql11-protocol/, https://www.w3.org/TR/sparql11-service-description/
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
import rdflib
from pyoxigraph import RdfFormat, parse
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS
from tests.tool.serve.server import Answer, Server, run

if TYPE_CHECKING:
    from collections.abc import Iterator

MF: Final = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT: Final = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT: Final = rdflib.Namespace("http://www.w3.org/2011/content#")
UT: Final = rdflib.Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
SD: Final = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")

PRESUMED: Final = "http://kasei.us/2009/09/sparql/data/data0.rdf"
"""A graph that queries of the suite name, and that no test loads."""

REFUSED: Final = frozenset(
    {
        "update_dataset_default_graph",
        "update_dataset_default_graphs",
        "update_dataset_named_graphs",
        "update_dataset_full",
        "update_post_form",
        "update_post_direct",
        "update_base_uri",
    }
)
"""Tests that an update succeeds: here the update must be refused, for the endpoint is read-only."""

TABULAR: Final = frozenset(
    {
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    }
)
IN_FORMAT: Final = {
    "boolean": frozenset({"application/sparql-results+json", "application/sparql-results+xml"}),
    "tabular": TABULAR,
    "RDF": frozenset({"text/turtle", "application/n-triples", "application/rdf+xml"}),
}
NAMES: Final = (
    *("query_post_form", "query_dataset_default_graphs_get", "query_dataset_default_graphs_post"),
    *("query_dataset_named_graphs_post", "query_dataset_named_graphs_get", "query_dataset_full"),
    *("query_multiple_dataset", "query_get", "query_content_type_select"),
    *("query_content_type_ask", "query_content_type_describe", "query_content_type_construct"),
    *sorted(REFUSED),
    *("query_post_direct", "bad_query_method", "bad_multiple_queries"),
    *("bad_query_wrong_media_type", "bad_query_missing_form_type"),
    *("bad_query_missing_direct_type", "bad_query_non_utf8", "bad_query_syntax"),
    *("bad_update_get", "bad_multiple_updates", "bad_update_wrong_media_type"),
    *("bad_update_missing_form_type", "bad_update_non_utf8", "bad_update_syntax"),
    "bad_update_dataset_conflict",
)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request of the suite, and what must be answered, the first digit of its status first."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    statuses: tuple[int, ...]
    boolean: bool | None
    form: str | None


@cache
def manifest(shared: Path, name: str) -> rdflib.Graph:
    return rdflib.Graph().parse(shared / "sparql11-protocol" / name / "manifest.ttl")


def entries(graph: rdflib.Graph) -> dict[str, rdflib.term.Node]:
    listed = read_list(graph, next(graph.objects(None, MF.entries)))
    return {str(each).rpartition("#")[2]: each for each in listed}


def read_list(graph: rdflib.Graph, first: rdflib.term.Node | None) -> list[rdflib.term.Node]:
    return [] if first is None else list(Collection(graph, first))


def exchanges(graph: rdflib.Graph, test: rdflib.term.Node) -> list[Exchange]:
    action = graph.value(test, MF.action)
    requests = graph.value(action, HT.requests)
    return [_read_exchange(graph, each) for each in read_list(graph, requests)]


def _read_exchange(graph: rdflib.Graph, request: rdflib.term.Node) -> Exchange:
    headers = {}
    for each in read_list(graph, graph.value(request, HT.headers)):
        headers[str(graph.value(each, HT.fieldName))] = str(graph.value(each, HT.fieldValue))
    body = graph.value(request, HT.body)
    response = graph.value(request, HT.resp)
    boolean = graph.value(response, MF.expectedBoolean)
    form = graph.value(response, MF.expectedFormat)
    statuses = sorted(str(each)[-3] for each in graph.objects(response, MF.expectedStatus))
    return Exchange(
        str(graph.value(request, HT.methodName)),
        str(graph.value(request, HT.absolutePath)),
        headers,
        None
        if body is None
        else str(graph.value(body, CNT.chars)).encode(
            str(graph.value(body, CNT.characterEncoding))
        ),
        tuple(map(int, statuses)),
        None if boolean is None else str(boolean) == "true",
        None if form is None else str(form),
    )


@pytest.fixture(scope="session")
def suite(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return a server of all graphs that tests of the suite load, and the one that they presume."""
    graph = manifest(shared, "protocol")
    found = {}
    for _, data in sorted(graph.subject_objects(UT.graphData)):
        file = graph.value(data, UT.graph)
        found[str(graph.value(data, RDFS.label))] = Path(str(file).removeprefix("file://"))
    assert len(found) == 3
    blocks = [f"<{PRESUMED}> {{ <{PRESUMED}> a <http://xmlns.com/foaf/0.1/Document> }}\n"]
    for name, place in found.items():
        triples = "".join(f"{each.triple} .\n" for each in parse(path=place))
        blocks.append(f"<{name}> {{ {triples} }}\n")
    path = tmp_path_factory.mktemp("suite") / "suite.trig"
    path.write_text("".join(blocks), encoding="utf-8")
    with run(path) as server:
        yield server


def send(server: Server, exchange: Exchange) -> Answer:
    headers = {name.replace("-", "_"): value for name, value in exchange.headers.items()}
    return server.ask(exchange.path, exchange.method, exchange.body, **headers)


def test_each_test_of_the_suite_is_named_here(shared: Path) -> None:
    assert sorted(entries(manifest(shared, "protocol"))) == sorted(NAMES)
    assert len(NAMES) == 34


@pytest.mark.parametrize("name", [each for each in NAMES if each not in REFUSED])
def test_the_answer_is_as_the_protocol_has_it(name: str, suite: Server, shared: Path) -> None:
    graph = manifest(shared, "protocol")
    found = exchanges(graph, entries(graph)[name])
    assert found
    for exchange in found:
        answer = send(suite, exchange)
        assert answer.status // 100 in exchange.statuses, answer.text
        if exchange.form is not None:
            assert answer.type in IN_FORMAT[exchange.form]
        if exchange.boolean is not None:
            assert json.loads(answer.body)["boolean"] is exchange.boolean


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_an_update_is_refused_and_changes_nothing(name: str, suite: Server, shared: Path) -> None:
    graph = manifest(shared, "protocol")
    found = exchanges(graph, entries(graph)[name])
    updates = [each for each in found if each.boolean is None]
    assert updates
    before = suite.query("SELECT ?g ?s { GRAPH ?g { ?s ?p ?o } }").body
    for exchange in updates:
        answer = send(suite, exchange)
        assert (answer.status, answer.text) == (
            403,
            "This endpoint is read-only: it takes no update.\n",
        )
    assert suite.query("SELECT ?g ?s { GRAPH ?g { ?s ?p ?o } }").body == before
    # What the update would have brought about is asked as well, and is not there.
    after = [each for each in found if each.boolean is not None]
    assert [send(suite, each).boolean for each in after] == [False] * len(after)


def test_each_test_of_descriptions_is_run_below(shared: Path) -> None:
    names = sorted(entries(manifest(shared, "service-description")))
    assert names == ["conforms-to-schema", "has-endpoint-triple", "returns-rdf"]


@pytest.mark.parametrize("path", ["/sparql", "/sparql/"])
@pytest.mark.parametrize(
    "accept",
    ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json", None],
)
def test_a_description_is_rdf_and_names_the_endpoint(
    accept: str | None, path: str, graphs: Server
) -> None:
    answer = graphs.ask(path, Accept=accept)
    assert answer.status == 200
    assert answer.type == (accept or "text/turtle")
    by_type = {
        "text/turtle": RdfFormat.TURTLE,
        "application/n-triples": RdfFormat.N_TRIPLES,
        "application/rdf+xml": RdfFormat.RDF_XML,
        "application/ld+json": RdfFormat.JSON_LD,
    }
    triples = [str(each.triple) for each in parse(answer.body, by_type[answer.type])]
    named = [each for each in triples if f"<{SD.endpoint}>" in each]
    assert len(named) == 1
    assert named[0].endswith(f" <{SD.endpoint}> <{graphs.address}/sparql>")


def test_a_description_conforms_to_its_schema(graphs: Server) -> None:
    found = rdflib.Graph().parse(data=graphs.ask("/sparql").text, format="turtle")
    service = found.value(None, RDF.type, SD.Service)
    assert found.value(service, SD.supportedLanguage) == SD.SPARQL11Query
    dataset = found.value(service, SD.defaultDataset)
    assert (dataset, RDF.type, SD.Dataset) in found
    assert (found.value(dataset, SD.defaultGraph), RDF.type, SD.Graph) in found
    named = list(found.objects(dataset, SD.namedGraph))
    assert {str(found.value(each, SD.name)) for each in named} == {
        "http://example.org/g1",
        "http://example.org/g2",
    }
    for each in named:
        assert (each, RDF.type, SD.NamedGraph) in found
        assert (found.value(each, SD.graph), RDF.type, SD.Graph) in found
    formats = {str(each).rpartition("/")[2] for each in found.objects(service, SD.resultFormat)}
    assert len(formats) == 8
    # Whatever is a term of the vocabulary is one that it has.
    known = {
        *(
            "Service",
            "Dataset",
            "Graph",
            "NamedGraph",
            "SPARQL11Query",
            "endpoint",
            "graph",
            "name",
        ),
        *("supportedLanguage", "resultFormat", "defaultDataset", "defaultGraph", "namedGraph"),
    }
    used = {str(term)[len(SD) :] for triple in found for term in triple if str(term).startswith(SD)}
    assert used == known


def test_a_description_counts_what_is_in_each_graph(graphs: Server) -> None:
    found = rdflib.Graph().parse(data=graphs.ask("/sparql").text, format="turtle")
    triples = rdflib.URIRef("http://rdfs.org/ns/void#triples")
    counted = {
        str(found.value(each, SD.name)): int(str(found.value(found.value(each, SD.graph), triples)))
        for each in found.subjects(RDF.type, SD.NamedGraph)
    }
    assert counted == {"http://example.org/g1": 1, "http://example.org/g2": 2}
    default = next(found.objects(None, SD.defaultGraph))
    asked = graphs.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows
    assert int(str(found.value(default, triples))) == int(asked[0]["n"])


@pytest.mark.parametrize("accept", ["image/png", "text/csv", "text/turtle;q=0"])
def test_a_description_in_no_rdf_is_not_acceptable(accept: str, graphs: Server) -> None:
    answer = graphs.ask("/sparql", Accept=accept)
    assert answer.status == 406
    assert "text/turtle" in answer.text


@pytest.mark.parametrize("query", ["update=CLEAR%20ALL", "update=", "using-graph-uri=http://x/"])
def test_an_update_by_get_is_no_wish_for_the_description(query: str, graphs: Server) -> None:
    assert graphs.ask(f"/sparql?{query}").status == 403


@pytest.mark.parametrize("query", ["default-graph-uri=http://example.org/g1", "format=json"])
def test_a_dataset_without_a_query_is_no_wish_for_the_description(
    query: str, graphs: Server
) -> None:
    answer = graphs.ask(f"/sparql?{query}")
    assert (answer.status, answer.text) == (
        400,
        "There must be one parameter query; here are 0.\n",
    )


def test_the_name_of_the_parameter_may_be_escaped(graphs: Server) -> None:
    assert graphs.ask("/sparql?%71uery=ASK%7B%7D").boolean is True
