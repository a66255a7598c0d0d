"""All figures that a graph has data for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitkg.figure.assertions import draw_assertions
from visitkg.figure.chains import draw_chains
from visitkg.figure.map import draw_map
from visitkg.figure.model import no_link
from visitkg.figure.tally import count_claims
from visitkg.figure.timeline import draw_timeline

if TYPE_CHECKING:
    from visitkg.figure.model import Figure, Link
    from visitkg.site.view import GraphView


def figures(view: GraphView, link: Link = no_link) -> dict[str, Figure]:
    """Return the figures by name, in the order in which they are best read; none without data."""
    tally = count_claims(view)
    drawn = (
        draw_timeline(view, link),
        draw_map(view, link),
        draw_chains(view, tally, link),
        draw_assertions(view, tally, link),
    )
    return {figure.name: figure for figure in drawn if figure is not None}
