"""A document in each RDF format."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pyoxigraph
from pyoxigraph import RdfFormat

if TYPE_CHECKING:
    from collections.abc import Mapping

    from visitkg.publish.content import Document

RDF_FORMATS: Final = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
}


def represent(document: Document, suffix: str, prefixes: Mapping[str, str]) -> bytes:
    """Return what a document states in a format, by its suffix, with the prefixes that it uses."""
    if document.source is not None and suffix == document.source.suffix[1:]:
        return document.source.read_bytes()
    used = used_prefixes(document, prefixes) if suffix in ("rdf", "ttl") else {}
    text = pyoxigraph.serialize(document.triples, format=RDF_FORMATS[suffix], prefixes=used) or b""
    order = _ORDERED.get(suffix)
    return order(text) if order else text


def _order_turtle(text: bytes) -> bytes:
    """Return Turtle with its prefixes in order: the library gives them in any."""
    lines = text.splitlines(keepends=True)
    count = next((n for n, line in enumerate(lines) if line[:8] != b"@prefix "), len(lines))
    return b"".join([*sorted(lines[:count]), *lines[count:]])


def _order_xml(text: bytes) -> bytes:
    """Return RDF/XML with its namespaces in order."""
    return _NAMESPACES.sub(lambda match: b"".join(sorted(_NAMESPACE.findall(match[0]))), text, 1)


_NAMESPACE: Final = re.compile(rb' xmlns:[^=]+="[^"]*"')
_NAMESPACES: Final = re.compile(rb'(?: xmlns:[^=]+="[^"]*")+')
_ORDERED: Final = {"rdf": _order_xml, "ttl": _order_turtle}


def used_prefixes(document: Document, prefixes: Mapping[str, str]) -> dict[str, str]:
    """Return the prefixes of a document's terms, by name."""
    text = str(document.triples)
    return {name: iri for name, iri in sorted(prefixes.items()) if iri in text}
