"""Triples with the place of each: its file and the line on which its object begins."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import RdfFormat

from visitkg.graph.position import line_numbers, object_offsets
from visitkg.graph.source import Source, read_source
from visitkg.graph.syntax import explain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Located:
    """A triple, the file that states it, and the line on which its object begins, from 1.

    ``line`` is None where the format does not tell: RDF/XML and JSON-LD.
    """

    triple: pyoxigraph.Triple
    path: Path
    line: int | None


@dataclass(frozen=True, slots=True)
class Document:
    """What one file states, with the prefixes and the base IRI that it declares."""

    path: Path
    triples: tuple[Located, ...]
    prefixes: dict[str, str]
    base_iri: str | None


def read_triples(
    paths: Iterable[Path | str], *, base_iri: str | None = None, lenient: bool = False
) -> Iterator[Located]:
    """Yield the triples of the files in the order of the files and of their text.

    The format follows from the suffix; ``-`` is Turtle on standard input. The triples of all named
    graphs are given. Blank nodes of two files are never the same; their labels hold for this call.
    Relative IRIs start from ``base_iri``, else from the file's own IRI. Raise InputError for a file
    that can't be read or parsed.

    ``lenient`` takes IRIs as they are written: relative ones stay so where the text declares no
    base, also in N-Triples, which has no place for them.
    """
    for path in paths:
        source = read_source(path, base_iri=base_iri)
        yield from _locate(source, _parse(source, lenient=lenient))


def read_document(
    path: Path | str, *, base_iri: str | None = None, lenient: bool = False
) -> Document:
    """Return what one file states, with its prefixes; it may state nothing.

    ``base_iri``, ``lenient`` and errors are those of ``read_triples``.
    """
    source = read_source(path, base_iri=base_iri)
    quads = _parse(source, lenient=lenient)
    triples = tuple(_locate(source, quads))
    return Document(source.path, triples, quads.prefixes, quads.base_iri)


def _parse(source: Source, *, lenient: bool) -> pyoxigraph.QuadParser:
    """Return pyoxigraph's parser over the source; iterating it may raise SyntaxError."""
    return pyoxigraph.parse(
        source.data,
        source.format,
        base_iri=None if lenient else source.base_iri,
        rename_blank_nodes=True,
        lenient=lenient,
    )


def _locate(source: Source, quads: Iterator[pyoxigraph.Quad]) -> Iterator[Located]:
    try:
        triples = [quad.triple for quad in quads]
    except SyntaxError as error:
        raise explain(source, error) from error
    path = source.path
    for triple, line in zip(triples, _lines(source, len(triples)), strict=True):
        yield Located(triple, path, line)


def _lines(source: Source, count: int) -> Iterator[int | None]:
    """Yield the lines of ``count`` triples: no line is better than a wrong one."""
    if source.format not in (RdfFormat.RDF_XML, RdfFormat.JSON_LD):
        offsets = object_offsets(source.data, source.format)
        if len(offsets) == count:
            return line_numbers(source.data, offsets)
    return repeat(None, count)
