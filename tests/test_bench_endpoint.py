"""What the benchmark of validation in a store counts and tells; no figure is judged here."""

from __future__ import annotations

import sys
import threading
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

BENCH: Final = Path(__file__).resolve().parents[1] / "bench"
ANSWER: Final = b"<http://example.org/a> <http://example.org/p> 1 .\n"


@pytest.fixture(autouse=True)
def bench_is_on_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCH))


class Store(BaseHTTPRequestHandler):
    """Answers with what it was asked, or refuses."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        refused = "refuse" in self.path
        body = self.path.encode() if not refused else b"no"
        self.send_response(503 if refused else 200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def store() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), Store) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def ask(port: int, path: str, body: bytes | None = None) -> tuple[int, bytes]:
    line = HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("POST" if body else "GET", path, body)
    answer = line.getresponse()
    found = answer.status, answer.read()
    line.close()
    return found


def test_requests_are_passed_on_and_counted(store: int) -> None:
    from endpoint_proxy import count_requests

    with count_requests(store, {"/sparql": "/query?graph=g"}) as (port, counter):
        assert ask(port, "/sparql?query=q") == (200, b"/query?query=q&graph=g")
        assert ask(port, "/sparql", b"12345") == (200, b"/query?graph=g")
        assert counter.take() == (2, len("/sparql?query=q") + len("/sparql") + 5, 22 + 14)
        assert counter.take() == (0, 0, 0)


def test_what_a_store_refuses_is_refused_and_counted(store: int) -> None:
    from endpoint_proxy import count_requests

    with count_requests(store, {"/sparql": "/query"}) as (port, counter):
        assert ask(port, "/sparql?refuse") == (503, b"no")
        assert counter.take().requests == 1


def test_other_paths_are_not_passed_on(store: int) -> None:
    from endpoint_proxy import count_requests

    with count_requests(store, {"/sparql": "/query"}) as (port, counter):
        assert ask(port, "/other")[0] == 404
        assert counter.take().requests == 0


def test_the_table_has_ratios_and_the_reason_why_somebody_is_wrong() -> None:
    from endpoint_peers import OURS, RUDOF
    from endpoint_table import Measured, examine, render_table

    ours = Measured(OURS, 0.5, 4, 2048, 4096, 7, "")
    rudof = Measured(RUDOF, 3.0, 100, 1024, 8192, 6, "gives 6 results instead of 7")
    table = render_table("made up", [ours, rudof])
    assert f"| {OURS} | 0.50 (1.0) | 4 (1.0) | 2 | 4 | 7 right |" in table
    assert "| 3.00 (6.0) | 100 (25.0) | 1 | 8 | gives 6 results instead of 7 |" in table
    assert [goal.kept for goal in examine([ours, rudof])] == [True, True, True]


@pytest.mark.parametrize(
    ("seconds", "requests", "fault", "kept"),
    [
        (2.0, 100, "", [True, False, True]),
        (3.0, 79, "", [True, True, False]),
        (3.0, 100, "gives 1 results instead of 7", [False, True, True]),
    ],
    ids=["slow", "many requests", "wrong"],
)
def test_a_goal_is_missed(seconds: float, requests: int, fault: str, kept: list[bool]) -> None:
    from endpoint_peers import OURS, RUDOF
    from endpoint_table import Measured, examine

    ours = Measured(OURS, 0.5, 4, 0, 0, 7, fault)
    others = [Measured(RUDOF, seconds, requests, 0, 0, 7, "")]
    assert [goal.kept for goal in examine([ours, *others])] == kept


def test_without_ours_there_is_no_goal() -> None:
    from endpoint_peers import RUDOF
    from endpoint_table import Measured, examine

    assert list(examine([Measured(RUDOF, 1.0, 1, 0, 0, 7, "")])) == []


def test_one_that_fails_or_differs_gets_no_time() -> None:
    from collections import Counter

    from endpoint import Contestant, run_once
    from endpoint_peers import Validator
    from endpoint_proxy import Counter as Counted
    from validate_rows import Row

    expected = Counter([Row("<a>", "", "", "<c>", "<s>", "<t>")])
    empty = "[] a <http://www.w3.org/ns/shacl#ValidationReport> ;"
    empty += " <http://www.w3.org/ns/shacl#conforms> true ."
    told = {
        "exit code 3": "import sys; sys.exit(3)",
        "writes no report": "print()",
        "0 results instead of 1": f"print({empty!r})",
    }
    for fault, code in told.items():
        validator = Validator("one", "1", (sys.executable, "-c", code), "ttl")
        one = Contestant(validator)
        run_once(one, {}, Counted(), expected, 60)
        assert fault in one.fault
        assert one.measured().fault == one.fault
