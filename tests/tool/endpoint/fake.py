"""A server that answers as it is told, with all the faults that servers have."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

JSON: Final = "application/sparql-results+json"
TRIPLES: Final = "application/n-triples"
TRUE: Final = b'{"head":{},"boolean":true}'


@dataclass(frozen=True)
class Say:
    """An answer. ``missing`` bytes of those that are promised never come."""

    body: bytes = TRUE
    type: str = JSON
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    way: str = "length"  # or chunked, closing, dropped
    missing: int = 0
    after: float = 0


@dataclass(frozen=True)
class Heard:
    """A request."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, list[str]]:
        return parse_qs(self.body.decode(), strict_parsing=True)


class Fake(ThreadingHTTPServer):
    """A server at a free port of this machine; what was not told in advance is true."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: list[Say] = []
        self.heard: list[Heard] = []
        self.at_once = self.most_at_once = 0
        self.connections = 0
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/sparql"

    def handle_error(self, *_: object) -> None:
        """Say nothing of a client that hangs up, as it may."""

    def next_answer(self, heard: Heard) -> Say:
        with self.lock:
            self.heard.append(heard)
            return self.answers.pop(0) if self.answers else Say()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Fake

    def setup(self) -> None:
        super().setup()
        with self.server.lock:
            self.server.connections += 1

    def handle_any(self) -> None:
        size = int(self.headers.get("Content-Length") or 0)
        heard = Heard(self.command, self.path, dict(self.headers), self.rfile.read(size))
        say = self.server.next_answer(heard)
        with self.server.lock:
            self.server.at_once += 1
            self.server.most_at_once = max(self.server.most_at_once, self.server.at_once)
        time.sleep(say.after)
        with self.server.lock:
            self.server.at_once -= 1
        self._answer(say)

    do_GET = do_POST = do_PUT = handle_any  # noqa: N815  (names of the library)

    def _answer(self, say: Say) -> None:
        if say.way == "dropped":
            self.close_connection = True
            return
        self.send_response(say.status)
        self.send_header("Content-Type", say.type)
        for name, value in say.headers.items():
            self.send_header(name, value)
        body = say.body[: len(say.body) - say.missing]
        if say.way == "chunked":
            self.send_header("Transfer-Encoding", "chunked")
            end = b"" if say.missing else b"0\r\n\r\n"
            body = f"{len(body):x}\r\n".encode() + body + b"\r\n" + end
        elif say.way == "length":
            self.send_header("Content-Length", str(len(say.body)))
        self.close_connection = bool(say.missing) or say.way == "closing"
        self.end_headers()
        self.wfile.write(body)

    def send_response(self, code: int, message: str | None = None) -> None:
        self.send_response_only(code, message)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def run_fake() -> Iterator[Fake]:
    """Serve while the block runs."""
    with Fake() as fake:
        thread = threading.Thread(target=fake.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield fake
        finally:
            fake.shutdown()
            thread.join()
