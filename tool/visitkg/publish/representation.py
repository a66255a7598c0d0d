"""A document in each RDF format, a large one in pieces."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final

import pyoxigraph
from pyoxigraph import NamedNode, RdfFormat, Triple

from visitkg.errors import InputError
from visitkg.publish.file import File, read_pieces
from visitkg.publish.rdf_xml import find_unsayable
from visitkg.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from visitkg.publish.content import Document, Site

    Used = tuple[tuple[str, str], ...]

RDF_FORMATS: Final = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
}
MOST: Final = 1_000
"""So many triples are written at once, unless one subject has more."""

_NAMESPACE: Final = re.compile(rb' xmlns:[^=]+="[^"]*"')
_NAMESPACES: Final = re.compile(rb'(?: xmlns:[^=]+="[^"]*")+')
_ANY: Final = NamedNode("urn:any")
_STRING: Final = f"<{XSD}string>".encode()
_JOINTS: Final = {"jsonld": b","}
_ENDS: Final = {"jsonld": b"]", "rdf": b"</rdf:RDF>"}
"""What stands between the pieces of a format, and after the last."""


def representations(document: Document, prefixes: Mapping[str, str]) -> Iterator[File]:
    """Yield a document in each RDF format that can hold it, in pieces if it is large."""
    formats = [suffix for suffix in RDF_FORMATS if suffix in document.formats]
    if len(document.triples) > MOST:
        used = _find_used(write_lines(document.triples), prefixes)
        for suffix in formats:
            pieces = partial(_write_pieces, document, suffix, used)
            yield File(f"{document.path}.{suffix}", pieces)
        return
    lines = _serialize(document.triples, "nt", ())
    used = _find_used((lines,), prefixes)
    for suffix in formats:
        if suffix == "nt":
            yield File(f"{document.path}.nt", lines)
        elif _find_source(document, suffix):
            yield File(f"{document.path}.{suffix}", represent(document, suffix, prefixes))
        else:
            yield File(f"{document.path}.{suffix}", _write(document.triples, suffix, used))


def represent(document: Document, suffix: str, prefixes: Mapping[str, str]) -> bytes:
    """Return what a document states in a format, by its suffix, with the prefixes that it uses.

    Raise InputError for what RDF/XML has no way to say.
    """
    if suffix not in document.formats:
        raise InputError(
            f"{find_unsayable(document.triples)}, in <{document.iri}>",
            remedy="Use another format: Turtle can say everything.",
        )
    used = _find_used(write_lines(document.triples), prefixes)
    return b"".join(_write_pieces(document, suffix, used))


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


def write_lines(triples: Sequence[Triple]) -> Iterator[bytes]:
    """Yield N-Triples, some triples at a time."""
    return (_serialize(part, "nt", ()) for part in _part(triples))


def _write_pieces(document: Document, suffix: str, used: Used) -> Iterator[bytes]:
    """Yield what a document states in a format, some subjects at a time."""
    source = _find_source(document, suffix)
    if source is not None:
        yield from read_pieces(source)
        return
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
