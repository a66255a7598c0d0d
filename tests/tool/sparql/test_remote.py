"""Nothing reaches out unless it is allowed: each attack runs against a server that counts."""

from __future__ import annotations

from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
import rdflib.plugins.sparql
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, Store
from rdflib.plugins.sparql.algebra import traverse
from rdflib.plugins.sparql.parserutils import CompValue

from visitkg.errors import InputError, UsageError, VisitkgError
from visitkg.sparql.answer import Table
from visitkg.sparql.prepare import prepare
from visitkg.sparql.run import reaches_out, run

if TYPE_CHECKING:
    from collections.abc import Iterator

TURTLE = b"<http://example.org/a> <http://example.org/b> 'fetched' ."
RESULTS = (
    b'{"head": {"vars": ["o"]}, '
    b'"results": {"bindings": [{"o": {"type": "literal", "value": "served"}}]}}'
)


class Server:
    """A server on this machine that remembers what it was asked."""

    def __init__(self) -> None:
        requests: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                requests.append(self.path)
                self.rfile.read(int(self.headers["Content-Length"]))
                self.answer(200, "application/sparql-results+json", RESULTS)

            def do_GET(self) -> None:
                requests.append(self.path)
                if self.path == "/data":
                    self.answer(200, "text/turtle; charset=utf-8", TURTLE)
                elif self.path == "/broken":
                    self.answer(200, "text/turtle", b"<a> <b>")
                elif self.path == "/page":
                    self.answer(200, "text/html", b"<p>")
                else:
                    self.answer(404, "text/plain", b"no")

            def answer(self, status: int, media_type: str, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", media_type)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.requests = requests
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.http.server_port}/"
        self.thread = Thread(target=self.http.serve_forever, daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()


@pytest.fixture(scope="module")
def running_server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


@pytest.fixture
def server(running_server: Server) -> Server:
    running_server.requests.clear()
    return running_server


@pytest.fixture
def small_store() -> Store:
    store = Store()
    store.load(b"<a:a> <a:b> <a:c> .", RdfFormat.TURTLE)
    store.load(b"<a:a> <a:b> 'named' .", RdfFormat.TURTLE, to_graph=NamedNode("a:graph"))
    return store


# U stands for the address of the server; u: and the empty prefix are declared for it.
ATTACKS = {
    "plain": "SELECT * { SERVICE <U> { ?s ?p ?o } }",
    "in small letters": "SELECT * { service <U> { ?s ?p ?o } }",
    "in mixed letters": "SELECT * { SeRvIcE <U> { ?s ?p ?o } }",
    "silent": "SELECT * { SERVICE SILENT <U> { ?s ?p ?o } }",
    "an ask": "ASK { SERVICE <U> { ?s ?p ?o } }",
    "a construct": "CONSTRUCT { ?s ?p ?o } { SERVICE <U> { ?s ?p ?o } }",
    "a describe": "DESCRIBE ?s { SERVICE <U> { ?s ?p ?o } }",
    "in a query within": "SELECT * { { SELECT * { SERVICE <U> { ?s ?p ?o } } } }",
    "in EXISTS": "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <U> {} } }",
    "in NOT EXISTS": "SELECT * { ?s ?p ?o FILTER NOT EXISTS { SERVICE <U> {} } }",
    "in EXISTS that is selected": "SELECT (EXISTS { SERVICE <U> {} } AS ?e) { ?s ?p ?o }",
    "in OPTIONAL": "SELECT * { ?s ?p ?o OPTIONAL { SERVICE <U> {} } }",
    "in MINUS": "SELECT * { ?s ?p ?o MINUS { SERVICE <U> { ?s ?p ?o } } }",
    "in UNION": "SELECT * { { ?s ?p ?o } UNION { SERVICE <U> {} } }",
    "in GRAPH": "SELECT * { GRAPH ?g { SERVICE <U> {} } }",
    "in LATERAL": "SELECT * { ?s ?p ?o LATERAL { SERVICE <U> {} } }",
    "in HAVING": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o } HAVING (EXISTS { SERVICE <U> {} })",
    "in ORDER BY": "SELECT ?s { ?s ?p ?o } ORDER BY EXISTS { SERVICE <U> {} }",
    "in BIND": "SELECT * { BIND (EXISTS { SERVICE <U> {} } AS ?e) }",
    "with a prefixed name": "SELECT * { SERVICE u: {} }",
    "without spaces": "SELECT*{SERVICE<U>{}}",
    "glued to the empty prefix": "SELECT * { SERVICE: {} }",
    "glued to a prefix": "SELECT * { SERVICEu: {} }",
    "glued to SILENT": "SELECT * { SERVICESILENT <U> {} }",
    "SILENT glued to a prefix": "SELECT * { SERVICE SILENTu: {} }",
    "glued to a declared prefix": "PREFIX service: <a:> SELECT * { service: {} }",
    "glued to a truth": "SELECT * { ?s ?p trueSERVICE <U> {} }",
    "glued to a truth and a prefix": "SELECT * { ?s ?p trueservice: {} }",
    "glued to a number": "SELECT * { ?s ?p 1SERVICE <U> {} }",
    "glued to a number with a dot": "SELECT * { ?s ?p 1.SERVICE <U> {} }",
    "glued to a double": "SELECT * { ?s ?p 1e5SERVICE <U> {} }",
    "glued to a variable and a dot": "SELECT * { ?s ?p ?o.SERVICE <U> {} }",
    "glued to a filter": "SELECT * { FILTER(1<2)SERVICE <U> {} }",
    "glued to a reifier": "SELECT * { ?s ?p ?o ~ SERVICE <U> {} }",
    "behind a prefix whose names can't be IRIs": (
        "PREFIX h: <http://h:> SELECT * { ?s ?p h:SERVICE u: {} }"
    ),
    "behind a datatype that can't be an IRI": (
        "PREFIX h: <http://h:> SELECT * { ?s ?p 'a'^^h:SERVICE u: {} }"
    ),
    "behind a comment": "SELECT * { # no\nSERVICE <U> {} }",
    "behind a comment that a carriage return ends": "SELECT * { # no\rSERVICE <U> {} }",
    "among comments": "SELECT * { SERVICE # a\n# b\n SILENT # c\n <U> # d\n {} }",
    "between what looks like a string": "SELECT * { ?s ?p 'a' . SERVICE <U> {} ?s ?p 'b' }",
    "behind an escaped quote": r"SELECT * { ?s ?p 'a\'' . SERVICE <U> {} }",
    "behind an escaped backslash": r"SELECT * { ?s ?p 'a\\' . SERVICE <U> {} }",
    "behind empty strings": "SELECT * { ?s ?p '' , '' . SERVICE <U> {} }",
    "behind a long string": "SELECT * { ?s ?p '''a''' . SERVICE <U> {} ?s ?p '''b''' }",
    "behind a quote as an escape": (
        r"""SELECT * { ?s ?p "\u0022" . SERVICE <U> {} ?s ?p "\u0022" }"""
    ),
    "behind less than and a comment that hides a long string": (
        "SELECT * { FILTER(?s <u:b#>'''\n) SERVICE <U> {} #'''\n}"
    ),
    "behind less than and a comment that hides a string": (
        "SELECT * { FILTER(?s <u:b#>'\n) SERVICE <U> {} #'\n}"
    ),
    "between less than and greater than": "SELECT * { FILTER(?s <?p&&?o>?p) SERVICE <U> {} }",
    "with words of the kind elsewhere": (
        "PREFIX service: <a:service> SELECT ?service { ?service a 'service' . SERVICE u: {} }"
    ),
    "with its misspelling elsewhere": (
        "PREFIX servicx: <a:> SELECT ?servicq { ?servicq servicx:a 'servicz' . SERVICE u: {} }"
    ),
    "with an escape": r"SELECT * { \u0053ERVICE <U> {} }",
    "with a long escape": r"SELECT * { SERV\U00000049CE <U> {} }",
}


