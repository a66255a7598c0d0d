"""Who asks, what, and of which address the server is known to the client."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import unquote_to_bytes

from visitkg.serve.message import Request

if TYPE_CHECKING:
    from collections.abc import Mapping

_MALFORMED: Final = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_HOST: Final = re.compile(
    r"[A-Za-z0-9._-]{1,255}(?::\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](?::\d{1,5})?"
)
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


class MalformedError(Exception):
    """A request that can't be read, and why."""


class Client(NamedTuple):
    """The address of a client, and the scheme and host by which it knows the server."""

    name: str
    origin: str


def read_request(scope: Mapping[str, Any], body: bytes, mount: str) -> Request | None:
    """Return what is asked below the mount, None for what lies elsewhere.

    Raise MalformedError for a path or header that no client should send.
    """
    raw_path: bytes = scope["raw_path"]
    query: bytes = scope["query_string"]
    if _MALFORMED.search(raw_path):
        raise MalformedError("The address has a % that no two hexadecimal digits follow.")
    try:
        path = (unquote_to_bytes(raw_path) if b"%" in raw_path else raw_path).decode()
        text = query.decode("ascii")
    except UnicodeDecodeError as error:
        raise MalformedError("The address is not UTF-8.") from error
    if not path.startswith("/") or _CONTROL.search(path):
        raise MalformedError("The path of the address does not begin with /, or has controls.")
    if mount:
        if path != mount and not path.startswith(f"{mount}/"):
            return None
        path = path[len(mount) :] or "/"
    headers: dict[str, str] = {}
    for key, value in scope["headers"]:
        name, words = key.decode("latin-1"), value.decode("latin-1")
        headers[name] = f"{headers[name]}, {words}" if name in headers else words
    return Request(scope["method"], path, text, headers, body)


def read_client(scope: Mapping[str, Any], *, trusts_proxy: bool) -> Client:
    """Return who asks; what a proxy says of it counts only if the proxy is trusted."""
    address = scope.get("client")
    name = address[0] if address else ""
    scheme = scope.get("scheme", "http")
    host = ""
    for key, value in scope["headers"]:
        if key == b"host":
            host = host or value.decode("latin-1")
        elif trusts_proxy and key == b"x-forwarded-for":
            name = value.decode("latin-1").rpartition(",")[2].strip() or name
        elif trusts_proxy and key == b"x-forwarded-proto" and value in (b"http", b"https"):
            scheme = value.decode()
        elif trusts_proxy and key == b"x-forwarded-host":
            host = value.decode("latin-1")
    if not _HOST.fullmatch(host):
        host = "localhost"
    return Client(name, f"{scheme}://{host}")
