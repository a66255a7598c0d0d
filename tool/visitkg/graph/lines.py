"""The line and column of a place in a large text, of which only a window is decoded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_BLOCK: Final = 1 << 20
_AROUND: Final = 1000
"""So many characters before and after a column are shown of a longer line."""

_LINE_END: Final = re.compile(rb"\r\n?|\n")
_WIDEST_CHARACTER: Final = 4


@dataclass(frozen=True, slots=True)
class Place:
    """A line and a column, and the text of the line, or what is near the column in it.

    ``shown_column`` is the column in ``text``.
    """

    line: int | None = None
    column: int | None = None
    text: str | None = None
    shown_column: int | None = None


def place_at(data: bytes, line: int, column: int | None) -> Place:
    """Return the place at a line and a column, from 1; after a text that ends before, its end.

    What is missing at the end is missing where the text ends, not after its empty lines.
    """
    start = line_start(data, line)
    if column and line > 1 and _is_blank(data, start):
        return place_of(data, _text_end(data, start))
    text, shown_column = _show_line(data, start, column or 1)
    return Place(line, column, text, shown_column if column else None)


def place_of(data: bytes, offset: int) -> Place:
    """Return the place of a byte."""
    line, begin = 1, 0
    while (end := _block_end(data, begin)) < offset:
        line += _count_line_ends(data, begin, end)
        begin = end
    line += _count_line_ends(data, begin, offset)
    start = max(data.rfind(b"\n", 0, offset), data.rfind(b"\r", 0, offset)) + 1
    column = 1 + _count_characters(data, start, offset)
    return Place(line, column, *_show_line(data, start, column))


def line_start(data: bytes, number: int) -> int:
    """Return where a line begins, counted from 1; the end of the text if there are fewer."""
    missing = number - 1
    begin = 0
    while missing and begin < len(data):
        end = _block_end(data, begin)
        count = _count_line_ends(data, begin, end)
        if count >= missing:
            return next(islice(_LINE_END.finditer(data, begin, end), missing - 1, None)).end()
        missing -= count
        begin = end
    return len(data) if missing else begin


def is_longer(data: bytes, number: int, size: int) -> bool:
    """Return whether a line, counted from 1, is longer than so many bytes."""
    start = line_start(data, number)
    return start + size < len(data) and not _LINE_END.search(data, start, start + size + 1)


def _show_line(data: bytes, start: int, column: int) -> tuple[str, int]:
    """Return the line that begins at ``start``, or a part of it, and the column in that."""
    begin = start
    skipped = 0
    while column - skipped > _BLOCK + _AROUND:
        end = _character_end(data, begin + _BLOCK)
        skipped += _count_characters(data, begin, end)
        begin = end
    longest = _WIDEST_CHARACTER * (column - skipped + _AROUND)
    found = _LINE_END.search(data, begin, begin + longest)
    text = data[begin : found.start() if found else begin + longest].decode(errors="replace")
    first = max(0, column - skipped - 1 - _AROUND)
    return text[first : first + 2 * _AROUND], column - skipped - first


def _is_blank(data: bytes, start: int) -> bool:
    found = _LINE_END.search(data, start)
    end = found.start() if found else len(data)
    return _text_end(data, end) <= start


def _text_end(data: bytes, end: int) -> int:
    """Return where the text before a place ends, without the space that follows it."""
    while end:
        begin = max(0, end - _BLOCK)
        kept = len(data[begin:end].rstrip())
        if kept:
            return begin + kept
        end = begin
    return 0


def _count_characters(data: bytes, begin: int, end: int) -> int:
    """Return the number of characters of a part of a text."""
    count = 0
    while begin < end:
        stop = min(_character_end(data, begin + _BLOCK), end)
        count += len(data[begin:stop].decode(errors="replace"))
        begin = stop
    return count


def _character_end(data: bytes, end: int) -> int:
    """Return a place that isn't within a character: ``end`` or one of the next three."""
    while end < len(data) and data[end] & 0xC0 == 0x80:  # noqa: PLR2004  (the mark of such bytes)
        end += 1
    return end


def _block_end(data: bytes, begin: int) -> int:
    """Return where a block ends that begins somewhere, not within a line end of two bytes."""
    end = min(begin + _BLOCK, len(data))
    return end + 1 if data[end - 1 : end + 1] == b"\r\n" else end


def _count_line_ends(data: bytes, begin: int, end: int) -> int:
    pairs = data.count(b"\r\n", begin, end)
    return data.count(b"\n", begin, end) + data.count(b"\r", begin, end) - pairs


def line_numbers(text: bytes, offsets: Iterable[int]) -> Iterator[int]:
    """Yield the line of each offset, from 1; a line ends with LF, CR LF or CR."""
    text = with_line_feeds(text)
    line, last = 1, 0
    for offset in offsets:
        if offset >= last:
            line += text.count(b"\n", last, offset)
        else:
            line -= text.count(b"\n", offset, last)
        last = offset
        yield line


def with_line_feeds(text: bytes) -> bytes:
    """Return the text with the same offsets, each line ended by a line feed."""
    if b"\r" not in text:
        return text
    return text.replace(b"\r\n", b" \n").replace(b"\r", b"\n")