@pytest.mark.parametrize("text", ATTACKS.values(), ids=ATTACKS)
def test_no_attack_reaches_the_server(server: Server, small_store: Store, text: str) -> None:
    prefixes = {"u": server.address, "": server.address}
    prepared = prepare(text.replace("U>", f"{server.address}>"), prefixes=prefixes)
    with pytest.raises(UsageError):
        run(small_store, prepared)
    assert server.requests == []


SPARED = {
    "with an escape": "the engine reads escapes in strings and IRIs only",
    "with a long escape": "likewise",
}


def test_the_attacks_would_reach_it(server: Server) -> None:
    """Otherwise the test above could be green because they are no queries."""
    prefixes = {"u": server.address, "": server.address}
    store = Store()
    store.load(b"<a:a> <a:b> <a:c> , true , 1 , 'a' .", RdfFormat.TURTLE)
    store.load(b"<a:a> <a:b> 'named' .", RdfFormat.TURTLE, to_graph=NamedNode("a:graph"))
    harmless = set()
    for name, text in ATTACKS.items():
        server.requests.clear()
        with suppress(SyntaxError, TypeError, OSError):
            result: Any = store.query(text.replace("U>", f"{server.address}>"), prefixes=prefixes)
            list(result)
        if not server.requests:
            harmless.add(name)
    assert harmless == SPARED.keys()


