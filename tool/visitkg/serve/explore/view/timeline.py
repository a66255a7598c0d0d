"""Rows over time: each at its moment, or from one to another.

Time runs down the page; its steps are not to scale, and the gaps between them are told.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nsmallest
from itertools import groupby
from typing import TYPE_CHECKING, Final

from visitkg.figure.draw import WIDTH, lines_height, tag, write_lines, write_link, write_number
from visitkg.figure.measure import wrap_text
from visitkg.serve.explore.view.column import find_label, name_row, of_kind
from visitkg.serve.explore.view.moment import tell_gap
from visitkg.serve.explore.view.picture import finish, tell_drawn
from visitkg.serve.explore.view.term import read_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from visitkg.serve.explore.explorer import Explorer
    from visitkg.serve.explore.view.column import Column
    from visitkg.serve.explore.view.moment import Moment
    from visitkg.serve.explore.view.picture import Picture
    from visitkg.sparql.answer import Row

MOST: Final = 60
"""So many rows are drawn, the first ones in time; the rest are counted."""

_AXIS: Final = 100.0
_TEXT: Final = 122.0
_BEGINNINGS: Final = ("start", "begin", "from", "earliest", "since", "first", "birth")
_ENDINGS: Final = ("end", "finish", "until", "till", "to", "latest", "last", "death", "upto")


@dataclass(frozen=True, slots=True)
class _Event:
    """A row: its name, its first moment, and its last one if it lasts."""

    name: str
    iri: str | None
    first: Moment
    last: Moment | None


def dated(columns: Sequence[Column]) -> tuple[Column, Column | None] | None:
    """Return the columns of beginnings and of ends, if there is one; None without dates or names.

    A column that is called so is one of ends, else there is none.
    """
    dates = of_kind(columns, "date")
    named = find_label([column for column in columns if column.kind != "date"])
    if not dates or named is None:
        return None
    ends = [column for column in dates if _is_called(column.name, _ENDINGS)]
    others = [column for column in dates if column not in ends]
    if not others:
        return dates[0], None
    starts = [column for column in others if _is_called(column.name, _BEGINNINGS)] or others
    return starts[0], ends[0] if ends else None


def _is_called(name: str, words: Sequence[str]) -> bool:
    small = name.lower()
    return any(small.startswith(word) or small.endswith(word) for word in words)


def draw_timeline(
    explorer: Explorer, rows: Sequence[Row], columns: Sequence[Column]
) -> Picture | None:
    """Return the picture, None without a row that has a date."""
    between, label = dated(columns), find_label(columns)
    if between is None or label is None:
        return None
    spans = [(span, row) for row in rows if (span := _read_span(row, *between)) is not None]
    if not spans:
        return None
    # The first ones alone are put in order: there may be very many.
    first = nsmallest(MOST, spans, key=lambda each: each[0][0])
    events = [_Event(*name_row(explorer, row, label, columns), *span) for span, row in first]
    parts, height = _draw(explorer, events)
    title = f"{label.name} by {between[0].name}"
    text = tell_drawn(len(events), len(rows), unfit=_tell_unfit(len(rows) - len(spans)))
    text += f" From {events[0].first} to {max(each.last or each.first for each in events)}."
    return finish("timeline", title, text, parts, (WIDTH, height))


def _tell_unfit(count: int) -> str:
    return f"{count:,} without a date" if count else ""


def _read_span(row: Row, start: Column, end: Column | None) -> tuple[Moment, Moment | None] | None:
    """Return the first and the last moment of a row, in order even if the data have it wrong."""
    first = read_date(row[start.place])
    last = read_date(row[end.place]) if end is not None else None
    if first is None:
        return None if last is None else (last, None)
    if last is None or last == first:
        return first, None
    return min(first, last), max(first, last)


def _draw(explorer: Explorer, events: Sequence[_Event]) -> tuple[list[str], float]:
    top = 12.0
    parts: list[str] = []
    before: Moment | None = None
    for first, group in groupby(events, key=lambda each: each.first):
        gap = tell_gap(before, first) if before is not None else ""
        if gap:
            parts.append(write_lines(_AXIS - 12, top + 6, [gap], "fig-note fig-faint", "end"))
            parts.append(
                tag("path", d=f"M{_AXIS - 4} {write_number(top + 2)}h8", class_="fig-line")
            )
            top += 22
        parts += _draw_moment(first, top)
        lowest = top + (36 if " " in str(first) else 20)
        for event in group:
            body, height = _draw_event(explorer, event, top)
            parts.append(body)
            top += height
        top = max(top, lowest)
        before = first
    axis = tag("path", d=f"M{_AXIS} 4V{write_number(top)}", class_="fig-axis")
    return [axis, *parts], top + 6


def _draw_moment(moment: Moment, top: float) -> Iterator[str]:
    words = str(moment).split(" ")
    yield write_lines(_AXIS - 12, top + 12, words, "fig-note fig-strong", "end")


def _draw_event(explorer: Explorer, event: _Event, top: float) -> tuple[str, float]:
    lines = wrap_text(event.name or "(no name)", WIDTH - _TEXT - 4, 14.0, 3)
    name = write_lines(_TEXT, top + 13, lines, "fig-label")
    body = write_link(name, event.iri, explorer.node_address)
    height = lines_height(len(lines), "fig-label")
    if event.last is None:
        mark = tag("circle", cx=_AXIS, cy=top + 8, r=5.0, class_="view-dot")
        return mark + body, height + 8
    lasted = tell_gap(event.first, event.last)
    note = f"until {event.last}{f', {lasted}' if lasted else ''}"
    body += write_lines(_TEXT, top + height + 12, [note], "fig-note fig-faint")
    mark = tag(
        "rect", x=_AXIS - 5, y=top + 3, width=10.0, height=height + 12, rx=5.0, class_="view-dot"
    )
    return mark + body, height + 26
