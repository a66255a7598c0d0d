"""The headers that all servers of a site give, and the media type of each suffix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from visitkg.publish.address import FORMATS

if TYPE_CHECKING:
    from collections.abc import Mapping

MEDIA_TYPES: Final[Mapping[str, str]] = {
    **FORMATS,
    "atom": "application/atom+xml",
    "css": "text/css",
    "csv": "text/csv",
    "gz": "application/gzip",
    "ico": "image/vnd.microsoft.icon",
    "js": "text/javascript",
    "json": "application/json",
    "md": "text/markdown",
    "nq": "application/n-quads",
    "parquet": "application/vnd.apache.parquet",
    "png": "image/png",
    "rq": "application/sparql-query",
    "svg": "image/svg+xml",
    "trig": "application/trig",
    "txt": "text/plain",
    "webmanifest": "application/manifest+json",
    "xml": "application/xml",
    "zip": "application/zip",
}
"""Suffixes of all files of a site."""

NAMED: Final[Mapping[str, str]] = {
    "SHA256SUMS": "text/plain",
    "csv-metadata.json": "application/csvm+json",
    "void": "text/turtle",
}
"""Names of files that say more than a suffix does, or have none, with their media types."""

BUT_XML: Final = "but-xml"
PUBLISHED: Final = "published"

OFFERS: Final[Mapping[str, Mapping[str, str]]] = {
    "": FORMATS,
    BUT_XML: {suffix: name for suffix, name in FORMATS.items() if suffix != "rdf"},
    PUBLISHED: {"html": FORMATS["html"], "trig": MEDIA_TYPES["trig"]},
}
"""What formats there are: of most documents, of those that RDF/XML can't hold, and of
nanopublications, which need graphs with names."""

NEGOTIATED: Final[Mapping[str, str]] = {**FORMATS, **OFFERS[PUBLISHED]}
"""All formats that Accept is asked for."""

POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

HEADERS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Location, ETag, Link, Location",
    "Cache-Control": "public, max-age=3600",
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
}
"""On each answer, whatever its status."""

METHODS: Final = "GET, HEAD, OPTIONS"

PREFLIGHT: Final = {
    "Allow": METHODS,
    "Access-Control-Allow-Headers": "Accept, If-Modified-Since, If-None-Match, Range",
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Max-Age": "86400",
}
"""On the answer to OPTIONS."""

VARIANTS: Final = ", ".join(f".{suffix} ({name})" for suffix, name in FORMATS.items())
NOT_ACCEPTABLE: Final = (
    f"Nothing here is of a type that was asked for. Add to this address what you want: {VARIANTS}."
)


def content_type(suffix: str) -> str:
    """Return the media type of a suffix, as it is sent: with the charset if it is a text."""
    return with_charset(MEDIA_TYPES[suffix])


def with_charset(media_type: str) -> str:
    """Return a media type as it is sent: with the charset if it is a text."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def link_header(stem: str, relation: str, formats: Mapping[str, str] = FORMATS) -> str:
    """Return the value of a Link header: each representation of a document."""
    return ", ".join(
        f'<{stem}.{suffix}>; rel="{relation}"; type="{name}"' for suffix, name in formats.items()
    )
