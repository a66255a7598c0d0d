"""The neighbourhood of one thing: what it stands beside, and how surely that is claimed."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple

from visitkg.figure.draw import (
    BOLD,
    LINE,
    SIZES,
    WIDTH,
    lines_height,
    write_anchor,
    write_drawing,
    write_lines,
    write_number,
)
from visitkg.figure.mark import FILLS, write_mark, write_patterns
from visitkg.figure.measure import wrap_text
from visitkg.figure.model import Cell, Figure, no_link
from visitkg.figure.neighbour import FACT, read_neighbours
from visitkg.figure.said import merge, plural, tell_rest

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from visitkg.figure.model import Link
    from visitkg.figure.neighbour import Neighbour
    from visitkg.figure.said import Said
    from visitkg.site.view import GraphView

MOST: Final = 14
"""How many neighbours are drawn; the rest are counted."""

_TRUNK: Final = 20.0
_BOX: Final = 196.0
_PAD: Final = 8.0
_EDGE: Final = WIDTH - _BOX - 4
_TEXT: Final = _TRUNK + 12
_ROOM: Final = _EDGE - _TRUNK - 22
_NOTE: Final = SIZES["fig-note"]
_LABEL: Final = SIZES["fig-label"]
_MEANING: Final = "A line is drawn by the surest claim; the words name them all."


class _Branch(NamedTuple):
    """A neighbour as it is told; without a word of claims where it is only stated."""

    label: str
    iri: str
    relations: str
    said: Said | None


def neighbourhood(view: GraphView, node: NamedNode, link: Link = no_link) -> Figure | None:
    """Return the neighbourhood of a thing or a proposition, None if nothing stands beside it."""
    found = read_neighbours(view, node)
    if not found:
        return None
    shown = [_tell_neighbour(view, each) for each in found[:MOST]]
    rest = len(found) - MOST
    label = view.reference(node).label
    name = f"near-{sha256(node.value.encode()).hexdigest()[:10]}"
    centre, start = _draw_centre(label)
    top = end = start
    branches = ""
    for each in shown:
        branch, height, end = _draw_branch(name, each, top, link(each.iri))
        branches += branch
        top += height
    if rest > 0:
        end = top + 22
        branches += f'<path d="M{_TRUNK} {write_number(end)}h8" class="fig-line"/>'
        branches += write_lines(_TRUNK + 14, end + 4, [f"and {rest:,} more"], "fig-note")
        top += 32
    trunk = f'<path d="M{_TRUNK} {write_number(start)}V{write_number(end)}" class="fig-line"/>'
    note = write_lines(4, top + 16, [_MEANING], "fig-note fig-faint")
    title = f"Neighbourhood of {label}"
    text = _tell(label, found)
    parts = (write_patterns(name), trunk, centre, branches, note)
    return Figure(
        name,
        title,
        write_drawing(name, title, text, (WIDTH, top + 22), parts),
        ("Neighbour", "Through", "Claims", "By status"),
        tuple([_row(each) for each in shown]),
        text,
    )


def _tell_neighbour(view: GraphView, each: Neighbour) -> _Branch:
    """Return what is drawn of a neighbour."""
    said = each.said[0] if len(each.said) == 1 else merge(view, each.said) if each.said else None
    relations = ", ".join(sorted(each.relations))
    return _Branch(each.reference.label, each.reference.iri, relations, said)


def _draw_centre(label: str) -> tuple[str, float]:
    """Return the box of the thing itself, and where it ends."""
    lines = wrap_text(label, WIDTH - 40, SIZES["fig-heading"] * BOLD, 3)
    height = lines_height(len(lines), "fig-heading") + 2 * _PAD
    box = (
        f'<rect x="4" y="4" width="{write_number(WIDTH - 8)}" height="{write_number(height)}" '
        'rx="6" class="fig-box fig-centre"/>'
    )
    return box + write_lines(16, 4 + _PAD + 14, lines, "fig-heading"), height + 4


def _draw_branch(
    name: str, each: _Branch, top: float, address: str | None
) -> tuple[str, float, float]:
    """Return a branch with its box, its height, and where it leaves the trunk."""
    said = each.said
    lines = wrap_text(each.label, _BOX - 2 * _PAD, _LABEL, 3)
    words, strength = (said.words, said.strength) if said else (FACT, None)
    way = _draw_way(each.relations, words, strength, len(lines), top)
    label = write_lines(_EDGE + _PAD, way.label, lines, "fig-label")
    mark = (
        write_mark(name, "disc", strength, (_TEXT + 7, way.y + 12)) if strength is not None else ""
    )
    drawn = f"{way.line}{write_anchor(label, address)}{way.above}{mark}{way.below}"
    return drawn, way.height, way.y


class _Way(NamedTuple):
    """A branch without its label and its mark: its parts, where those two are, and its height."""

    line: str
    above: str
    below: str
    label: float
    y: float
    height: float


@lru_cache(maxsize=4096)
def _draw_way(relations: str, words: str, strength: int | None, lines: int, top: float) -> _Way:
    """Return a branch to a label of so many lines; most ways to a neighbour come again."""
    above = wrap_text(relations, _ROOM, _NOTE * BOLD, 2)
    below = wrap_text(words, _ROOM - 20, _NOTE, 3)
    high = lines * _LABEL * LINE + 2 * _PAD
    over = max(len(above) * _NOTE * LINE + 4, high / 2)
    under = max(len(below) * _NOTE * LINE + 6, high / 2)
    y = top + 10 + over
    box = y - high / 2
    style = "fact" if strength is None else FILLS[strength]
    line = (
        f'<path d="M{_TRUNK} {write_number(y)}H{_EDGE:.0f}" class="fig-way fig-way-{style} '
        f'fig-s{strength or 0}" data-fill="{style}"/><rect x="{_EDGE:.0f}" '
        f'y="{write_number(box)}" width="{_BOX:.0f}" height="{write_number(high)}" rx="6" '
        'class="fig-box"/>'
    )
    first = y - 5 - (len(above) - 1) * _NOTE * LINE
    shift = 0 if strength is None else 20
    return _Way(
        line,
        write_lines(_TEXT, first, above, "fig-note fig-strong"),
        write_lines(_TEXT + shift, y + 16, below, "fig-note"),
        box + _PAD + 12.5,
        y,
        10 + over + under,
    )


def _row(each: _Branch) -> tuple[Cell, ...]:
    said = each.said
    return (
        Cell(each.label, each.iri),
        Cell(each.relations),
        Cell(str(said.total) if said else "0"),
        Cell(said.words if said else FACT),
    )


def _tell(label: str, found: list[Neighbour]) -> str:
    claimed = sum(1 for each in found if each.said)
    return (
        f"{label} stands beside {plural(len(found), 'other')}: {claimed} by what is claimed, "
        f"{len(found) - claimed} by what is only stated.{tell_rest(MOST, len(found))}"
    )
