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
_KNOWN: Final = {
    name.encode(): name
    for name in (
        "accept",
        "accept-encoding",
        "content-type",
        "host",
        "if-none-match",
        "x-forwarded-for",
        "x-forwarded-host",
        "x-forwarded-proto",
    )
}
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


class MalformedError(Exception):
    """A request that can't be read, and why."""


class Client(NamedTuple):
    """The address of a client, and the scheme and host by which it knows the server."""

    name: str
    origin: str


def read_headers(scope: Mapping[str, Any]) -> dict[str, str]:
    """Return the headers that matter here; one that came several times is joined by commas."""
    headers: dict[str, str] = {}
    for key, value in scope["headers"]:
        name = _KNOWN.get(key)
        if name is not None:
            words = value.decode("latin-1")
            headers[name] = f"{headers[name]}, {words}" if name in headers else words
    return headers


def read_request(
    scope: Mapping[str, Any], headers: dict[str, str], body: bytes, mount: str
) -> Request | None:
    """Return what is asked below the mount, None for what lies elsewhere.

    Raise MalformedError for a path that no client should send.
    """
    raw_path: bytes = scope["raw_path"]
    try:
        if b"%" in raw_path:
            if _MALFORMED.search(raw_path):
                raise MalformedError("The address has a % that no two hexadecimal digits follow.")
            path = unquote_to_bytes(raw_path).decode()
        else:
            path = raw_path.decode()
        text = scope["query_string"].decode("ascii")
    except UnicodeDecodeError as error:
        raise MalformedError("The address is not UTF-8.") from error
    if path[:1] != "/" or _CONTROL.search(path):
        raise MalformedError("The path of the address does not begin with /, or has controls.")
    if mount:
        if path != mount and not path.startswith(f"{mount}/"):
            return None
        path = path[len(mount) :] or "/"
    return Request(scope["method"], path, text, headers, body)


def read_client(
    scope: Mapping[str, Any], headers: Mapping[str, str], *, trusts_proxy: bool
) -> Client:
    """Return who asks; what a proxy says of it counts only if the proxy is trusted."""
    address = scope.get("client")
    name = address[0] if address else ""
    scheme = scope.get("scheme", "http")
    host = headers.get("host", "")
    if trusts_proxy:
        name = headers.get("x-forwarded-for", name).rpartition(",")[2].strip()
        host = headers.get("x-forwarded-host", host)
        said = headers.get("x-forwarded-proto", "")
        scheme = said if said in ("http", "https") else scheme
    return Client(name, f"{scheme}://{host if _HOST.fullmatch(host) else 'localhost'}")
