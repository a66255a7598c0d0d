"""What is wrong in a file that can't be parsed: its place, its line, and what to do."""

from __future__ import annotations

import io
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import pyoxigraph
from pyoxigraph import RdfFormat

from visitkg import terms
from visitkg.errors import InputError, Position
from visitkg.graph.encoding import explain_encoding
from visitkg.graph.kind import explain_kind
from visitkg.graph.lines import Place, is_longer, line_start, place_at, place_of
from visitkg.graph.source import LineReader

if TYPE_CHECKING:
    from visitkg.graph.source import Source

_PLACE: Final = re.compile(r"Parser error [^:]*: ")
_UNKNOWN_PREFIX: Final = re.compile(r"The prefix (.*:) has not been declared")
_REMOTE_CONTEXT: Final = "No LoadDocumentCallback has been set to load remote contexts"
_RELATIVE_IRI: Final = "No scheme found in an absolute IRI"
_LONGEST_TOKEN: Final = 1 << 24
"""What pyoxigraph reads at once; a longer name, text or comment is a MemoryError."""

_PIECE: Final = 1 << 16
_LONGEST_COUNTED: Final = 1 << 22
"""In longer lines pyoxigraph loses count of the columns: it forgets where the line began."""

_SPECIFICATIONS: Final = {
    RdfFormat.JSON_LD: "https://www.w3.org/TR/json-ld/",
    RdfFormat.N_QUADS: "https://www.w3.org/TR/n-quads/",
    RdfFormat.N_TRIPLES: "https://www.w3.org/TR/n-triples/",
    RdfFormat.RDF_XML: "https://www.w3.org/TR/rdf-syntax-grammar/",
    RdfFormat.TRIG: "https://www.w3.org/TR/trig/",
    RdfFormat.TURTLE: "https://www.w3.org/TR/turtle/",
}


def explain(source: Source, error: SyntaxError | MemoryError) -> InputError:
    """Return the error for a source that pyoxigraph refused with ``error``.

    It stands at path:line:column as far as the parser knows them, in characters and from 1.
    """
    if isinstance(error, MemoryError):
        return _explain_size(source)
    message = _PLACE.sub("", error.msg, count=1)
    if message == _REMOTE_CONTEXT:
        return InputError(
            "its @context stands elsewhere, and nothing is fetched",
            position=Position(source.name),
            remedy="Write the context itself instead of its IRI.",
        )
    explained = explain_kind(source, message) or explain_encoding(source, message, error.lineno)
    if explained is not None:
        return explained
    place = _find_place(source, error)
    unknown = _UNKNOWN_PREFIX.fullmatch(message)
    if unknown:
        message, width = f"unknown prefix {unknown[1]!r}", len(unknown[1])
        remedy = _suggest_prefix(source, unknown[1].removesuffix(":"))
    else:
        width = _width(error, place)
        remedy = _find_remedy(source, message)
    return InputError(
        _begin_small(message),
        position=Position(source.name, place.line, place.column),
        source=place.text,
        column_in_source=place.shown_column,
        width=width,
        remedy=remedy,
    )


def _find_place(source: Source, error: SyntaxError) -> Place:
    line = error.lineno or _reached_line(source)
    if line is None:
        return Place()
    if source.format == RdfFormat.JSON_LD:
        # Here the parser counts bytes, not characters.
        return place_of(source.data, line_start(source.data, line) + (error.offset or 1) - 1)
    if is_longer(source.data, line, _LONGEST_COUNTED):
        return Place(line)
    return place_at(source.data, line, error.offset)


def _explain_size(source: Source) -> InputError:
    """Return the error for what is too long to be read at once, where that begins."""
    reader = _SmallReader(source.data)
    with suppress(SyntaxError, MemoryError):
        for _ in pyoxigraph.parse(reader, source.format, base_iri=source.base_iri):
            pass
    begin = reader.tell() - _LONGEST_TOKEN
    line = place_of(source.data, begin).line if begin >= 0 else None
    return InputError(
        f"something longer than {_LONGEST_TOKEN >> 20} MiB: a text, a name or a comment",
        position=Position(source.name, line),
        remedy="Keep so long a text in a file of its own, and state where that is.",
    )


class _SmallReader(io.BytesIO):
    """Hands out little at a time, so that ``tell`` says how far a parser has come."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Return at most ``size`` bytes, and never more than a few."""
        return super().read(_PIECE if size is None or size < 0 else min(size, _PIECE))


def _reached_line(source: Source) -> int | None:
    """Return the line at which the parser of RDF/XML gave up, which tells no position itself."""
    if source.format != RdfFormat.RDF_XML:
        return None
    reader = LineReader(source.data)
    with suppress(SyntaxError):
        for _ in pyoxigraph.parse(reader, source.format, base_iri=source.base_iri):
            pass
    return reader.line or None


def _width(error: SyntaxError, place: Place) -> int:
    """Return how many characters to underline: to the end of the token, or of the line."""
    if place.text is None or place.shown_column is None or place.line != error.lineno:
        return 1
    begin, end = error.offset or 1, error.end_offset or 1
    left = len(place.text) + 1 - place.shown_column
    return max(1, left if error.end_lineno != error.lineno else min(end - begin, left))


def _begin_small(message: str) -> str:
    """Return the message as it reads after a colon; acronyms keep their capitals."""
    return message[:1].lower() + message[1:] if message[1:2].islower() else message


def _find_remedy(source: Source, message: str) -> str:
    if message.endswith(_RELATIVE_IRI):
        by_line = source.format in (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)
        return "Write the whole IRI." if by_line else "Write the whole IRI, or declare a base."
    return f"Mend it; {_SPECIFICATIONS[source.format]} describes {source.format.name}."


def _suggest_prefix(source: Source, prefix: str) -> str:
    if prefix in terms.COMMON_PREFIXES:
        return f"Declare it: @prefix {prefix}: <{terms.COMMON_PREFIXES[prefix]}> ."
    # Imported here: only a mistake needs it.
    from difflib import get_close_matches

    known = sorted({*_declared_prefixes(source), *terms.COMMON_PREFIXES})
    near = get_close_matches(prefix, known, n=1)
    return f"Did you mean '{near[0]}:'?" if near else f"Declare it: @prefix {prefix}: <...> ."


def _declared_prefixes(source: Source) -> dict[str, str]:
    """Return the prefixes that are declared up to the error."""
    parser = pyoxigraph.parse(source.input, source.format, base_iri=source.base_iri)
    with suppress(SyntaxError):
        for _ in parser:
            pass
    return parser.prefixes
