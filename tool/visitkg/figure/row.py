"""One row of the timeline: what is said, and a mark for each way it is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from visitkg.figure.draw import SIZES, WIDTH, lines_height, write_lines, write_link
from visitkg.figure.mark import shape_of, strength_of, write_mark
from visitkg.figure.measure import wrap_text
from visitkg.figure.said import plural

if TYPE_CHECKING:
    from visitkg.figure.happening import Happening
    from visitkg.figure.model import Link
    from visitkg.site.view import GraphView

_MARK: Final = 22.0


def draw_row(
    name: str, view: GraphView, each: Happening, at: tuple[float, float], link: Link
) -> tuple[str, float]:
    """Return a row whose text begins at a point, in the figure of a name, and its height."""
    x, top = at
    lines = wrap_text(each.proposition.label, WIDTH - x - 6, SIZES["fig-label"], 3)
    label = write_lines(x, top + 15, lines, "fig-label")
    parts = [write_link(label, each.proposition.iri, link)]
    base = top + lines_height(len(lines), "fig-label")
    aside = "; ".join(filter(None, (_when(each), each.wording and f"“{each.wording}”")))
    for status, count in each.claims:
        strength = strength_of(view, status)
        mark = write_mark(name, shape_of(each.status.iri), strength, (x + 8, base + 10))
        note = f"{each.status.label}: {status.label}, {plural(count, 'claim')}"
        wrapped = wrap_text(note, WIDTH - x - _MARK - 6, SIZES["fig-note"], 2)
        parts += [mark, write_lines(x + _MARK, base + 14, wrapped, "fig-note")]
        base += lines_height(len(wrapped), "fig-note") + 4
    if aside:
        wrapped = wrap_text(aside, WIDTH - x - _MARK - 6, SIZES["fig-note"], 2)
        parts.append(write_lines(x + _MARK, base + 14, wrapped, "fig-note fig-faint"))
        base += lines_height(len(wrapped), "fig-note") + 4
    return "".join(parts), base + 8 - top


def _when(each: Happening) -> str | None:
    """Return when it is, if the axis alone does not tell."""
    words = each.span.words() if each.span else None
    return None if each.span and words == each.span.first else words
