"""The body of an answer as it comes, and what has gone over the wire."""

from __future__ import annotations

import http.client
import io
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from visitkg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import Message

    from _typeshed import WriteableBuffer


@dataclass(slots=True)
class Counts:
    """What has gone over the wire; several threads count together, and ``watch`` is told."""

    requests: int = 0
    bytes_sent: int = 0
    bytes_received: int = 0
    watch: Callable[[Counts], None] | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, *, requests: int = 0, sent: int = 0, received: int = 0) -> None:
        """Count."""
        with self._lock:
            self.requests += requests
            self.bytes_sent += sent
            self.bytes_received += received
        if self.watch is not None:
            self.watch(self)


class IncompleteError(InputError):
    """An answer did not come whole, or the store says that it is only a part."""


class Reader(io.RawIOBase):
    """The body of an answer as it comes; one that ends early or grows too large raises an error.

    ``ends_by_itself`` tells whether HTTP says where it ends: otherwise the connection just closes,
    as it does when a server breaks off.
    """

    def __init__(
        self, response: http.client.HTTPResponse, url: str, counts: Counts, most: int
    ) -> None:
        super().__init__()
        self.headers: Message = response.headers
        self.status = response.status
        self.url = url
        self.ends_by_itself = response.chunked or response.length is not None
        self._response = response
        self._counts = counts
        self._left = most

    @property
    def is_read(self) -> bool:
        """Return whether all of it has been read, so that the connection is free."""
        return self._response.isclosed()

    def close(self) -> None:
        """Let go of what has not been read."""
        self._response.close()
        super().close()

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read some bytes; 0 at the end, which has come only if the whole body has."""
        view = memoryview(buffer).cast("B")
        try:
            data = self._response.read(len(view))
        except (http.client.HTTPException, OSError, ValueError) as error:
            raise IncompleteError(
                f"{self.url} broke off its answer: {type(error).__name__}",
                remedy="Ask again, for less at once, or with a longer --timeout.",
            ) from error
        self._counts.add(received=len(data))
        self._left -= len(data)
        if self._left < 0:
            raise IncompleteError(
                f"the answer of {self.url} is larger than may be read",
                remedy="Ask for less at once, with LIMIT and ORDER BY.",
            )
        if not data and self._response.length:
            raise IncompleteError(
                f"{self.url} broke off its answer", remedy="Ask again, or for less at once."
            )
        view[: len(data)] = data
        return len(data)
