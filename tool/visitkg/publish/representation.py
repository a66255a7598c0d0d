"""A document in each RDF format."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import pyoxigraph
from pyoxigraph import Literal, RdfFormat

from visitkg.errors import InputError

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
    """Return what a document states in a format, by its suffix, with the prefixes that it uses.

    Raise InputError for what RDF/XML has no way to say.
    """
    if document.source is not None and suffix == document.source.suffix[1:]:
        return document.source.read_bytes()
    used = used_prefixes(document, prefixes) if suffix in ("rdf", "ttl") else {}
    if suffix == "rdf":
        _refuse_what_is_no_xml(document)
    text = pyoxigraph.serialize(document.triples, format=RDF_FORMATS[suffix], prefixes=used) or b""
    order = _ORDERED.get(suffix)
    return order(text) if order else text


def _refuse_what_is_no_xml(document: Document) -> None:
    for _, predicate, value in document.triples:
        if not _has_xml_name(predicate.value):
            raise InputError(
                f"RDF/XML can't name the property <{predicate.value}>, used in <{document.iri}>",
                remedy="Let the IRI of a property end in a name that begins with a letter.",
            )
        if isinstance(value, Literal) and _NO_XML.search(value.value):
            raise InputError(
                f"XML has no such character: {_NO_XML.findall(value.value)[0]!r}, "
                f"in a literal of <{document.iri}>",
                remedy="Take it out; section 2.2 of XML 1.0 says which characters there are.",
            )


@lru_cache(maxsize=4096)
def _has_xml_name(iri: str) -> bool:
    """Return whether an IRI ends in a name by which XML can call a property."""
    return _XML_NAME.search(iri) is not None


def _order_turtle(text: bytes) -> bytes:
    """Return Turtle with its prefixes in order: the library gives them in any."""
    lines = text.splitlines(keepends=True)
    count = next((n for n, line in enumerate(lines) if line[:8] != b"@prefix "), len(lines))
    return b"".join([*sorted(lines[:count]), *lines[count:]])


def _order_xml(text: bytes) -> bytes:
    """Return RDF/XML with its namespaces in order."""
    return _NAMESPACES.sub(lambda match: b"".join(sorted(_NAMESPACE.findall(match[0]))), text, 1)


_NO_XML: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML_NAME: Final = re.compile(r"[^\W\d][\w.·-]*\Z")
_NAMESPACE: Final = re.compile(rb' xmlns:[^=]+="[^"]*"')
_NAMESPACES: Final = re.compile(rb'(?: xmlns:[^=]+="[^"]*")+')
_ORDERED: Final = {"rdf": _order_xml, "ttl": _order_turtle}


def used_prefixes(document: Document, prefixes: Mapping[str, str]) -> dict[str, str]:
    """Return the prefixes of a document's terms, by name."""
    text = str(document.triples)
    return {name: iri for name, iri in sorted(prefixes.items()) if iri in text}
