"""Who asserts what how surely: the claims by the source they come from and their status."""

from __future__ import annotations

from collections import Counter, defaultdict
from math import sqrt
from typing import TYPE_CHECKING, Final, TypeAlias

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
from visitkg.figure.said import WITHOUT, order_statuses, plural, read_claims
from visitkg.site.model import Reference
from visitkg.site.sentence import source_text

if TYPE_CHECKING:
    from visitkg.figure.model import Link
    from visitkg.site.view import GraphView

Source: TypeAlias = tuple[Reference, ...]
Matrix: TypeAlias = "dict[Source, Counter[Reference]]"

_NAME: Final = "assertions"
_TITLE: Final = "Who asserts how surely"
_LEFT: Final = 134.0
_STEP: Final = 26.0
_ROW: Final = 48.0
_SMALLEST: Final = 4.0
_LARGEST: Final = 12.0
_HEAD: Final = 140.0


def draw_assertions(view: GraphView, link: Link = no_link) -> Figure | None:
    """Return the matrix of origins and statuses, None if nothing is claimed."""
    matrix = _count(view)
    if not matrix:
        return None
    statuses = order_statuses(view, (status for counts in matrix.values() for status in counts))
    sources = sorted(matrix, key=lambda s: (-matrix[s].total(), source_text(s), str(s)))
    head = _head_height(statuses)
    parts = [write_patterns(_NAME), *_draw_head(view, statuses, head, link)]
    width = max(WIDTH, _LEFT + _STEP * len(statuses) + 6)
    top = head
    for source in sources:
        rule = f"M0 {write_number(top)}H{write_number(width)}"
        parts.append(tag("path", d=rule, class_="fig-rule"))
        name, height = _draw_source(source, matrix[source].total(), top, link)
        parts += [name, *_draw_counts(view, matrix, source, statuses, top)]
        top += height
    text = _tell(matrix, sources, statuses)
    return Figure(
        _NAME,
        _TITLE,
        write_drawing(_NAME, _TITLE, text, (width, top + 6), parts),
        ("Origin", *(status.label for status in statuses), "Claims"),
        tuple(
            (
                Cell(source_text(source), source[0].iri if len(source) == 1 else None),
                *(Cell(str(matrix[source][status])) for status in statuses),
                Cell(str(matrix[source].total())),
            )
            for source in sources
        ),
        text,
    )


def _count(view: GraphView) -> Matrix:
    """Return the claims by origin and status; a claim of two origins counts with both."""
    matrix: Matrix = defaultdict(Counter)
    for claim in read_claims(view):
        for origin in sorted({chain.sources[-1] for chain in claim.chains}, key=str):
            matrix[origin].update(claim.statuses or (WITHOUT,))
    return matrix


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
    lines = wrap_text(source_text(source), _LEFT - 14, SIZES["fig-note"] * BOLD, 3)
    style = "fig-note fig-strong" if source else "fig-note fig-strong fig-unknown"
    name = write_lines(2, top + 15, lines, style)
    count = write_lines(
        2, top + 15 + 15 * len(lines), [plural(total, "claim")], "fig-note fig-faint"
    )
    height = max(_ROW, 15 * len(lines) + 25.0)
    return write_link(name, source[0].iri if source else None, link) + count, height


def _draw_counts(
    view: GraphView, matrix: Matrix, source: Source, statuses: list[Reference], top: float
) -> list[str]:
    """Return a circle for each count, its area in proportion, with the number below."""
    most = max(count for counts in matrix.values() for count in counts.values())
    parts = []
    for number, status in enumerate(statuses):
        count = matrix[source][status]
        x = _LEFT + _STEP * (number + 0.5)
        if not count:
            parts.append(tag("circle", cx=x, cy=top + 17, r=1.0, class_="fig-nothing"))
            continue
        scale = max(_SMALLEST / 6, _LARGEST / 6 * sqrt(count / most))
        mark = write_mark(_NAME, "disc", strength_of(view, status), (x, top + 17), scale)
        parts += [mark, write_lines(x, top + 30 + 6 * scale, [str(count)], "fig-note", "middle")]
    return parts


def _tell(matrix: Matrix, sources: list[Source], statuses: list[Reference]) -> str:
    first = sources[0]
    return (
        f"Claims of {plural(len(sources), 'origin')} by epistemic status, of which "
        f"{len(statuses)} occur. Most come from {source_text(first)}: {matrix[first].total()}."
    )
