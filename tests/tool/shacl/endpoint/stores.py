"""Real stores, started by the tests: each holds one graph, which is replaced for each test."""

from __future__ import annotations

import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final
from urllib.request import Request, urlopen

from tests.tool import detached
from tests.tool.endpoint.engines import await_store, free_port
from tests.tool.need import need_program

from visitkg.endpoint.client import open_endpoint
from visitkg.project import find_project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from visitkg.endpoint.client import Endpoint
    from visitkg.sparql.answer import Table

GRAPH: Final = "http://example.org/graph"
_SECONDS: Final = 60.0


class StoreSource:
    """A store asked over HTTP, that remembers what it was asked."""

    def __init__(self, endpoint: Endpoint, replace: Callable[[bytes], None]) -> None:
        self.endpoint = endpoint
        self.replace = replace
        self.queries: list[str] = []

    def select(self, query: str) -> Table:
        """Return the whole answer."""
        self.queries.append(query)
        return self.endpoint.select(query)


@contextmanager
def start_oxigraph(folder: Path) -> Iterator[StoreSource]:
    """Serve an empty Oxigraph."""
    program = need_program("oxigraph")
    port = free_port()
    address = f"127.0.0.1:{port}"
    command = [program, "serve", "--location", str(folder / "store"), "--bind", address]
    with _run(command, folder, f"http://{address}/query"):

        def replace(triples: bytes) -> None:
            _send("PUT", f"http://{address}/store?default", triples, "application/n-triples")

        endpoint = open_endpoint(f"http://{address}/query", find_project())
        yield StoreSource(endpoint, replace)
        endpoint.close()


_INI: Final = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = .
NumberOfBuffers = 10000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
[SPARQL]
ResultSetMaxRows = 10000
MaxQueryExecutionTime = 60
"""


@contextmanager
def start_virtuoso(folder: Path) -> Iterator[StoreSource]:
    """Serve an empty Virtuoso with the limits that Debian gives it."""
    program, isql = need_program("virtuoso-t"), need_program("isql-vt")
    sql, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(_INI.format(sql=sql, http=http), encoding="utf-8")
    file = folder / "data.nt"

    def replace(triples: bytes) -> None:
        file.write_bytes(triples)
        load = f"DB.DBA.TTLP(file_to_string('{file.name}'), '', '{GRAPH}', 255)"
        text = f"SPARQL CLEAR GRAPH <{GRAPH}>; {load}; checkpoint;"
        command = [isql, f"127.0.0.1:{sql}", "dba", "dba", f"exec={text}"]
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder)
        assert "Error" not in done.stdout + done.stderr, done

    command = [program, "+foreground", "+configfile", "virtuoso.ini"]
    with _run(command, folder, f"http://127.0.0.1:{http}/sparql"):
        endpoint = open_endpoint(f"http://127.0.0.1:{http}/sparql", find_project(), graph=GRAPH)
        yield StoreSource(endpoint, replace)
        endpoint.close()


@contextmanager
def _run(command: list[str], folder: Path, url: str) -> Iterator[None]:
    pid = detached.start(command, folder, folder / "log")
    try:
        await_store(url, pid)
        yield
    finally:
        detached.end(pid)


def _send(method: str, url: str, body: bytes, kind: str) -> None:
    request = Request(url, body, {"Content-Type": kind}, method=method)  # noqa: S310  (this machine)
    with urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310  (this machine)
        answer.read()
