"""The server that is attacked, and what can be seen of its processes from outside; Linux alone."""

from __future__ import annotations

import contextlib
import re
import socket
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from attack_wire import is_busy
from serve_process import HOST, Process, Running, free_port, read_memory
from serve_questions import Visit
from serve_wire import ask

if TYPE_CHECKING:
    from collections.abc import Sequence

    from serve_wire import Answer

ROOT: Final = Path(__file__).resolve().parents[1]
SECONDS: Final = 3.0
"""How long the server lets a query run."""
MEMORY: Final = 512
"""How many MiB it lets a query take."""

_QUESTION: Final = "which-states-have-which-codes"
_START: Final = 60.0
_SOCKET: Final = re.compile(r"socket:\[(\d+)\]")
_ENDED: Final = b"The process that answered this has ended"
_LISTENING: Final = "0A"


@dataclass(frozen=True, slots=True)
class Target:
    """A server that runs at a port, and what it is asked for; ``trap`` must never be reached.

    ``killed`` are the workers that an attack has killed, ``lost`` the answers that a worker's end
    has cost.
    """

    running: Running
    port: int
    trap: int
    visit: Visit
    killed: list[int] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def simple(self, number: int) -> bytes:
        """Return a request for what is known; each number is another question."""
        return ask("/sparql", f"{self.visit.text}\nLIMIT {1_000 + number}")

    def find_fault(self, status: int, body: bytes) -> str | None:
        """Return what is wrong with an answer to it, if so."""
        return self.visit.find_fault(status, body)

    def judge(self, answer: Answer) -> str | None:
        """Return what is wrong with an answer under attack: a refusal that is told is not.

        An answer that ends with its worker, which is told too, is counted rather than judged.
        """
        if self.excuses(answer):
            return None
        return self.find_fault(answer.status, answer.body)

    def excuses(self, answer: Answer) -> bool:
        """Return whether an answer is a refusal that is told, or was lost with its worker."""
        if answer.status == 500 and _ENDED in answer.body and answer.header("Visitkg-Limit"):
            self.lost.append(answer.head.decode("latin-1"))
            return True
        return is_busy(answer)

    def workers(self) -> list[Process]:
        """Return the processes at the ends of the tree: those that answer."""
        found = self.running.processes()
        parents = {each.parent for each in found} | {self.running.number}
        return [each for each in found if each.number not in parents]


class Weight(NamedTuple):
    """How many processes there are, and descriptors and bytes of the first, and bytes of all."""

    processes: int
    descriptors: int
    front: int
    every: int


def command(port: int, *more: str) -> list[str]:
    """Return the command that serves this project within narrow limits."""
    return [
        *(sys.executable, "-m", "visitkg", "serve", "--project", str(ROOT)),
        *("--port", str(port), "--timeout", str(SECONDS), "--memory", str(MEMORY), *more),
    ]


def start(folder: Path, trap: int, words: Sequence[str] | None = None, *more: str) -> Target:
    """Return a server that has answered; ``words`` stand in for the command, ``{port}`` in them."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    chosen = [*(each.replace("{port}", str(port)) for each in words or ()), *more]
    running = Running(chosen if words else command(port, *more), folder)
    target = Target(running, port, trap, Visit.read(ROOT / "ontology" / "questions", _QUESTION))
    try:
        running.wait_for(port, target.simple(0), target.find_fault, _START)
    except BaseException:
        running.kill()
        raise
    return target


def weigh(running: Running) -> Weight:
    """Return what a server takes now."""
    return Weight(
        len(running.members()),
        len(list_descriptors(running.number)),
        read_memory(running.number),
        running.memory(),
    )


def list_descriptors(number: int) -> list[str]:
    """Return what the open descriptors of a process lead to."""
    found = []
    with contextlib.suppress(OSError):
        for each in Path(f"/proc/{number}/fd").iterdir():
            with contextlib.suppress(OSError):
                found.append(str(each.readlink()))
    return found


def list_outgoing(running: Running, port: int) -> set[str]:
    """Return the remote ends of connections that a server has begun itself."""
    owned = {
        match[1]
        for number in running.members()
        for each in list_descriptors(number)
        if (match := _SOCKET.fullmatch(each))
    }
    outgoing = set()
    for name in ("tcp", "tcp6", "udp", "udp6"):
        for line in _read_table(Path("/proc/net") / name):
            local, remote, state, inode = line[1], line[2], line[3], line[9]
            if inode in owned and state != _LISTENING and int(local.split(":")[1], 16) != port:
                outgoing.add(f"{name} {remote}")
    return outgoing


def _read_table(path: Path) -> list[list[str]]:
    try:
        lines = path.read_text(encoding="ascii").splitlines()[1:]
    except OSError:
        return []
    return [line.split() for line in lines]


class Watcher(threading.Thread):
    """Looks at a server now and then: what it reaches out to, and how heavy it gets."""

    def __init__(self, target: Target) -> None:
        super().__init__(daemon=True)
        self.target = target
        self.outgoing: set[str] = set()
        self.heaviest = 0
        self.looks = 0
        self._over = threading.Event()

    def run(self) -> None:
        """Look until told to stop."""
        while not self._over.wait(0.3):
            self.outgoing |= list_outgoing(self.target.running, self.target.port)
            self.heaviest = max(self.heaviest, self.target.running.memory())
            self.looks += 1

    def stop(self) -> None:
        """Look no more."""
        self._over.set()
        self.join()


class Trap(threading.Thread):
    """Listens where nobody should come, and counts who does."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.caught = 0
        self.line = socket.create_server((HOST, 0))
        self.port = int(self.line.getsockname()[1])

    def run(self) -> None:
        """Count until closed."""
        while True:
            try:
                client, _ = self.line.accept()
            except OSError:
                return
            self.caught += 1
            client.close()
