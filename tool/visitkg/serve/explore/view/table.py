"""Rows as a table that can be sorted, in pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal

from visitkg.publish.page.markup import NOTHING, Markup, escape, join, shorten
from visitkg.serve.explore.view.cell import show_term
from visitkg.serve.explore.view.column import read_columns
from visitkg.serve.explore.view.order import rank_cells, read_sorting, sort_rows
from visitkg.serve.explore.view.term import NUMBERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from visitkg.serve.explore.asking import Asking
    from visitkg.serve.explore.explorer import Explorer
    from visitkg.serve.explore.view.column import Column
    from visitkg.serve.explore.view.order import Sorting
    from visitkg.sparql.answer import Row, Table, Term

PAGE: Final = 200
"""So many rows stand on a page."""

_LONGEST_NUMBER: Final = 9


@dataclass(frozen=True, slots=True)
class _Part:
    """The rows of one page, by number from 1, and of how many."""

    rows: Sequence[Row]
    number: int
    count: int


def show_table(explorer: Explorer, table: Table, asking: Asking) -> Markup:
    """Return the rows of an answer, sorted as asked, with the way to the other pages."""
    if not table.variables:
        return Markup(f'<p class="count">{_tell_rows(len(table.rows))} without columns</p>\n')
    sorting = read_sorting(asking.first("sort"), table)
    part = _cut(sort_rows(explorer, table.rows, sorting), asking.first("page"))
    columns = read_columns(table)
    above = _show_pages(explorer, asking, part, "Pages of rows")
    below = _show_pages(explorer, asking, part, "Pages of rows, once more")
    heads = join(_show_head(explorer, asking, column, sorting) for column in columns)
    is_whole = part.count == 1
    body = _show_rows(explorer, part.rows, columns, is_ranked=is_whole)
    sortable = ' class="view-sortable"' if is_whole and len(part.rows) > 1 else ""
    return Markup(
        f'{above}<div class="scroll" tabindex="0" role="region" aria-label="Table of the answer">'
        f'<table{sortable}><caption class="view-caption">{_tell(table, part, sorting)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>\n{body}</tbody></table></div>\n{below}"
    )


def _cut(rows: Sequence[Row], page: str | None) -> _Part:
    """Return one page of rows; a number of none is that of the nearest."""
    count = max(1, -(-len(rows) // PAGE))
    wanted = page if page and page.isascii() and page.isdecimal() else "1"
    number = min(max(1, int(wanted[:_LONGEST_NUMBER])), count)
    return _Part(rows[(number - 1) * PAGE : number * PAGE], number, count)


def _tell(table: Table, part: _Part, sorting: Sorting | None) -> Markup:
    """Return which rows these are, and in what order."""
    order = "In the order of the query"
    if sorting is not None:
        way = "descending" if sorting.descending else "ascending"
        order = f"By {shorten(sorting.name)}, {way}"
    if part.count == 1:
        return escape(order)
    first = (part.number - 1) * PAGE + 1
    last = first + len(part.rows) - 1
    return escape(f"Rows {first:,} to {last:,} of {len(table.rows):,}. {order}")


def _tell_rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _show_head(
    explorer: Explorer, asking: Asking, column: Column, sorting: Sorting | None
) -> Markup:
    is_sorted = sorting is not None and sorting.place == column.place
    descending = sorting is not None and is_sorted and not sorting.descending
    wanted = f"-{column.name}" if descending else column.name
    address = asking.but("page", None).but("sort", wanted).href(explorer)
    state = ""
    if sorting is not None and is_sorted:
        state = f' aria-sort="{"descending" if sorting.descending else "ascending"}"'
    class_ = ' class="number"' if column.kind == "number" else ""
    return Markup(
        f'<th scope="col"{class_}{state}><a class="view-sort" href="{escape(address)}#answer" '
        f'data-name="{escape(column.name)}" '
        f'rel="nofollow">{escape(shorten(column.name))}</a></th>'
    )


def _show_rows(
    explorer: Explorer, rows: Sequence[Row], columns: Sequence[Column], *, is_ranked: bool
) -> Markup:
    ranks = [
        rank_cells(explorer, rows, column.place) if is_ranked else [None] * len(rows)
        for column in columns
    ]
    return join(
        _show_row(explorer, row, [rank[number] for rank in ranks])
        for number, row in enumerate(rows)
    )


def _show_row(explorer: Explorer, row: Row, ranks: Sequence[int | None]) -> Markup:
    texts = {cell.value for cell in row if isinstance(cell, Literal)}
    cells = join(
        _show_cell(explorer, cell, texts, rank) for cell, rank in zip(row, ranks, strict=True)
    )
    return Markup(f"<tr>{cells}</tr>\n")


def _show_cell(explorer: Explorer, cell: Term | None, texts: set[str], rank: int | None) -> Markup:
    is_number = isinstance(cell, Literal) and cell.datatype.value in NUMBERS
    class_ = ' class="number"' if is_number else ""
    data = "" if rank is None else f' data-rank="{rank}"'
    return Markup(f"<td{class_}{data}>{show_term(explorer, cell, texts)}</td>")


def _show_pages(explorer: Explorer, asking: Asking, part: _Part, label: str) -> Markup:
    """Return the way to the first, the previous, the next and the last page."""
    if part.count == 1:
        return NOTHING
    steps = {"First": 1, "Previous": part.number - 1, "Next": part.number + 1, "Last": part.count}
    items = []
    for words, number in steps.items():
        if 1 <= number <= part.count and number != part.number:
            address = escape(asking.but("page", str(number)).href(explorer))
            items.append(f'<li><a href="{address}#answer">{words}</a></li>')
    here = f"<li>Page {part.number:,} of {part.count:,}</li>"
    middle = 2 if part.number > 1 else 0
    shown = "".join([*items[:middle], here, *items[middle:]])
    return Markup(f'<nav class="view-pages" aria-label="{label}"><ul>{shown}</ul></nav>\n')
