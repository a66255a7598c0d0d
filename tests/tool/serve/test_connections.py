"""HTTP from clients that are slow, silent, talk too much, or talk nonsense."""

from __future__ import annotations

import random
import re
import socket
import time
from typing import TYPE_CHECKING, Final

import pytest
from tests.tool.serve.server import PATIENCE, ask, read_all

if TYPE_CHECKING:
    from tests.tool.serve.server import Server

HOST: Final = b"Host: localhost\r\n"
CLOSE: Final = b"Connection: close\r\n\r\n"
HEALTH: Final = b"GET /healthz HTTP/1.1\r\n" + HOST
ASK: Final = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\n" + HOST
POST: Final = b"POST /sparql HTTP/1.1\r\n" + HOST + b"Content-Type: application/sparql-query\r\n"
CHUNKED: Final = POST + b"Transfer-Encoding: chunked\r\n"
MUCH: Final = 8_000_000


def split(data: bytes) -> tuple[int, dict[str, str], bytes]:
    """Return the status, the headers and the body of one answer."""
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    assert len(body) == int(headers["content-length"]), data
    return int(first.split()[1]), headers, body


@pytest.fixture(autouse=True)
def _still_answers(narrow: Server) -> object:
    """Whatever a client has done, the next one is answered."""
    yield
    assert narrow.query("ASK {}").boolean is True


SLOW: Final = {
    "a line": b"GET /healthz HT",
    "a head": HEALTH + b"Accept: */*\r\n",
    "a body": POST + b"Content-Length: 9\r\n\r\nASK",
    "chunks": CHUNKED + b"\r\n3\r\nASK\r\n",
}


@pytest.mark.parametrize("case", SLOW)
def test_a_request_that_does_not_end_is_let_go(case: str, narrow: Server) -> None:
    begin = time.monotonic()
    status, headers, body = split(narrow.say(SLOW[case]))
    assert 0.8 < time.monotonic() - begin < 10
    assert (status, headers["connection"]) == (408, "close")
    assert headers["visitkg-limit"] == "slow=1"
    assert body == b"The request did not come in time.\n"


def test_a_request_that_comes_in_drops_is_let_go(narrow: Server) -> None:
    with socket.create_connection(("127.0.0.1", narrow.port), timeout=PATIENCE) as connection:
        begin = time.monotonic()
        connection.settimeout(0.1)
        found = b""
        for byte in HEALTH * 20:
            try:
                connection.sendall(bytes([byte]))
                found += connection.recv(1_000)
            except TimeoutError:
                continue
            except OSError:
                break
            if found:
                break
        assert split(found)[0] == 408
        assert time.monotonic() - begin < 10


@pytest.mark.parametrize("data", [b"", ASK + b"\r\n", ASK + b"\r\n" + b"GET"])
def test_a_silent_client_is_let_go(data: bytes, narrow: Server) -> None:
    begin = time.monotonic()
    found = narrow.say(data)
    assert 0.8 < time.monotonic() - begin < 10
    assert found.count(b"HTTP/1.1 200 OK") == bool(data)


@pytest.mark.parametrize("end", [b"", b"\r\n\r\n"])
def test_a_long_head_is_refused(end: bytes, narrow: Server) -> None:
    begin = time.monotonic()
    status, headers, _ = split(narrow.say(HEALTH + b"X: " + b"x" * 5_000 + end))
    assert (status, headers["visitkg-limit"]) == (431, "headers=4096")
    assert time.monotonic() - begin < 0.9


@pytest.mark.parametrize(
    "head",
    [
        HEALTH + b"X: y\r\n" * 1_000 + b"\r\n",
        b"GET /" + b"x" * 5_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
        HEALTH + b"X: " + b"x" * MUCH,
    ],
    ids=["many", "the line", "endless"],
)
def test_whatever_is_long_in_a_head_is_refused(head: bytes, narrow: Server) -> None:
    assert split(narrow.say(head))[0] == 431


def test_what_is_short_enough_is_not(narrow: Server) -> None:
    status, _, _ = split(narrow.say(HEALTH + b"X: " + b"x" * 3_800 + b"\r\n" + CLOSE))
    assert status == 200


def test_many_short_requests_at_once_are_no_long_head(narrow: Server) -> None:
    data = (HEALTH + b"\r\n") * 100 + HEALTH + CLOSE
    assert len(data) > 4_096
    assert narrow.say(data).count(b"HTTP/1.1 200 OK") == 101


