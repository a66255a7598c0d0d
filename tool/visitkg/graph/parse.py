"""Triples with the place of each: its file and its line."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING, Final, NamedTuple

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat

from visitkg.errors import InputError, Position
from visitkg.graph.lines import line_numbers
from visitkg.graph.position import object_offsets
from visitkg.graph.source import LineReader, Source, read_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import TypeAlias

    GraphName: TypeAlias = NamedNode | DefaultGraph


_MOST_NAMES: Final = 10


class Located(NamedTuple):
    """A triple, the file that states it, and the line on which its object begins, from 1.

    In RDF/XML ``line`` is where the tag ends that completes the triple: that of the property, or
    the start tag for types and attributes. JSON-LD gives none: its order is not that of the text.
    """

    triple: pyoxigraph.Triple
    path: Path
    line: int | None


class Document(NamedTuple):
    """What one file states, in the order of its text, with the prefixes and base it declares."""

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

    ``lenient`` takes IRIs as they are written: relative ones stay so where neither ``base_iri`` nor
    the text gives a base, also in N-Triples, which has no place for them.
    """
    for path in paths:
        yield from read_document(path, base_iri=base_iri, lenient=lenient).triples


def read_document(
    path: Path | str,
    *,
    base_iri: str | None = None,
    lenient: bool = False,
    graph: GraphName | None = None,
) -> Document:
    """Return what one file states, with its prefixes; it may state nothing.

    That is what all its graphs state together, or one ``graph``, which may be absent.
    ``base_iri``, ``lenient`` and errors are those of ``read_triples``.
    """
    source = read_source(path, base_iri=base_iri, relative=lenient)
    return parse_document(source, lenient=lenient, graph=graph)


def parse_document(
    source: Source, *, lenient: bool = False, graph: GraphName | None = None
) -> Document:
    """Return what a source states, as ``read_document`` does for its file."""
    is_xml = source.format == RdfFormat.RDF_XML
    reader = LineReader(source.data)
    parser = pyoxigraph.parse(
        reader if is_xml else source.input,
        source.format,
        base_iri=source.base_iri,
        rename_blank_nodes=True,
        lenient=lenient,
    )
    path = source.path
    try:
        if is_xml:
            pairs: list[tuple[Quad, int | None]] = [(quad, reader.line) for quad in parser]
        else:
            quads = list(parser)
            pairs = list(zip(quads, _lines(source, len(quads)), strict=True))
    except (SyntaxError, MemoryError) as error:
        # Imported here: only a mistake needs it.
        from visitkg.graph.syntax import explain

        raise explain(source, error) from error
    located = tuple(
        Located(quad.triple, path, line)
        for quad, line in pairs
        if graph is None or quad.graph_name == graph
    )
    return Document(path, located, parser.prefixes, parser.base_iri)


def read_quads(source: Source) -> Iterator[Quad]:
    """Yield what a source states, with the graph of each; raise InputError where it is broken."""
    try:
        yield from pyoxigraph.parse(source.input, source.format, base_iri=source.base_iri)
    except (SyntaxError, MemoryError) as error:
        # Imported here: only a mistake needs it.
        from visitkg.graph.syntax import explain

        raise explain(source, error) from error


def refuse_absent_graph(graph: GraphName, sources: Sequence[Source]) -> None:
    """Raise InputError, with the graphs that there are, if no source states anything in a graph."""
    # Kept in the order in which they are met.
    names = dict.fromkeys(quad.graph_name for source in sources for quad in read_quads(source))
    if graph in names:
        return
    first = sources[0].name
    others = f" and {len(sources) - 1} more" if len(sources) > 1 else ""
    known = [str(name) for name in names if isinstance(name, NamedNode)]
    shown = ", ".join(known[:_MOST_NAMES])
    if len(known) > _MOST_NAMES:
        shown += f" and {len(known) - _MOST_NAMES} more"
    what = "nothing stands in the default graph"
    raise InputError(
        what if isinstance(graph, DefaultGraph) else f"no graph {graph} here",
        position=Position(first + others),
        remedy=f"The named graphs are {shown}." if known else "There is no named graph.",
    )


def _lines(source: Source, count: int) -> Iterable[int | None]:
    """Return the lines of ``count`` triples: none is better than a wrong one."""
    if source.format != RdfFormat.JSON_LD:
        offsets = object_offsets(source.data, source.format)
        if len(offsets) == count:
            return line_numbers(source.data, offsets)
    return repeat(None, count)
