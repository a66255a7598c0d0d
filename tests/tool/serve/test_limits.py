"""Limits of a query: what is hit is told, and short questions are answered all the while."""

from __future__ import annotations

import re
import select
import socket
import threading
import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import pytest
from tests.tool.serve.server import PATIENCE, ROOT, read_all

from visitkg.project import find_project
from visitkg.serve.endpoint.answer import answer_query
from visitkg.serve.endpoint.query import Query
from visitkg.serve.endpoint.store import answer_graph
from visitkg.serve.holding import Holding, hold
from visitkg.serve.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.tool.serve.server import Answer, Server

ENDLESS: Final = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o }"
"""Counts a product of five: some 10 to the 9 rows."""

HUNGRY: Final = "SELECT ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?l LIMIT 1"
"""Keeps some 10 to the 7 rows at once."""

AGES: Final = "SELECT ?s ?age { ?s <http://example.org/age> ?age }"
FORMS: Final = ("json", "xml", "csv", "tsv", "txt")


SOON: Final = 10
"""Seconds: much more than it takes, but the machine may have much else to do."""


def other(number: int) -> dict[str, str]:
    """Return the headers of another client."""
    return {"X_Forwarded_For": f"192.0.2.{number}"}


@pytest.fixture(params=["tight", "crowded"])
def _asked_all_the_while(request: pytest.FixtureRequest) -> Iterator[None]:
    """Ask short questions meanwhile: each must be answered, correctly and soon."""
    server: Server = request.getfixturevalue(request.param)
    wrong: list[object] = []
    counted = 0
    end = threading.Event()

    def go_on() -> None:
        nonlocal counted
        while not end.is_set():
            begin = time.monotonic()
            answer = server.query(f"SELECT ({counted} AS ?n) {{}}", **other(99))
            seconds = time.monotonic() - begin
            if answer.status != 200 or answer.rows != [{"n": str(counted)}] or seconds > SOON:
                wrong.append((answer.status, answer.text, seconds))
            counted += 1
            end.wait(0.02)

    asking = threading.Thread(target=go_on)
    asking.start()
    yield
    end.set()
    asking.join()
    assert wrong == []
    assert counted > 0


@pytest.mark.usefixtures("_asked_all_the_while")
@pytest.mark.parametrize("_asked_all_the_while", ["tight"], indirect=True)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_query_that_takes_too_long_is_broken_off(method: str, tight: Server) -> None:
    begin = time.monotonic()
    if method == "GET":
        answer = tight.query(ENDLESS)
    else:
        answer = tight.ask("/sparql", "POST", ENDLESS, Content_Type="application/sparql-query")
    seconds = time.monotonic() - begin
    assert (answer.status, answer.type, answer.limit) == (504, "text/plain", "seconds=1.5")
    assert answer.text.startswith("The query has run for 1.5 seconds, the longest that one may run")
    assert 1.4 < seconds < SOON
    assert answer.tag is None
    assert answer.headers["x-content-type-options"] == "nosniff"


DEEP: Final = {
    "a path": "SELECT (COUNT(*) AS ?n) { ?a (<x:a>|!<x:a>)* ?b . ?c (<x:a>|!<x:a>)* ?d . "
    "?e (<x:a>|!<x:a>)* ?f . ?g (<x:a>|!<x:a>)* ?h . ?i (<x:a>|!<x:a>)* ?j }",
    "a regular expression": "SELECT ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l "
    'FILTER regex(concat(str(?a), str(?d), str(?g), str(?j)), "(.*)*z{9}$") }',
}


@pytest.mark.parametrize("case", DEEP)
def test_whatever_takes_long_is_broken_off(case: str, tight: Server) -> None:
    answer = tight.query(DEEP[case])
    assert (answer.status, answer.limit) == (504, "seconds=1.5")


@pytest.mark.usefixtures("_asked_all_the_while")
@pytest.mark.parametrize("_asked_all_the_while", ["crowded"], indirect=True)
def test_a_query_that_takes_too_much_memory_is_broken_off(crowded: Server) -> None:
    answer = crowded.query(HUNGRY)
    assert (answer.status, answer.limit) == (500, "memory=256")
    assert answer.text.startswith(("The process that answered this has ended", "This takes more"))
    assert answer.type == "text/plain"


