"""A server as processes of its own: started, waited for, weighed, and stopped; Linux alone.

All that it starts belongs to its session, also what loses its parent.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, Self

from serve_wire import BrokenAnswerError, read_answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

HOST: Final = "127.0.0.1"

_PROC: Final = Path("/proc")
_PIECE: Final = 1 << 16
_PAUSE: Final = 0.002
"""Between two attempts to reach a server that starts: less than what is told of its start."""


class NoAnswerError(Exception):
    """A server did not start, or did not answer rightly."""


class Process(NamedTuple):
    """What Linux says of a process."""

    number: int
    state: str
    parent: int
    session: int


class Running:
    """A server that runs; what it says goes to a file. Ends with the block."""

    def __init__(
        self, command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None
    ) -> None:
        self.log = folder / "server.log"
        self.begin = time.perf_counter()
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                list(command),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                cwd=folder,
                env={**os.environ, **(environment or {})},
                start_new_session=True,
            )

    def __enter__(self) -> Self:
        """Return this."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave nothing running."""
        self.kill()

    @property
    def number(self) -> int:
        """Return the number of the process that was started."""
        return self.process.pid

    def processes(self) -> list[Process]:
        """Return all processes of the server that are not zombies."""
        found = read_processes()
        return [each for each in found if each.session == self.number and each.state != "Z"]

    def members(self) -> list[int]:
        """Return their numbers."""
        return [each.number for each in self.processes()]

    def memory(self) -> int:
        """Return the bytes that all processes take; what they share counts once."""
        return sum(map(read_memory, self.members()))

    def last_words(self) -> str:
        """Return the last line that the server wrote."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").split("\n")
        return next((line for line in reversed(lines) if line.strip()), "without a word")

    def kill(self) -> None:
        """End all processes of the server at once, and wait until they are gone."""
        for _ in range(100):
            left = self.members()
            for number in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
            self.process.poll()
            if not left:
                break
            time.sleep(0.02)
        self.process.wait(10)

    def wait_for(
        self, port: int, request: bytes, find_fault: Callable[[int, bytes], str | None], most: float
    ) -> float:
        """Return the seconds from the start to the first right answer; raise NoAnswerError."""
        fault: str | None = "no connection"
        while time.perf_counter() < self.begin + most:
            if self.process.poll() is not None:
                raise NoAnswerError(f"exit code {self.process.returncode} ({self.last_words()})")
            try:
                status, body = exchange(port, request, most)
                fault = find_fault(status, body)
            except (OSError, BrokenAnswerError) as error:
                fault = str(error)
            if fault is None:
                return time.perf_counter() - self.begin
            time.sleep(_PAUSE)
        raise NoAnswerError(f"no right answer in {most:.0f} seconds: {fault}")


def exchange(port: int, request: bytes, most: float) -> tuple[int, bytes]:
    """Return status and body of what a server answers on a connection of its own."""
    with socket.create_connection((HOST, port), timeout=most) as line:
        line.sendall(request)
        data = bytearray()
        while True:
            piece = line.recv(_PIECE)
            data += piece
            answer = read_answer(data, closed=not piece)
            if answer:
                return answer.status, answer.body
            if not piece:
                raise BrokenAnswerError("the connection ended before the answer did")


def free_port() -> int:
    """Return the number of a port that nobody listens at."""
    with socket.socket() as line:
        line.bind((HOST, 0))
        return int(line.getsockname()[1])


def read_processes() -> Iterator[Process]:
    """Yield all processes of the machine."""
    for folder in _PROC.iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):
                text = (folder / "stat").read_text(encoding="utf-8", errors="replace")
                # The name, in brackets, may hold anything.
                fields = text.rpartition(")")[2].split()
                yield Process(int(folder.name), fields[0], int(fields[1]), int(fields[3]))


def read_memory(number: int) -> int:
    """Return the bytes of a process, those that it shares divided by who shares them."""
    try:
        lines = (_PROC / str(number) / "smaps_rollup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
