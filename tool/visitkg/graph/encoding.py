"""What is wrong with the characters of a file: no UTF-8, or halves of surrogate pairs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pyoxigraph import RdfFormat

from visitkg.errors import InputError, Position
from visitkg.graph.lines import line_start, place_of

if TYPE_CHECKING:
    from visitkg.graph.source import Source

_BLOCK: Final = 1 << 20
_ABOUT_BYTES: Final = re.compile("UTF-8|Unexpected byte")
_ABOUT_SURROGATES: Final = re.compile(r"The escape sequence '\\u[dD][89a-fA-F]|.* low surrogate")
_HALF: Final = re.compile(rb"\\u([dD][89a-fA-F][0-9a-fA-F]{2})(?:\\u([dD][c-fC-F][0-9a-fA-F]{2}))?")
_FIRST_OF_SECOND_HALVES: Final = 0xDC00
_SURROGATES: Final = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
_LONGEST_CHARACTER: Final = 4


def explain_encoding(source: Source, message: str, line: int | None) -> InputError | None:
    """Return the error for characters that can't be read, if a message at a line is about them."""
    begin = line_start(source.data, line) if line else 0
    if _ABOUT_BYTES.search(message):
        offset = _first_undecodable(source.data, begin)
        return None if offset is None else _explain_byte(source, offset)
    # The parser of JSON-LD says of some of them that the text ends there.
    is_unclear = source.format == RdfFormat.JSON_LD and message == "Unexpected end of file"
    if is_unclear or _ABOUT_SURROGATES.match(message):
        return _explain_surrogate(source, begin)
    return None


def _first_undecodable(data: bytes, begin: int) -> int | None:
    """Return the first byte that is not UTF-8 after a place that isn't within a character."""
    while begin < len(data):
        try:
            data[begin : begin + _BLOCK].decode()
        except UnicodeDecodeError as error:
            offset = begin + error.start
            if offset <= begin + _BLOCK - _LONGEST_CHARACTER or begin + _BLOCK >= len(data):
                return offset
            begin = offset  # perhaps the block ends within a character
        else:
            begin += _BLOCK
    return None


def _explain_byte(source: Source, offset: int) -> InputError:
    if _SURROGATES.match(source.data, offset):
        what = f"the bytes {source.data[offset : offset + 3].hex(' ')} are half of a surrogate pair"
        remedy = "Save the file as UTF-8, in which each character is written as a whole."
    else:
        what = f"byte 0x{source.data[offset]:02x} is not UTF-8"
        remedy = "Save the file as UTF-8."
    return _error(source, offset, 1, what, remedy)


def _explain_surrogate(source: Source, begin: int) -> InputError | None:
    """Return the error for the first escape after a place that is no character, or None."""
    for half in _HALF.finditer(source.data, begin):
        pair = half[2] is not None and int(half[1], 16) < _FIRST_OF_SECOND_HALVES
        if source.format == RdfFormat.JSON_LD and pair:
            continue
        remedy = "Write the character as a whole."
        if pair:
            whole = half[0].decode().encode("ascii").decode("unicode_escape")
            character = whole.encode("utf-16", "surrogatepass").decode("utf-16")
            remedy = f"Write \\U{ord(character):08X} for the two halves."
        what = f"\\u{half[1].decode()} is half of a surrogate pair, not a character"
        return _error(source, half.start(), len("\\uD800"), what, remedy)
    return None


def _error(source: Source, offset: int, width: int, what: str, remedy: str) -> InputError:
    place = place_of(source.data, offset)
    return InputError(
        what,
        position=Position(source.name, place.line, place.column),
        source=place.text,
        column_in_source=place.shown_column,
        width=width,
        remedy=remedy,
    )