@pytest.mark.parametrize("form", FORMS)
def test_more_rows_than_may_be_are_never_cut(form: str, tight: Server) -> None:
    answer = tight.query("SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f }", f"&format={form}")
    assert (answer.status, answer.type) == (413, "text/plain"), answer.text
    assert answer.limit in ("rows=100", "bytes=16000")
    assert "Nothing of it is sent: ask for a part, with LIMIT and ORDER BY." in answer.text


@pytest.mark.parametrize("form", FORMS)
def test_one_row_more_than_may_be_is_told_as_rows(form: str, tight: Server) -> None:
    exact = "SELECT (1 AS ?n) { ?a ?b ?c . ?d ?e ?f } LIMIT "
    assert tight.query(f"{exact}100", f"&format={form}").status == 200
    answer = tight.query(f"{exact}101", f"&format={form}")
    assert (answer.status, answer.limit) == (413, "rows=100")
    assert answer.text.startswith("The answer has more than 100 rows, the most that this server")


@pytest.mark.parametrize("form", ["ttl", "nt", "jsonld", "rdf", "txt"])
def test_more_triples_than_may_be_are_never_cut(form: str, tight: Server) -> None:
    made = "CONSTRUCT { ?a <x:p> ?d } { ?a ?b ?c . ?d ?e ?f }"
    answer = tight.query(made, f"&format={form}")
    assert (answer.status, answer.limit) == (413, "triples=100")


@pytest.mark.parametrize("form", FORMS)
def test_more_bytes_than_may_be_are_never_cut(form: str, tight: Server) -> None:
    word = "x" * 400
    made = f'SELECT ("{word}" AS ?word) {{ ?a ?b ?c }} LIMIT '
    assert tight.query(f"{made}5", f"&format={form}").status == 200
    answer = tight.query(f"{made}60", f"&format={form}")
    assert (answer.status, answer.limit) == (413, "bytes=16000")
    assert answer.text.startswith("The answer has more than 16,000 bytes")


@pytest.fixture(scope="module")
def holding(people: Path) -> Holding:
    return hold(find_project(ROOT), [people])


@pytest.mark.parametrize(
    "accept",
    ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"],
)
def test_a_graph_that_is_too_large_is_never_cut(accept: str, holding: Holding) -> None:
    size = len(answer_graph(holding, Limits(), None, accept).body)
    for limits, status, limit in (
        (Limits(rows=65, size=size), 200, None),
        (Limits(rows=64), 413, "triples=64"),
        (Limits(size=size - 1), 413, f"bytes={size - 1}"),
    ):
        response = answer_graph(holding, limits, None, accept)
        assert (response.status, response.header("Visitkg-Limit")) == (status, limit)


@pytest.mark.parametrize("form", [*FORMS, "ttl", "nt", "jsonld", "rdf"])
def test_the_bytes_that_count_are_those_of_the_form(form: str, holding: Holding) -> None:
    text = "CONSTRUCT WHERE { ?a <http://example.org/age> ?b }" if form not in FORMS else AGES
    query = Query(text, form, None, None, None)
    size = len(answer_query(holding, Limits(), query).body)
    for limits, status, limit in (
        (Limits(size=size), 200, None),
        (Limits(size=size - 1), 413, f"bytes={size - 1}"),
    ):
        response = answer_query(holding, limits, query)
        assert (response.status, response.header("Visitkg-Limit")) == (status, limit)


@pytest.mark.parametrize("method", ["GET", "direct", "form"])
def test_a_query_that_is_too_long_is_refused(method: str, tight: Server) -> None:
    def send(text: str) -> Answer:
        if method == "GET":
            return tight.query(text)
        if method == "direct":
            return tight.ask("/sparql", "POST", text, Content_Type="application/sparql-query")
        kind = "application/x-www-form-urlencoded"
        return tight.ask("/sparql", "POST", f"query={quote(text)}", Content_Type=kind)

    assert send("ASK {}".ljust(1_000)).status == 200
    answer = send("ASK {}".ljust(1_001))
    assert (answer.status, answer.limit) == (413, "length=1000")
    assert answer.text == "The query is longer than 1,000 bytes.\n"


