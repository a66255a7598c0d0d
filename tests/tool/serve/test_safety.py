"""Nothing changes, nothing outside is asked, and what a client sends comes back as plain words."""

from __future__ import annotations

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.tool.serve.server import Server

ALL: Final = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"


@pytest.fixture(scope="module")
def trap() -> Iterator[tuple[str, list[str]]]:
    """Return the address of a server that nobody may ask, and what it was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.requestline)
            self.send_error(500)

        do_POST = do_HEAD = do_PUT = do_GET  # noqa: N815  (names of the base class)

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", asked
        server.shutdown()
        thread.join()


REACHING: Final = {
    "SERVICE": "SELECT * { SERVICE <TRAP> { ?s ?p ?o } }",
    "SERVICE SILENT": "SELECT * { SERVICE SILENT <TRAP> { ?s ?p ?o } }",
    "a service in small letters": "SELECT * { service silent <TRAP> { ?s ?p ?o } }",
    "a service within": "ASK { { SELECT ?s { OPTIONAL { SERVICE <TRAP> { ?s ?p ?o } } } } }",
    "a service in EXISTS": "ASK { FILTER EXISTS { SERVICE <TRAP> { ?s ?p ?o } } }",
    "a service in NOT EXISTS": "ASK { FILTER NOT EXISTS { SERVICE <TRAP> { ?s ?p ?o } } }",
    "a service in MINUS": "ASK { MINUS { SERVICE <TRAP> { ?s ?p ?o } } }",
    "a service by a variable": "ASK { BIND(<TRAP> AS ?x) SERVICE ?x { ?s ?p ?o } }",
    "a service by values": "ASK { VALUES ?x { <TRAP> } SERVICE ?x { ?s ?p ?o } }",
    "a service by a prefix": "PREFIX t: <TRAP> ASK { SERVICE t: { ?s ?p ?o } }",
    "a service by a base": "BASE <TRAP> ASK { SERVICE <x> { ?s ?p ?o } }",
    "a service that is escaped": "ASK { S\\u0045RVICE <TRAP> { ?s ?p ?o } }",
    "a service in CONSTRUCT": "CONSTRUCT { ?s ?p ?o } { SERVICE <TRAP> { ?s ?p ?o } }",
    "a service in DESCRIBE": "DESCRIBE ?s { SERVICE <TRAP> { ?s ?p ?o } }",
    "FROM": "SELECT * FROM <TRAP> { ?s ?p ?o }",
    "FROM NAMED": "SELECT * FROM NAMED <TRAP> { GRAPH ?g { ?s ?p ?o } }",
    "FROM in small letters": "ask from <TRAP> { ?s ?p ?o }",
    "FROM by a prefix": "PREFIX t: <TRAP> ASK FROM t:x { ?s ?p ?o }",
    "FROM a file": "ASK FROM <file:///etc/passwd> { ?s ?p ?o }",
}


@pytest.mark.parametrize("case", REACHING)
def test_nothing_outside_is_asked(case: str, graphs: Server, trap: tuple[str, list[str]]) -> None:
    address, asked = trap
    text = REACHING[case].replace("TRAP", address)
    for answer in (
        graphs.query(text),
        graphs.ask("/sparql", "POST", text, Content_Type="application/sparql-query"),
    ):
        assert answer.status == 400, answer.text
        assert answer.type == "text/plain"
        assert "--allow-remote" not in answer.text
    assert asked == []


@pytest.mark.parametrize("parameter", ["default-graph-uri", "named-graph-uri"])
def test_a_dataset_outside_is_not_asked(
    parameter: str, graphs: Server, trap: tuple[str, list[str]]
) -> None:
    address, asked = trap
    assert graphs.query("ASK { ?s ?p ?o }", f"&{parameter}={quote(address)}").status == 400
    assert graphs.ask(f"/rdf-graph-store?graph={quote(address)}").status == 404
    assert asked == []


def test_the_trap_would_have_told(trap: tuple[str, list[str]]) -> None:
    import urllib.error
    import urllib.request

    address, asked = trap
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(address)  # noqa: S310  (our own server)
    error.value.close()
    assert asked == ["GET / HTTP/1.1"]
    asked.clear()


UPDATES: Final = (
    "INSERT DATA { <x:a> <x:b> 1 }",
    "DELETE WHERE { ?s ?p ?o }",
    "DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
    "WITH <http://example.org/g1> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "CLEAR ALL",
    "DROP SILENT ALL",
    "LOAD <file:///etc/passwd>",
    "LOAD SILENT <http://127.0.0.1:9/> INTO GRAPH <x:g>",
    "CREATE GRAPH <x:g>",
    "COPY DEFAULT TO <x:g>",
    "MOVE <http://example.org/g1> TO DEFAULT",
    "ADD <http://example.org/g1> TO DEFAULT",
    "PREFIX x: <x:> INSERT DATA { x:a x:b 1 }",
    "ASK {} ; CLEAR ALL",
    "# ASK\nCLEAR ALL",
)


@pytest.mark.parametrize("text", UPDATES)
def test_an_update_is_refused_and_changes_nothing(text: str, graphs: Server) -> None:
    before = graphs.query(ALL).body
    form = "application/x-www-form-urlencoded"
    answers = [
        (400, graphs.query(text)),
        (400, graphs.ask("/sparql", "POST", text, Content_Type="application/sparql-query")),
        (403, graphs.ask("/sparql", "POST", text, Content_Type="application/sparql-update")),
        (403, graphs.ask("/sparql", "POST", f"update={quote(text)}", Content_Type=form)),
        (403, graphs.ask(f"/sparql?update={quote(text)}")),
        (403, graphs.ask(f"/sparql?query=ASK%7B%7D&update={quote(text)}")),
    ]
    assert [(status, answer.status) for status, answer in answers] == [
        (status, status) for status, _ in answers
    ]
    assert graphs.query(ALL + "# again").body == before


SCRIPT: Final = "<script>alert(1)</script>"


@pytest.mark.parametrize(
    "path",
    [
        f"/sparql?query={quote(SCRIPT)}",
        f"/sparql?query={quote(f'SELECT * {{ ?s {SCRIPT} }}')}",
        f"/sparql?query=ASK%7B%7D&default-graph-uri={quote(SCRIPT)}",
        f"/sparql?query=ASK%7B%7D&format={quote(SCRIPT)}",
        f"/rdf-graph-store?graph={quote(SCRIPT)}",
        f"/{quote(SCRIPT)}",
        f"/explore/{quote(SCRIPT)}",
        f"/explore/node?iri={quote(SCRIPT)}",
        f"/explore/search?q={quote(SCRIPT)}",
        f"/explore/sparql?query={quote(SCRIPT)}",
    ],
)
@pytest.mark.parametrize("accept", [None, "text/html"])
def test_what_a_client_sends_is_never_a_script(
    path: str, accept: str | None, server: Server
) -> None:
    answer = server.ask(path, Accept=accept)
    assert answer.headers["x-content-type-options"] == "nosniff"
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    if answer.type == "text/html":
        assert SCRIPT.encode() not in answer.body
    else:
        assert answer.type == "text/plain"


def test_labels_in_answers_are_data(graphs: Server) -> None:
    for form, media_type in (("txt", "text/plain"), ("csv", "text/csv")):
        answer = graphs.query(f'SELECT ("{SCRIPT}" AS ?x) {{}}', f"&format={form}")
        assert answer.type == media_type
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "/..%2f..%2fetc%2fpasswd",
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/explore/assets/..%2f..%2f__init__.py",
        "/explore/assets/../page.py",
        "/explore/assets//etc/passwd",
        "/explore/questions/..%2f..%2f..%2fpyproject.toml",
        "/data/..%2fpyproject.toml",
        "//etc/passwd",
        "/pyproject.toml",
        "/.git/config",
        "/tool/visitkg/__init__.py",
        "/..%5c..%5cetc%5cpasswd",
    ],
)
def test_no_file_of_the_machine_can_be_had(path: str, server: Server) -> None:
    answer = server.ask(path)
    assert answer.status in (400, 404)
    for word in (b"root:", b"[project]", b"[core]", b'"""'):
        assert word not in answer.body