LONG: Final = {
    "a length": POST + b"Content-Length: %d\r\n\r\n" % MUCH + b"x" * MUCH,
    "chunks": CHUNKED + b"\r\n" + (b"3e8\r\n" + b"x" * 1_000 + b"\r\n") * 5_000,
    "trailers": CHUNKED + b"\r\n5\r\nASK{}\r\n0\r\n" + (b"X: " + b"x" * 900 + b"\r\n") * 5_000,
    "to what takes none": HEALTH + b"Content-Length: %d\r\n\r\n" % MUCH + b"x" * MUCH,
}


@pytest.mark.parametrize("case", LONG)
def test_a_long_body_is_refused_and_the_client_hears_it(case: str, narrow: Server) -> None:
    found = narrow.say(LONG[case])
    statuses = re.findall(rb"HTTP/1\.1 (\d+)", found)
    if case == "to what takes none":
        assert statuses in ([b"413"], [b"200"], [b"200", b"413"])
        return
    assert statuses == [b"413"]
    assert b"visitkg-limit: length=1000\r\n" in found


def test_a_long_query_in_a_body_of_fair_length_is_refused_in_words(narrow: Server) -> None:
    body = b"ASK {}" + b" " * 1_500
    data = POST + b"Content-Length: %d\r\n" % len(body) + CLOSE + body
    status, headers, words = split(narrow.say(data))
    assert (status, headers["visitkg-limit"]) == (413, "length=1000")
    assert words == b"The query is longer than 1,000 bytes.\n"


def test_too_many_connections_are_refused_at_once(narrow: Server) -> None:
    def connect() -> socket.socket:
        return socket.create_connection(("127.0.0.1", narrow.port), timeout=PATIENCE)

    taken = [connect() for _ in range(12)]
    time.sleep(0.1)
    with connect() as one_more:
        begin = time.monotonic()
        status, headers, _ = split(read_all(one_more))
        assert time.monotonic() - begin < 0.7
    assert status == 503
    assert headers["visitkg-limit"] == "connections=12"
    assert headers["retry-after"] == "2"
    for connection in taken:
        connection.close()
    narrow.until(lambda: narrow.say(HEALTH + CLOSE).startswith(b"HTTP/1.1 200"))


NONSENSE: Final = {
    "bytes": bytes(range(256)),
    "a greeting": b"HELO example.org\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500),
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "a version": b"GET / HTTP/9.9\r\n" + HOST + b"\r\n",
    "lines that end otherwise": b"GET / HTTP/1.1\nHost: x\n\n",
    "a folded line": HEALTH + b"X: a\r\n b\x00\r\n\r\n",
    "NUL in a header": HEALTH + b"X: a\x00b\r\n\r\n",
    "a name with a space": HEALTH + b"X y: z\r\n\r\n",
    "no colon": HEALTH + b"X\r\n\r\n",
    "a length and chunks": CHUNKED + b"Content-Length: 5\r\n\r\n0\r\n\r\n",
    "chunks and a length": POST
    + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "two lengths": POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nASK{}x",
    "a length below zero": POST + b"Content-Length: -5\r\n\r\n",
    "a length that is no number": POST + b"Content-Length: five\r\n\r\n",
    "a length beyond all": POST + b"Content-Length: 99999999999999999999999\r\n\r\n",
    "an odd coding": POST + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "chunks of no length": CHUNKED + b"\r\nxyz\r\nASK{}\r\n0\r\n\r\n",
    "a path that is not ASCII": "GET /ü HTTP/1.1\r\nHost: x\r\n\r\n".encode(),
    "a tunnel": b"CONNECT example.org:80 HTTP/1.1\r\n" + HOST + b"\r\n",
    "no path": b"GET  HTTP/1.1\r\n" + HOST + b"\r\n",
}


@pytest.mark.parametrize("case", NONSENSE)
def test_nonsense_is_refused_and_the_connection_closed(case: str, narrow: Server) -> None:
    found = narrow.say(NONSENSE[case])
    status, headers, _ = split(found)
    assert status == 400
    assert headers["connection"] == "close"
    assert headers["content-type"].startswith("text/plain")


