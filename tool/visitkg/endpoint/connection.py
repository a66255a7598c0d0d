"""Requests over HTTP: kept alive, tried again where that helps, and never answered half."""

from __future__ import annotations

import http.client
import ssl
import threading
import time
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from visitkg.endpoint.reader import Counts, IncompleteError, Reader
from visitkg.endpoint.refusal import CLOSED, read_error, refused, unreachable
from visitkg.endpoint.wait import AGAIN, LONGEST, TRIES, seconds_to_wait
from visitkg.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from visitkg.endpoint.address import Address

_MOVED: Final = frozenset({301, 302, 307, 308})
_MOST_MOVES: Final = 5
_BAD: Final = 400
_PARTIAL: Final = 206
_PORTS: Final = {"http": 80, "https": 443}


class Connections:
    """Connections to the host of an address, one for each thread; ``server`` is what it is."""

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
        self.server = ""
        self._timeout = timeout
        self._most = most
        self._sleep = sleep
        self._local = threading.local()
        self._open: set[http.client.HTTPConnection | Reader] = set()
        self._lock = threading.Lock()

    def __del__(self) -> None:
        """End all connections."""
        self.close_all()

    def close_all(self) -> None:
        """End the connections of all threads; what is sent after that opens new ones."""
        with self._lock:
            waiting = list(self._open)
            self._open.clear()
        for each in waiting:
            each.close()

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
                    raise unreachable(url, error, self._timeout) from error
                self._sleep(seconds_to_wait(tried, None))
                continue
            if reader.status == _PARTIAL:
                self.close()
                raise IncompleteError(
                    f"{url} says that its answer is a part", remedy="Ask for less at once."
                )
            if reader.status < _BAD:
                return reader
            text = read_error(reader, self._secrets())
            self.close()
            if is_last or reader.status not in AGAIN:
                raise refused(reader, text, tried, opened=self._has_key(reader))
            self._sleep(min(seconds_to_wait(tried, reader.headers["Retry-After"]), LONGEST))
        raise AssertionError(tried)

    def close(self) -> None:
        """End the connections of this thread."""
        for connection, reader in self._known().values():
            connection.close()
            if reader is not None:
                reader.close()
            with self._lock:
                self._open -= {connection, reader}
        self._known().clear()

    def _remember(self, opened: http.client.HTTPConnection | Reader) -> None:
        """Note what has to be closed, and forget what is read to its end."""
        with self._lock:
            done = {each for each in self._open if isinstance(each, Reader) and each.is_read}
            self._open -= done
            self._open.add(opened)

    def _known(self) -> dict[tuple[str, str], tuple[http.client.HTTPConnection, Reader | None]]:
        """Return the connections of this thread, each with what was last read from it."""
        if not hasattr(self._local, "known"):
            self._local.known = {}
        known: dict[tuple[str, str], tuple[http.client.HTTPConnection, Reader | None]]
        known = self._local.known
        return known

    def _secrets(self) -> tuple[str, ...]:
        """Return what a server might repeat of what opens it: the header, and its second word."""
        text = self.address.authorization
        return () if text is None else (text, text.partition(" ")[2])

    def _has_key(self, reader: Reader) -> bool:
        return reader.status in CLOSED and self.address.authorization is not None

    def _follow(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Reader:
        """Return the answer at the end of redirections; secrets go only where they belong."""
        first = url
        for _ in range(_MOST_MOVES):
            reader = self._request(method, url, body, headers)
            place = reader.headers["Location"]
            if reader.status not in _MOVED or place is None:
                return reader
            read_error(reader)
            url = urljoin(url, place)
            if not _is_followed(url):
                break
        raise InputError(
            f"{first} leads from place to place and nowhere",
            remedy="Ask its owner for the address of the endpoint.",
        )

    def _request(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Reader:
        parts = urlsplit(url)
        sent = dict(headers)
        if self.address.authorization is not None and _origin(url) in (
            _origin(self.address.query),
            _origin(self.address.graph_store or self.address.query),
        ):
            sent["Authorization"] = self.address.authorization
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        place = (parts.scheme, parts.netloc)
        connection = self._connect(*place)
        self.counts.add(requests=1, sent=len(body))
        was_open = connection.sock is not None
        try:
            connection.request(method, path, body, sent)
            response = connection.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            if not was_open:
                raise
            # A connection that was kept alive may have been closed by the other side meanwhile.
            connection.close()
            self.counts.add(requests=1, sent=len(body))
            connection.request(method, path, body, sent)
            response = connection.getresponse()
        self.server = response.headers["Server"] or ""
        reader = Reader(response, url, self.counts, self._most)
        self._known()[place] = (connection, reader)
        self._remember(reader)
        return reader

    def _connect(self, scheme: str, place: str) -> http.client.HTTPConnection:
        """Return the connection of this thread that is free, else a new one.

        One that somebody still reads from is left to that reader.
        """
        connection, reader = self._known().get((scheme, place), (None, None))
        if connection is not None and (reader is None or reader.is_read):
            return connection
        if scheme == "http":
            connection = http.client.HTTPConnection(place, timeout=self._timeout)
        else:
            connection = http.client.HTTPSConnection(
                place, timeout=self._timeout, context=self._context()
            )
        self._remember(connection)
        return connection

    def _context(self) -> ssl.SSLContext:
        authorities = self.address.authorities
        try:
            return ssl.create_default_context(cafile=authorities)
        except OSError as error:  # of which SSLError is one
            raise UsageError(
                f"{authorities}: no certificates can be read here: {error.strerror or error}",
                remedy="VISITKG_ENDPOINT_CA names a file of certificates as PEM.",
            ) from error


def _is_followed(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in _PORTS and bool(parts.hostname) and parts.port != 0 and url.isascii()
    except ValueError:
        return False


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or _PORTS.get(parts.scheme)
