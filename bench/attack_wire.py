"""Bytes to a server and what comes back, also where they are no HTTP at all."""

from __future__ import annotations

import contextlib
import socket
import time
from typing import TYPE_CHECKING, Final

from serve_process import HOST
from serve_wire import Answer, BrokenAnswerError, read_answer

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE: Final = 10.0
"""Seconds in which an answer, or the end of the connection, has to come."""

_PIECE: Final = 1 << 16


class SilenceError(Exception):
    """Neither an answer nor the end of the connection has come in time."""


TALKING_ERRORS: Final = (OSError, SilenceError, BrokenAnswerError)
"""What an attack may meet that is a fault of the server: no connection, silence, no HTTP."""


def is_busy(answer: Answer) -> bool:
    """Tell whether a server has too much to do, and says when to come again."""
    return answer.status == 503 and answer.header("Retry-After") is not None


def connect(port: int, patience: float = PATIENCE) -> socket.socket:
    """Return a new connection."""
    return socket.create_connection((HOST, port), timeout=patience)


def talk(port: int, data: bytes, count: int = 1, patience: float = PATIENCE) -> list[Answer]:
    """Return up to ``count`` answers to some bytes; fewer if the server ends the connection.

    Raise SilenceError if it does neither, and BrokenAnswerError for what is no answer.
    """
    with connect(port, patience) as line:
        # A server may well end the connection before it has read all.
        with contextlib.suppress(ConnectionError, TimeoutError):
            line.sendall(data)
        return list(receive(line, count, patience))


def say(port: int, data: bytes, count: int = 1) -> list[Answer]:
    """Return the answers to some bytes after which this side says that nothing more will come."""
    with connect(port) as line:
        with contextlib.suppress(ConnectionError, TimeoutError):
            line.sendall(data)
            line.shutdown(socket.SHUT_WR)
        return list(receive(line, count))


def receive(line: socket.socket, count: int, patience: float = PATIENCE) -> Iterator[Answer]:
    """Yield answers as they come, up to a number of them or to the end of the connection."""
    end = time.monotonic() + patience
    data = bytearray()
    found = 0
    while found < count:
        left = end - time.monotonic()
        if left <= 0:
            raise SilenceError(f"no answer and no end in {patience:g} seconds")
        line.settimeout(left)
        try:
            piece = line.recv(_PIECE)
        except TimeoutError:
            continue
        except ConnectionError:
            piece = b""
        data += piece
        while found < count and data:
            answer = read_answer(data, closed=not piece)
            if answer is None:
                break
            found += 1
            del data[: answer.end]
            yield answer
        if not piece:
            if data and found < count:
                raise BrokenAnswerError(f"the connection ended within an answer: {data[:60]!r}")
            return


def drop(line: socket.socket) -> None:
    """End a connection as a client does that is gone."""
    with contextlib.suppress(OSError):
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    line.close()
