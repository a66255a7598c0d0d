"""Requests over HTTP: kept alive, tried again where that helps, and never answered half."""

from __future__ import annotations

import http.client
import io
import ssl
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from visitkg.endpoint.wait import AGAIN, LONGEST, TRIES, seconds_to_wait
from visitkg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from email.message import Message

    from _typeshed import WriteableBuffer

    from visitkg.endpoint.address import Address

_MOVED: Final = frozenset({301, 302, 307, 308})
_MOST_MOVES: Final = 5
_SHOWN: Final = 400
_BAD: Final = 400
_CLOSED: Final = (401, 403, 407)
_PORTS: Final = {"http": 80, "https": 443}


@dataclass(slots=True)
class Counts:
    """What has gone over the wire; several threads count together."""

    requests: int = 0
    bytes_sent: int = 0
    bytes_received: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, *, requests: int = 0, sent: int = 0, received: int = 0) -> None:
        """Count."""
        with self._lock:
            self.requests += requests
            self.bytes_sent += sent
            self.bytes_received += received


class IncompleteError(InputError):
    """An answer did not come whole, or the store says that it is only a part."""


class Reader(io.RawIOBase):
    """The body of an answer as it comes; one that ends early or grows too large raises an error."""

    def __init__(
        self, response: http.client.HTTPResponse, url: str, counts: Counts, most: int
    ) -> None:
        super().__init__()
        self.headers: Message = response.headers
        self.status = response.status
        self.url = url
        self._response = response
        self._counts = counts
        self._left = most

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read some bytes; 0 at the end, which has come only if the whole body has."""
        view = memoryview(buffer).cast("B")
        try:
            data = self._response.read(len(view))
        except (http.client.HTTPException, OSError) as error:
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
            raise IncompleteError(f"{self.url} broke off its answer", remedy="Ask again.")
        view[: len(data)] = data
        return len(data)


class Connections:
    """Connections to the host of an address, one for each thread."""

    def __init__(
        self,
        address: Address,
        *,
        timeout: float,
        most: int,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.address = address
        self.counts = Counts()
        self._timeout = timeout
        self._most = most
        self._sleep = sleep
        self._local = threading.local()

    def send(
        self, method: str, url: str, body: bytes, headers: Mapping[str, str], *, again: bool = True
    ) -> Reader:
        """Return the answer to a request, whose status is below 400.

        A store that is busy, or does not answer, is asked again; not if ``again`` is false. Raise
        InputError with what the store says in the place of an answer.
        """
        for tried in range(1, TRIES + 1):
            is_last = tried == TRIES or not again
            try:
                reader = self._follow(method, url, body, headers)
            except (http.client.HTTPException, OSError) as error:
                self.close()
                if is_last or isinstance(error, ssl.SSLError | TimeoutError):
                    raise _unreachable(url, error, self._timeout) from error
                self._sleep(seconds_to_wait(tried, None))
                continue
            if reader.status < _BAD:
                return reader
            text = _read_error(reader)
            self.close()
            if is_last or reader.status not in AGAIN:
                raise _refused(reader, text)
            self._sleep(min(seconds_to_wait(tried, reader.headers["Retry-After"]), LONGEST))
        raise AssertionError(tried)

    def close(self) -> None:
        """End the connection of this thread."""
        known: dict[tuple[str, str], http.client.HTTPConnection] = getattr(self._local, "known", {})
        for connection in known.values():
            connection.close()
        known.clear()

    def _follow(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Reader:
        """Return the answer at the end of redirections; secrets go only where they belong."""
        for _ in range(_MOST_MOVES):
            reader = self._request(method, url, body, headers)
            place = reader.headers["Location"]
            if reader.status not in _MOVED or place is None:
                return reader
            _read_error(reader)
            url = urljoin(url, place)
            if urlsplit(url).scheme not in _PORTS:
                break
        raise InputError(
            f"{self.address.query} leads from place to place and nowhere",
            remedy="Ask its owner for the address of the endpoint.",
        )

    def _request(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Reader:
        parts = urlsplit(url)
        sent = dict(headers)
        if self.address.authorization is not None and _origin(url) in (
            _origin(self.address.query),
            _origin(self.address.graphs or self.address.query),
        ):
            sent["Authorization"] = self.address.authorization
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection = self._connect(parts.scheme, parts.netloc)
        self.counts.add(requests=1, sent=len(body))
        try:
            connection.request(method, path, body, sent)
            response = connection.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            # A connection that was kept alive may have been closed by the other side meanwhile.
            connection.close()
            connection.request(method, path, body, sent)
            response = connection.getresponse()
        return Reader(response, url, self.counts, self._most)

    def _connect(self, scheme: str, place: str) -> http.client.HTTPConnection:
        if not hasattr(self._local, "known"):
            self._local.known = {}
        known: dict[tuple[str, str], http.client.HTTPConnection] = self._local.known
        if (scheme, place) not in known:
            if scheme == "https":
                context = ssl.create_default_context(cafile=self.address.authorities)
                known[scheme, place] = http.client.HTTPSConnection(
                    place, timeout=self._timeout, context=context
                )
            else:
                known[scheme, place] = http.client.HTTPConnection(place, timeout=self._timeout)
        return known[scheme, place]


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or _PORTS.get(parts.scheme)


def _read_error(reader: Reader) -> str:
    """Return what stands in the body of an answer that is none, as one short line."""
    try:
        text = (reader.read(1 << 16) or b"").decode("utf-8", "replace")
    except InputError:
        return ""
    if "html" in reader.headers.get_content_type():
        # Imported here: only a mistake needs it.
        import re

        text = re.sub(r"(?s)<(script|style).*?</\1>|<[^>]*>", " ", text)
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


def _refused(reader: Reader, text: str) -> InputError:
    remedy = "Is this the address of a SPARQL endpoint?"
    if reader.status in _CLOSED:
        remedy = (
            "Set VISITKG_ENDPOINT_TOKEN, or VISITKG_ENDPOINT_USER and VISITKG_ENDPOINT_PASSWORD."
        )
    elif reader.status in AGAIN:
        remedy = f"It was asked {TRIES} times. Try again later."
    elif reader.status in (_BAD, 413, 414, 500):
        remedy = "This is what the store says of the query."
    said = f": {text}" if text else ""
    return InputError(f"{reader.url} answers {reader.status}{said}", remedy=remedy)


def _unreachable(url: str, error: Exception, timeout: float) -> InputError:
    if isinstance(error, TimeoutError):
        return InputError(
            f"{url} has not answered within {timeout:g} seconds",
            remedy="Give it longer with --timeout, or ask for less.",
        )
    why = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return InputError(
        f"{url} can't be reached: {why}", remedy="Is it running, and at this address?"
    )
