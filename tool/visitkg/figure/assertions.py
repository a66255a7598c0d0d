"""Who asserts what how surely: the claims by the source they come from and their status."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, Final

from visitkg.figure.draw import (
    BOLD,
    SIZES,
    WIDTH,
    escape,
    tag,
    write_drawing,
    write_lines,
    write_link,
    write_number,
)
from visitkg.figure.mark import strength_of, write_mark, write_patterns
from visitkg.figure.measure import shorten_line, text_width, wrap_text
from visitkg.figure.model import Cell, Figure, no_link
from visitkg.figure.said import order_statuses, plural, tell_rest
from visitkg.figure.source import source_cell, tell_source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from visitkg.figure.model import Link
    from visitkg.figure.source import Source
    from visitkg.figure.tally import Counts, Tally
    from visitkg.site.model import Reference
    from visitkg.site.view import GraphView

MOST: Final = 40
"""So many origins are drawn, those of most claims; the rest are counted."""

_NAME: Final = "assertions"
_TITLE: Final = "Who asserts how surely"
_LEFT: Final = 134.0
_STEP: Final = 26.0
_ROW: Final = 48.0
_SMALLEST: Final = 4.0
_LARGEST: Final = 12.0
_HEAD: Final = 140.0


def draw_assertions(view: GraphView, tally: Tally, link: Link = no_link) -> Figure | None:
    """Return the matrix of origins and statuses, None if nothing is claimed."""
    matrix = tally.origins
    if not matrix:
        return None
    sources = _order(matrix)[:MOST]
    statuses = order_statuses(view, (status for counts in matrix.values() for status in counts))
    head = _head_height(statuses)
    parts = [write_patterns(_NAME), *_draw_head(view, statuses, head, link)]
    width = max(WIDTH, _LEFT + _STEP * len(statuses) + 6)
    most = max(count for source in sources for count in matrix[source].values())
    top = head
    for source in sources:
        rule = f"M0 {write_number(top)}H{write_number(width)}"
        parts.append(tag("path", d=rule, class_="fig-rule"))
        counts = matrix[source]
        name, height = _draw_source(source, counts.total(), top, link)
        parts += [name, *_draw_counts(view, counts, statuses, most, top)]
        top += height
    left = len(matrix) - len(sources)
    if left:
        parts.append(write_lines(2, top + 15, [f"and {left:,} more"], "fig-note"))
        top += 20
    text = _tell(matrix, sources[0], statuses)
    return Figure(
        _NAME,
        _TITLE,
        write_drawing(_NAME, _TITLE, text, (width, top + 6), parts),
        ("Origin", *(status.label for status in statuses), "Claims"),
        tuple(
            (
                source_cell(source),
                *(Cell(str(matrix[source][status])) for status in statuses),
                Cell(str(matrix[source].total())),
            )
            for source in sources
        ),
        text,
        left,
    )


def _order(matrix: Mapping[Source, Counts]) -> list[Source]:
    """Return the origins, those of most claims first."""
    return sorted(
        matrix,
        key=lambda s: (-matrix[s].total(), tell_source(s), [agent.iri for agent in s]),
    )


def _head_height(statuses: list[Reference]) -> float:
    longest = max(text_width(status.label, SIZES["fig-note"]) for status in statuses)
    return min(_HEAD, longest) + 20


def _draw_head(view: GraphView, statuses: list[Reference], head: float, link: Link) -> list[str]:
    """Return the names of the statuses, each on end above its column."""
    parts = []
    for number, status in enumerate(statuses):
        x = _LEFT + _STEP * (number + 0.5)
        text = shorten_line(status.label, _HEAD, SIZES["fig-note"])
        turn = f"translate({write_number(x + 4)} {write_number(head - 10)}) rotate(-90)"
        name = tag("text", escape(text), class_="fig-note", transform=turn)
        parts.append(write_link(name, status.iri or None, link))
        strength = strength_of(view, status)
        rule = f"M{write_number(x)} {write_number(head - 4)}v4"
        parts.append(tag("path", d=rule, class_=f"fig-line fig-s{strength}"))
    return parts


def _draw_source(source: Source, total: int, top: float, link: Link) -> tuple[str, float]:
    """Return the name of an origin with its number of claims, and the height of its row."""
    lines = wrap_text(tell_source(source), _LEFT - 14, SIZES["fig-note"] * BOLD, 3)
    style = "fig-note fig-strong" if source else "fig-note fig-strong fig-unknown"
    name = write_lines(2, top + 15, lines, style)
    count = write_lines(
        2, top + 15 + 15 * len(lines), [plural(total, "claim")], "fig-note fig-faint"
    )
    height = max(_ROW, 15 * len(lines) + 25.0)
    return write_link(name, source[0].iri if source else None, link) + count, height


def _draw_counts(
    view: GraphView, counts: Counts, statuses: list[Reference], most: int, top: float
) -> list[str]:
    """Return a circle for each count, its area in proportion, with the number below."""
    parts = []
    for number, status in enumerate(statuses):
        count = counts[status]
        x = _LEFT + _STEP * (number + 0.5)
        if not count:
            parts.append(tag("circle", cx=x, cy=top + 17, r=1.0, class_="fig-nothing"))
            continue
        scale = max(_SMALLEST / 6, _LARGEST / 6 * sqrt(count / most))
        mark = write_mark(_NAME, "disc", strength_of(view, status), (x, top + 17), scale)
        parts += [mark, write_lines(x, top + 30 + 6 * scale, [str(count)], "fig-note", "middle")]
    return parts


def _tell(matrix: Mapping[Source, Counts], first: Source, statuses: list[Reference]) -> str:
    return (
        f"Claims of {plural(len(matrix), 'origin')} by epistemic status, of which "
        f"{len(statuses)} occur. Most come from {tell_source(first)}: {matrix[first].total()}."
        f"{tell_rest(MOST, len(matrix))}"
    )
