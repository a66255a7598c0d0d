"""A name on a map, where nothing else is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from visitkg.figure.draw import BOLD, LINE, SIZES, write_lines, write_link
from visitkg.figure.measure import shorten_line, text_width

if TYPE_CHECKING:
    from visitkg.figure.boxes import Boxes
    from visitkg.figure.model import Link
    from visitkg.figure.projection import Point

_LONGEST: Final = 180.0


@dataclass(frozen=True, slots=True)
class Name:
    """Lines of text in a class, of what has an IRI; one that isn't needed gives way."""

    lines: tuple[str, ...]
    class_: str
    iri: str
    is_needed: bool = True


def write_name(name: Name, at: Point, taken: Boxes, link: Link) -> str:
    """Return a name near a point, and take its room; nothing if it gives way."""
    size = SIZES[name.class_.split(" ")[0]]
    broad = size * (BOLD if "fig-strong" in name.class_ else 1)
    lines = [shorten_line(line, _LONGEST, broad) for line in name.lines]
    width = max(text_width(line, broad) for line in lines)
    box = taken.find(at, (width, size * LINE * len(lines)), is_needed=name.is_needed)
    if box is None:
        return ""
    taken.add(box)
    return write_link(write_lines(box.left, box.top + size, lines, name.class_), name.iri, link)
