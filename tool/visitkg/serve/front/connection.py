"""HTTP within bounds: a client that is slow, silent or talks too much is let go.

https://www.rfc-editor.org/rfc/rfc9112
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from visitkg.serve.front.application import CONNECTION

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from visitkg.serve.limits import Limits

_CLOSED: Final = (
    b"HTTP/1.1 %s\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: %d\r\n"
    b"connection: close\r\nvisitkg-limit: %s\r\n%s\r\n%s"
)
_LONG_HEAD: Final = (b"431 Request Header Fields Too Large", b"The head is too long.")
_LONG: Final = (b"413 Content Too Large", b"The request is too long.")
_FULL: Final = (b"503 Service Unavailable", b"Too many connections are open.")
_SLOW: Final = (b"408 Request Timeout", b"The request did not come in time.")

_FORMS: Final = 8
"""A form is at most three times as long as the query in it, and may come in small chunks."""

_UPGRADE: Final = re.compile(rb"\r\nupgrade:", re.IGNORECASE)

_LINGER: Final = 2.0
"""Seconds in which a client may end to send what is not read any more."""


class _Whole:
    """A transport that sends the head of an answer together with its body, in one go.

    A client that still sends when it is to be closed hears all first: ``is_heard`` tells.
    """

    __slots__ = ("_head", "_is_heard", "_is_lingering", "_transport")

    def __init__(self, transport: asyncio.Transport, is_heard: Callable[[], bool]) -> None:
        self._head = b""
        self._transport = transport
        self._is_heard = is_heard
        self._is_lingering = False

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  (whatever a transport has)
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Send, or keep what is the head of an answer."""
        if self._is_lingering:
            return
        if self._head:
            self._transport.writelines((self._head, data))
            self._head = b""
        elif data.startswith(b"HTTP/1.1 ") and not data.startswith(b"HTTP/1.1 100"):
            self._head = data
        else:
            self._transport.write(data)

    def flush(self) -> None:
        """Send a head that has no body."""
        if self._head:
            self._transport.write(self._head)
            self._head = b""

    def is_closing(self) -> bool:
        """Tell whether nothing is sent any more."""
        return self._is_lingering or self._transport.is_closing()

    def close(self) -> None:
        """Send what is left, and end once the client has."""
        self.flush()
        if self._is_heard() or self._transport.is_closing():
            self._transport.close()
        elif not self._is_lingering:
            # To close with bytes unread would reset the connection, and take the answer back.
            self._is_lingering = True
            self._transport.write_eof()
            self._transport.resume_reading()

    def end(self) -> None:
        """End, whatever the client still sends."""
        self._transport.close()


class Connection(HttpToolsProtocol):
    """A connection of a client, by the limits of the server."""

    limits: Limits

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401  (uvicorn's)
        super().__init__(*arguments, **named)
        self._received = 0
        self._is_in_head = True
        self._slow: asyncio.TimerHandle | None = None
        self._is_lost = False
        self._is_lingering = False

    def is_wanted(self) -> bool:
        """Tell whether the client still waits for an answer."""
        return not self._is_lost

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Take a client in, unless there are too many."""
        whole = _Whole(transport, self._is_heard)
        super().connection_made(whole)  # type: ignore[arg-type]  # it does for one
        if len(self.connections) > self.limits.connections:
            self._refuse(*_FULL, b"connections=%d" % self.limits.connections)
        else:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Let everybody know that nobody waits any more."""
        self._is_lost = True
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read what has come, if it is not too much."""
        if self.transport.is_closing():
            return
        if self._slow is None and self._is_in_head:
            self._wait()
        self._received += len(data)
        if self._is_in_head and b"pgrade:" in data:
            data = _without_upgrade(data)
        super().data_received(data)
        limits = self.limits
        if self._received <= limits.headers or self.transport.is_closing():
            return
        if self._is_in_head:
            self._refuse(*_LONG_HEAD, b"headers=%d" % limits.headers)
        elif self._received > limits.headers + _FORMS * limits.length:
            self._refuse(*_LONG, b"length=%d" % limits.length)

    def on_message_begin(self) -> None:
        """Begin to count."""
        super().on_message_begin()
        self.scope[CONNECTION] = self  # type: ignore[typeddict-unknown-key]  # ours

    def on_headers_complete(self) -> None:
        """Begin to answer, unless the head is too long."""
        if self._received > self.limits.headers and self._head() > self.limits.headers:
            self._refuse(*_LONG_HEAD, b"headers=%d" % self.limits.headers)
            raise ValueError(_LONG_HEAD[1])
        self._is_in_head = False
        super().on_headers_complete()
        if self.parser.should_upgrade():
            self.cycle.keep_alive = (
                False  # of such a request the parser reads no body, and no other
            )

    def on_message_complete(self) -> None:
        """Stop to wait: the client has said what it wants."""
        self._is_in_head = True
        self._received = 0
        self._stop_waiting()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Send what is left of an answer."""
        self.transport.flush()  # type: ignore[attr-defined]  # ours
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP, unless it has been refused already."""
        if not self.transport.is_closing():
            super().send_400_response(msg)

    def _head(self) -> int:
        return len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)

    def shutdown(self) -> None:
        """Begin to end with the server."""
        if self._is_lingering:
            self._end()
        else:
            super().shutdown()

    def _is_heard(self) -> bool:
        """Tell whether nothing more is to come of a request; if it is, it shall come soon."""
        if self._received and not self._is_lingering:
            self._is_lingering = True
            self._stop_waiting()
            self._slow = self.loop.call_later(_LINGER, self._end)
        return not self._is_lingering

    def _wait(self) -> None:
        self._slow = self.loop.call_later(self.limits.slow, self._give_up)

    def _stop_waiting(self) -> None:
        if self._slow is not None:
            self._slow.cancel()
            self._slow = None

    def _give_up(self) -> None:
        self._slow = None
        if self._received:
            self._refuse(*_SLOW, b"slow=%g" % self.limits.slow)
        else:
            self.transport.close()

    def _end(self) -> None:
        self.transport.end()  # type: ignore[attr-defined]  # ours

    def _refuse(self, status: bytes, why: bytes, limit: bytes) -> None:
        """Say why a client is let go, unless that would stand in for an answer to be given yet."""
        cycle = self.cycle
        is_of_this = not self._is_in_head and not self.pipeline and not cycle.response_started
        if cycle is None or cycle.response_complete or is_of_this:
            body = why + b"\n"
            later = b"retry-after: 2\r\n" if status.startswith(b"503") else b""
            self.transport.write(_CLOSED % (status, len(body), limit, later, body))
        self.transport.close()


def _without_upgrade(data: bytes) -> bytes:
    """Return a request that wishes for no other protocol: the parser would skip its body."""
    head, end, rest = data.partition(b"\r\n\r\n")
    return _UPGRADE.sub(b"\r\nx-ignored:", head) + end + rest
