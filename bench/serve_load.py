"""Load on a server, from a process of its own: reads a job as JSON, writes what came as JSON.

Each connection sends its next request when its answer has come; each answer is checked.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import deque
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from serve_process import HOST
from serve_questions import Library, Question
from serve_wire import BrokenAnswerError, ask, get, read_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    Check = Callable[[int, bytes], str | None]
    Following = Callable[[], tuple[bytes, Check]]
    Told = Callable[[float, int, str | None], str | None]

FRESH, SAME, REVALIDATE, NOTHING = "fresh", "same", "revalidate", "nothing"
KINDS: Final = (FRESH, SAME, REVALIDATE, NOTHING)

_OVERTIME: Final = 30.0
"""Seconds for which answers are waited for that are still under way at the end."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is asked for how long: simple questions from number ``begin``, ``heavy`` ones beside."""

    port: int
    path: str
    extra: str
    kind: str
    library: str
    connections: int
    seconds: float
    begin: int = 0
    heavy: int = 0


@dataclass(slots=True)
class Result:
    """Seconds of each answer, the first fault, and how many heavy ones were answered, refused."""

    seconds: float = 0
    took: list[float] = field(default_factory=list)
    fault: str | None = None
    heavy: int = 0
    refused: int = 0


class Connection(asyncio.Protocol):
    """One connection that asks again and again, and opens itself anew where it is closed."""

    def __init__(self, load: Load, following: Following, told: Told) -> None:
        self.load = load
        self.following = following
        self.told = told
        self.buffer = bytearray()
        self.line: asyncio.Transport | None = None
        self.begin = 0.0
        self.check: Check | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask the first question."""
        self.line = cast("asyncio.Transport", transport)
        self.send()

    def send(self) -> None:
        """Ask the next question, or end."""
        if self.line is None:
            return
        if self.load.is_over():
            self.line.abort()
            self.load.leave(self)
            return
        request, self.check = self.following()
        self.begin = time.perf_counter()
        self.line.write(request)

    def data_received(self, data: bytes) -> None:
        """Check an answer that is whole."""
        self.buffer += data
        self.take(closed=False)

    def take(self, *, closed: bool) -> bool:
        """Tell whether there was a whole answer; it is told, and the next question asked."""
        try:
            answer = read_answer(self.buffer, closed=closed)
        except BrokenAnswerError as error:
            self.load.fail(str(error))
            return False
        if answer is None or self.check is None:
            return False
        took = time.perf_counter() - self.begin
        del self.buffer[: answer.end]
        fault = self.told(took, answer.status, self.check(answer.status, answer.body))
        self.begin = 0.0
        if fault:
            self.load.fail(fault)
        elif answer.closes or closed:
            self.reopen()
        else:
            self.send()
        return True

    def reopen(self) -> None:
        """Open another connection in the place of this one, which the server closes."""
        if self.line is not None:
            self.line.abort()
        self.line = None
        self.load.leave(self)
        if not self.load.is_over():
            self.load.join(Connection(self.load, self.following, self.told))

    def connection_lost(self, _: Exception | None) -> None:
        """Take an answer that ends with the connection."""
        if self.line is None or self.load.done.is_set():
            return
        if self.begin and not self.take(closed=True):
            self.load.fail("the connection ended before the answer did")
        elif self.line is not None and not self.load.is_over():
            self.reopen()


class Load:
    """All connections of a job, until its time is over and the last answer has come."""

    def __init__(self, job: Job, simple: Following) -> None:
        self.job = job
        self.simple = simple
        self.library = Library.read(Path(job.library)) if job.heavy else None
        self.heavies = 0
        self.result = Result()
        self.open: set[Connection] = set()
        self.opening: deque[asyncio.Task[None]] = deque()
        self.done = asyncio.Event()
        self.begin = time.perf_counter()

    def is_over(self) -> bool:
        """Tell whether no more is asked."""
        return self.done.is_set() or time.perf_counter() > self.begin + self.job.seconds

    def fail(self, fault: str) -> None:
        """End with what was wrong."""
        self.result.fault = self.result.fault or fault
        self.done.set()

    def join(self, connection: Connection) -> None:
        """Open a connection."""
        self.open.add(connection)
        self.opening.append(asyncio.ensure_future(self._connect(connection)))

    async def _connect(self, connection: Connection) -> None:
        loop = asyncio.get_running_loop()
        try:
            await loop.create_connection(lambda: connection, HOST, self.job.port)
        except OSError as error:
            self.fail(str(error))

    def leave(self, connection: Connection) -> None:
        """Forget a connection; with the last one that asks simple questions, all is done."""
        self.open.discard(connection)
        if not any(each.told == self.tell_simple for each in self.open) and self.is_over():
            self.done.set()

    def tell_simple(self, took: float, _: int, fault: str | None) -> str | None:
        """Keep what a simple question took."""
        if fault is None:
            self.result.took.append(took)
        return fault

    def tell_heavy(self, _: float, status: int, fault: str | None) -> str | None:
        """Count a heavy question, which may be refused."""
        if status in (503, 504):
            self.result.refused += 1
            return None
        self.result.heavy += fault is None
        return fault

    def ask_heavy(self) -> tuple[bytes, Check]:
        """Return a heavy question."""
        question = cast("Library", self.library).heavy(self.heavies)
        self.heavies += 1
        return ask(self.job.path, question.text, extra=self.job.extra), question.find_fault

    async def run(self) -> Result:
        """Return what came of it."""
        self.begin = time.perf_counter()
        asyncio.get_running_loop().set_exception_handler(
            lambda _, context: self.fail(f"{context.get('exception') or context['message']}")
        )
        for _ in range(self.job.heavy):
            self.join(Connection(self, self.ask_heavy, self.tell_heavy))
        for _ in range(self.job.connections):
            self.join(Connection(self, self.simple, self.tell_simple))
        try:
            await asyncio.wait_for(self.done.wait(), self.job.seconds + _OVERTIME)
        except TimeoutError:
            self._give_up()
        self.result.seconds = time.perf_counter() - self.begin
        return self.result

    def _give_up(self) -> None:
        """Count what has no answer as having taken as long as it was waited for."""
        now = time.perf_counter()
        late = [each for each in self.open if each.told == self.tell_simple and each.begin]
        self.result.took += [now - each.begin for each in late]
        if not self.job.heavy:
            self.fail(f"{len(late)} requests without an answer")


def make_simple(job: Job, tag: str | None) -> Following:
    """Return what gives the next simple question of a job, with what checks its answer."""
    if job.kind == NOTHING:
        empty = get("/")
        return lambda: (empty, _is_fine)
    library = Library.read(Path(job.library))
    same = library.simple(job.begin)
    if job.kind == FRESH:
        numbers = iter(range(job.begin, sys.maxsize))

        def make() -> tuple[bytes, Check]:
            question = library.simple(next(numbers))
            return ask(job.path, question.text, extra=job.extra), question.find_fault

        return make
    more = (f"If-None-Match: {tag}",) if tag else ()
    request = ask(job.path, same.text, *more, extra=job.extra)
    check = _is_unchanged if tag else same.find_fault
    return lambda: (request, check)


def _is_fine(status: int, _: bytes) -> str | None:
    return None if status == 200 else f"status {status}"


def _is_unchanged(status: int, body: bytes) -> str | None:
    return None if status == 304 and not body else f"status {status}, and the tag had not changed"


def find_tag(job: Job) -> str | None:
    """Return the ETag of a simple question, None if it has none."""
    import socket

    question: Question = Library.read(Path(job.library)).simple(job.begin)
    with socket.create_connection((HOST, job.port), timeout=_OVERTIME) as line:
        line.sendall(ask(job.path, question.text, extra=job.extra))
        data = bytearray()
        while True:
            piece = line.recv(1 << 16)
            data += piece
            answer = read_answer(data, closed=not piece)
            if answer or not piece:
                return answer.header("ETag") if answer else None


async def run(job: Job) -> Result:
    """Return what came of a job."""
    tag = find_tag(job) if job.kind == REVALIDATE else None
    if job.kind == REVALIDATE and tag is None:
        return Result(fault="no ETag")
    return await Load(job, make_simple(job, tag)).run()


def main() -> None:
    """Do the job that standard input describes."""
    job = Job(**json.load(sys.stdin))
    try:
        # Faster than the loop that comes with Python, where it is installed.
        import uvloop
    except ImportError:
        result = asyncio.run(run(job))
    else:
        result = uvloop.run(run(job))
    json.dump(asdict(result), sys.stdout)


if __name__ == "__main__":
    main()
