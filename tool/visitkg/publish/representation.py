"""A document in each RDF format, a large one in pieces."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final

import pyoxigraph
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from visitkg.errors import InputError
from visitkg.publish.file import File, read_pieces
from visitkg.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from visitkg.publish.content import Document

    Used = tuple[tuple[str, str], ...]

RDF_FORMATS: Final = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
}
MOST: Final = 1_000
"""So many triples are written at once, unless one subject has more."""

_NO_XML: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML_NAME: Final = re.compile(r"[^\W\d][\w.·-]*\Z")
_NAMESPACE: Final = re.compile(rb' xmlns:[^=]+="[^"]*"')
_NAMESPACES: Final = re.compile(rb'(?: xmlns:[^=]+="[^"]*")+')
_ANY: Final = NamedNode("urn:any")
_STRING: Final = f"<{XSD}string>".encode()
_JOINTS: Final = {"jsonld": b","}
_ENDS: Final = {"jsonld": b"]", "rdf": b"</rdf:RDF>"}
"""What stands between the pieces of a format, and after the last."""


def representations(document: Document, prefixes: Mapping[str, str]) -> Iterator[File]:
    """Yield a document in each RDF format, in pieces if it is large.

    Raise InputError for what RDF/XML has no way to say.
    """
    if len(document.triples) > MOST:
        used = _find_used(write_lines(document.triples), prefixes)
        for suffix in RDF_FORMATS:
            pieces = partial(_write_pieces, document, suffix, used)
            yield File(f"{document.path}.{suffix}", pieces)
        return
    lines = _serialize(document.triples, "nt", ())
    used = _find_used((lines,), prefixes)
    for suffix in RDF_FORMATS:
        if suffix == "nt":
            yield File(f"{document.path}.nt", lines)
        elif _find_source(document, suffix):
            yield File(f"{document.path}.{suffix}", represent(document, suffix, prefixes))
        else:
            if suffix == "rdf":
                _refuse_what_is_no_xml(document)
            yield File(f"{document.path}.{suffix}", _write(document.triples, suffix, used))


def represent(document: Document, suffix: str, prefixes: Mapping[str, str]) -> bytes:
    """Return what a document states in a format, by its suffix, with the prefixes that it uses.

    Raise InputError for what RDF/XML has no way to say.
    """
    used = _find_used(write_lines(document.triples), prefixes)
    return b"".join(_write_pieces(document, suffix, used))


def write_lines(triples: Sequence[Triple]) -> Iterator[bytes]:
    """Yield N-Triples, some triples at a time."""
    return (_serialize(part, "nt", ()) for part in _part(triples))


def _write_pieces(document: Document, suffix: str, used: Used) -> Iterator[bytes]:
    """Yield what a document states in a format, some subjects at a time."""
    source = _find_source(document, suffix)
    if source is not None:
        yield from read_pieces(source)
        return
    if suffix == "rdf":
        _refuse_what_is_no_xml(document)
    head, joint, end = _head(suffix, used), _JOINTS.get(suffix, b""), _ENDS.get(suffix, b"")
    yield head
    for number, part in enumerate(_part(document.triples)):
        text = _serialize(part, suffix, used)[len(head) :].removesuffix(end)
        yield joint + text if number else text
    yield end


def _find_source(document: Document, suffix: str) -> Path | None:
    """Return the file of the project that is a document in a format, as it is, if there is one."""
    source = document.source
    return source if source is not None and suffix == source.suffix[1:] else None


def _write(triples: Sequence[Triple], suffix: str, used: Used) -> bytes:
    """Return triples in a format, with prefixes in order: the library gives them in any."""
    text = _serialize(triples, suffix, used)
    head = _head(suffix, used)
    return head + text[len(head) :]


def _serialize(triples: Iterable[Triple], suffix: str, used: Used) -> bytes:
    return pyoxigraph.serialize(triples, format=RDF_FORMATS[suffix], prefixes=dict(used)) or b""


def _part(triples: Sequence[Triple]) -> Iterator[Sequence[Triple]]:
    """Yield triples in order, as many at a time as are written at once; no subject is parted."""
    begin = 0
    while begin < len(triples):
        end = begin + MOST
        while end < len(triples) and triples[end].subject == triples[end - 1].subject:
            end += 1
        yield triples[begin:end]
        begin = end


@lru_cache(maxsize=4096)
def _head(suffix: str, used: Used) -> bytes:
    """Return what stands in a format before the first subject, with the prefixes in order."""
    if suffix == "ttl":
        lines = _serialize((Triple(_ANY, _ANY, _ANY),), suffix, used).splitlines(keepends=True)
        return b"".join(sorted(lines[: len(used)]))
    if suffix == "rdf":
        text = _serialize((), suffix, used).removesuffix(_ENDS[suffix])
        return _NAMESPACES.sub(lambda found: b"".join(sorted(_NAMESPACE.findall(found[0]))), text)
    return b"[" if suffix == "jsonld" else b""


def _find_used(texts: Iterable[bytes], prefixes: Mapping[str, str]) -> Used:
    """Return the prefixes whose namespaces N-Triples name, with that of the datatype of strings."""
    missing = _namespaces(tuple(prefixes.items()))
    used: list[tuple[str, str]] = []
    for lines in texts:
        text = lines + _STRING if b'" .\n' in lines else lines
        found = [pair for pair, namespace in missing if namespace in text]
        if found:
            used += found
            missing = tuple(each for each in missing if each[0] not in found)
    return tuple(sorted(used))


@lru_cache(maxsize=16)
def _namespaces(prefixes: Used) -> tuple[tuple[tuple[str, str], bytes], ...]:
    return tuple((pair, pair[1].encode()) for pair in prefixes)


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