@pytest.mark.parametrize(
    "path",
    [
        "/%",
        "/%zz",
        "/%f",
        "/%ff%fe",
        "/%c0%ae%c0%ae/",
        "/%ed%a0%80",
        "/%00",
        "/a%00.ttl",
        "/a%0d%0aSet-Cookie:%20x=1",
        "/a%7f",
        "/sparql?query=%",
        "/sparql?query=ASK%7B%7D&x=%gg",
        "/sparql?query=%ff",
        "/sparql?query=%ed%a0%80",
        "/sparql?query=ASK%7B%7D%00",
    ],
)
def test_what_is_no_text_is_refused(path: str, server: Server) -> None:
    answer = server.ask(path)
    assert answer.status == 400
    assert answer.type == "text/plain"
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("injected", ["%0d%0aX-Injected:%20yes", "%0aX-Injected:yes", "%0d"])
def test_no_header_can_be_injected(injected: str, server: Server) -> None:
    for path in (
        f"/sparql?query=ASK{injected}%7B%7D",
        f"/explore/{injected}",
        f"/explore/sparql?query={injected}",
        f"/id/kim-jong-un{injected}",
        f"/sparql?query=ASK%7B%7D&format={injected}",
    ):
        for accept in (None, "text/html"):
            answer = server.ask(path, Accept=accept)
            assert "x-injected" not in answer.headers
            for value in answer.headers.values():
                assert "\n" not in value
                assert "\r" not in value


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example/path", 'x"><script>', "a b", "x" * 300, "evil.example:x", ""],
)
def test_a_name_of_the_server_that_is_none_is_not_believed(host: str, graphs: Server) -> None:
    data = f"GET /sparql HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
    found = graphs.say(data).decode()
    addresses = re.findall(r"sd:endpoint <([^>]*)>", found)
    expected = "http://evil.example/sparql" if host == "evil.example" else "http://localhost/sparql"
    assert addresses == [expected]


def test_who_stands_behind_no_proxy_is_not_believed(graphs: Server) -> None:
    answer = graphs.ask("/sparql", X_Forwarded_Host="evil.example", X_Forwarded_Proto="https")
    assert "evil.example" not in answer.text
    assert "https:" not in answer.text


def test_a_mistake_deep_in_the_engine_ends_no_server(graphs: Server) -> None:
    for text in (
        "SELECT * { " + "{" * 5_000 + "}" * 5_000 + " }",
        "SELECT * { FILTER(" + "(" * 5_000 + "1" + ")" * 5_000 + ") }",
        "ASK { ?s " + "(" * 3_000 + "<x:p>" + ")*" * 3_000 + " ?o }",
        "SELECT " + " ".join(f"?v{number}" for number in range(3_000)) + " {}",
        "ASK { FILTER(" + "!" * 20_000 + "true) }",
    ):
        answer = graphs.ask("/sparql", "POST", text, Content_Type="application/sparql-query")
        assert answer.status in (200, 400, 413, 500), answer.text
        assert "Traceback" not in answer.text
    assert graphs.query("ASK {}").boolean is True
