"""HTTP within bounds: a client that is slow, silent or talks too much is let go.

https://www.rfc-editor.org/rfc/rfc9112
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from visitkg.serve.front.application import CONNECTION

if TYPE_CHECKING:
    import asyncio

    from visitkg.serve.limits import Limits

_CLOSED: Final = (
    b"HTTP/1.1 %s\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: %d\r\n"
    b"connection: close\r\n\r\n%s"
)


class _Whole:
    """A transport that sends the head of an answer together with its body, in one go."""

    __slots__ = ("_head", "_transport")

    def __init__(self, transport: asyncio.Transport) -> None:
        self._head = b""
        self._transport = transport

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  (whatever a transport has)
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Send, or keep what is the head of an answer."""
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

    def close(self) -> None:
        """Send what is left, and end."""
        self.flush()
        self._transport.close()


class Connection(HttpToolsProtocol):
    """A connection of a client, by the limits of the server."""

    limits: Limits

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401  (uvicorn's)
        super().__init__(*arguments, **named)
        self._head = 0
        self._is_in_head = True
        self._slow: asyncio.TimerHandle | None = None
        self._is_lost = False

    def is_wanted(self) -> bool:
        """Tell whether the client still waits for an answer."""
        return not self._is_lost

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Take a client in, unless there are too many."""
        super().connection_made(_Whole(transport))  # type: ignore[arg-type]  # it does for one
        if len(self.connections) > self.limits.connections:
            self._refuse(b"503 Service Unavailable", b"Too many connections are open.")
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
        if self._is_in_head:
            self._head += len(data)
        super().data_received(data)
        if self._is_in_head and self._head > self.limits.headers:
            self._refuse(b"431 Request Header Fields Too Large", b"The head is too long.")

    def on_message_begin(self) -> None:
        """Begin to count."""
        super().on_message_begin()
        self.scope[CONNECTION] = self  # type: ignore[typeddict-unknown-key]  # ours

    def on_headers_complete(self) -> None:
        """Stop to count: bodies are bounded elsewhere."""
        self._is_in_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Stop to wait: the client has said what it wants."""
        self._is_in_head = True
        self._head = 0
        self._stop_waiting()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Send what is left of an answer."""
        self.transport.flush()  # type: ignore[attr-defined]  # ours
        super().on_response_complete()

    def _wait(self) -> None:
        self._slow = self.loop.call_later(self.limits.slow, self._give_up)

    def _stop_waiting(self) -> None:
        if self._slow is not None:
            self._slow.cancel()
            self._slow = None

    def _give_up(self) -> None:
        self._slow = None
        if self._head or not self._is_in_head:
            self._refuse(b"408 Request Timeout", b"The request did not come in time.")
        else:
            self.transport.close()

    def _refuse(self, status: bytes, why: bytes) -> None:
        if self.cycle is None or self.cycle.response_complete:
            body = why + b"\n"
            self.transport.write(_CLOSED % (status, len(body), body))
        self._stop_waiting()
        self.transport.close()