INNOCENT = {
    "a variable": "SELECT ?service { ?service ?p ?o }",
    "a variable with a dollar": "SELECT $service { $service ?p ?o }",
    "a string": "SELECT ?s { ?s ?p ?o FILTER (?o != 'SERVICE <http://example.org> {}') }",
    "a long string": "SELECT ?s { ?s ?p ?o FILTER (?o != '''\nSERVICE <http://a.org> {}''') }",
    "a comment": "SELECT ?s { ?s ?p ?o } # SERVICE <http://example.org> {}",
    "a comment in the middle": "SELECT ?s { # SERVICE <http://example.org> {}\n ?s ?p ?o }",
    "an IRI": "SELECT ?s { ?s ?p ?o FILTER (?o != <http://example.org/SERVICE>) }",
    "a name": "SELECT ?s { ?s ?p ?o FILTER (?o != a:service) }",
    "a prefix": "PREFIX service: <a:> SELECT ?s { ?s service:b ?o }",
    "a prefix of the project": "SELECT ?s { ?s services:b ?o }",
    "a prefix that begins a pattern": "PREFIX service: <a:> SELECT ?p { service:a ?p ?o }",
    "a graph": "SELECT ?s { ?s ?p ?o GRAPH a:graph { ?s ?p ?q } FILTER(?q != a:service) }",
    "a label of a blank node": "SELECT ?p { _:service ?p ?o }",
    "a language": "SELECT ?p { ?s ?p ?o FILTER(?o != 'a'@service) }",
    "a name and its misspelling": "SELECT ?service { ?service ?p ?o FILTER(?o != a:servicx) }",
    "a variable and its misspelling": "SELECT ?service ?servicx { ?service ?p ?o ; ?q ?servicx }",
}


@pytest.mark.parametrize("text", INNOCENT.values(), ids=INNOCENT)
def test_the_word_elsewhere_does_no_harm(small_store: Store, text: str) -> None:
    prepared = prepare(text, prefixes={"a": "a:", "services": "a:"})
    assert reaches_out(prepared)
    answer = run(small_store, prepared)
    assert isinstance(answer, Table)
    assert answer.rows


def test_most_queries_are_not_even_suspected() -> None:
    assert not reaches_out(prepare("SELECT ?s { ?s ?p 'serve ice' }"))


REFUSALS = {
    "SERVICE": (
        "SELECT * {\n  ?s ?p ?o .\n  service silent <http://example.org/> {}\n}",
        """\
<query>:3:3: SERVICE asks another server, which is refused
      service silent <http://example.org/> {}
      ~~~~~~^
Add --allow-remote if the query may reach out.""",
    ),
    "FROM": (
        "SELECT * FROM a:other { ?s ?p ?o }",
        """\
<query>:1:10: the graph <a:other> is not loaded
    SELECT * FROM a:other { ?s ?p ?o }
             ~~~^
Leave FROM out to ask all that is loaded, or add --allow-remote to fetch it.""",
    ),
    "FROM NAMED": (
        "ASK FROM <a:graph> FROM NAMED <file:///etc/hostname> { ?s ?p ?o }",
        """\
<query>:1:20: the graph <file:///etc/hostname> is not loaded
    ASK FROM <a:graph> FROM NAMED <file:///etc/hostname> { ?s ?p ?o }
                       ~~~^
Leave FROM out to ask all that is loaded, or add --allow-remote to fetch it.""",
    ),
    "FROM with an unknown prefix": (
        "SELECT * FROM b:other { ?s ?p ?o }",
        """\
<query>:1:15: unknown prefix 'b:'
    SELECT * FROM b:other { ?s ?p ?o }
                  ~^
Declare it: PREFIX b: <...>""",
    ),
    "an escape that spells SERVICE": (
        r"ASK { ?s ?p '\u0053ERVICE' }",
        r"""<query>:1:14: an escape spells a letter of the word SERVICE
    ASK { ?s ?p '\u0053ERVICE' }
                 ~~~~~^
Write the letters themselves.""",
    ),
    "an error in a query that names a service": (
        "ASK { ?s a:service ?o",
        """\
<query>:1:22: the query ends too early
    ASK { ?s a:service ?o
                         ^
Close the '{' of <query>:1:5 with '}'.""",
    ),
}


