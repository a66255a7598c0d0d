"""A file as pieces of statements that are the same each time, and can be begun in the middle.

N-Triples and N-Quads are cut between lines, and no more than a piece of them is in memory. Other
formats are parsed from the beginning, as a stream, and what is in already is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import IO, TYPE_CHECKING, Final, cast

import pyoxigraph
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, RdfFormat, Triple

from visitkg.errors import InputError, Position, VisitkgError
from visitkg.graph.difference import blank_nodes, relabel
from visitkg.graph.source import FORMATS, Source, find_format, known_format, read_source
from visitkg.store.state import show_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from pyoxigraph import Quad

    from visitkg.store.stream import Stream

STATEMENTS: Final = 1 << 18
"""Statements that are loaded together, of a format that can't be cut between lines."""

_BY_LINE: Final = frozenset({"nquads", "ntriples"})
_LARGEST_EXPLAINED: Final = 1 << 28
"""A larger file is not read once more to show the line with a mistake."""

_ENTITY: Final = b"<!ENTITY"
_BLOCK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Place:
    """How far a file has been read: bytes or statements, and the ends of lines before that."""

    done: int = 0
    lines: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """What gives statements, and how far the file is read with them.

    ``blank`` says whether a blank node may be among them.
    """

    statements: Callable[[], Iterator[Quad]]
    end: Place
    blank: bool = True


def find_text_format(path: Path, stream: Stream) -> str:
    """Return the name of the format of a file; raise InputError if its name tells none."""
    found = known_format(path) or find_format(stream.peek())
    return next(name for name, each in FORMATS.items() if each == found)


def read_pieces(  # noqa: PLR0913  (all of them have names)
    stream: Stream,
    *,
    base: str,
    format_name: str,
    begin: Place,
    lines_together: int,
    statements_together: int,
) -> Iterator[Piece]:
    """Yield the pieces of a file behind a place; blank nodes have the labels of the text.

    In formats that allow blank nodes without a label these are numbered as they appear. Raise
    InputError where the text is broken, when its statements are had.
    """
    if format_name in _BY_LINE:
        yield from _cut_lines(stream, FORMATS[format_name], begin, lines_together)
        return
    statements = _number(_parse(stream, FORMATS[format_name], base))
    done = sum(1 for _ in islice(statements, begin.done))
    while part := list(islice(statements, statements_together)):
        done += len(part)
        yield Piece(part.__iter__, Place(done))


def _cut_lines(
    stream: Stream, rdf_format: RdfFormat, begin: Place, together: int
) -> Iterator[Piece]:
    if begin.done == 0:
        stream.peek()
    place = begin
    for text in stream.lines(begin.done, together):
        lines = text.count(b"\n") + text.count(b"\r") - text.count(b"\r\n")
        end = Place(place.done + len(text), place.lines + lines)
        statements = partial(_parse_lines, stream.path, text, rdf_format, place.lines)
        yield Piece(statements, end, b"_:" in text)
        place = end


def _parse_lines(path: Path, text: bytes, rdf_format: RdfFormat, before: int) -> Iterator[Quad]:
    """Yield the statements of lines that have so many others before them."""
    try:
        yield from pyoxigraph.parse(text, rdf_format)
    except (SyntaxError, MemoryError) as error:
        # Imported here: only a mistake needs it.
        from visitkg.graph.syntax import explain

        found = explain(Source(path, text, rdf_format, None), error)
        place = found.position or Position(str(path))
        line = None if place.line is None else place.line + before
        found.position = Position(show_path(path), line, place.column)
        raise found from error


def _parse(stream: Stream, rdf_format: RdfFormat, base: str) -> Iterator[Quad]:
    """Yield the statements of a text as it is read."""
    head = stream.peek()
    try:
        if rdf_format == RdfFormat.RDF_XML and _has_entities(stream, head):
            # Whether entities grow without bound is known when all that refers to them is read.
            whole = read_source(stream.path)
            yield from pyoxigraph.parse(whole.data, rdf_format, base_iri=base)
        else:
            file = cast("IO[bytes]", stream)
            yield from pyoxigraph.parse(file, rdf_format, base_iri=base)
    except VisitkgError:
        raise
    except (SyntaxError, MemoryError) as error:
        raise _explain(stream.path, error) from error
    except BaseException as error:
        # What the stream raises may come back in another guise.
        if stream.error is None:
            raise
        raise stream.error from error


def _has_entities(stream: Stream, head: bytes) -> bool:
    """Return whether a text of XML declares entities anywhere."""
    if _ENTITY in head:
        return True
    if len(head) < _BLOCK:
        return False
    from visitkg.store.stream import open_stream

    rest = b""
    with open_stream(stream.path) as again:
        while block := again.read(_BLOCK):
            if _ENTITY in rest + block:
                return True
            rest = block[-len(_ENTITY) :]
    return False


def _explain(path: Path, error: SyntaxError | MemoryError) -> InputError:
    """Return the error for a text that could not be parsed, with its line unless it is large."""
    # Imported here: only a mistake needs it.
    from visitkg.graph.syntax import explain

    if path.stat().st_size <= _LARGEST_EXPLAINED:
        found = explain(read_source(path), error)
        if found.position is not None:
            place = found.position
            found.position = Position(show_path(path), place.line, place.column)
        return found
    if isinstance(error, MemoryError):
        return InputError(
            "a text, a name or a comment is too long", position=Position(show_path(path))
        )
    return InputError(error.msg, position=Position(show_path(path), error.lineno, error.offset))


def _number(statements: Iterable[Quad]) -> Iterator[Quad]:
    """Yield statements whose blank nodes are numbered in the order in which they appear."""
    names: dict[BlankNode, BlankNode] = {}
    for quad in statements:
        if not may_be_blank(quad):
            yield quad
            continue
        for node in blank_nodes(quad):
            if node not in names:
                names[node] = BlankNode(str(len(names)))
        yield relabel(quad, names)


def may_be_blank(quad: Quad) -> bool:
    """Return whether a blank node may stand in a statement; looking closer takes longer."""
    kinds = (type(quad.subject), type(quad.object), type(quad.graph_name))
    return BlankNode in kinds or Triple in kinds


def place_statements(piece: Piece, number: int, graph: NamedNode | None) -> Iterator[Quad]:
    """Yield statements as a store has them: blank nodes of a file with its number in their labels.

    So those of two files are never the same, and those of one are the same each time. What stands
    in the default graph goes to ``graph`` if that is given.
    """
    if not piece.blank and graph is None:
        return piece.statements()
    return _place(piece, number, graph)


def _place(piece: Piece, number: int, graph: NamedNode | None) -> Iterator[Quad]:
    for given in piece.statements():
        quad = given
        if piece.blank and may_be_blank(quad):
            found = blank_nodes(quad)
            quad = relabel(quad, {node: BlankNode(f"s{number}.{node.value}") for node in found})
        if graph is not None and isinstance(quad.graph_name, DefaultGraph):
            quad = pyoxigraph.Quad(quad.subject, quad.predicate, quad.object, graph)
        yield quad
