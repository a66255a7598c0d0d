"""A store that has every fault is told of, and never gives a part for the whole."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from tests.tool.endpoint.fake import JSON, TRIPLES, Say, run_fake

from visitkg.endpoint.address import Address
from visitkg.endpoint.client import Endpoint
from visitkg.endpoint.connection import Connections
from visitkg.endpoint.reader import IncompleteError
from visitkg.endpoint.wait import TRIES, read_retry_after, seconds_to_wait
from visitkg.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.tool.endpoint.fake import Fake

ROWS = (
    b'{"head":{"vars":["s"]},"results":{"bindings":['
    b'{"s":{"type":"uri","value":"urn:a"}},{"s":{"type":"literal","value":"b"}}]}}'
)
XML = (
    b'<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>'
    b'<variable name="s"/></head><results><result><binding name="s"><uri>urn:a</uri></binding>'
    b'</result><result><binding name="s"><literal>b</literal></binding></result></results>'
    b"</sparql>"
)
LINES = b'<urn:a> <urn:p> <urn:b> .\n<urn:a> <urn:p> "c" .\n'
A, B, P = NamedNode("urn:a"), NamedNode("urn:b"), NamedNode("urn:p")
FOUND = ((A,), (Literal("b"),))
TRIPLES_FOUND = [Triple(A, P, B), Triple(A, P, Literal("c"))]
XML_TYPE = "application/sparql-results+xml"
TSV_TYPE = "text/tab-separated-values"
MANY = b"<urn:a><urn:p>" + b",".join(b"%d" % number for number in range(10_000)) + b"."
VIRTUOSO = {"Server": "Virtuoso/07.20.3229 (Linux)"}


class Asker:
    """An endpoint at a fake store, and for how long it has waited in vain."""

    def __init__(self, fake: Fake, **fields: str | None) -> None:
        self.waits: list[float] = []
        address = Address(fake.url, **fields)  # type: ignore[arg-type]  # all but one are texts
        connections = Connections(address, timeout=0.5, most=100_000, sleep=self.waits.append)
        self.endpoint = Endpoint(address, connections)


@pytest.fixture
def asker(fake: Fake) -> Iterator[Asker]:
    found = Asker(fake)
    yield found
    found.endpoint.close()


GOOD = {
    "json": Say(ROWS),
    "json-with-charset": Say(ROWS, f"{JSON}; charset=utf-8"),
    "plain-json": Say(ROWS, "application/json"),
    "chunked": Say(ROWS, way="chunked"),
    "closing": Say(ROWS, way="closing"),
    "xml": Say(XML, XML_TYPE),
    "tsv": Say(b'?s\n<urn:a>\n"b"\n', TSV_TYPE),
}


@pytest.mark.parametrize("say", GOOD.values(), ids=GOOD)
def test_rows_are_read_in_each_format(say: Say, fake: Fake, asker: Asker) -> None:
    fake.answers = [say]
    table = asker.endpoint.select("SELECT ?s { ?s ?p ?o }")
    assert (table.variables, table.rows) == (("s",), FOUND)


GRAPHS = {
    "n-triples": Say(LINES, TRIPLES),
    "text": Say(LINES, "text/plain"),
    "turtle": Say(b'<urn:a> <urn:p> <urn:b> , "c" .', "text/turtle", way="chunked"),
    "rdf-xml": Say(
        b'<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="urn:">'
        b'<r:Description r:about="urn:a"><u:p r:resource="urn:b"/><u:p>c</u:p></r:Description>'
        b"</r:RDF>",
        "application/rdf+xml",
        way="closing",
    ),
    "json-ld": Say(
        b'[{"@id":"urn:a","urn:p":[{"@id":"urn:b"},{"@value":"c"}]}]', "application/ld+json"
    ),
}


@pytest.mark.parametrize("say", GRAPHS.values(), ids=GRAPHS)
def test_a_graph_is_read_in_each_format(say: Say, fake: Fake, asker: Asker) -> None:
    fake.answers = [say]
    found = list(asker.endpoint.construct("CONSTRUCT WHERE { ?s ?p ?o }"))
    assert sorted(found, key=str) == sorted(TRIPLES_FOUND, key=str)


def test_a_query_goes_by_post_with_its_graph(fake: Fake) -> None:
    asker = Asker(fake, graph="urn:g")
    assert asker.endpoint.ask("ASK { 'é&=' ?p ?o }") is True
    (heard,) = fake.heard
    assert (heard.method, heard.path) == ("POST", "/sparql")
    assert heard.form == {"query": ["ASK { 'é&=' ?p ?o }"], "default-graph-uri": ["urn:g"]}
    assert heard.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert heard.headers["Accept"].startswith(JSON)
    assert "Authorization" not in heard.headers
    asker.endpoint.close()


def test_false_is_false(fake: Fake, asker: Asker) -> None:
    fake.answers = [Say(b'{"head":{},"boolean":false}')]
    assert asker.endpoint.ask("ASK {}") is False


REFUSED: dict[str, tuple[Say, str]] = {
    "401": (
        Say(b"who are you?", "text/plain", 401),
        "answers 401: who are you?\nSet VISITKG_ENDPOINT_TOKEN, or VISITKG_ENDPOINT_USER",
    ),
    "403": (Say(b"", "text/plain", 403), "answers 403\nSet VISITKG_ENDPOINT_TOKEN"),
    "404": (
        Say(b"<html><style>p{}</style><p>Not&nbsp;<b>here</b></p>", "text/html", 404),
        "answers 404: Not&nbsp; here\nIs this the address of a SPARQL endpoint?",
    ),
    "400": (
        Say(b"no\n such \x1b[31mprefix", "text/plain", 400),
        "answers 400: no such [31mprefix\nThis is what the store says of the request.",
    ),
    "500": (Say(b"x" * 900, "text/plain", 500), f"answers 500: {'x' * 400}…\n"),
    "html": (Say(b"<html>hello", "text/html"), "answers with text/html, not with"),
    "no-type": (Say(ROWS, "application/octet-stream"), "answers with application/octet-stream"),
    "nothing": (Say(b"", "text/plain", 204), "answers with text/plain, not with"),
    "see-other": (Say(b"", "text/plain", 303, {"Location": "/x"}), "answers with text/plain"),
}


@pytest.mark.parametrize(("say", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_answer_is_told(say: Say, message: str, fake: Fake, asker: Asker) -> None:
    fake.answers = [say]
    with pytest.raises(InputError) as caught:
        asker.endpoint.select("SELECT ?s {}")
    assert f"{fake.url} {message}" in str(caught.value)
    assert len(fake.heard) == 1
    assert asker.waits == []


def cut(body: bytes, media_type: str, way: str) -> Say:
    return Say(body, media_type, way=way, missing=10)


PARTS = {
    "rows-cut": (cut(ROWS, JSON, "length"), "broke off its answer"),
    "rows-cut-in-chunks": (cut(ROWS, JSON, "chunked"), "broke off its answer"),
    "rows-cut-where-nothing-tells": (cut(ROWS, JSON, "closing"), "can't be read to its end"),
    "xml-cut": (cut(XML, XML_TYPE, "closing"), "can't be read to its end"),
    "tsv-cut": (cut(b"?s\n<urn:a>\n<urn:bb>\n", TSV_TYPE, "length"), "broke off its answer"),
    "tsv-without-end": (Say(b"?s\n<urn:a>\n", TSV_TYPE, way="closing"), "does not say where"),
    "end-missing": (Say(ROWS, way="chunked", missing=1), "broke off its answer"),
    "206": (Say(ROWS, status=206), "says that its answer is a part"),
    "most-rows": (Say(ROWS, headers={"X-SPARQL-MaxRows": "2"}), "gives 2 rows at most"),
    "anytime": (Say(ROWS, headers={"X-SQL-State": "S1TAT"}), "ran out of time"),
    "too-large": (Say(ROWS + b" " * 100_000), "is larger than may be read"),
    "error-behind-rows": (Say(ROWS[:-4] + b"\n500 Error: timeout"), "can't be read to its end"),
    "packed": (Say(b"\x1f\x8b\x08" + ROWS), "can't be read to its end"),
}


@pytest.mark.parametrize(("say", "message"), PARTS.values(), ids=PARTS)
def test_a_part_is_never_given_for_the_whole(
    say: Say, message: str, fake: Fake, asker: Asker
) -> None:
    fake.answers = [say]
    with pytest.raises(IncompleteError) as caught:
        asker.endpoint.select("SELECT ?s { ?s ?p ?o }")
    assert message in str(caught.value)
    assert caught.value.exit_code == 3
    assert asker.endpoint.ask("ASK {}") is True


GRAPH_PARTS = {
    "cut": (cut(LINES, TRIPLES, "length"), "broke off its answer"),
    "cut-in-chunks": (cut(LINES, TRIPLES, "chunked"), "broke off its answer"),
    "cut-between-lines": (Say(LINES, TRIPLES, way="chunked", missing=24), "broke off its answer"),
    "without-end": (Say(LINES, TRIPLES, way="closing"), "does not say where its answer ends"),
    "turtle-without-end": (Say(LINES, "text/turtle", way="closing"), "does not say where"),
    "broken": (Say(b"<urn:a> <urn:p> <urn:b", TRIPLES), "can't be read to its end"),
    "anytime": (Say(LINES, TRIPLES, headers={"X-SQL-State": "S1TAT"}), "ran out of time"),
    "virtuoso": (
        Say(MANY, "text/turtle", headers=VIRTUOSO),
        "gives 10,000 rows at most",
    ),
    "rows": (Say(ROWS), "answers with application/sparql-results+json, not with a graph"),
}


@pytest.mark.parametrize(("say", "message"), GRAPH_PARTS.values(), ids=GRAPH_PARTS)
def test_a_part_of_a_graph_is_never_given_for_the_whole(
    say: Say, message: str, fake: Fake, asker: Asker
) -> None:
    fake.answers = [say]
    with pytest.raises(InputError) as caught:
        list(asker.endpoint.construct("CONSTRUCT WHERE { ?s ?p ?o }"))
    assert message in str(caught.value)


def test_true_is_no_row_and_a_row_is_not_true(fake: Fake, asker: Asker) -> None:
    with pytest.raises(InputError, match="not with rows"):
        asker.endpoint.select("SELECT ?s {}")
    fake.answers = [Say(ROWS)]
    with pytest.raises(InputError, match="not with true or false"):
        asker.endpoint.ask("ASK {}")


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_store_is_asked_again(status: int, fake: Fake, asker: Asker) -> None:
    fake.answers = [Say(b"busy", "text/plain", status), Say(b"", "text/plain", status)]
    assert asker.endpoint.ask("ASK {}") is True
    assert len(fake.heard) == 3
    assert 0.3 < asker.waits[0] < asker.waits[1] < 1.5


def test_a_store_that_stays_busy_is_given_up(fake: Fake, asker: Asker) -> None:
    fake.answers = [Say(b"busy", "text/plain", 503)] * TRIES
    with pytest.raises(InputError, match=f"answers 503: busy\nIt was asked {TRIES} times."):
        asker.endpoint.ask("ASK {}")
    assert len(asker.waits) == TRIES - 1


def test_a_store_says_when_to_ask_again(fake: Fake, asker: Asker) -> None:
    fake.answers = [
        Say(b"", "text/plain", 429, {"Retry-After": "7"}),
        Say(b"", "text/plain", 429, {"Retry-After": "999999"}),
    ]
    assert asker.endpoint.ask("ASK {}") is True
    assert asker.waits == [7, 60]


NOW = datetime(2026, 1, 1, tzinfo=UTC)
AFTER = {
    "seconds": ("12", 12.0),
    "date": ("Thu, 01 Jan 2026 00:00:30 GMT", 30.0),
    "past": ("Wed, 31 Dec 2025 00:00:30 GMT", 0.0),
    "no-date": ("soon", None),
    "negative": ("-5", None),
    "absent": (None, None),
}


@pytest.mark.parametrize(("text", "seconds"), AFTER.values(), ids=AFTER)
def test_retry_after_is_seconds_or_a_date(text: str | None, seconds: float | None) -> None:
    assert read_retry_after(text, NOW) == seconds


def test_waits_grow_and_have_an_end() -> None:
    waits = [seconds_to_wait(tried, None) for tried in range(1, 12)]
    assert waits[0] < 1
    assert max(waits) <= 75


def test_a_connection_that_is_dropped_is_opened_again(fake: Fake, asker: Asker) -> None:
    assert asker.endpoint.ask("ASK {}") is True
    fake.answers = [Say(way="dropped")]
    assert asker.endpoint.ask("ASK {}") is True
    assert len(fake.heard) == 3
    assert asker.waits == []


def test_a_store_that_drops_each_connection_is_given_up(fake: Fake, asker: Asker) -> None:
    fake.answers = [Say(way="dropped")] * 20
    with pytest.raises(InputError, match="can't be reached"):
        asker.endpoint.ask("ASK {}")
    assert len(asker.waits) == TRIES - 1


def test_a_store_that_is_not_there_is_told() -> None:
    with run_fake() as gone:
        asker = Asker(gone)
    with pytest.raises(InputError, match="can't be reached: Connection refused\nIs it running"):
        asker.endpoint.ask("ASK {}")


def test_a_slow_store_is_given_up_once(fake: Fake, asker: Asker) -> None:
    fake.answers = [Say(after=1.5)]
    with pytest.raises(InputError, match=r"has not answered within 0\.5 seconds\nGive"):
        asker.endpoint.ask("ASK {}")
    assert len(fake.heard) == 1


def test_the_connection_is_kept(fake: Fake, asker: Asker) -> None:
    for _ in range(3):
        assert asker.endpoint.ask("ASK {}") is True
    fake.answers = [Say(ROWS), Say(LINES, TRIPLES)]
    asker.endpoint.select("SELECT ?s {}")
    list(asker.endpoint.construct("CONSTRUCT {} {}"))
    assert fake.connections == 1


def test_a_store_is_asked_while_an_answer_of_it_is_read(fake: Fake, asker: Asker) -> None:
    many = ROWS[:-3] + b',{"s":{"type":"uri","value":"urn:a"}}' * 1_500 + b"]}}"
    fake.answers = [Say(many)]
    _, rows = asker.endpoint.rows("SELECT ?s {}")
    next(rows)
    assert asker.endpoint.ask("ASK {}") is True
    assert sum(1 for _ in rows) == 1_501


def test_requests_of_a_map_are_bounded_and_in_order(fake: Fake, asker: Asker) -> None:
    fake.answers = [Say(after=0.05) for _ in range(12)]
    seen: set[int] = set()

    def ask(number: int) -> int:
        seen.add(threading.get_ident())
        assert asker.endpoint.ask("ASK {}")
        return number

    assert asker.endpoint.map(ask, range(12)) == list(range(12))
    assert 1 < fake.most_at_once <= 4
    assert len(seen) <= 4
    assert asker.endpoint.counts.requests == 12


def test_an_error_of_a_map_ends_it(fake: Fake, asker: Asker) -> None:
    fake.answers = [Say(b"", "text/plain", 404)]
    with pytest.raises(InputError, match="404"):
        asker.endpoint.map(lambda _: asker.endpoint.ask("ASK {}"), range(40))


def test_what_goes_over_the_wire_is_counted(fake: Fake, asker: Asker) -> None:
    fake.answers = [Say(ROWS)]
    asker.endpoint.select("SELECT ?s {}")
    counts = asker.endpoint.counts
    assert (counts.requests, counts.bytes_received) == (1, len(ROWS))
    assert counts.bytes_sent == len(fake.heard[0].body)


MOVES = {301, 302, 307, 308}


@pytest.mark.parametrize("status", sorted(MOVES))
def test_a_secret_follows_to_the_same_host_alone(status: int, fake: Fake) -> None:
    with run_fake() as other:
        fake.answers = [
            Say(b"", "text/plain", status, {"Location": "/elsewhere"}),
            Say(b"", "text/plain", status, {"Location": other.url}),
        ]
        asker = Asker(fake, authorization="Bearer secret")
        assert asker.endpoint.ask("ASK {}") is True
        asker.endpoint.close()
    assert [each.path for each in fake.heard] == ["/sparql", "/elsewhere"]
    assert {each.headers.get("Authorization") for each in fake.heard} == {"Bearer secret"}
    (heard,) = other.heard
    assert (heard.method, heard.form) == ("POST", {"query": ["ASK {}"]})
    assert "Authorization" not in heard.headers


ASTRAY = {
    "ring": "/sparql",
    "file": "file:///etc/passwd",
    "ftp": "ftp://example.org/",
    "no-host": "http:///",
    "bad-port": "http://localhost:99999/",
    "beyond-ascii": "http://localhost/\xe9",
}


@pytest.mark.parametrize("place", ASTRAY.values(), ids=ASTRAY)
def test_a_redirection_to_nowhere_is_not_followed(place: str, fake: Fake, asker: Asker) -> None:
    fake.answers = [Say(b"", "text/plain", 302, {"Location": place})] * 20
    with pytest.raises(InputError, match="leads from place to place and nowhere"):
        asker.endpoint.ask("ASK {}")
    assert len(fake.heard) <= 5


def test_a_store_that_repeats_a_secret_is_not_quoted(fake: Fake) -> None:
    fake.answers = [Say(b"you said Bearer hush or hush", "text/plain", 403)]
    asker = Asker(fake, authorization="Bearer hush")
    with pytest.raises(InputError) as caught:
        asker.endpoint.ask("ASK {}")
    assert "hush" not in str(caught.value)
    assert "does not open it" in str(caught.value)
    asker.endpoint.close()


def test_certificates_that_are_none_are_told(fake: Fake) -> None:
    address = Address(fake.url.replace("http:", "https:"), authorities="nowhere.pem")
    endpoint = Endpoint(address, Connections(address, timeout=1, most=10))
    with pytest.raises(UsageError, match=r"nowhere\.pem: no certificates can be read here"):
        endpoint.ask("ASK {}")


def test_blank_nodes_of_virtuoso_are_read(fake: Fake, asker: Asker) -> None:
    cells = [f'{{ "type": "bnode", "value": "nodeID://b{number}" }}' for number in range(1_700)]
    rows = ",".join(f'{{ "s": {cell} }}' for cell in cells)
    text = f'{{ "head": {{ "vars": ["s"] }}, "results": {{ "bindings": [ {rows} ] }} }}'
    fake.answers = [Say(text.encode(), headers=VIRTUOSO)]
    table = asker.endpoint.select("SELECT ?s {}")
    assert table.rows == tuple((BlankNode(f"b{number}"),) for number in range(1_700))


def test_a_literal_of_virtuoso_that_looks_like_a_blank_node_stays(fake: Fake, asker: Asker) -> None:
    value = '"bnode", "value": "nodeID://b1'
    cell = json.dumps({"type": "literal", "value": value})
    text = f'{{ "head": {{ "vars": ["s"] }}, "results": {{ "bindings": [ {{"s": {cell}}} ] }} }}'
    fake.answers = [Say(text.encode(), headers=VIRTUOSO)]
    assert asker.endpoint.select("SELECT ?s {}").rows == ((Literal(value),),)


def test_what_virtuoso_calls_rows_with_tabs_is_refused(fake: Fake, asker: Asker) -> None:
    fake.answers = [Say(b'"s"\n"urn:a"\n', TSV_TYPE, headers=VIRTUOSO)]
    with pytest.raises(InputError, match="not with results of a query"):
        asker.endpoint.select("SELECT ?s {}")


@pytest.mark.parametrize(("value", "truth"), [("1", True), ("0", False)])
def test_an_ask_of_virtuoso_is_read(value: str, *, truth: bool, fake: Fake, asker: Asker) -> None:
    cell = f'{{"type": "typed-literal", "datatype": "urn:i", "value": "{value}"}}'
    text = (
        '{"head": {"vars": ["__ASK_RETVAL"]}, "results": {"bindings": [{"__ASK_RETVAL": '
        f"{cell}}}]}}}}"
    )
    fake.answers = [Say(text.encode(), headers=VIRTUOSO)]
    assert asker.endpoint.ask("ASK {}") is truth
