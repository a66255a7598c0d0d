"""Rows on the outlines of countries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from visitkg.figure.draw import WIDTH, write_lines
from visitkg.figure.outline import read_outlines
from visitkg.figure.place import MappedPlace, read_states
from visitkg.figure.said import plural
from visitkg.figure.sheet import Ground, draw_sheet
from visitkg.serve.explore.view.picture import finish
from visitkg.serve.explore.view.points import gather, locate
from visitkg.site.model import Reference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from visitkg.serve.explore.explorer import Explorer
    from visitkg.serve.explore.view.column import Column
    from visitkg.serve.explore.view.picture import Picture
    from visitkg.serve.explore.view.points import Spot
    from visitkg.sparql.answer import Row

MOST_NAMED: Final = 24
"""So many places have their names on the map."""

MOST: Final = 1_000
"""So many places are drawn, the first ones; the rest are counted."""

_HEIGHT: Final = 320.0
_LISTED: Final = 12


def draw_map(explorer: Explorer, rows: Sequence[Row], columns: Sequence[Column]) -> Picture | None:
    """Return the picture, None without a row that has a point."""
    found = locate(explorer, rows, columns)
    if found is None:
        return None
    spots = gather(explorer, rows, columns, found)
    drawn = spots[:MOST]
    ground = Ground(read_outlines(), read_states(explorer.view))
    body = draw_sheet(
        [_place(spot) for spot in drawn[:MOST_NAMED]],
        [],
        ground,
        (WIDTH, _HEIGHT),
        explorer.node_address,
        tuple(spot.point for spot in drawn[MOST_NAMED:]),
    )
    note = "Outlines: Natural Earth, public domain; borders as held."
    parts = [body, write_lines(2, _HEIGHT + 16, [note], "fig-note fig-faint")]
    missing = sum(found[0](row) is None for row in rows)
    title = "Where the rows lie"
    return finish("map", title, _tell(spots, missing), parts, (WIDTH, _HEIGHT + 22))


def _place(spot: Spot) -> MappedPlace:
    return MappedPlace(Reference(spot.iri or "", "", spot.label or "(no name)"), None, spot.point)


def _tell(spots: Sequence[Spot], missing: int) -> str:
    names = ", ".join(spot.label or "(no name)" for spot in spots[:_LISTED])
    more = f" and {len(spots) - _LISTED:,} more" if len(spots) > _LISTED else ""
    undrawn = f" Only the first {MOST:,} are drawn." if len(spots) > MOST else ""
    unnamed = (
        f" {MOST_NAMED} of them have their names on the map." if len(spots) > MOST_NAMED else ""
    )
    without = f" {plural(missing, 'row')} without a point on the earth." if missing else ""
    return f"{plural(len(spots), 'place')}: {names}{more}.{undrawn}{unnamed}{without}"
