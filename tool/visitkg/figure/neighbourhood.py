"""The neighbourhood of one thing: what it stands beside, and how surely that is claimed."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

from visitkg.figure.draw import (
    BOLD,
    SIZES,
    WIDTH,
    lines_height,
    tag,
    write_drawing,
    write_lines,
    write_link,
    write_number,
)
from visitkg.figure.mark import FILLS, write_mark, write_patterns
from visitkg.figure.measure import wrap_text
from visitkg.figure.model import Cell, Figure, no_link
from visitkg.figure.neighbour import FACT, read_neighbours
from visitkg.figure.said import count_text, plural

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from visitkg.figure.model import Link
    from visitkg.figure.neighbour import Neighbour
    from visitkg.site.view import GraphView

MOST: Final = 14
"""How many neighbours are drawn; the rest are counted."""

_TRUNK: Final = 20.0
_BOX: Final = 196.0
_PAD: Final = 8.0


def neighbourhood(view: GraphView, node: NamedNode, link: Link = no_link) -> Figure | None:
    """Return the neighbourhood of a thing or a proposition, None if nothing stands beside it."""
    found = read_neighbours(view, node)
    if not found:
        return None
    shown, rest = found[:MOST], len(found) - MOST
    reference = view.reference(node)
    name = f"near-{sha256(node.value.encode()).hexdigest()[:10]}"
    centre, top = _draw_centre(reference.label)
    parts = [write_patterns(name), centre]
    start = top
    for each in shown:
        body, height, end = _draw_neighbour(name, view, each, top, link)
        parts.append(body)
        top += height
    if rest > 0:
        end = top + 22
        stub = f"M{_TRUNK} {write_number(end)}h8"
        parts.append(tag("path", d=stub, class_="fig-line"))
        parts.append(write_lines(_TRUNK + 14, end + 4, [f"and {rest:,} more"], "fig-note"))
        top += 32
    note = "A line is drawn by the surest claim; the words name them all."
    parts.append(write_lines(4, top + 16, [note], "fig-note fig-faint"))
    top += 18
    trunk = f"M{_TRUNK} {write_number(start)}V{write_number(end)}"
    parts.insert(1, tag("path", d=trunk, class_="fig-line"))
    title = f"Neighbourhood of {reference.label}"
    text = _tell(reference.label, found)
    return Figure(
        name,
        title,
        write_drawing(name, title, text, (WIDTH, top + 4), parts),
        ("Neighbour", "Through", "Claims", "By status"),
        tuple(_row(view, each) for each in shown),
        text,
    )


def _draw_centre(label: str) -> tuple[str, float]:
    """Return the box of the thing itself, and where it ends."""
    lines = wrap_text(label, WIDTH - 40, SIZES["fig-heading"] * BOLD, 3)
    height = lines_height(len(lines), "fig-heading") + 2 * _PAD
    box = tag(
        "rect", x=4.0, y=4.0, width=WIDTH - 8, height=height, rx=6.0, class_="fig-box fig-centre"
    )
    return box + write_lines(16, 4 + _PAD + 14, lines, "fig-heading"), height + 4


def _draw_neighbour(
    name: str, view: GraphView, each: Neighbour, top: float, link: Link
) -> tuple[str, float, float]:
    """Return a branch with its box, its height, and where it leaves the trunk."""
    edge = WIDTH - _BOX - 4
    room = edge - _TRUNK - 22
    above = wrap_text(", ".join(sorted(each.relations)), room, SIZES["fig-note"] * BOLD, 2)
    counts = count_text(view, each.counts) if each.counts else FACT
    below = wrap_text(counts, room - 20, SIZES["fig-note"], 3)
    lines = wrap_text(each.reference.label, _BOX - 2 * _PAD, SIZES["fig-label"], 3)
    high = lines_height(len(lines), "fig-label") + 2 * _PAD
    over = max(lines_height(len(above), "fig-note") + 4, high / 2)
    under = max(lines_height(len(below), "fig-note") + 6, high / 2)
    y = top + 10 + over
    strength = each.strength(view)
    way = FILLS[strength] if each.counts else "fact"
    branch = tag(
        "path",
        d=f"M{_TRUNK} {write_number(y)}H{write_number(edge)}",
        class_=f"fig-way fig-way-{way} fig-s{strength}",
        data_fill=way,
    )
    box = tag("rect", x=edge, y=y - high / 2, width=_BOX, height=high, rx=6.0, class_="fig-box")
    label = write_lines(edge + _PAD, y - high / 2 + _PAD + 12.5, lines, "fig-label")
    left = _TRUNK + 12
    first = y - 5 - lines_height(len(above) - 1, "fig-note")
    parts = [branch, box, write_link(label, each.reference.iri, link)]
    parts.append(write_lines(left, first, above, "fig-note fig-strong"))
    if each.counts:
        parts.append(write_mark(name, "disc", strength, (left + 7, y + 12)))
    shift = 20 if each.counts else 0
    parts.append(write_lines(left + shift, y + 16, below, "fig-note"))
    return "".join(parts), 10 + over + under, y


def _row(view: GraphView, each: Neighbour) -> tuple[Cell, ...]:
    return (
        Cell(each.reference.label, each.reference.iri),
        Cell(", ".join(sorted(each.relations))),
        Cell(str(each.counts.total())),
        Cell(count_text(view, each.counts) if each.counts else FACT),
    )


def _tell(label: str, found: list[Neighbour]) -> str:
    claimed = sum(1 for each in found if each.counts)
    left = len(found) - MOST
    more = f" The {MOST} with most claims are drawn, {left:,} more are not." if left > 0 else ""
    return (
        f"{label} stands beside {plural(len(found), 'other')}: {claimed} by what is claimed, "
        f"{len(found) - claimed} by what is only stated.{more}"
    )
