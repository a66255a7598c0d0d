"""Entity tags: strong, known before a query runs, and never on what differs each time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import pytest
from tests.tool.serve.server import ROOT, ask, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.tool.serve.server import Answer, Server

QUESTIONS: Final = sorted((ROOT / "ontology" / "questions").glob("*.rq"))
ROWS: Final = "SELECT ?s ?age { ?s <http://example.org/age> ?age }"

CHANGING: Final = {
    "NOW": "SELECT (NOW() AS ?t) {}",
    "now in small letters": "SELECT (now() AS ?t) {}",
    "RAND": "SELECT (RAND() AS ?r) {}",
    "UUID": "SELECT (UUID() AS ?u) {}",
    "STRUUID": "SELECT (STRUUID() AS ?u) {}",
    "BNODE": "SELECT (BNODE() AS ?b) {}",
    "SAMPLE": "SELECT (SAMPLE(?age) AS ?a) { ?s <http://example.org/age> ?age }",
    "GROUP_CONCAT": "SELECT (GROUP_CONCAT(?age) AS ?a) { ?s <http://example.org/age> ?age }",
    "LIMIT within": "SELECT ?s { { SELECT ?s { ?s ?p ?o } LIMIT 3 } }",
    "OFFSET within": "SELECT ?s { { SELECT ?s { ?s ?p ?o } OFFSET 3 } }",
    "blank nodes made": "CONSTRUCT { [] <x:p> ?age } { ?s <http://example.org/age> ?age }",
}


@pytest.fixture(scope="module")
def twin() -> Iterator[Server]:
    """Return a second server of the project, which has no memory of what the first was asked."""
    with run(cwd=ROOT) as found:
        yield found


def is_strong(tag: str | None) -> bool:
    return tag is not None and tag.startswith('"') and tag.endswith('"') and len(tag) > 20


@pytest.mark.parametrize("coding", ["", "gzip", "br"])
def test_a_tag_stands_for_the_same_bytes_in_two_processes(
    coding: str, server: Server, twin: Server
) -> None:
    connections = [server.connect(), twin.connect()]
    seen: dict[str, str] = {}
    tagged = 0
    for path in QUESTIONS:
        text = path.read_text(encoding="utf-8")
        address = f"/sparql?query={quote(text)}"
        first, second = (ask(each, address, Accept_Encoding=coding) for each in connections)
        assert first.status == 200, first.text
        assert first.tag == second.tag, path.name
        if first.tag is not None:
            tagged += 1
            assert first.body == second.body, path.name
            assert is_strong(first.tag)
            assert seen.setdefault(first.tag, path.name) == path.name
    assert len(QUESTIONS) >= 10
    assert tagged > len(QUESTIONS) // 2
    for each in connections:
        each.close()


@pytest.mark.parametrize("accept", ["text/csv", "text/turtle"])
def test_tags_hold_for_each_form(accept: str, server: Server, twin: Server) -> None:
    text = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?p LIMIT 500"
    if accept == "text/turtle":
        text = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o FILTER isIRI(?o) } LIMIT 500"
    first, second = (each.query(text, Accept=accept) for each in (server, twin))
    assert is_strong(first.tag)
    assert (first.tag, first.body) == (second.tag, second.body)


@pytest.mark.parametrize("accept", ["text/turtle", "application/rdf+xml", "application/n-triples"])
@pytest.mark.parametrize("path", ["/sparql", "/rdf-graph-store?default"])
def test_a_graph_and_the_description_have_tags(
    path: str, accept: str, server: Server, twin: Server
) -> None:
    first, second = (each.ask(path, Accept=accept) for each in (server, twin))
    assert is_strong(first.tag)
    if "graph" in path:
        assert (first.tag, first.body) == (second.tag, second.body)
    else:
        # Each describes itself, by its own address.
        assert first.tag != second.tag
    assert first.headers["cache-control"] == "no-cache"
    again = server.ask(path, Accept=accept, If_None_Match=first.tag or "")
    assert (again.status, again.body, again.tag) == (304, b"", first.tag)
    other = server.ask(path, Accept="application/ld+json", If_None_Match=first.tag or "")
    assert other.status == 200
    assert other.tag != first.tag


@pytest.mark.parametrize(
    ("path", "accept"),
    [
        ("/rdf-graph-store?graph=http://example.org/none", "text/turtle"),
        ("/rdf-graph-store?default", "image/png"),
        ("/sparql", "image/png"),
    ],
)
def test_what_is_refused_has_no_tag(path: str, accept: str, server: Server) -> None:
    answer = server.ask(path, Accept=accept)
    assert answer.status in (404, 406)
    assert answer.tag is None
    assert answer.headers["cache-control"] == "no-store"


def test_other_forms_and_codings_have_other_tags(graphs: Server) -> None:
    answers = [
        graphs.query(ROWS, more, Accept=accept, Accept_Encoding=coding)
        for more in ("", "&format=csv", "&default-graph-uri=http://example.org/g1")
        for accept in ("application/sparql-results+json", "application/sparql-results+xml")
        for coding in ("", "gzip", "br")
    ]
    by_tag: dict[str | None, set[bytes]] = {}
    for answer in answers:
        by_tag.setdefault(answer.tag, set()).add(answer.body)
    assert None not in by_tag
    assert all(len(bodies) == 1 for bodies in by_tag.values())


@pytest.mark.parametrize("case", CHANGING)
def test_what_differs_each_time_has_no_tag(case: str, graphs: Server) -> None:
    answer = graphs.query(CHANGING[case])
    assert answer.status == 200, answer.text
    assert answer.tag is None
    assert answer.headers["cache-control"] == "no-store"


def test_what_differs_is_asked_anew_each_time(graphs: Server) -> None:
    assert len({graphs.query(CHANGING["UUID"]).body for _ in range(3)}) == 3


@pytest.mark.parametrize(
    ("path", "status"),
    [("/sparql?query=ASK", 400), ("/sparql?query=ASK%7B%7D&format=pdf", 406), ("/nothing", 404)],
)
def test_an_error_has_no_tag(path: str, status: int, graphs: Server) -> None:
    answer = graphs.ask(path)
    assert (answer.status, answer.tag) == (status, None)


def again(server: Server, condition: str, coding: str = "", method: str = "GET") -> Answer:
    return server.ask(
        f"/sparql?query={quote(ROWS)}", method, If_None_Match=condition, Accept_Encoding=coding
    )


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("coding", ["", "gzip", "br"])
def test_a_client_that_has_the_answer_is_told_so(coding: str, method: str, graphs: Server) -> None:
    full = graphs.query(ROWS, Accept_Encoding=coding)
    assert full.tag is not None
    for condition in (full.tag, f"W/{full.tag}", f'"other", {full.tag}'):
        answer = again(graphs, condition, coding, method)
        assert (answer.status, answer.body) == (304, b"")
        assert answer.headers["vary"] == full.headers["vary"]
        assert answer.headers["cache-control"] == full.headers["cache-control"]
        assert answer.tag == full.tag
        assert "content-type" not in answer.headers


@pytest.mark.parametrize("condition", ['"other"', "nonsense", "", 'W/"', '""', "'*'"])
def test_a_client_that_has_another_answer_is_given_this_one(condition: str, graphs: Server) -> None:
    assert len(again(graphs, condition).rows) == 61


def test_what_is_packed_is_not_what_is_not(graphs: Server) -> None:
    packed = graphs.query(ROWS, Accept_Encoding="gzip").tag
    assert packed is not None
    assert again(graphs, packed, "").status == 200
    assert again(graphs, packed, "br").status == 200


def test_another_query_is_not_answered_with_the_tag_of_one(graphs: Server) -> None:
    tag = graphs.query(ROWS).tag
    assert graphs.query(ROWS + " LIMIT 1", If_None_Match=tag).status == 200


def test_an_answer_to_a_post_is_never_not_modified(graphs: Server) -> None:
    def send(**headers: str | None) -> Answer:
        kind = "application/sparql-query"
        return graphs.ask("/sparql", "POST", ROWS, Content_Type=kind, **headers)

    tag = send().tag
    for condition in (tag, "*"):
        assert send(If_None_Match=condition).status == 200


@pytest.mark.parametrize(("text", "status"), [("SELECT", 400), (CHANGING["NOW"], 200)])
def test_whoever_has_anything_is_still_told_of_a_mistake(
    text: str, status: int, graphs: Server
) -> None:
    assert graphs.query(text, If_None_Match="*").status == status


def test_an_answer_that_is_remembered_is_the_same(graphs: Server) -> None:
    text = f"{ROWS} # remembered"
    hits = graphs.metric("visitkg_cache_hits")
    first = graphs.query(text)
    second = graphs.query(text)
    assert graphs.metric("visitkg_cache_hits") > hits
    assert (first.body, first.tag) == (second.body, second.tag)
