"""Faults of the machine: processes that are killed, a disk that is full, signals under load."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from attack_target import SECONDS
from attack_wire import PATIENCE, connect, drop, receive, talk
from serve_wire import BrokenAnswerError, ask, get

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator, Sequence
    from random import Random

    from attack_target import Target

    Start = Callable[..., Target]

GRACE: Final = 15.0
"""Seconds in which a server that shall end has ended, with requests under way."""

_FULL: Final = Path("/dev/full")
_HEAVY: Final = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
_LOST: Final = "visitkg_log_lines_lost "


def kill_workers(target: Target, random: Random) -> Iterator[str]:
    """Kill a worker, whatever it does: another one takes its place."""
    workers = target.workers()
    if not workers:
        yield "there is no worker to kill"
        return
    chosen = random.choice(workers).number
    with contextlib.suppress(ProcessLookupError):
        os.kill(chosen, signal.SIGKILL)
        target.killed.append(chosen)


def fill_disk(begin: Start) -> Iterator[str]:
    """Give the log a disk that is full: lines are lost and counted, answers are not."""
    target = begin("full", "--log", str(_FULL))
    with target.running:
        for number in range(10):
            answer = talk(target.port, target.simple(number))[0]
            fault = target.find_fault(answer.status, answer.body)
            if fault:
                yield fault
        told = talk(target.port, get("/metrics"))[0].body.decode()
        lines = [line for line in told.splitlines() if line.startswith(_LOST)]
        if not lines or float(lines[0].split()[1]) < 10:
            yield f"lost lines are not counted: {lines}"


def terminate(begin: Start) -> Iterator[str]:
    """Let it end while it is asked: what was asked is answered, nothing stays, exit code 0."""
    target = begin("terminated")
    with target.running as running, _Load(target) as load:
        line = connect(target.port)
        line.sendall(ask("/sparql", _HEAVY))
        time.sleep(0.3)
        running.process.send_signal(signal.SIGTERM)
        yield from _end_of(line)
        yield from load.stop()
        try:
            code: int | None = running.process.wait(GRACE)
        except subprocess.TimeoutExpired:
            code = None
        if code is None:
            yield f"it has not ended {GRACE:g} seconds after the signal"
        elif code != 0:
            yield f"exit code {code} ({running.last_words()})"
        left = _wait_until_gone(target)
        if left:
            yield f"{left} processes outlive the server"


def _end_of(line: socket.socket) -> Iterator[str]:
    """Check that a query under way is answered: broken off by its limit, or in full."""
    try:
        found = list(receive(line, 1, SECONDS + PATIENCE))
    except BrokenAnswerError as error:
        yield f"an answer breaks off: {error}"
        return
    finally:
        drop(line)
    if not found:
        yield "a query that was under way has no answer"
    elif found[0].status not in (200, 503, 504):
        yield f"a query that was under way: status {found[0].status}"


class _Load:
    """Simple questions of some clients, of which each one that is answered is answered rightly."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.over = threading.Event()
        self.faults: list[str] = []
        self.right = 0
        self.threads = [threading.Thread(target=self._ask, args=(each,)) for each in range(4)]
        for thread in self.threads:
            thread.start()

    def __enter__(self) -> Self:
        """Return this."""
        return self

    def __exit__(self, *_: object) -> None:
        """Ask no more."""
        self.over.set()

    def _ask(self, number: int) -> None:
        number <<= 30
        while not self.over.is_set():
            number += 1
            try:
                found = talk(self.target.port, self.target.simple(number))
            except ConnectionError:
                return  # it listens no more
            except BrokenAnswerError as error:
                self.faults.append(f"an answer breaks off: {error}")
                return
            for answer in found:
                fault = self.target.find_fault(answer.status, answer.body)
                if fault and answer.status != 503:
                    self.faults.append(fault)
                self.right += fault is None

    def stop(self) -> Iterator[str]:
        """Ask no more, and yield what was wrong."""
        self.over.set()
        for thread in self.threads:
            thread.join()
        yield from self.faults[:3]
        if not self.right:
            yield "nothing was answered before the signal"


def kill_front(begin: Start) -> Iterator[str]:
    """Kill the first process while queries run: nothing of the server stays."""
    target = begin("killed")
    with target.running as running:
        lines = [connect(target.port) for _ in range(3)]
        for each, line in enumerate(lines):
            line.sendall(ask("/sparql", f"{_HEAVY} # {each}"))
        time.sleep(0.5)
        if len(running.members()) < 2:
            yield "there was no process but the first"
        running.process.kill()
        running.process.wait()
        left = _wait_until_gone(target)
        for line in lines:
            drop(line)
        if left:
            yield f"{left} processes outlive the server"


def kill_keeper(begin: Start) -> Iterator[str]:
    """Kill the process that holds the data: another one begins, and answers."""
    target = begin("bereft")
    with target.running as running:
        held = [each for each in running.processes() if each.parent == running.number]
        if not held:
            yield "there is no process that holds the data"
            return
        for each in held:
            os.kill(each.number, signal.SIGKILL)
        end = time.monotonic() + GRACE
        fault: str | None = "no answer"
        number = 0
        while fault and time.monotonic() < end:
            number += 1
            with contextlib.suppress(OSError, BrokenAnswerError):
                for answer in talk(target.port, target.simple(number)):
                    fault = target.find_fault(answer.status, answer.body)
            time.sleep(0.1)
        if fault:
            yield f"{GRACE:g} seconds later: {fault}"


def _wait_until_gone(target: Target) -> int:
    """Return how many processes are left after as long as a query may take."""
    end = time.monotonic() + SECONDS + GRACE
    left = len(target.running.members())
    while left and time.monotonic() < end:
        time.sleep(0.1)
        left = len(target.running.members())
    return left


def read_log(path: Path) -> Iterator[str]:
    """Yield what is wrong with a log: each line is JSON with the fields that it should have."""
    lines = path.read_text(encoding="utf-8", errors="strict").splitlines() if path.exists() else []
    if not lines:
        yield "the log has no line"
    wanted = {"time", "client", "method", "target", "status", "bytes", "milliseconds"}
    for number, line in enumerate(lines, 1):
        try:
            fields = json.loads(line)
        except ValueError:
            yield f"line {number} is no JSON: {line[:60]!r}"
            return
        if not wanted <= set(fields):
            yield f"line {number} lacks {', '.join(sorted(wanted - set(fields)))}"
            return


FAULTS: Final[Sequence[tuple[str, Callable[[Start], Iterator[str]]]]] = (
    ("a full disk for the log costs no answer", fill_disk),
    ("SIGTERM under load: what was asked is answered, exit code 0, nothing stays", terminate),
    ("kill -9 of the first process leaves nothing running", kill_front),
    ("kill -9 of the process with the data: another one begins", kill_keeper),
)