@pytest.mark.parametrize(("text", "message"), REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_shows_the_place(small_store: Store, text: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        run(small_store, prepare(text, prefixes={"a": "a:"}))
    assert str(caught.value) == message


def test_from_takes_a_graph_that_is_loaded(small_store: Store) -> None:
    for text in (
        "PREFIX a: <a:> SELECT ?o FROM a:graph { ?s ?p ?o }",
        "BASE <a:graph> SELECT ?o FROM <> { ?s ?p ?o }",
        "SELECT ?o FROM NAMED <a:graph> { GRAPH ?g { ?s ?p ?o } }",
    ):
        answer = run(small_store, prepare(text))
        assert answer == Table(("o",), ((Literal("named"),),))


def test_service_is_followed_where_that_is_allowed(server: Server, small_store: Store) -> None:
    prepared = prepare(f"SELECT ?o {{ SERVICE <{server.address}> {{ ?s ?p ?o }} }}")
    answer = run(small_store, prepared, allow_remote=True)
    assert answer == Table(("o",), ((Literal("served"),),))
    assert server.requests == ["/"]


FETCH = "SELECT ?o FROM <{address}{path}> {{ ?s ?p ?o }}"


def test_from_is_fetched_where_that_is_allowed(server: Server, small_store: Store) -> None:
    prepared = prepare(FETCH.format(address=server.address, path="data"))
    answer = run(small_store, prepared, allow_remote=True)
    assert answer == Table(("o",), ((Literal("fetched"),),))
    assert server.requests == ["/data"]


UNFETCHABLE = {
    "missing": "{address}missing: this graph can't be fetched: HTTP Error 404: Not Found",
    "page": "{address}page: this is text/html, not RDF",
    "broken": "{address}broken: this graph can't be read: Parser error at line 1 column 8: "
    "Parsing error",
}


@pytest.mark.parametrize("path", UNFETCHABLE)
def test_a_graph_that_can_not_be_fetched(server: Server, small_store: Store, path: str) -> None:
    prepared = prepare(FETCH.format(address=server.address, path=path))
    with pytest.raises(InputError) as caught:
        run(small_store, prepared, allow_remote=True)
    expected = UNFETCHABLE[path].format(address=server.address)
    assert str(caught.value).startswith(expected.split("column")[0])


def test_a_file_is_not_fetched_even_where_that_is_allowed(small_store: Store) -> None:
    prepared = prepare("SELECT ?o FROM <file:///etc/hostname> { ?s ?p ?o }")
    with pytest.raises(InputError) as caught:
        run(small_store, prepared, allow_remote=True)
    assert str(caught.value) == (
        "file:///etc/hostname: only http and https can be fetched\n"
        "Load a file with --data, and leave FROM out."
    )


def test_a_server_that_does_not_answer_ends_with_a_message(small_store: Store) -> None:
    prepared = prepare("SELECT ?o { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")
    with pytest.raises(InputError, match=r"^the query could not be completed: "):
        run(small_store, prepared, allow_remote=True)


PARTS = st.sampled_from(
    [
        *("SERVICE", "service", "SILENT", "FILTER", "OPTIONAL", "UNION", "{", "}", "(", ")"),
        *("?s", "?p", "?service", ".", ";", "'", "''", "'''", '"', "\\", "<", ">", "#", "\n", "\r"),
        *("<http://127.0.0.1:1/>", "u:", "u:service", "service:", "1", "true", "a:b#", "&&", " "),
        *("?s ?p ?o ", "'SERVICE'", "# SERVICE\n", "EXISTS {", "SELECT * {", "{}", "@en"),
    ]
)
BODIES = st.lists(PARTS, max_size=25).map("".join)


def has_service(text: str) -> bool | None:
    """Return whether rdflib's parser sees SERVICE; None if it sees no query."""
    try:
        query = rdflib.plugins.sparql.prepareQuery(text, initNs={"u": "u:", "service": "s:"})
    except Exception:  # noqa: BLE001  (its parser raises anything)
        return None
    found: list[bool] = []

    def visit(node: object) -> None:
        if isinstance(node, CompValue) and node.name == "ServiceGraphPattern":
            found.append(True)

    traverse(query.algebra, visitPost=visit)
    return bool(found)


@given(BODIES)
def test_whatever_rdflib_takes_for_service_is_refused(body: str) -> None:
    text = f"SELECT * {{ {body} }}"
    expected = has_service(text)
    try:
        run(Store(), prepare(text, prefixes={"u": "u:", "service": "s:"}))
    except VisitkgError as error:
        refused = error.message.startswith("SERVICE")
        assert expected is not False or not refused
    else:
        assert not expected


@given(BODIES)
def test_no_text_makes_the_engine_connect(body: str) -> None:
    """A connection to port 1 is refused at once, and shows as an error of the engine."""
    with suppress(UsageError):
        run(Store(), prepare(f"ASK {{ {body} }}", prefixes={"u": "http://127.0.0.1:1/"}))
