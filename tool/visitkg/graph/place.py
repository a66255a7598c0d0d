"""Where some triples of a file are written: the line and the column of subject and object.

Columns count characters from 1; a byte order mark counts none. Nothing is looked for but what is
asked, for conforming data are never asked about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import RdfFormat

from visitkg.graph.lines import with_line_feeds
from visitkg.graph.position import statement_offsets, triple_offsets

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from typing import TypeAlias

    from visitkg.graph.source import Source

    Tokens: TypeAlias = tuple[str, str, str]
    Offsets: TypeAlias = dict[int, tuple[int, int]]

_BY_LINE: Final = frozenset({RdfFormat.N_QUADS, RdfFormat.N_TRIPLES})
_POSITIONED: Final = _BY_LINE | {RdfFormat.TRIG, RdfFormat.TURTLE}
_LARGE: Final = 1 << 20
"""From so many bytes on, a walk over the whole text takes too long to find a few places."""
_FEW: Final = 700
"""So many times fewer triples than there are can be looked for one by one."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the subject and the object of a triple begin: lines and columns, from 1."""

    subject: tuple[int, int]
    object: tuple[int, int]


def find_places(  # noqa: PLR0913  (what is known of the triples)
    source: Source,
    wanted: Collection[int],
    *,
    count: int,
    triple_at: Callable[[int], Tokens],
    find_triple: Callable[[Tokens], Sequence[int]],
    by_line: bool = False,
    all_graphs: bool = False,
    large: int = _LARGE,
) -> dict[int, Place]:
    """Return the places of the wanted triples, counted from 0 as pyoxigraph gives them.

    ``count`` is the number of triples in the file, ``triple_at`` gives the tokens of one of them,
    ``find_triple`` the numbers of one; ``by_line`` if each stands on its own line, written
    canonically, ``all_graphs`` if surely none was left out for its graph. None is told rather than
    a wrong one: formats whose order is not that of the text have no places, nor has a text with
    another number of triples.
    """
    if source.format not in _POSITIONED or not wanted:
        return {}
    text = with_line_feeds(source.data)
    offsets: Offsets | None = None
    if by_line:
        offsets = _find_lines(text, wanted)
    elif source.format in _BY_LINE:
        offsets = _find_statements(text, wanted, count)
    else:
        whole = all_graphs or source.format == RdfFormat.TURTLE
        if whole and len(text) >= large and len(wanted) * _FEW < count:
            # Imported here: small texts are walked over as a whole.
            from visitkg.graph.passage import find_in_passages

            offsets = find_in_passages(
                source, text, wanted, count=count, triple_at=triple_at, find_triple=find_triple
            )
        if offsets is None:
            every = triple_offsets(text, source.format)
            offsets = {index: every[index] for index in wanted} if len(every) == count else {}
    places = _find_columns(text, {offset for pair in offsets.values() for offset in pair})
    return {
        index: Place(places[subject], places[value]) for index, (subject, value) in offsets.items()
    }


def _find_lines(text: bytes, wanted: Collection[int]) -> Offsets:
    """Return the offsets of triples of which the n-th is the n-th line, in three tokens."""
    offsets: Offsets = {}
    line, begin = 0, 0
    for index in sorted(wanted):
        begin = _skip_lines(text, begin, index - line)
        line = index
        offsets[index] = next(statement_offsets(text, begin))
    return offsets


_BLOCK: Final = 1 << 16
_NEAR: Final = 64


def _skip_lines(text: bytes, begin: int, number: int) -> int:
    """Return where the line begins that comes ``number`` lines after the one at ``begin``."""
    while number > _NEAR:
        found = text.count(b"\n", begin, begin + _BLOCK)
        if found >= number:
            break
        number -= found
        begin += _BLOCK
    for _ in range(number):
        begin = text.index(b"\n", begin) + 1
    return begin


_NO_STATEMENT: Final = rb"[ \t]*(?=[\n#]|\Z)"


def _find_statements(text: bytes, wanted: Collection[int], count: int) -> Offsets:
    """Return the offsets of triples that stand on lines of their own, among others without any."""
    empty = re.compile(rb"\n" + _NO_STATEMENT)
    remaining = sorted(wanted, reverse=True)
    offsets: Offsets = {}
    first, begin = 0, 0
    while begin < len(text):
        end = text.find(b"\n", begin + _BLOCK) + 1 or len(text)
        # Each line is seen from the line end before it, which the first line lacks.
        lines = text.count(b"\n", begin, end - 1) + 1
        lines -= len(empty.findall(text, max(0, begin - 1), max(begin, end - 1)))
        lines -= not begin and bool(re.match(_NO_STATEMENT, text))
        if remaining and remaining[-1] < first + lines:
            every = list(statement_offsets(text, begin, end))
            if len(every) != lines:
                return {}
            while remaining and remaining[-1] < first + lines:
                index = remaining.pop()
                offsets[index] = every[index - first]
        first += lines
        begin = end
    return offsets if first == count else {}


# Those bytes of a character that are not its first.
_CONTINUATION: Final = bytes(range(0x80, 0xC0))


def _find_columns(text: bytes, offsets: Collection[int]) -> dict[int, tuple[int, int]]:
    """Return the line and the column of each offset in bytes."""
    places: dict[int, tuple[int, int]] = {}
    line, column, last = 1, 1, 0
    for offset in sorted(offsets):
        ends = text.count(b"\n", last, offset)
        if ends:
            line, column = line + ends, 1
            last = text.rfind(b"\n", last, offset) + 1
        column += len(text[last:offset].translate(None, _CONTINUATION))
        last = offset
        places[offset] = line, column
    return places
