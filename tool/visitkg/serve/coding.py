"""Content codings: answers that travel packed, and their entity tags.

https://www.rfc-editor.org/rfc/rfc9110#section-8.4
"""

from __future__ import annotations

import re
from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from visitkg.serve.message import Response

if TYPE_CHECKING:
    from collections.abc import Callable

SMALLEST: Final = 1_400
"""What is smaller fits one packet anyway."""

_PACKABLE: Final = re.compile(
    r"text/|application/(?:.*\+)?(?:json|xml)|application/(?:n-triples|n-quads|trig|sparql|javascript)"
    r"|image/svg|image/vnd.microsoft.icon"
)
_ITEM: Final = re.compile(r"\s*([\w*-]+)\s*(?:;\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?")
_LEVEL: Final = 5
_QUALITY: Final = 4


@cache
def offered() -> tuple[str, ...]:
    """Return the codings that can be had here, the best first."""
    return ("br", "gzip") if find_spec("brotli") else ("gzip",)


def choose_coding(header: str) -> str:
    """Return the coding that is wanted most, empty for none."""
    if not header:
        return ""
    weights: dict[str, float] = {}
    for item in header.split(","):
        match = _ITEM.fullmatch(item)
        if match:
            weights[match[1].lower()] = float(match[2] or 1)
    best, most = "", 0.0
    for coding in offered():
        weight = weights.get(coding, weights.get("*", 0.0))
        if weight > most:
            best, most = coding, weight
    return best if most >= weights.get("identity", 0.0) else ""


def finish(response: Response, coding: str) -> Response:
    """Return an answer packed if that serves, with the entity tag of its bytes as they are sent.

    An answer that has a tag keeps it; a page gets the digest of what it shows.
    """
    body = response.body
    headers = response.headers
    media_type = response.header("content-type") or ""
    if response.status == _OK and media_type.startswith("text/html"):
        headers = (*headers, ("ETag", f'"{blake2b(body, digest_size=16).hexdigest()}"'))
    if not coding or len(body) < SMALLEST or not _PACKABLE.match(media_type):
        return response if headers is response.headers else Response(response.status, headers, body)
    packed = _CODERS[coding](body)
    headers = tuple(
        (name, mark(value, coding)) if name == "ETag" else (name, value) for name, value in headers
    )
    return Response(response.status, (*headers, ("Content-Encoding", coding)), packed)


_OK: Final = 200


def mark(tag: str, coding: str) -> str:
    """Return the entity tag of what is packed: other bytes are another representation."""
    return f'{tag.removesuffix(chr(34))}-{coding}"' if coding else tag


def _pack_gzip(body: bytes) -> bytes:
    import gzip

    return gzip.compress(body, _LEVEL, mtime=0)


def _pack_brotli(body: bytes) -> bytes:
    import brotli  # type: ignore[import-untyped]  # it has no types

    packed: bytes = brotli.compress(body, quality=_QUALITY)
    return packed


_CODERS: Final[dict[str, Callable[[bytes], bytes]]] = {"br": _pack_brotli, "gzip": _pack_gzip}
