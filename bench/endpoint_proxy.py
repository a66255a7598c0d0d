"""A proxy in front of a store, which counts the requests that it passes on, and their bytes."""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from serve_process import HOST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

QUERY: Final = "/sparql"
GRAPH: Final = "/graph"
"""The paths of the proxy: for queries, and for the whole graph."""

_PASSED_ON: Final = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")
_GIVEN_BACK: Final = ("Content-Encoding", "Content-Type", "X-SPARQL-MaxRows", "X-SQL-State")


class Traffic(NamedTuple):
    """Requests, the bytes of their addresses and bodies, and the bytes of the answers."""

    requests: int = 0
    sent: int = 0
    received: int = 0


@dataclass(slots=True)
class Counter:
    """What went through since it was last taken."""

    traffic: Traffic = field(default_factory=Traffic)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, sent: int, received: int) -> None:
        """Count one request."""
        with self.lock:
            now = self.traffic
            self.traffic = Traffic(now.requests + 1, now.sent + sent, now.received + received)

    def take(self) -> Traffic:
        """Return what was counted, and begin anew."""
        with self.lock:
            found, self.traffic = self.traffic, Traffic()
        return found


class _Proxy(ThreadingHTTPServer):
    """Passes on what comes to a path that it knows; its clients may be stopped in the middle."""

    def __init__(self, store: int, paths: Mapping[str, str]) -> None:
        super().__init__((HOST, 0), _Handler)
        self.store = store
        self.paths = paths
        self.counter = Counter()

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """Say nothing of a client that went away."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """Passes each request on, by a connection to the store for each of the client's."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Proxy
    _store: HTTPConnection | None = None

    def pass_on(self) -> None:
        """Answer as the store does."""
        path, _, parameters = self.path.partition("?")
        if path not in self.server.paths:
            self.send_error(404)
            return
        own, _, more = self.server.paths[path].partition("?")
        parameters = "&".join(filter(None, (parameters, more)))
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        given = {name: self.headers[name] for name in _PASSED_ON if name in self.headers}
        target = f"{own}?{parameters}" if parameters else own
        if self._store is None:
            self._store = HTTPConnection(HOST, self.server.store)
        self._store.request(self.command, target, body or None, given)
        answer = self._store.getresponse()
        data = answer.read()
        self.server.counter.add(len(self.path) + len(body), len(data))
        self.send_response(answer.status)
        for name in _GIVEN_BACK:
            if name in answer.headers:
                self.send_header(name, answer.headers[name])
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = pass_on  # noqa: N815  (so the library calls them)

    def finish(self) -> None:
        """End the connection to the store with that of the client."""
        if self._store is not None:
            self._store.close()
        super().finish()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def count_requests(store: int, paths: Mapping[str, str]) -> Iterator[tuple[int, Counter]]:
    """Give the port of a proxy of a store's port, and its counter.

    ``paths`` are those of the store for those of the proxy, with parameters that are added.
    """
    with _Proxy(store, paths) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server.server_port, server.counter
        finally:
            server.shutdown()
            thread.join()
