"""What the marks mean: a shape for each event status, a fill for each epistemic one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from visitkg.figure.draw import SIZES, WIDTH, write_lines
from visitkg.figure.mark import shape_of, strength_of, write_mark
from visitkg.figure.measure import text_width
from visitkg.figure.said import order_statuses

if TYPE_CHECKING:
    from collections.abc import Iterable

    from visitkg.figure.happening import Happening
    from visitkg.site.model import Reference
    from visitkg.site.view import GraphView

_STEP: Final = 22.0
_LEFT: Final = 2.0


def draw_legend(
    name: str,
    view: GraphView,
    statuses: Iterable[Reference],
    happenings: Iterable[Happening],
    top: float,
) -> tuple[str, float]:
    """Return the legend of the marks that a timeline uses, and its height."""
    used = {status for each in happenings for status, _ in each.claims}
    strengths: dict[int, list[str]] = {}
    for status in order_statuses(view, used):
        strengths.setdefault(strength_of(view, status), []).append(status.label)
    shapes = [(shape_of(status.iri), 4, status.label) for status in statuses]
    fills = [("disc", strength, ", ".join(labels)) for strength, labels in strengths.items()]
    first, height = _draw_group(name, "Shape: does it happen?", shapes, top)
    second, more = _draw_group(name, "Fill: how surely is it said?", fills, top + height)
    return first + second, height + more + 12


def _draw_group(
    name: str, heading: str, items: list[tuple[str, int, str]], top: float
) -> tuple[str, float]:
    parts = [write_lines(_LEFT, top + 13, [heading], "fig-note fig-strong")]
    x, y = _LEFT, top + 18
    for shape, strength, label in items:
        width = 24 + text_width(label, SIZES["fig-note"]) + 14
        if x > _LEFT and x + width > WIDTH:
            x, y = _LEFT, y + _STEP
        parts.append(write_mark(name, shape, strength, (x + 9, y + 10)))
        parts.append(write_lines(x + 22, y + 14, [label], "fig-note"))
        x += width
    return "".join(parts), y + _STEP + 4 - top
