"""Real stores, one of each kind for all workers of a test run; the last to need one ends it."""

from __future__ import annotations

import fcntl
import json
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.error import URLError
from urllib.request import Request, urlopen

from tests.tool import detached
from tests.tool.need import need_program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PATIENCE: Final = 120
"""Seconds for a store to begin: the machine may have much else to do."""

_INI: Final = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql_port}
DisableUnixSocket = 1
CheckpointInterval = 0
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = {folder}
ServerThreads = 10
MaxKeepAlives = 10
KeepAliveTimeout = 30
[SPARQL]
ResultSetMaxRows = 10000
MaxQueryExecutionTime = 60
"""


@dataclass(frozen=True)
class Engine:
    """A store: where it answers, and where it is filled. ``has_default`` if it has such a graph."""

    name: str
    query: str
    graph_store: str
    has_default: bool


@contextmanager
def oxigraph(shared: Path) -> Iterator[Engine]:
    """Serve Oxigraph, as ``pip install oxigraph`` gives it."""
    program = need_program("oxigraph")

    def start(folder: Path) -> tuple[list[str], dict[str, int]]:
        port = free_port()
        at = ["--location", str(folder / "store"), "--bind", f"127.0.0.1:{port}"]
        return [program, "serve", *at], {"port": port}

    with _shared(shared, "oxigraph", start, "/query") as ports:
        base = f"http://127.0.0.1:{ports['port']}"
        yield Engine("oxigraph", f"{base}/query", f"{base}/store", has_default=True)


@contextmanager
def virtuoso(shared: Path) -> Iterator[Engine]:
    """Serve Virtuoso 7 by the limits that Debian gives it; anybody on this machine may fill it."""
    program, isql = need_program("virtuoso-t"), need_program("isql-vt")

    def start(folder: Path) -> tuple[list[str], dict[str, int]]:
        ports = {"port": free_port(), "sql_port": free_port()}
        (folder / "virtuoso.ini").write_text(_INI.format(folder=folder, **ports), "utf-8")
        return [program, "+foreground", "+configfile", str(folder / "virtuoso.ini")], ports

    def open_it(ports: dict[str, int]) -> None:
        grant = 'exec=grant SPARQL_UPDATE to "SPARQL";'
        command = [isql, f"127.0.0.1:{ports['sql_port']}", "dba", "dba", grant]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert "Error" not in done.stdout + done.stderr, done

    with _shared(shared, "virtuoso", start, "/sparql", open_it) as ports:
        base = f"http://127.0.0.1:{ports['port']}"
        yield Engine("virtuoso", f"{base}/sparql", f"{base}/sparql-graph-crud", has_default=False)


@contextmanager
def _shared(
    shared: Path,
    name: str,
    start: Callable[[Path], tuple[list[str], dict[str, int]]],
    path: str,
    ready: Callable[[dict[str, int]], None] = lambda _: None,
) -> Iterator[dict[str, int]]:
    """Yield the ports of a process that this test run shares."""
    folder = shared / name
    folder.mkdir(exist_ok=True)
    with _state(folder) as state:
        if not state.get("users"):
            (folder / "files").mkdir(exist_ok=True)
            command, ports = start(folder / "files")
            pid = detached.start(command, folder, folder / "log")
            try:
                await_store(f"http://127.0.0.1:{ports['port']}{path}", pid)
                ready(ports)
            except BaseException:
                detached.end(pid)
                raise
            # Its end is seen to by whoever needs it last, which may be another worker.
            state.update(users=0, ports=ports, pid=pid)
        state["users"] += 1
        found = dict(state["ports"])
    try:
        yield found
    finally:
        with _state(folder) as state:
            state["users"] -= 1
            if not state["users"]:
                detached.end(state["pid"])
                shutil.rmtree(folder / "files", ignore_errors=True)


@contextmanager
def _state(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield what all workers know, for one of them at a time."""
    file = folder / "state.json"
    with (folder / "lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        state: dict[str, Any] = json.loads(file.read_text("utf-8")) if file.exists() else {}
        yield state
        file.write_text(json.dumps(state), "utf-8")


def await_store(url: str, pid: int) -> None:
    """Wait until a store answers."""
    end = time.monotonic() + PATIENCE
    request = Request(f"{url}?query=ASK%7B%7D")  # noqa: S310  (this machine)
    while True:
        try:
            with urlopen(request, timeout=10) as answer:  # noqa: S310  (this machine)
                answer.read()
        except (URLError, OSError):
            assert detached.runs(pid), "the store ended by itself"
            assert time.monotonic() < end, "the store does not begin"
            time.sleep(0.1)
        else:
            return


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
