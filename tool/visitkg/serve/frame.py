"""Messages between processes over a socket: their length, then plain data.

Both ends are this program; what clients send is never read so.
"""

from __future__ import annotations

import marshal
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator

LENGTH: Final = 4
PIECE: Final = 1 << 18


def pack(message: tuple[Any, ...]) -> bytes:
    """Return a message as it travels: numbers, texts, bytes, None, tuples, lists and dicts."""
    data = marshal.dumps(message)
    return len(data).to_bytes(LENGTH, "big") + data


class Frames:
    """What has arrived of the messages of one socket."""

    __slots__ = ("_buffer",)

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[Any]:
        """Yield each message that is whole now."""
        buffer = self._buffer
        buffer += data
        while len(buffer) >= LENGTH:
            end = LENGTH + int.from_bytes(buffer[:LENGTH], "big")
            if len(buffer) < end:
                return
            message = marshal.loads(buffer[LENGTH:end])  # noqa: S302  (from our own process)
            del buffer[:end]
            yield message


def receive(line: socket.socket) -> Iterator[Any]:
    """Yield each message that arrives, until the other end is gone."""
    frames = Frames()
    while data := _receive(line):
        yield from frames.feed(data)


def _receive(line: socket.socket) -> bytes:
    try:
        return line.recv(PIECE)
    except ConnectionError:
        return b""
