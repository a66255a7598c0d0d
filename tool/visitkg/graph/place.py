"""Where some triples of a file are written: the line and the column of subject and object.

Columns count characters from 1; a byte order mark counts none. Nothing is looked for but what is
asked, for conforming data are never asked about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import RdfFormat

from visitkg.graph.lines import with_line_feeds
from visitkg.graph.position import triple_offsets

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from visitkg.graph.source import Source

    Tokens = tuple[str, str, str]
    Offsets = dict[int, tuple[int, int]]

_POSITIONED: Final = frozenset(
    {RdfFormat.N_QUADS, RdfFormat.N_TRIPLES, RdfFormat.TRIG, RdfFormat.TURTLE}
)
_LARGE: Final = 1 << 20
"""From so many bytes on, a walk over the whole text takes too long to find a few places."""
_FEW: Final = 300
"""So many times fewer triples than there are can be looked for one by one."""


class Place(NamedTuple):
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
    large: int = _LARGE,
) -> dict[int, Place]:
    """Return the places of the wanted triples, counted from 0 as pyoxigraph gives them.

    ``count`` is the number of triples in the file, ``triple_at`` gives the tokens of one of them,
    ``find_triple`` the numbers of one; ``by_line`` if each stands on its own line, written
    canonically. Formats whose order is not that of the text have no places.
    """
    if source.format not in _POSITIONED or not wanted:
        return {}
    text = with_line_feeds(source.data)
    offsets: Offsets | None = None
    if by_line:
        offsets = _find_lines(text, wanted)
    elif len(text) >= large and len(wanted) * _FEW < count:
        # Imported here: small texts are walked over as a whole.
        from visitkg.graph.fragment import find_in_fragments

        offsets = find_in_fragments(
            source, text, wanted, count=count, triple_at=triple_at, find_triple=find_triple
        )
    if offsets is None:
        every = triple_offsets(text, source.format)
        if len(every) != count:
            return {}
        offsets = {index: every[index] for index in wanted}
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
        end = text.find(b"\n", begin)
        subject, predicate, _ = text[begin : end if end >= 0 else None].split(b" ", 2)
        offsets[index] = begin, begin + len(subject) + len(predicate) + 2
    return offsets


_BLOCK: Final = 1 << 16


def _skip_lines(text: bytes, begin: int, number: int) -> int:
    """Return where the line begins that comes ``number`` lines after the one at ``begin``."""
    while number:
        found = text.count(b"\n", begin, begin + _BLOCK)
        if found < number:
            number -= found
            begin += _BLOCK
            continue
        while number:
            begin = text.index(b"\n", begin) + 1
            number -= 1
    return begin


def _find_columns(text: bytes, offsets: Collection[int]) -> Mapping[int, tuple[int, int]]:
    """Return the line and the column of each offset in bytes."""
    places: dict[int, tuple[int, int]] = {}
    line, last = 1, 0
    for offset in sorted(offsets):
        line += text.count(b"\n", last, offset)
        begin = text.rfind(b"\n", 0, offset) + 1
        last = offset
        places[offset] = line, len(text[begin:offset].decode()) + 1
    return places
