"""Numbers as bars, each beside its name; what is negative goes to the left of zero."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Final

from visitkg.figure.draw import SIZES, WIDTH, tag, write_lines, write_link, write_number
from visitkg.figure.measure import shorten_line, text_width
from visitkg.serve.explore.view.column import find_label, name_row, of_kind
from visitkg.serve.explore.view.picture import finish, tell_drawn, write_title
from visitkg.serve.explore.view.term import read_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from visitkg.serve.explore.explorer import Explorer
    from visitkg.serve.explore.view.column import Column
    from visitkg.serve.explore.view.picture import Picture
    from visitkg.sparql.answer import Row

MOST: Final = 50
"""So many bars are drawn, the first ones; the rest are counted."""

_BESIDE: Final = 150.0
_BAR: Final = 14.0
_GAP: Final = 8.0
_NOTE: Final = SIZES["fig-note"]
_LABEL: Final = SIZES["fig-label"]
_LARGEST: Final = 1e15


@dataclass(frozen=True, slots=True)
class _Bar:
    """A row: its name, its number, how that is written."""

    name: str
    iri: str | None
    number: float
    words: str


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where bars begin, and how long one is for each part of the largest number."""

    left: float
    zero: float
    unit: float
    largest: float

    def length(self, number: float) -> float:
        """Return how long the bar of a number is, to the left if it is less than nothing."""
        return number / self.largest * self.unit if isfinite(number) else 0.0


def measured(columns: Sequence[Column]) -> Column | None:
    """Return the column that bars can show: the only one of numbers, beside names."""
    numbers = of_kind(columns, "number")
    return numbers[0] if len(numbers) == 1 and find_label(columns) is not None else None


def draw_bars(explorer: Explorer, rows: Sequence[Row], columns: Sequence[Column]) -> Picture | None:
    """Return the picture, None without a number that has a name."""
    column, label = measured(columns), find_label(columns)
    if column is None or label is None:
        return None
    found = [row for row in rows if read_number(row[column.place]) is not None]
    if not found:
        return None
    bars = [_read(explorer, row, label, column, columns) for row in found[:MOST]]
    beside = all(text_width(each.name, _LABEL) <= _BESIDE for each in bars)
    scale = _fit(bars, _BESIDE + 2 * _GAP if beside else 0.0)
    top, parts = 6.0, []
    for each in bars:
        if not beside:
            top += _LABEL + 2
        parts.append(_draw(explorer, each, scale, top, is_beside=beside))
        top += _BAR + (8 if beside else 10)
    if beside:
        axis = f"M{write_number(scale.zero)} 2V{write_number(top - 4)}"
        parts.append(tag("path", d=axis, class_="fig-line"))
    title = f"{column.name} by {label.name}"
    text = tell_drawn(len(bars), len(rows)) + _tell_range(bars)
    return finish("bars", title, text, parts, (WIDTH, top))


def _read(
    explorer: Explorer, row: Row, label: Column, column: Column, columns: Sequence[Column]
) -> _Bar:
    name, iri = name_row(explorer, row, label, columns)
    number = read_number(row[column.place]) or 0.0
    return _Bar(name or "(no name)", iri, number, write_amount(number))


def write_amount(number: float) -> str:
    """Return a number as it is read in a picture."""
    if isfinite(number) and number == int(number) and abs(number) < _LARGEST:
        return f"{number:,.0f}"
    return f"{number:,.6g}"


def _fit(bars: Sequence[_Bar], left: float) -> _Scale:
    """Return a scale on which all bars fit with their numbers beside them."""
    numbers = [each.number for each in bars if isfinite(each.number)]
    largest = max((abs(number) for number in numbers), default=0.0) or 1.0
    low = -min([0.0, *numbers]) / largest
    high = max([0.0, *numbers]) / largest
    before = _widest(each.words for each in bars if each.number < 0)
    behind = _widest(each.words for each in bars if not each.number < 0)
    unit = max(WIDTH - left - before - behind, 40.0) / ((low + high) or 1.0)
    return _Scale(left, left + before + low * unit, unit, largest)


def _widest(words: Iterable[str]) -> float:
    widths = [text_width(each, _NOTE) for each in words]
    return max(widths) + _GAP if widths else 0.0


def _draw(explorer: Explorer, bar: _Bar, scale: _Scale, top: float, *, is_beside: bool) -> str:
    length = scale.length(bar.number)
    start = scale.zero + min(length, 0.0)
    shape = tag(
        "rect",
        write_title(f"{bar.name}: {bar.words}"),
        x=start,
        y=top,
        width=max(abs(length), 1.0),
        height=_BAR,
        rx=2.0,
        class_="view-bar view-less" if length < 0 else "view-bar",
    )
    if not is_beside:
        axis = f"M{write_number(scale.zero)} {write_number(top - 1)}v{write_number(_BAR + 2)}"
        shape += tag("path", d=axis, class_="fig-line")
    middle = top + _BAR / 2 + _NOTE / 3
    if length < 0:
        value = write_lines(start - 4, middle, [bar.words], "fig-note", "end")
    else:
        value = write_lines(start + length + 5, middle, [bar.words], "fig-note")
    if is_beside:
        name = write_lines(_BESIDE + _GAP, middle, [bar.name], "fig-label", "end")
    else:
        shown = shorten_line(bar.name, WIDTH, _LABEL)
        name = write_lines(0, top - 5, [shown], "fig-label")
    return write_link(name, bar.iri, explorer.node_address) + shape + value


def _tell_range(bars: Sequence[_Bar]) -> str:
    finite = [each for each in bars if isfinite(each.number)]
    if not finite:
        return ""
    least = min(finite, key=lambda each: each.number)
    most = max(finite, key=lambda each: each.number)
    return f" The least is {least.words} ({least.name}), the most {most.words} ({most.name})."