def test_random_bytes_bring_nothing_down(narrow: Server) -> None:
    chance = random.Random(5)  # noqa: S311  (the same bytes each time)
    for size in (1, 10, 100, 1_000, 10_000):
        found = narrow.say(chance.randbytes(size) + b"\r\n\r\n", shut=True)
        assert found == b"" or found.startswith(b"HTTP/1.1 400"), found


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (HEALTH[:10] + b"\r\n\r\n", 1),
        (ASK + b"\r\n" + bytes(range(256)), 2),
    ],
)
def test_nonsense_after_sense_does_not_take_the_answer_back(
    data: bytes, count: int, narrow: Server
) -> None:
    assert narrow.say(data).count(b"HTTP/1.1 ") <= count


def test_requests_sent_at_once_are_answered_in_their_order(narrow: Server) -> None:
    data = b""
    for number in range(30):
        query = f"SELECT%20({number}%20AS%20%3Fn)%7B%7D&format=csv"
        data += f"GET /sparql?query={query} HTTP/1.1\r\n".encode() + HOST
        data += CLOSE if number == 29 else b"\r\n"
    found = narrow.say(data)
    assert [int(each) for each in re.findall(rb"\r\n\r\nn\r?\n(\d+)", found)] == list(range(30))


def test_a_post_among_requests_sent_at_once_keeps_its_place(narrow: Server) -> None:
    body = b"SELECT (1 AS ?n) {}"
    post = POST + b"Accept: text/csv\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    found = narrow.say(ASK + b"\r\n" + post + HEALTH + CLOSE)
    types = re.findall(rb"content-type: ([^\r;]+)", found)
    assert types == [b"application/sparql-results+json", b"text/csv", b"text/plain"]


def test_a_body_of_a_get_is_no_request(narrow: Server) -> None:
    hidden = b"GET /metrics HTTP/1.1\r\n\r\n"
    data = HEALTH + b"Content-Length: %d\r\n\r\n" % len(hidden) + hidden + HEALTH + CLOSE
    found = narrow.say(data)
    assert found.count(b"HTTP/1.1 200 OK") == 2
    assert b"visitkg_answers_total" not in found


WISH: Final = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: %s\r\n"


@pytest.mark.parametrize("upgrade", [b"h2c", b"websocket", b"h2c, websocket"])
def test_a_client_that_would_rather_speak_another_protocol_is_answered_in_this_one(
    upgrade: bytes, narrow: Server
) -> None:
    begin = time.monotonic()
    body = b"Content-Length: 6\r\n\r\nASK {}"
    for first in (ASK + WISH % upgrade + b"\r\n", POST + WISH % upgrade + body):
        found = narrow.say(first + HEALTH + CLOSE)
        assert found.count(b"HTTP/1.1 200 OK") == 2
        assert found.count(b'{"head":{},"boolean":true}') == 1
    assert time.monotonic() - begin < 0.9


def test_a_wish_for_another_protocol_that_comes_in_pieces_does_no_harm(narrow: Server) -> None:
    with socket.create_connection(("127.0.0.1", narrow.port), timeout=PATIENCE) as connection:
        connection.sendall(ASK + b"Connection: Upgrade\r\nUpg")
        time.sleep(0.1)
        connection.sendall(b"rade: h2c\r\n\r\n")
        status, headers, body = split(read_all(connection))
    assert (status, headers["connection"]) == (200, "close")
    assert body == b'{"head":{},"boolean":true}'


def test_a_client_that_waits_to_be_told_to_go_on_is_told(narrow: Server) -> None:
    data = POST + b"Expect: 100-continue\r\nContent-Length: 5\r\n" + CLOSE + b"ASK{}"
    found = narrow.say(data)
    assert found.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")


def test_an_old_client_is_answered_and_let_go(narrow: Server) -> None:
    status, headers, _ = split(narrow.say(b"GET /healthz HTTP/1.0\r\n\r\n"))
    assert (status, headers["connection"]) == (200, "close")


def test_clients_that_go_away_leave_nothing_behind(narrow: Server) -> None:
    heavy = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o }"
    before = narrow.metric('visitkg_answers_total{kind="query",status="499"}')
    for number in range(3):
        connection = narrow.connect()
        connection.request("POST", "/sparql", heavy, {"Content-Type": "application/sparql-query"})
        time.sleep(0.05 * number)
        connection.close()
    narrow.until(lambda: narrow.metric('visitkg_running{pool="queries"}') == 0)
    assert narrow.metric('visitkg_waiting{pool="queries"}') == 0
    after = narrow.metric('visitkg_answers_total{kind="query",status="499"}')
    assert after > before


def test_half_a_connection_is_enough_to_be_answered(narrow: Server) -> None:
    connection = narrow.connect()
    assert ask(connection, "/healthz").status == 200
    connection.close()
