"""Marks that tell statuses apart without colour.

Their shape is for whether it happens, their fill for how surely that is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from visitkg.figure.draw import write_number
from visitkg.site.claim import STRENGTH
from visitkg.terms import VISIT

if TYPE_CHECKING:
    from visitkg.site.model import Reference
    from visitkg.site.view import GraphView

EVENT_STATUSES: Final = tuple(
    VISIT + name for name in ("TookPlace", "Underway", "Scheduled", "Possible")
)
"""The event statuses, from what is over to what may never be."""

SHAPES: Final = ("disc", "triangle", "square", "diamond", "cross")
"""A shape for each event status, the last one for any other."""

FILLS: Final = ("dashed", "open", "dotted", "hatched", "solid", "ringed")
"""A fill for each strength of an epistemic status, 1 to 5; the first is for none."""

_PATHS: Final = {
    "disc": "M-6 0A6 6 0 1 1 6 0A6 6 0 1 1 -6 0Z",
    "triangle": "M-5 -6.5L7 0L-5 6.5Z",
    "square": "M-5.5 -5.5H5.5V5.5H-5.5Z",
    "diamond": "M0 -7.5L7.5 0L0 7.5L-7.5 0Z",
    "cross": "M-2.5 -7H2.5V-2.5H7V2.5H2.5V7H-2.5V2.5H-7V-2.5H-2.5Z",
}


def shape_of(status: str | None) -> str:
    """Return the shape for the IRI of an event status."""
    return SHAPES[EVENT_STATUSES.index(status) if status in EVENT_STATUSES else -1]


def strength_of(view: GraphView, status: Reference | None) -> int:
    """Return the strength of an epistemic status, 0 for none, at most 5."""
    terms = view.objects(NamedNode(status.iri), STRENGTH) if status and status.iri else []
    digits = [t.value for t in terms if isinstance(t, Literal) and t.value.isdecimal()]
    return min(int(digits[0][:3]), len(FILLS) - 1) if digits else 0


def write_mark(
    name: str, shape: str, strength: int, at: tuple[float, float], scale: float = 1.0
) -> str:
    """Return a mark in the figure of a name, whose middle is at a point."""
    fill = FILLS[strength]
    path = _PATHS[shape]
    where = f"translate({write_number(at[0])} {write_number(at[1])})"
    size = "" if scale == 1.0 else f" scale({scale:.2f})"
    looks = f'class="fig-mark fig-{fill} fig-s{strength}"'
    if fill in ("dotted", "hatched"):
        looks = f'class="fig-mark fig-s{strength}" fill="url(#fig-{name}-{fill})"'
    ring = f'<path d="{path}" class="fig-ring fig-s5" transform="scale(1.5)"/>'
    return (
        f'<g transform="{where}{size}" data-shape="{shape}" data-fill="{fill}">'
        f'<path d="{path}" {looks}/>{ring if fill == "ringed" else ""}</g>'
    )


def write_patterns(name: str) -> str:
    """Return the patterns that the marks of a figure are filled with."""
    return (
        f'<defs><pattern id="fig-{name}-hatched" width="4" height="4" '
        'patternUnits="userSpaceOnUse"><path d="M0 4L4 0M-1 1L1 -1M3 5L5 3" class="fig-hatch"/>'
        f'</pattern><pattern id="fig-{name}-dotted" width="3.5" height="3.5" '
        'patternUnits="userSpaceOnUse"><circle cx="1.5" cy="1.5" r="1" class="fig-dot"/>'
        "</pattern></defs>"
    )
