"""A document from the web, where the user allows that it is fetched."""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from pyoxigraph import RdfFormat

from visitkg.errors import InputError, Position
from visitkg.graph.compression import GZIP_BEGINS, decompress
from visitkg.graph.entity import refuse_growth
from visitkg.graph.kind import guess_notation
from visitkg.graph.source import BYTE_ORDER_MARK, SUFFIXES, Source

if TYPE_CHECKING:
    from http.client import HTTPResponse
    from urllib.request import OpenerDirector

_ACCEPTED: Final = (
    "text/turtle, application/trig;q=0.9, application/n-triples;q=0.9, application/n-quads;q=0.8, "
    "application/rdf+xml;q=0.8, application/ld+json;q=0.7"
)
_SECONDS: Final = 30
_SECONDS_IN_ALL: Final = 120
_LARGEST: Final = 1 << 27
_BLOCK: Final = 1 << 16

_OTHER_TYPES: Final = {
    "application/json": RdfFormat.JSON_LD,
    "application/xml": RdfFormat.RDF_XML,
    "text/xml": RdfFormat.RDF_XML,
}
_UNTYPED: Final = frozenset(
    {"application/gzip", "application/octet-stream", "application/x-gzip", "text/plain"}
)


def fetch_source(address: str) -> Source:
    """Return the document at an IRI of http or https, which is also what messages call it.

    Redirections are followed. Raise InputError if nothing answers within half a minute, if the
    answer takes more than two minutes or 128 MiB, and if it is not RDF.
    """
    # Imported here: nearly all files lie on the same machine.
    from http.client import HTTPException
    from urllib.error import HTTPError
    from urllib.request import Request

    request = Request(address, headers={"Accept": _ACCEPTED})  # noqa: S310  (of http and https)
    try:
        with _make_opener().open(request, timeout=_SECONDS) as response:
            data, base_iri = _read(response, address), response.url
            media_type = response.headers.get_content_type()
    except HTTPError as error:
        error.close()
        raise _error(address, f"this can't be fetched: {error}") from error
    except (OSError, HTTPException, ValueError) as error:
        raise _error(address, f"this can't be fetched: {error}") from error
    if data.startswith(GZIP_BEGINS):
        data = decompress(data, address)
    data = data.removeprefix(BYTE_ORDER_MARK)
    rdf_format = _find_format(media_type, base_iri, data)
    if rdf_format is None:
        raise _error(address, f"this is {media_type}, not RDF")
    if rdf_format == RdfFormat.RDF_XML:
        refuse_growth(data, address)
    return Source(Path(address), data, rdf_format, base_iri, address=address)


def _make_opener() -> OpenerDirector:
    """Return what opens IRIs of http and https only, also after a redirection."""
    from urllib import request

    opener = request.OpenerDirector()
    for handler in (
        request.ProxyHandler,
        request.HTTPHandler,
        request.HTTPSHandler,
        request.HTTPRedirectHandler,
        request.HTTPDefaultErrorHandler,
        request.HTTPErrorProcessor,
        request.UnknownHandler,
    ):
        opener.add_handler(handler())
    return opener


def _read(response: HTTPResponse, address: str) -> bytes:
    """Return the answer; refuse one that is too large or takes too long."""
    end = monotonic() + _SECONDS_IN_ALL
    parts: list[bytes] = []
    size = 0
    while part := response.read1(_BLOCK):
        parts.append(part)
        size += len(part)
        if size > _LARGEST:
            raise _error(address, f"this is larger than {_LARGEST >> 20} MiB")
        if monotonic() > end:
            raise _error(address, f"this takes more than {_SECONDS_IN_ALL} seconds to be fetched")
    if response.length:
        raise _error(address, "this can't be fetched: the answer is cut off")
    return b"".join(parts)


def _find_format(media_type: str, address: str, data: bytes) -> RdfFormat | None:
    """Return the format that the media type tells, else the address or the text; None if no RDF."""
    if media_type in _OTHER_TYPES:
        return _OTHER_TYPES[media_type]
    if media_type not in _UNTYPED:
        return RdfFormat.from_media_type(media_type)
    path = Path(urlsplit(address).path.removesuffix(".gz"))
    return SUFFIXES.get(path.suffix.lower()) or guess_notation(data) or RdfFormat.TURTLE


def _error(address: str, message: str) -> InputError:
    return InputError(
        message,
        position=Position(address),
        remedy="Fetch it yourself, and map its IRI to the file in the project's imports.",
    )
