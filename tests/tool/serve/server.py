"""A server as a process of its own, what it answers, and what is left of it when it has ended."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT: Final = Path(__file__).resolve().parents[3]
PATIENCE: Final = 60
"""Seconds after which a test gives up: the machine may have much else to do."""

ENDED: Final = 0
_SESSION: Final = 3
_STATE: Final = 0

WITH_LIMITS: Final = """
import sys
from pathlib import Path
from visitkg.serve.front.listen import listen
from visitkg.serve.front.log import Log
from visitkg.serve.front.server import serve
from visitkg.serve.front.spawn import Plan, spawn
from visitkg.serve.limits import Limits

listening = listen("127.0.0.1", 0)
print(f"Listening at http://127.0.0.1:{listening.getsockname()[1]}/", file=sys.stderr, flush=True)
plan = Plan(None, (Path(sys.argv[1]),), "", Limits(**eval(sys.argv[2])))
say = lambda line: print(line, file=sys.stderr, flush=True)
serve(plan, spawn(plan.order()), [listening], Log(None), say)
"""
"""A server by limits that the command has no options for."""


@dataclass(frozen=True)
class Answer:
    """What a server answers: a status, headers with names in lower case, and a body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def tag(self) -> str | None:
        return self.headers.get("etag")

    @property
    def limit(self) -> str | None:
        return self.headers.get("visitkg-limit")

    @property
    def rows(self) -> list[dict[str, str]]:
        """Return the values of an answer in JSON."""
        bindings = json.loads(self.body)["results"]["bindings"]
        return [{name: each["value"] for name, each in row.items()} for row in bindings]

    @property
    def boolean(self) -> bool:
        """Return true or false, which an answer in JSON says."""
        found = json.loads(self.body)["boolean"]
        assert isinstance(found, bool)
        return found


