"""What took place, is under way, is due or is only possible, over time.

Time runs down the page; its steps are not to scale, as most of a visit happens in a few days.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from visitkg.figure.draw import WIDTH, tag, write_arrow, write_drawing, write_lines, write_number
from visitkg.figure.happening import (
    find_happenings,
    read_days,
    read_happenings,
    status_order,
)
from visitkg.figure.legend import draw_legend
from visitkg.figure.mark import write_patterns
from visitkg.figure.model import Cell, Figure, no_link
from visitkg.figure.row import draw_row
from visitkg.figure.said import plural, tell_rest
from visitkg.figure.span import moment_order

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import NamedNode

    from visitkg.figure.happening import Happening
    from visitkg.figure.model import Link
    from visitkg.site.model import Reference
    from visitkg.site.view import GraphView

MOST: Final = 60
"""So many propositions are drawn, those of most claims; the rest are counted."""

MOST_DAYS: Final = 10
"""Where the claims speak from more days, none of them is drawn."""

_NAME: Final = "timeline"
_TITLE: Final = "What took place, is due or is only possible"
_AXIS: Final = 96.0
_LANE: Final = 9.0
_TEXT: Final = 134.0


@dataclass(slots=True)
class _Page:
    """What is drawn so far, and how far down."""

    top: float = 8.0
    parts: list[str] = field(default_factory=list)


def draw_timeline(view: GraphView, link: Link = no_link) -> Figure | None:
    """Return the timeline, None if nothing with an event status is claimed."""
    found = find_happenings(view)
    if not found:
        return None
    happenings = read_happenings(view, found[:MOST])
    left = len(found) - len(happenings)
    page = _Page(parts=[write_patterns(_NAME)])
    statuses = sorted({each.status for each in happenings}, key=status_order)
    legend, height = draw_legend(_NAME, view, statuses, happenings, page.top)
    page.parts.append(legend)
    page.top += height
    dated = [each for each in happenings if each.span]
    days = read_days(view)
    if dated:
        _draw_dated(page, view, dated, days if len(days) <= MOST_DAYS else [], link)
    undated = [each for each in happenings if not each.span]
    if undated:
        _draw_undated(page, view, undated, statuses, link)
    if left:
        page.parts.append(write_lines(12, page.top + 12, [f"and {left:,} more"], "fig-note"))
        page.top += 24
    text = _tell(found, len(undated), days)
    return Figure(
        _NAME,
        _TITLE,
        write_drawing(_NAME, _TITLE, text, (WIDTH, page.top), page.parts),
        ("What", "Event status", "When", "As said", "Claims"),
        tuple(_row(each) for each in (*dated, *undated)),
        text,
        left,
    )


def _draw_dated(
    page: _Page, view: GraphView, dated: list[Happening], days: list[str], link: Link
) -> None:
    """Draw the axis with each moment, what begins there, and bars to where it ends."""
    moments = {m for each in dated if each.span for m in each.span.moments()} | set(days)
    page.parts.append(write_lines(0, page.top + 16, ["Dated"], "fig-heading"))
    page.top += 34
    start = page.top
    tops: dict[str, float] = {}
    bars = []
    for moment in sorted(moments, key=moment_order):
        tops[moment] = page.top + 11
        page.parts += _draw_moment(moment, page.top + 11)
        for each in (each for each in dated if each.span and each.span.moments()[0] == moment):
            if each.span and (
                len(each.span.moments()) > 1 or None in (each.span.first, each.span.last)
            ):
                bars.append(each)
            body, height = draw_row(_NAME, view, each, (_TEXT, page.top), link)
            page.parts.append(body)
            page.top += height
        page.top = max(page.top, tops[moment] + 26)
        if moment in days:
            page.parts += _draw_day(moment, page.top - 2)
            page.top += 26
    axis = f"M{_AXIS} {write_number(start)}V{write_number(page.top)}"
    page.parts.insert(0, tag("path", d=axis, class_="fig-axis"))
    for lane, each in enumerate(bars):
        page.parts.append(_draw_bar(each, tops, lane, page.top))
    page.top += 12


def _draw_moment(moment: str, y: float) -> Iterator[str]:
    yield write_lines(_AXIS - 12, y + 4, moment.split(" "), "fig-note fig-strong", "end")
    yield tag("path", d=f"M{_AXIS - 7} {write_number(y)}h14", class_="fig-axis")


def _draw_day(moment: str, y: float) -> Iterator[str]:
    """Yield the line between what lay behind and what lay ahead on a day of the claims."""
    yield tag("path", d=f"M0 {write_number(y)}H{WIDTH}", class_="fig-today")
    words = f"told on {moment}: what follows lay ahead"
    yield write_lines(WIDTH, y + 14, [words], "fig-note fig-faint", "end")


def _draw_bar(each: Happening, tops: dict[str, float], lane: int, bottom: float) -> str:
    """Return a bar beside the axis; hollow and dashed for some moment between its ends."""
    x = _AXIS + 10 + _LANE * (lane % 2)
    span = each.span
    if span is None:
        return ""
    first = tops[span.first] if span.first else min(tops.values()) - 10
    last = tops[span.last] if span.last else bottom
    style = "fig-bar fig-uncertain" if span.uncertain else "fig-bar"
    bar = tag(
        "rect", x=x - 3, y=first - 3, width=6.0, height=last - first + 6, rx=3.0, class_=style
    )
    if span.first is None:
        return bar + write_arrow(x, first - 4, -90)
    return bar + write_arrow(x, last + 4, 90) if span.last is None else bar


def _draw_undated(
    page: _Page,
    view: GraphView,
    undated: list[Happening],
    statuses: list[Reference],
    link: Link,
) -> None:
    """Draw what has no date, by event status, in a lane of its own."""
    start = page.top
    page.top += 10
    page.parts.append(write_lines(12, page.top + 16, ["No date is given"], "fig-heading"))
    page.top += 28
    for status in statuses:
        group = [each for each in undated if each.status == status]
        if group:
            words = f"{status.label} ({len(group)})"
            page.parts.append(write_lines(12, page.top + 14, [words], "fig-note fig-strong"))
            page.top += 24
        for each in group:
            body, height = draw_row(_NAME, view, each, (24.0, page.top), link)
            page.parts.append(body)
            page.top += height
    lane = tag(
        "rect", x=1.0, y=start, width=WIDTH - 2, height=page.top - start, rx=8.0, class_="fig-lane"
    )
    page.parts.insert(0, lane)
    page.top += 6


def _row(each: Happening) -> tuple[Cell, ...]:
    claims = ", ".join(f"{status.label} {count}" for status, count in each.claims)
    return (
        Cell(each.proposition.label, each.proposition.iri),
        Cell(each.status.label, each.status.iri),
        Cell(each.span.words() if each.span else "no date given"),
        Cell(each.wording or ""),
        Cell(claims),
    )


def _tell(found: list[tuple[NamedNode, Reference]], undated: int, days: list[str]) -> str:
    counts = Counter(status.label for _, status in found)
    by_status = ", ".join(f"{label} {count}" for label, count in sorted(counts.items()))
    rest = tell_rest(MOST, len(found))
    return (
        f"{plural(len(found), 'proposition')} about what happens, by event status: "
        f"{by_status}.{rest} {undated} of {'those drawn' if rest else 'them'} have no date."
        f"{_tell_days(days)}"
    )


def _tell_days(days: list[str]) -> str:
    if not days:
        return ""
    if len(days) > MOST_DAYS:
        return f" The claims speak from {len(days):,} days between {days[0]} and {days[-1]}."
    return f" The claims speak from {' and '.join(days)}."
