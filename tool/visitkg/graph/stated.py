"""What the files of one version of a graph state, with the file and line of each statement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

import pyoxigraph
from pyoxigraph import BlankNode, Quad, RdfFormat, Triple

from visitkg.graph.parse import parse_document
from visitkg.graph.source import STANDARD_INPUT, read_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from pyoxigraph import Literal, NamedNode

    from visitkg.graph.source import Source

_WITH_GRAPHS: Final = (RdfFormat.JSON_LD, RdfFormat.N_QUADS, RdfFormat.TRIG)


class Stated(NamedTuple):
    """A statement, and the file and line where it stands, as far as they are known."""

    quad: Quad
    path: Path | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a version: where it is read, what it is called, where relative IRIs start."""

    path: Path
    name: Path
    base_iri: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """What the files of one version state, in order, with the prefixes that they declare."""

    stated: tuple[Stated, ...]
    prefixes: dict[str, str]


def read_version(parts: Iterable[Part]) -> Version:
    """Return what some files state together; blank nodes of two files are never the same.

    Raise InputError for a file that can't be read or parsed.
    """
    stated: list[Stated] = []
    prefixes: dict[str, str] = {}
    for part in parts:
        source = replace(read_source(part.path, base_iri=part.base_iri), path=part.name)
        document = parse_document(source)
        triples = [located.triple for located in document.triples]
        for quad, located in zip(_with_graphs(source, triples), document.triples, strict=True):
            path = None if part.path == STANDARD_INPUT else part.name
            stated.append(Stated(quad, path, located.line))
        prefixes.update(document.prefixes)
    return Version(tuple(stated), prefixes)


def _with_graphs(source: Source, triples: Sequence[Triple]) -> list[Quad]:
    """Return the triples of a source with the graphs that they stand in."""
    if source.format not in _WITH_GRAPHS:
        return [Quad(*triple) for triple in triples]
    # The same text gives the same statements in the same order, under the labels of the text.
    quads = list(pyoxigraph.parse(source.data, source.format, base_iri=source.base_iri))
    names: dict[BlankNode, BlankNode] = {}
    for quad, triple in zip(quads, triples, strict=True):
        _learn(quad.triple, triple, names)
    found = []
    for (subject, predicate, value), quad in zip(triples, quads, strict=True):
        graph = quad.graph_name
        if isinstance(graph, BlankNode):
            graph = names.get(graph, graph)
        found.append(Quad(subject, predicate, value, graph))
    return found


def _learn(own: Triple, renamed: Triple, names: dict[BlankNode, BlankNode]) -> None:
    """Note what the blank nodes of a triple were renamed to."""
    pairs: list[tuple[NamedNode | BlankNode | Literal | Triple, object]] = [
        (own.subject, renamed.subject),
        (own.object, renamed.object),
    ]
    for before, after in pairs:
        if isinstance(before, BlankNode) and isinstance(after, BlankNode):
            names[before] = after
        elif isinstance(before, Triple) and isinstance(after, Triple):
            _learn(before, after, names)
