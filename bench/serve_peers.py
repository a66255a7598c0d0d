"""Who serves a graph as a SPARQL endpoint, ours first: how it is loaded, started and asked."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from serve_process import HOST, Running, free_port
from validate_peers import Missing, find_program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OURS: Final = "visitkg serve"
RDFLIB: Final = "rdflib-endpoint"
OXIGRAPH: Final = "oxigraph serve"
VIRTUOSO: Final = "Virtuoso"

GRAPH_IRI: Final = "urn:x-bench:graph"
_PATIENCE: Final = 120
_VIRTUOSO_INI: Final = """\
[Database]
DatabaseFile = {store}/virtuoso.db
ErrorLogFile = {store}/virtuoso.log
LockFile = {store}/virtuoso.lck
TransactionFile = {store}/virtuoso.trx
xa_persistent_file = {store}/virtuoso.pxa
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = {store}/virtuoso-temp.db
TransactionFile = {store}/virtuoso-temp.trx
[Parameters]
ServerPort = {host}:{sql_port}
DisableUnixSocket = 1
MaxClientConnections = 100
CheckpointInterval = 0
DirsAllowed = {folder}
NumberOfBuffers = 40000
MaxDirtyBuffers = 30000
ThreadsPerQuery = 2
[HTTPServer]
ServerPort = {host}:{port}
ServerRoot = {store}
MaxClientConnections = 100
ServerThreads = 100
MaxKeepAlives = 100
KeepAliveTimeout = 60
EnabledGzipContent = 0
[SPARQL]
ResultSetMaxRows = 10000
MaxQueryExecutionTime = 60
"""
"""As its defaults, but with threads and buffers enough for the load."""


def _nothing(_data: Path, _store: Path) -> None:
    """Prepare nothing."""


@dataclass(frozen=True, slots=True)
class Server:
    """What takes part: the path and further parameters of its endpoint, and its command.

    ``prepare`` loads the data into a folder of its own, where a server has one.
    """

    name: str
    version: str
    path: str
    on: Callable[[Path, Path, int], list[str]]
    extra: str = ""
    prepare: Callable[[Path, Path], None] = _nothing


def find_servers(node_modules: Path | None) -> Iterator[Server | Missing]:
    """Yield ours, then each other server, or how it can be had."""
    yield _find_ours()
    yield _find_oxigraph()
    yield _find_rdflib()
    yield _find_virtuoso()
    yield _find_comunica(node_modules)


def _find_ours() -> Server | Missing:
    command = (sys.executable, "-m", "visitkg", "serve")
    known = subprocess.run([*command, "--help"], capture_output=True, check=False)
    if known.returncode:
        return Missing(OURS, "this version has no such command")
    return Server(
        OURS,
        _version("visitkg"),
        "/sparql",
        lambda data, _, port: [*command, "--port", str(port), str(data)],
    )


def serve_project(project: Path) -> Server:
    """Return ours with all of a project, pages too, rather than files alone."""
    return Server(
        f"{OURS}, the project",
        _version("visitkg"),
        "/sparql",
        lambda _data, _store, port: [
            *(sys.executable, "-m", "visitkg", "serve"),
            *("--project", str(project), "--port", str(port)),
        ],
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "of the checkout"


def _find_oxigraph() -> Server | Missing:
    program = find_program("oxigraph")
    if program is None:
        return Missing(OXIGRAPH, "pip install oxigraph")

    def load(data: Path, store: Path) -> None:
        _succeed([program, "load", "--location", str(store), "--file", str(data)])

    return Server(
        OXIGRAPH,
        _version("oxigraph"),
        "/query",
        lambda _, store, port: [
            *(program, "serve", "--location", str(store), "--bind", f"{HOST}:{port}"),
        ],
        prepare=load,
    )


def _find_rdflib() -> Server | Missing:
    program = find_program("rdflib-endpoint")
    if program is None:
        return Missing(RDFLIB, "pip install 'rdflib-endpoint[cli]'")
    return Server(
        RDFLIB,
        _version("rdflib-endpoint"),
        "/",
        lambda data, _, port: [
            *(program, "serve", "--host", HOST, "--port", str(port), str(data)),
        ],
    )


def _find_virtuoso() -> Server | Missing:
    program = shutil.which("virtuoso-t")
    client = shutil.which("isql-vt") or shutil.which("isql-v")
    if program is None or client is None:
        return Missing(VIRTUOSO, "apt-get install virtuoso-opensource")

    def start(data: Path, store: Path, port: int, sql_port: int) -> list[str]:
        ini = store / "virtuoso.ini"
        ports = {"host": HOST, "port": port, "sql_port": sql_port}
        text = _VIRTUOSO_INI.format(store=store, folder=data.parent, **ports)
        ini.write_text(text, encoding="utf-8")
        return [program, "+foreground", "+configfile", str(ini)]

    def load(data: Path, store: Path) -> None:
        sql_port = free_port()
        with Running(start(data, store, free_port(), sql_port), store) as running:
            _load_virtuoso(client, sql_port, data, running)
            running.process.wait(_PATIENCE)

    told = subprocess.run([program, "-?"], capture_output=True, check=False)
    lines = (told.stdout + told.stderr).decode(errors="replace").splitlines()
    number = next((line.split()[1] for line in lines if line.startswith("Version")), "unknown")
    return Server(
        VIRTUOSO,
        number,
        "/sparql",
        lambda data, store, port: start(data, store, port, free_port()),
        extra=f"&default-graph-uri={GRAPH_IRI}",
        prepare=load,
    )


def _load_virtuoso(client: str, sql_port: int, data: Path, running: Running) -> None:
    """Load the data, and let the server end with all of it written."""
    statements = (
        f"DB.DBA.TTLP_MT(file_to_string_output('{data}'), '', '{GRAPH_IRI}', 255);\n"
        "checkpoint;\nshutdown;\n"
    )
    told = b"Connect failed"
    while b"Connect failed" in told and running.process.poll() is None:
        # It takes a second or two until it listens.
        time.sleep(0.5)
        done = subprocess.run(
            [client, f"{HOST}:{sql_port}", "dba", "dba"],
            input=statements.encode(),
            capture_output=True,
            check=False,
        )
        told = done.stdout + done.stderr
    # The shutdown ends this connection too, which is told as an error with 08S01 or S1T00.
    faults = [line for line in told.splitlines() if line.startswith(b"*** Error 4")]
    if faults or b"Done." not in told:
        last_words = b" ".join(faults or [told[-200:]]).decode(errors="replace")
        raise SystemExit(f"Virtuoso loads nothing: {last_words}; {running.last_words()}")


def _find_comunica(modules: Path | None) -> Server | Missing:
    node = shutil.which("node")
    folder = (modules or Path()).absolute() / "@comunica" / "query-sparql-file"
    if node is None or modules is None or not (folder / "package.json").exists():
        return Missing("comunica", "npm install @comunica/query-sparql-file, and --node-modules")
    about = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    program = str(folder / "bin" / "http.js")
    workers = str(os.cpu_count() or 1)
    return Server(
        "comunica",
        about["version"],
        "/sparql",
        lambda data, _, port: [
            *(node, program, str(data), "--port", str(port), "--workers", workers),
        ],
    )


def _succeed(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        last_words = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise SystemExit(f"{command[0]}: exit code {done.returncode} ({last_words})")
