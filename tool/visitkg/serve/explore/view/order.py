"""Rows sorted by a column: numbers, then dates, then texts; what has no value comes last."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, TypeAlias

from visitkg.serve.explore.view.term import name_term, read_date, read_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from visitkg.serve.explore.explorer import Explorer
    from visitkg.serve.explore.view.moment import Moment
    from visitkg.sparql.answer import Row, Table, Term

Key: TypeAlias = "tuple[int, float, Moment | tuple[()], str, str]"


@dataclass(frozen=True, slots=True)
class Sorting:
    """By which column rows are sorted, and whether the largest comes first."""

    name: str
    place: int
    descending: bool

    def __str__(self) -> str:
        """Return it as the parameter ``sort``: ``name`` or ``-name``."""
        return f"-{self.name}" if self.descending else self.name


def read_sorting(text: str | None, table: Table) -> Sorting | None:
    """Return what the parameter ``sort`` asks for, None where there is no such column."""
    name = (text or "").removeprefix("-")
    if not text or name not in table.variables:
        return None
    return Sorting(name, table.variables.index(name), text.startswith("-"))


def sort_rows(explorer: Explorer, rows: Sequence[Row], sorting: Sorting | None) -> Sequence[Row]:
    """Return the rows in order; equal ones stay as they were."""
    if sorting is None:
        return rows
    place = sorting.place
    bound = [row for row in rows if row[place] is not None]
    unbound = [row for row in rows if row[place] is None]
    bound.sort(key=lambda row: order_key(explorer, row[place]), reverse=sorting.descending)
    return [*bound, *unbound]


def order_key(explorer: Explorer, term: Term | None) -> Key:
    """Return by what a term is sorted; a number that is none comes after all numbers."""
    number = read_number(term)
    if number is not None:
        return (1, 0.0, (), "", "") if isnan(number) else (0, number, (), "", "")
    moment = read_date(term)
    if moment is not None:
        return 2, 0.0, moment, "", ""
    name = name_term(explorer, term)
    return 3, 0.0, (), unicodedata.normalize("NFKD", name).casefold(), str(term)


def rank_cells(explorer: Explorer, rows: Sequence[Row], place: int) -> list[int | None]:
    """Return the rank of each cell in its column, by which a page sorts as the server does."""
    keys = [None if row[place] is None else order_key(explorer, row[place]) for row in rows]
    ranks = {key: rank for rank, key in enumerate(sorted({key for key in keys if key is not None}))}
    return [None if key is None else ranks[key] for key in keys]