def test_letters_are_counted_as_bytes(tight: Server) -> None:
    answer = tight.query(f'ASK {{ FILTER("{"김" * 400}" = "") }}')
    assert (answer.status, answer.limit) == (413, "length=1000")


@contextmanager
def asking(server: Server, clients: Sequence[int]) -> Iterator[list[socket.socket]]:
    """Send a query without end for each of some clients; in the end nobody waits for an answer."""
    with ExitStack() as stack:
        found = []
        for client in clients:
            path = f"/sparql?query={quote(f'{ENDLESS} # {client}')}"
            head = f"GET {path} HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.{client}\r\n"
            connection = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)
            stack.enter_context(connection)
            connection.sendall(f"{head}Connection: close\r\n\r\n".encode())
            found.append(connection)
        yield found
    server.until(lambda: server.metric('visitkg_running{pool="queries"}') == 0)


def wait_for_answers(connections: Sequence[socket.socket], count: int) -> list[tuple[int, str]]:
    """Return which are answered first, and what is said to them."""
    answered: list[tuple[int, str]] = []
    waiting = list(connections)
    end = time.monotonic() + PATIENCE
    while len(answered) < count and time.monotonic() < end:
        for each in select.select(waiting, [], [], 1)[0]:
            waiting.remove(each)
            answered.append((connections.index(each), read_all(each).decode()))
    assert len(answered) == count
    assert select.select(waiting, [], [], 0.2)[0] == [], "there are more"
    return answered


@pytest.mark.parametrize("_asked_all_the_while", ["crowded"], indirect=True)
@pytest.mark.usefixtures("_asked_all_the_while")
def test_too_many_long_queries_in_all_are_refused_soon(crowded: Server) -> None:
    begin = time.monotonic()
    with asking(crowded, [1, 2, 3, 4]) as connections:
        for _, answer in wait_for_answers(connections, 2):
            assert answer.startswith("HTTP/1.1 503 ")
            assert "\r\nvisitkg-limit: running=2\r\n" in answer
            assert "\r\nretry-after: 2\r\n" in answer
            assert answer.endswith("Too many long queries run already. Try again in 2 seconds.\n")
    assert time.monotonic() - begin < SOON


def test_too_many_long_queries_of_one_client_are_refused(crowded: Server) -> None:
    with asking(crowded, [1, 1, 2]) as connections:
        ((which, answer),) = wait_for_answers(connections, 1)
    assert which in (0, 1)
    assert answer.startswith("HTTP/1.1 503 ")
    assert "\r\nvisitkg-limit: running-for-one=1\r\n" in answer
    assert answer.endswith("You have too many long queries. Try again in 2 seconds.\n")


def test_too_many_requests_that_wait_are_refused_at_once(crowded: Server) -> None:
    with asking(crowded, range(30)) as connections:
        answers = [answer for _, answer in wait_for_answers(connections, 28)]
    assert all(answer.startswith("HTTP/1.1 503 ") for answer in answers)
    assert all("\r\nretry-after: 2\r\n" in answer for answer in answers)
    assert sum("\r\nvisitkg-limit: waiting=4\r\n" in answer for answer in answers) > 0
    # Once they are gone, all is as it was.
    assert len(crowded.query(AGES).rows) == 61


def test_who_has_waited_too_long_is_told(narrow: Server) -> None:
    with asking(narrow, range(6)) as connections:
        answers = [answer for _, answer in wait_for_answers(connections, 5)]
    assert {answer.split(" ")[1] for answer in answers} == {"503"}
    found = {re.search("visitkg-limit: ([a-z-]+)=", answer)[1] for answer in answers}  # type: ignore[index]  # it is there
    assert found <= {"patience", "running", "running-for-one"}


def test_limits_that_were_hit_are_counted(tight: Server) -> None:
    before = tight.metric('visitkg_limits_total{limit="rows"}')
    tight.query("SELECT (1 AS ?n) { ?a ?b ?c . ?d ?e ?f } LIMIT 101")
    assert tight.metric('visitkg_limits_total{limit="rows"}') == before + 1


def test_an_answer_that_no_limit_cuts_says_nothing_of_limits(tight: Server) -> None:
    answer = tight.query(AGES)
    assert answer.limit is None
    assert len(answer.rows) == 61
