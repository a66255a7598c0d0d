"""Methods, datasets, graphs, shared headers and codings of the endpoint."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

import brotli  # type: ignore[import-untyped]  # it has no types
import pytest
from pyoxigraph import RdfFormat, parse
from tests.tool.serve.server import ask

if TYPE_CHECKING:
    from tests.tool.serve.server import Server

ALL: Final = "SELECT ?s ?o { ?s <http://example.org/knows> ?o }"
LONG: Final = "SELECT ?s ?age { ?s <http://example.org/age> ?age }"
FORM: Final = "application/x-www-form-urlencoded"
DIRECT: Final = "application/sparql-query"
G1: Final = quote("http://example.org/g1", safe="")
G2: Final = quote("http://example.org/g2", safe="")


def test_a_query_has_the_same_answer_however_it_is_sent(graphs: Server) -> None:
    by_get = graphs.query(LONG)
    form = urlencode({"query": LONG})
    assert len(by_get.rows) == 61
    for body, kind in (
        (form, FORM),
        (form, f"{FORM}; charset=UTF-8"),
        (LONG, DIRECT),
        (LONG, f'{DIRECT}; charset="utf-8"'),
        (LONG, DIRECT.upper()),
    ):
        assert graphs.ask("/sparql", "POST", body, Content_Type=kind).body == by_get.body
    assert graphs.ask(f"/sparql/?query={quote(LONG)}").body == by_get.body


def test_a_form_may_have_its_dataset_in_the_address(graphs: Server) -> None:
    body = urlencode({"query": ALL})
    path = f"/sparql?default-graph-uri={G1}"
    assert len(graphs.ask(path, "POST", body, Content_Type=FORM).rows) == 1


@pytest.mark.parametrize("path", ["/sparql?query=ASK%7B%7D", "/sparql", "/healthz", "/metrics"])
def test_head_is_get_without_the_body(path: str, graphs: Server) -> None:
    by_get, by_head = graphs.ask(path), graphs.ask(path, "HEAD")
    assert by_head.status == by_get.status == 200
    assert by_head.body == b""
    apart = {"date", "content-length"} if path == "/metrics" else {"date"}
    for answer in (by_get, by_head):
        assert {*apart} <= {*answer.headers}
    assert {k: v for k, v in by_head.headers.items() if k not in apart} == {
        k: v for k, v in by_get.headers.items() if k not in apart
    }


@pytest.mark.parametrize(
    ("path", "methods"),
    [("/sparql", "GET, HEAD, OPTIONS, POST"), ("/healthz", "GET, HEAD, OPTIONS")],
)
def test_options_tell_the_methods(path: str, methods: str, graphs: Server) -> None:
    answer = graphs.ask(
        path,
        "OPTIONS",
        Origin="https://elsewhere.example",
        Access_Control_Request_Method="POST",
        Access_Control_Request_Headers="content-type",
    )
    assert answer.status == 204
    assert answer.body == b""
    assert answer.headers["allow"] == methods
    assert answer.headers["access-control-allow-methods"] == methods
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "Accept" in answer.headers["access-control-allow-headers"]
    allowed = "Content-Type" in answer.headers["access-control-allow-headers"]
    assert allowed is (path == "/sparql")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("path", ["/sparql", "/rdf-graph-store?default", "/", "/healthz"])
def test_other_methods_are_refused(method: str, path: str, graphs: Server) -> None:
    answer = graphs.ask(path, method)
    assert answer.status == 405
    assert answer.headers["allow"].startswith("GET, HEAD, OPTIONS")
    assert ("POST" in answer.headers["allow"]) is (path == "/sparql")


@pytest.mark.parametrize("path", ["/rdf-graph-store?default", "/", "/metrics"])
def test_nothing_is_posted_but_queries(path: str, graphs: Server) -> None:
    assert graphs.ask(path, "POST", "<a:b> <c:d> 1 .", Content_Type="text/turtle").status == 405


@pytest.mark.parametrize(
    ("body", "kind", "status", "words"),
    [
        ("", FORM, 400, "There must be one parameter query; here are 0."),
        ("query=ASK%7B%7D&query=ASK%7B%7D", FORM, 400, "here are 2."),
        ("query=%ZZ", FORM, 400, "The form has a % that no two hexadecimal digits follow."),
        ("query=%FF", FORM, 400, "The request is not UTF-8"),
        (b"ASK { ?s ?p '\xff' }", DIRECT, 400, "The request is not UTF-8"),
        ("&".join(["x"] * 1_100), FORM, 400, "more parameters than anybody needs"),
        ("ASK {}", "text/plain", 415, "Send a query by GET, or by POST as"),
        ("ASK {}", None, 415, "Send a query by GET, or by POST as"),
        ("ASK {}", f"{DIRECT}; charset=latin-1", 415, "The charset is latin-1"),
        ("", DIRECT, 400, "<query>"),
        ("update=CLEAR+ALL", FORM, 403, "read-only"),
        ("CLEAR ALL", "application/sparql-update", 403, "read-only"),
    ],
)
def test_a_body_that_is_no_query_is_told(
    body: str | bytes, kind: str | None, status: int, words: str, graphs: Server
) -> None:
    answer = graphs.ask("/sparql", "POST", body, Content_Type=kind)
    assert answer.status == status
    assert words in answer.text
    assert answer.type == "text/plain"


def test_a_mistake_is_told_with_its_place(graphs: Server) -> None:
    answer = graphs.query("SELECT ?s WHERE { ?s ?p }")
    assert answer.status == 400
    assert answer.text.startswith("<query>:1:25: ")
    assert "~^" in answer.text or "^" in answer.text


def test_the_dataset_of_the_protocol_stands_in_for_that_of_the_query(graphs: Server) -> None:
    def count(text: str, more: str) -> int:
        return len(graphs.query(text, more).rows)

    named = "SELECT ?s ?o { GRAPH ?g { ?s <http://example.org/knows> ?o } }"
    assert count(ALL, "") == 1
    assert count(ALL, f"&default-graph-uri={G1}") == 1
    assert count(ALL, f"&default-graph-uri={G1}&default-graph-uri={G2}") == 3
    assert count(named, "") == 3
    assert count(named, f"&default-graph-uri={G1}") == 0
    assert count(named, f"&named-graph-uri={G2}") == 2
    assert count(ALL, f"&named-graph-uri={G2}") == 0
    from_first = "SELECT ?s ?o FROM <http://example.org/g1> { ?s <http://example.org/knows> ?o }"
    assert count(from_first, "") == 1
    assert count(from_first, f"&default-graph-uri={G2}") == 2


def test_from_names_graphs_that_are_here(graphs: Server) -> None:
    text = "SELECT ?g FROM NAMED <http://example.org/g2> { GRAPH ?g { ?s ?p ?o } }"
    assert [row["g"] for row in graphs.query(text).rows] == ["http://example.org/g2"] * 2


@pytest.mark.parametrize("parameter", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize("iri", ["http://example.org/g9", "no iri", "file:///etc/passwd", ""])
def test_a_dataset_that_is_not_here_is_refused(parameter: str, iri: str, graphs: Server) -> None:
    answer = graphs.query("ASK {}", f"&{parameter}={quote(iri)}")
    assert answer.status == 400
    assert "is no IRI" in answer.text or "is not here" in answer.text


@pytest.mark.parametrize(("name", "count"), [("g1", 1), ("g2", 2)])
@pytest.mark.parametrize(
    ("accept", "kind"),
    [(None, "text/turtle"), ("application/n-triples", None), ("application/rdf+xml", None)],
)
def test_a_graph_can_be_read(
    name: str, count: int, accept: str | None, kind: str | None, graphs: Server
) -> None:
    path = f"/rdf-graph-store?graph={quote(f'http://example.org/{name}')}"
    answer = graphs.ask(path, Accept=accept)
    assert (answer.status, answer.type) == (200, kind or accept)
    engine = RdfFormat.from_media_type(answer.type)
    assert engine is not None
    assert len(list(parse(answer.body, engine))) == count
    assert graphs.ask(path, "HEAD", Accept=accept).headers["content-length"] == str(
        len(answer.body)
    )


def test_the_default_graph_can_be_read(graphs: Server) -> None:
    lines = graphs.ask("/rdf-graph-store?default", Accept="application/n-triples").text
    count = graphs.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows[0]["n"]
    assert len(lines.splitlines()) == int(count) == 65


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("", 400, "Name one graph"),
        (f"?default&graph={G1}", 400, "Name one graph"),
        (f"?graph={G1}&graph={G2}", 400, "Name one graph"),
        ("?graph=nonsense", 400, "is no IRI"),
        ("?graph=%FF", 400, "not UTF-8"),
        ("?graph=http://example.org/g9", 404, "There is no graph <http://example.org/g9> here."),
    ],
)
def test_a_graph_that_is_not_here_is_told(
    query: str, status: int, words: str, graphs: Server
) -> None:
    answer = graphs.ask(f"/rdf-graph-store{query}")
    assert (answer.status, answer.type) == (status, "text/plain")
    assert words in answer.text


def test_a_graph_as_a_picture_is_not_acceptable(graphs: Server) -> None:
    assert graphs.ask("/rdf-graph-store?default", Accept="image/png").status == 406


@pytest.mark.parametrize(
    "path", ["/sparql?query=ASK%7B%7D", "/sparql?query=ASK", "/nothing", "/healthz", "/sparql"]
)
def test_other_origins_may_read_all_answers(path: str, graphs: Server) -> None:
    answer = graphs.ask(path, Origin="https://elsewhere.example")
    assert answer.headers["access-control-allow-origin"] == "*"
    for name in ("ETag", "Visitkg-Limit", "Retry-After"):
        assert name in answer.headers["access-control-expose-headers"]
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("path", ["/sparql?query=ASK%7B%7D", "/sparql?query=ASK", "/sparql"])
def test_caches_are_told_what_an_answer_depends_on(path: str, graphs: Server) -> None:
    answer = graphs.ask(path)
    assert answer.headers["vary"] == "Accept, Accept-Encoding"
    assert answer.headers["cache-control"] in ("no-cache", "no-store")


UNPACK: Final = {"gzip": gzip.decompress, "br": brotli.decompress}


@pytest.mark.parametrize("accept", [None, "text/csv", "application/sparql-results+xml"])
@pytest.mark.parametrize("coding", UNPACK)
def test_what_is_packed_is_the_same_unpacked(
    coding: str, accept: str | None, graphs: Server
) -> None:
    text = "SELECT * { ?s ?p ?o . ?s2 ?p ?o2 } ORDER BY ?s LIMIT 200"
    plain = graphs.query(text, Accept=accept)
    packed = graphs.query(text, Accept=accept, Accept_Encoding=coding)
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == coding
    assert UNPACK[coding](packed.body) == plain.body
    assert len(packed.body) < len(plain.body)
    assert packed.headers["content-length"] == str(len(packed.body))


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("*", "br"),
        ("br;q=0, *", "gzip"),
        ("identity", None),
        ("gzip;q=0", None),
        ("deflate", None),
        ("zstd, ,;;q=x", None),
        ("", None),
        ("gzip;q=0.5, identity;q=0.9", None),
    ],
)
def test_the_coding_is_the_one_that_is_wanted_most(
    header: str, coding: str | None, graphs: Server
) -> None:
    answer = graphs.query(LONG, Accept_Encoding=header)
    assert answer.status == 200
    assert answer.headers.get("content-encoding") == coding


def test_what_is_small_is_not_packed(graphs: Server) -> None:
    assert "content-encoding" not in graphs.query("ASK {}", Accept_Encoding="gzip").headers


def test_a_connection_serves_many_requests(graphs: Server) -> None:
    connection = graphs.connect()
    for number in range(20):
        answer = ask(connection, f"/sparql?query={quote(f'SELECT ({number} AS ?n) {{}}')}")
        assert answer.rows == [{"n": str(number)}]
    connection.close()
