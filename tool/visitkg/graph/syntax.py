"""What is wrong in a file that can't be parsed: its place, its line, and what to do."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import pyoxigraph
from pyoxigraph import RdfFormat

from visitkg import terms
from visitkg.errors import InputError, Position
from visitkg.graph.source import LineReader

if TYPE_CHECKING:
    from visitkg.graph.source import Source

_PLACE: Final = re.compile(r"Parser error [^:]*: ")
_LINE_END: Final = re.compile(r"\r\n?|\n")
_UNKNOWN_PREFIX: Final = re.compile(r"The prefix (.*:) has not been declared")
_RELATIVE_IRI: Final = "No scheme found in an absolute IRI"
_SPECIFICATIONS: Final = {
    RdfFormat.JSON_LD: "https://www.w3.org/TR/json-ld/",
    RdfFormat.N_QUADS: "https://www.w3.org/TR/n-quads/",
    RdfFormat.N_TRIPLES: "https://www.w3.org/TR/n-triples/",
    RdfFormat.RDF_XML: "https://www.w3.org/TR/rdf-syntax-grammar/",
    RdfFormat.TRIG: "https://www.w3.org/TR/trig/",
    RdfFormat.TURTLE: "https://www.w3.org/TR/turtle/",
}


def explain(source: Source, error: SyntaxError) -> InputError:
    """Return the error for a source that pyoxigraph refused with ``error``.

    It stands at path:line:column as far as the parser knows them, in characters and from 1.
    """
    undecodable = _explain_encoding(source)
    if undecodable is not None:
        return undecodable
    message = _PLACE.sub("", error.msg, count=1)
    line, column = error.lineno, error.offset
    if line is None:
        line = _reached_line(source)
    lines = _LINE_END.split(source.data.decode())
    while line and line > 1 and column and not lines[line - 1].strip():
        # What is missing at the end is missing where the text ends, not after its empty lines.
        line, column = line - 1, len(lines[line - 2]) + 1
    text = lines[line - 1] if line else None
    unknown = _UNKNOWN_PREFIX.fullmatch(message)
    if unknown:
        prefix = unknown[1]
        message, width = f"unknown prefix {prefix!r}", len(prefix)
        remedy = _suggest_prefix(source, prefix.removesuffix(":"))
    else:
        width = _width(error, text) if column and text else 1
        remedy = _find_remedy(source, message)
    return InputError(
        _begin_small(message),
        position=Position(source.name, line, column),
        source=text,
        width=width,
        remedy=remedy,
    )


def _explain_encoding(source: Source) -> InputError | None:
    """Return the error for the first byte that is not UTF-8, if there is one."""
    try:
        source.data.decode()
    except UnicodeDecodeError as error:
        lines = _LINE_END.split(source.data[: error.start].decode())
        return InputError(
            f"byte 0x{source.data[error.start]:02x} is not UTF-8",
            position=Position(source.name, len(lines), len(lines[-1]) + 1),
            remedy="Save the file as UTF-8.",
        )
    return None


def _reached_line(source: Source) -> int | None:
    """Return the line at which the parser of RDF/XML gave up, which tells no position itself."""
    if source.format != RdfFormat.RDF_XML:
        return None
    reader = LineReader(source.data)
    with suppress(SyntaxError):
        list(pyoxigraph.parse(reader, source.format, base_iri=source.base_iri))
    return reader.line or None


def _width(error: SyntaxError, text: str) -> int:
    """Return how many characters to underline: to the end of the token, or of the line."""
    begin, end = error.offset or 1, error.end_offset or 1
    if error.end_lineno != error.lineno:
        end = len(text) + 1
    return max(1, min(end, len(text) + 1) - begin)


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
    parser = pyoxigraph.parse(source.data, source.format, base_iri=source.base_iri)
    with suppress(SyntaxError):
        list(parser)
    return parser.prefixes
