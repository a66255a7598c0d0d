"""What is wrong in a file that can't be parsed: its place, its line, and what to do."""

from __future__ import annotations

import re
from typing import Final

import pyoxigraph

from visitkg import terms
from visitkg.errors import InputError, Position
from visitkg.graph.source import Source

_MESSAGE_HEAD: Final = re.compile(
    r"Parser error at line \d+ (?:between columns \d+ and (?:line \d+ column )?\d+|column \d+): |"
    r"Parser error between line \d+ column \d+ and line \d+ column \d+: "
)
_LINE_END: Final = re.compile(r"\r\n?|\n")
_UNKNOWN_PREFIX: Final = re.compile(r"The prefix (.*:) has not been declared")
_RELATIVE_IRI: Final = "No scheme found in an absolute IRI"


def explain(source: Source, error: SyntaxError) -> InputError:
    """Return the error for a source that pyoxigraph refused with ``error``.

    It stands at path:line:column, both in characters and from 1, where the parser knows them.
    """
    undecodable = _explain_encoding(source)
    if undecodable is not None:
        return undecodable
    message = _MESSAGE_HEAD.sub("", error.msg)
    position = Position(source.name, error.lineno, error.offset)
    if error.lineno is None or error.offset is None:
        return InputError(_begin_small(message), position=position, remedy=_remedy(message))
    line = _LINE_END.split(source.data.decode())[error.lineno - 1]
    unknown = _UNKNOWN_PREFIX.fullmatch(message)
    if unknown:
        prefix = unknown[1]
        return InputError(
            f"unknown prefix {prefix!r}",
            position=position,
            source=line,
            width=len(prefix),
            remedy=_suggest_prefix(source, prefix.removesuffix(":")),
        )
    return InputError(
        _begin_small(message),
        position=position,
        source=line,
        width=_width(error, line),
        remedy=_remedy(message),
    )


def _explain_encoding(source: Source) -> InputError | None:
    """Return the error for the first byte that is not UTF-8, if there is one."""
    try:
        source.data.decode()
    except UnicodeDecodeError as error:
        before = source.data[: error.start].decode()
        lines = _LINE_END.split(before)
        return InputError(
            f"byte {source.data[error.start]:#04x} is not UTF-8",
            position=Position(source.name, len(lines), len(lines[-1]) + 1),
            remedy="Save the file as UTF-8.",
        )
    return None


def _width(error: SyntaxError, line: str) -> int:
    """Return how many characters to underline: to the end of the token, or of the line."""
    begin = error.offset or 1
    end = error.end_offset or begin + 1
    if error.end_lineno != error.lineno:
        end = len(line) + 1
    return max(1, min(end, len(line) + 1) - begin)


def _begin_small(message: str) -> str:
    """Return the message as it reads after a colon; names and acronyms keep their capitals."""
    return message[:1].lower() + message[1:] if message[1:2].islower() else message


def _remedy(message: str) -> str | None:
    if message == _RELATIVE_IRI:
        return "Write the whole IRI, or declare @base."
    return None


def _suggest_prefix(source: Source, prefix: str) -> str:
    declared = _declared_prefixes(source)
    if prefix in terms.COMMON_PREFIXES:
        return f"Declare it: @prefix {prefix}: <{terms.COMMON_PREFIXES[prefix]}> ."
    # Imported here: only a mistake needs it.
    from difflib import get_close_matches

    near = get_close_matches(prefix, sorted({*declared, *terms.COMMON_PREFIXES}), n=1)
    if near:
        return f"Did you mean '{near[0]}:'?"
    return f"Declare it: @prefix {prefix}: <...> ."


def _declared_prefixes(source: Source) -> dict[str, str]:
    """Return the prefixes that are declared up to the error."""
    parser = pyoxigraph.parse(source.data, source.format, base_iri=source.base_iri)
    try:
        for _ in parser:
            pass
    except SyntaxError:
        pass
    return parser.prefixes
