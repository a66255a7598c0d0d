"""Clients that are many, slow, or gone before they are answered."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING, Final

from attack_wire import connect, drop, receive

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator
    from random import Random

    from attack_target import Target

_CONNECTIONS: Final = 1_000
_EVERY: Final = 20
"""Of many connections each of so many asks something."""


def abort(target: Target, random: Random) -> Iterator[str]:
    """Ask and go away at once, or in the middle of asking."""
    heavy = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } # "
    for each in range(20):
        asked = target.simple(random.randrange(1 << 40)) if each % 2 else _hard(heavy, random)
        cut = random.choice([len(asked), random.randrange(len(asked))])
        line = connect(target.port)
        with contextlib.suppress(ConnectionError, TimeoutError):
            line.sendall(asked[:cut])
        if random.random() < 0.5:
            time.sleep(random.random() * 0.05)
        drop(line)
    yield from ()


def _hard(text: str, random: Random) -> bytes:
    body = f"{text}{random.random()}".encode()
    head = "POST /sparql HTTP/1.1\r\nHost: h\r\nContent-Type: application/sparql-query\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def open_many(target: Target, random: Random) -> Iterator[str]:
    """Open a thousand connections at once: those that ask are answered."""
    lines: list[socket.socket] = []
    try:
        lines.extend(connect(target.port) for _ in range(_CONNECTIONS))
        begin = random.randrange(1 << 40)
        asking = lines[::_EVERY]
        for number, line in enumerate(asking):
            line.sendall(target.simple(begin + number))
        for line in asking:
            found = list(receive(line, 1))
            if not found:
                yield "a connection ended without an answer"
            elif fault := target.judge(found[0]):
                yield fault
    finally:
        for line in lines:
            drop(line)


def read_nothing(target: Target, random: Random) -> Iterator[str]:
    """Ask for large answers again and again, and read none of them."""
    text = f"SELECT * WHERE {{ ?s ?p ?o }} # {random.random()}"
    lines = [connect(target.port) for _ in range(10)]
    try:
        for line in lines:
            line.settimeout(0.2)
            with contextlib.suppress(OSError):
                line.sendall(_hard(text, random) * 50)
        time.sleep(0.5)
    finally:
        for line in lines:
            drop(line)
    yield from ()


class Slow:
    """Connections that send a byte now and then, from the first moment of the attack to its end."""

    def __init__(self, target: Target, count: int = 50) -> None:
        body = b"POST /sparql HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n"
        head = b"GET /healthz HTTP/1.1\r\nX: "
        self.begin = time.monotonic()
        self.lasted: list[float] = []
        self.lines = []
        for each in range(count):
            line = connect(target.port)
            line.sendall(body if each % 2 else head)
            line.setblocking(False)  # noqa: FBT003  (the socket's signature)
            self.lines.append(line)

    def send(self) -> None:
        """Send a byte over each connection, and note those that the server has ended."""
        for line in list(self.lines):
            with contextlib.suppress(BlockingIOError):
                try:
                    line.send(b"a")
                    if line.recv(1 << 16):
                        continue
                except ConnectionError:
                    pass
                self.lasted.append(time.monotonic() - self.begin)
                self.lines.remove(line)
                drop(line)

    def close(self) -> None:
        """End what is left."""
        for line in self.lines:
            drop(line)
