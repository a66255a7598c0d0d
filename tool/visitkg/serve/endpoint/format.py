"""The forms that answers of the endpoint can have, with their media types."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from visitkg.publish.negotiate import negotiate

if TYPE_CHECKING:
    from collections.abc import Mapping

ROWS: Final[Mapping[str, str]] = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "html": "text/html",
    "txt": "text/plain",
}
"""Forms of SELECT and ASK; a client without a wish gets the first."""

GRAPHS: Final[Mapping[str, str]] = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
    "html": "text/html",
    "txt": "text/plain",
}
"""Forms of CONSTRUCT and DESCRIBE, and of the graphs themselves."""

ALSO: Final[Mapping[str, Mapping[str, str]]] = {
    "rows": {"json": "application/json", "xml": "application/xml"},
    "graph": {"rdf": "application/xml", "jsonld": "application/json"},
}
"""Wider names under which clients ask for some forms; the answer bears the exact one."""

NAMES: Final[Mapping[str, str]] = {
    "json": "json",
    "xml": "xml",
    "csv": "csv",
    "tsv": "tsv",
    "txt": "table",
    "ttl": "turtle",
    "nt": "n-triples",
    "jsonld": "json-ld",
}
"""What the suffixes are called on the command line."""


def content_type(suffix: str, *, of_graph: bool) -> str:
    """Return the Content-Type of a form."""
    media_type = (GRAPHS if of_graph else ROWS)[suffix]
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


@lru_cache(maxsize=256)
def choose_format(wanted: str | None, accept: str | None, *, is_graph: bool) -> str | None:
    """Return the suffix of the form that is wanted; None if it can't be had.

    ``wanted`` is a suffix, a name of the command line or a media type, and goes before ``accept``,
    the header.
    """
    offered = GRAPHS if is_graph else ROWS
    also = ALSO["graph" if is_graph else "rows"]
    if wanted is not None:
        word = wanted.strip().lower()
        types = {name: suffix for suffix, name in (*also.items(), *offered.items())}
        names = {NAMES[suffix]: suffix for suffix in offered if suffix in NAMES}
        return word if word in offered else names.get(word) or types.get(word)
    widened = {**offered, **{f"{suffix} ": name for suffix, name in also.items()}}
    found = negotiate(accept, widened)
    return None if found is None else found.strip()
