"""Which document an IRI is told in, and where that document lies in the site.

An IRI with a fragment is told in the document without it; any other in a document of its own.
https://www.w3.org/TR/cooluris/
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Final
from urllib.parse import quote, unquote_to_bytes, urldefrag

FORMATS: Final = {
    "html": "text/html",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}
"""The suffix of each representation with its media type; a client without a wish gets the first."""

FRONT: Final = "index"
"""The path of the page at the base itself."""

_PLAIN: Final = re.compile(r"[^\x00-\x1f\x7f\\?%]+")
_LONGEST: Final = 120
_HASHED: Final = "_"
_DIGITS: Final = 32


@dataclass(frozen=True, slots=True)
class Addresses:
    """The base of a project's IRIs, and where its site is served; both end in a slash.

    ``home`` differs from ``base`` where a copy is served on another host: IRIs stay as they are.
    """

    base: str
    home: str

    def document(self, iri: str) -> str | None:
        """Return the IRI of the document that an IRI is told in, None for one of another site."""
        return iri.partition("#")[0] if iri.startswith(self.base) else None

    def path(self, document: str) -> str:
        """Return the path of a document without a suffix, ``id/kim-jong-un``, as on the disk.

        A server finds the path of a request there after decoding it; where that can't be (names
        that are too long, ``..``, ``?``), the path is ``_/`` and a hash, and the server's rules
        name it.
        """
        local = document.removeprefix(self.base)
        if not local:
            return FRONT
        # The name by which the page of a folder is known is nobody else's.
        is_taken = local.rpartition("/")[2] == FRONT
        if local.endswith("/"):
            local += FRONT
        if is_plain(local) and not is_taken:
            return unquote_to_bytes(local).decode()
        return self.hashed(document)

    def hashed(self, iri: str) -> str:
        """Return the path of what can't lie at the path of its own."""
        return f"{_HASHED}/{sha256(iri.encode()).hexdigest()[:_DIGITS]}"

    def url(self, path: str, suffix: str = "") -> str:
        """Return the address at which a path is served, with a suffix if one is given."""
        return self.home + quote(f"{path}.{suffix}" if suffix else path)

    def href(self, path: str, iri: str, suffix: str = "html") -> str | None:
        """Return a link from the page at ``path`` to where an IRI is told; None for other sites.

        It is relative: it holds on every host, below every folder, and without any server.
        """
        document = self.document(iri)
        if document is None:
            return None
        link = relative(path, f"{self.path(document)}.{suffix}")
        fragment = urldefrag(iri).fragment
        return f"{link}#{quote(fragment, safe='/?:@!$&()*+,;=~%')}" if fragment else link


def relative(path: str, target: str) -> str:
    """Return the link from the page at ``path`` to a file of the site, as a relative reference."""
    return quote(posixpath.relpath(target, posixpath.dirname(path) or "."))


def is_plain(local: str) -> bool:
    """Return whether a server finds a path of the site by itself: local as in an IRI."""
    try:
        decoded = unquote_to_bytes(local).decode()
    except UnicodeDecodeError:
        return False
    segments = decoded.split("/")
    return (
        _PLAIN.fullmatch(decoded) is not None
        and decoded.count("/") == local.count("/")
        and segments[0] != _HASHED
        and all(
            segment and segment.strip(".") and len(segment.encode()) <= _LONGEST
            for segment in segments
        )
    )
