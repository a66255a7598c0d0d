"""The lines of text that results point at, and how much of them to underline."""

from __future__ import annotations

import io
import re
import zlib
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

from visitkg.graph.lines import with_line_feeds

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from contextlib import AbstractContextManager

    from visitkg.errors import Position

_BLOCK: Final = 1 << 20
_LONGEST: Final = 1 << 20
"""Of a longer line, in bytes, the rest is not kept: a file may be one line."""

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_NAME: Final = r"(?:[\w:%\-\u00B7]|\\.|\.+(?=[\w:%\-\\]))+"
_IRI: Final = r"<[^<>\s]*>"
_TOKEN: Final = re.compile(
    rf"""{_IRI}
    | (?: \"\"\" .* | \'\'\' .*                              # a text that may have several lines
      | "[^"\\]*(?:\\.[^"\\]*)*(?:"|\Z) | '[^'\\]*(?:\\.[^'\\]*)*(?:'|\Z)
      ) (?: @[\w\-]+ | \^\^(?:{_IRI}|{_NAME}) )?
    | [+\-]? {_NAME}
    | <<\(? | \)>> | \{{\|""",
    re.VERBOSE,
)
_LONG_TEXT: Final = re.compile(
    rf"""(\"\"\"|\'\'\')(?:[^\\]|\\.)*?\1(?:@[\w\-]+|\^\^(?:{_IRI}|{_NAME}))?"""
)
_WIDEST: Final = 400
"""No more than this of a token is looked at: nobody sees more of it."""


class Excerpt(NamedTuple):
    """A line of text and, where the column is known, the token that begins there."""

    line: str
    column: int | None = None
    width: int = 1


def read_lines(
    positions: Iterable[Position | None], texts: Mapping[str, bytes]
) -> dict[tuple[str, int], str]:
    """Return the line of each position, by path and number, without its end.

    Each file is read once; ``texts`` has what can't be read again. What is missing, unreadable or
    has no such line is left out.
    """
    wanted: dict[str, set[int]] = {}
    for position in positions:
        if position is not None and position.line is not None:
            wanted.setdefault(position.path, set()).add(position.line)
    return {
        (path, number): line.rstrip(b" ").decode("utf-8", errors="replace")
        for path, numbers in wanted.items()
        for number, line in _read_file(path, numbers, texts.get(path)).items()
    }


def excerpt_at(position: Position | None, lines: Mapping[tuple[str, int], str]) -> Excerpt | None:
    """Return the line at a position, or None if it isn't among ``lines``."""
    if position is None or position.line is None:
        return None
    line = lines.get((position.path, position.line))
    column = position.column
    if line is None or (column is not None and column > len(line)):
        return None
    return Excerpt(line, column, 1 if column is None else token_width(line, column))


def token_width(line: str, column: int) -> int:
    """Return how many characters of a line the token has that begins at a column, from 1."""
    begin = column - 1
    end = min(len(line), begin + _WIDEST)
    match = _LONG_TEXT.match(line, begin, end) or _TOKEN.match(line, begin, end)
    return max(1, match.end() - begin) if match else 1


def _read_file(path: str, numbers: Collection[int], text: bytes | None) -> dict[int, bytes]:
    try:
        with _open(path, text) as stream:
            return _pick_lines(stream, numbers)
    except (OSError, EOFError, ValueError, zlib.error):
        return {}


def _open(path: str, text: bytes | None) -> AbstractContextManager[BinaryIO]:
    """Return a stream of a text, or of a file, unpacked where its name ends in .gz."""
    if text is not None and not isinstance(text, bytes):
        # A text that stays in its file reads as a stream too.
        text.seek(0)
        return nullcontext(text)
    if text is not None:
        return io.BytesIO(text)
    if Path(path).suffix.lower() != ".gz":
        return Path(path).open("rb")
    # Imported here: few files are packed.
    import gzip

    return gzip.open(path)  # type: ignore[return-value]  # it reads as one


def _pick_lines(stream: BinaryIO, numbers: Collection[int]) -> dict[int, bytes]:
    """Return the lines with these numbers, from 1; blocks without any are only counted through."""
    picked: dict[int, bytes] = {}
    waiting = sorted(numbers, reverse=True)
    number = 1
    begun = b""
    block = _read_block(stream).removeprefix(_BYTE_ORDER_MARK)
    while waiting and block:
        last = number + block.count(b"\n")
        if waiting[-1] <= last:
            lines = (begun + block).split(b"\n")
            while waiting and waiting[-1] < last:
                wanted = waiting.pop()
                picked[wanted] = lines[wanted - number][:_LONGEST]
            begun = lines[-1][:_LONGEST]
        else:
            begun = b""
        number = last
        block = _read_block(stream)
    if waiting and waiting[-1] == number and begun:
        picked[number] = begun
    return picked


def _read_block(stream: BinaryIO) -> bytes:
    """Return the next part of a text with line feeds as its only line ends."""
    block = stream.read(_BLOCK)
    while block.endswith(b"\r"):
        more = stream.read(1)
        if not more:
            break
        block += more
    return with_line_feeds(block)