@dataclass
class Server:
    """A server that runs, and what it has said on standard error."""

    process: subprocess.Popen[bytes]
    said: list[str] = field(default_factory=list)
    socket_path: Path | None = None

    @property
    def address(self) -> str:
        """Return the address that the server says that it listens at, with no / at its end."""
        line = self.wait_for("Listening at ")
        return line.removeprefix("Listening at ").rstrip("/")

    @property
    def port(self) -> int:
        port = urlsplit(self.address).port
        assert port is not None
        return port

    def wait_for(self, words: str, count: int = 1) -> str:
        """Return the line on standard error that has the words for the given time."""
        found = self.until(lambda: [each for each in self.said if words in each][count - 1 :])
        return str(found[0])

    def until(self, found: Any) -> Any:  # noqa: ANN401  (what is found)
        """Return what a function finds, once it finds something."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            value = found()
            if value:
                return value
            assert self.process.poll() is None, "\n".join(self.said)
            time.sleep(0.01)
        raise AssertionError("\n".join(["It does not happen. The server has said:", *self.said]))

    def connect(self) -> http.client.HTTPConnection:
        """Return a connection to the server."""
        if self.socket_path is not None:
            connection = http.client.HTTPConnection("localhost", timeout=PATIENCE)
            connection.sock = socket.socket(socket.AF_UNIX)
            connection.sock.settimeout(PATIENCE)
            connection.sock.connect(str(self.socket_path))
            return connection
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def ask(
        self,
        path: str,
        method: str = "GET",
        body: bytes | str | None = None,
        **headers: Any,  # noqa: ANN401  (texts, or None for a header that is not sent)
    ) -> Answer:
        """Return what is answered to one request; ``_`` in names of headers is ``-``."""
        connection = self.connect()
        try:
            return ask(connection, path, method, body, **headers)
        finally:
            connection.close()

    def query(self, text: str, more: str = "", **headers: Any) -> Answer:  # noqa: ANN401  (as above)
        """Return what is answered to a query by GET."""
        return self.ask(f"/sparql?query={quote(text)}{more}", **headers)

    def say(self, data: bytes, *, shut: bool = False) -> bytes:
        """Return all that is sent back to some bytes, until the server closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
            connection.sendall(data)
            if shut:
                connection.shutdown(socket.SHUT_WR)
            return read_all(connection)

    def metric(self, name: str) -> float:
        """Return a number of the metrics, 0 for one that is not there yet."""
        text = self.ask("/metrics").text
        found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
        return float(found[1]) if found else 0

    def end(self) -> int:
        """Let the server end, and return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)


def ask(
    connection: http.client.HTTPConnection,
    path: str,
    method: str = "GET",
    body: bytes | str | None = None,
    **headers: str | None,
) -> Answer:
    """Return what is answered to one request over a connection that stays open."""
    sent = {name.replace("_", "-"): each for name, each in headers.items() if each is not None}
    data = body.encode() if isinstance(body, str) else body
    connection.request(method, path, data, sent)
    answer = connection.getresponse()
    content = answer.read()
    found: dict[str, str] = {}
    for name, value in answer.getheaders():
        key = name.lower()
        found[key] = f"{found[key]}, {value}" if key in found else value
    return Answer(answer.status, found, content)


def read_all(connection: socket.socket) -> bytes:
    """Return what arrives until the other end closes."""
    parts = []
    try:
        while part := connection.recv(1 << 16):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


@contextmanager
def run(
    *options: str | Path,
    cwd: Path = ROOT,
    code: str | None = None,
    stdout: Any = subprocess.DEVNULL,  # noqa: ANN401  (what a process takes)
    is_ready: bool = True,
    ends_well: bool = True,
) -> Iterator[Server]:
    """Run a server; at its end it must leave with 0 and leave no process behind."""
    program = ["-c", code] if code else ["-m", "visitkg", "serve"]
    arguments = [str(each) for each in options]
    if code is None and "--socket" not in arguments and "--port" not in arguments:
        arguments += ["--port", "0"]
    process = subprocess.Popen(
        [sys.executable, *program, *arguments],
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    server = Server(process)
    reader = threading.Thread(target=_read_lines, args=(process, server.said))
    reader.start()
    if "--socket" in arguments:
        server.socket_path = Path(arguments[arguments.index("--socket") + 1])
    try:
        if is_ready:
            server.wait_for("Serving ")
        yield server
        if ends_well:
            assert server.end() == ENDED, "\n".join(server.said)
            assert wait_until_none_is_left(process.pid) == []
    finally:
        for pid in living(process.pid):
            os.kill(pid, signal.SIGKILL)
        process.wait(PATIENCE)
        reader.join(PATIENCE)
        if process.stderr is not None:
            process.stderr.close()
    said = "\n".join(server.said)
    assert "Traceback" not in said, said


def _read_lines(process: subprocess.Popen[bytes], said: list[str]) -> None:
    if process.stderr is not None:
        for line in process.stderr:
            said.append(line.decode().rstrip("\n"))  # noqa: PERF401  (each as it comes)


def living(session: int) -> list[int]:
    """Return the processes of a session, in order; not those that are only not waited for."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[_SESSION]) == session and fields[_STATE] != "Z":
            found.append(int(path.parent.name))
    return sorted(found)


def parent_of(pid: int) -> int:
    """Return the process that another one comes from, 0 if it has just ended."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    except OSError:
        return 0
    return int(text.rpartition(")")[2].split()[1])


def wait_until_none_is_left(session: int, seconds: float = 10) -> list[int]:
    """Return the processes of a session that still live after some time."""
    end = time.monotonic() + seconds
    while (found := living(session)) and time.monotonic() < end:
        time.sleep(0.02)
    return found


def keepers(server: Server) -> list[int]:
    """Return the process that holds the data and the one that keeps the pages' workers."""
    front = server.process.pid
    first = [pid for pid in living(front) if pid != front and parent_of(pid) == front]
    others = [pid for pid in living(front) if parent_of(pid) in first]
    kept = [pid for pid in others if any(parent_of(each) == pid for each in living(front))]
    return [*first, *kept]


def workers(server: Server) -> list[int]:
    """Return the processes that answer requests."""
    apart = {server.process.pid, *keepers(server)}
    return [pid for pid in living(server.process.pid) if pid not in apart]


def send_signal(pids: Sequence[int], kind: signal.Signals) -> None:
    """Send a signal to processes of ours that may just have ended."""
    for pid in pids:
        try:
            os.kill(pid, kind)
        except ProcessLookupError:
            continue
