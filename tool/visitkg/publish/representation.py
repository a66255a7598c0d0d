"""A document in each RDF format."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NoReturn

import pyoxigraph
from pyoxigraph import RdfFormat

from visitkg.errors import InputError
from visitkg.publish.file import File
from visitkg.publish.rdf_xml import find_unsayable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from visitkg.publish.content import Document, Site

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
    if suffix not in document.formats:
        _refuse(document)
    text = pyoxigraph.serialize(document.triples, format=RDF_FORMATS[suffix], prefixes=used) or b""
    order = _ORDERED.get(suffix)
    return order(text) if order else text


def representations(document: Document, prefixes: Mapping[str, str]) -> Iterator[File]:
    """Yield a document in each RDF format that can hold it."""
    for suffix in RDF_FORMATS:
        if suffix in document.formats:
            yield File(f"{document.path}.{suffix}", represent(document, suffix, prefixes))


def explain_left_out(site: Site) -> str | None:
    """Return how many documents there are not in RDF/XML, and why not the first; None for none."""
    found = [each for each in site.documents.values() if "rdf" not in each.formats]
    if not found:
        return None
    count = "1 document is" if len(found) == 1 else f"{len(found):,} documents are"
    return (
        f"{count} not there as .rdf: {find_unsayable(found[0].triples)}, in <{found[0].iri}>. "
        "Let properties end in a name that begins with a letter; literals must hold what XML can."
    )


def _refuse(document: Document) -> NoReturn:
    raise InputError(
        f"{find_unsayable(document.triples)}, in <{document.iri}>",
        remedy="Use another format: Turtle can say everything.",
    )


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
