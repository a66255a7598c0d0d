"""Where some triples of a file are written: the line and the column of subject and object.

Columns count characters from 1; a byte order mark counts none. Nothing is looked for but what is
asked, for conforming data are never asked about.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat

from visitkg.graph.position import triple_offsets, with_line_feeds

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from visitkg.graph.source import Source

_POSITIONED = frozenset({RdfFormat.N_QUADS, RdfFormat.N_TRIPLES, RdfFormat.TRIG, RdfFormat.TURTLE})


@dataclass(frozen=True, slots=True)
class Place:
    """Where the subject and the object of a triple begin: lines and columns, from 1."""

    subject: tuple[int, int]
    object: tuple[int, int]


def find_places(
    source: Source,
    wanted: Collection[int],
    *,
    count: int,
    triple_at: Callable[[int], tuple[str, str, str]],  # noqa: ARG001
) -> dict[int, Place]:
    """Return the places of the wanted triples, counted from 0 as pyoxigraph gives them.

    ``count`` is the number of triples in the file, ``triple_at`` gives the tokens of one of them.
    Formats whose order is not that of the text have no places.
    """
    if source.format not in _POSITIONED:
        return {}
    offsets = triple_offsets(source.data, source.format)
    if len(offsets) != count:
        return {}
    chosen = {index: offsets[index] for index in wanted}
    places = _find_columns(source.data, {offset for pair in chosen.values() for offset in pair})
    return {
        index: Place(places[subject], places[value]) for index, (subject, value) in chosen.items()
    }


def _find_columns(data: bytes, offsets: Collection[int]) -> Mapping[int, tuple[int, int]]:
    """Return the line and the column of each offset in bytes."""
    text = with_line_feeds(data)
    places: dict[int, tuple[int, int]] = {}
    line, last = 1, 0
    for offset in sorted(offsets):
        line += text.count(b"\n", last, offset)
        begin = text.rfind(b"\n", 0, offset) + 1
        last = offset
        places[offset] = line, len(text[begin:offset].decode()) + 1
    return places
