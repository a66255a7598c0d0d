"""Tables, and how they are written as CSV: https://www.rfc-editor.org/rfc/rfc4180."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeAlias

from visitkg.packed import Packed
from visitkg.publish.file import File

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Cell: TypeAlias = "str | int | None"
Row: TypeAlias = "tuple[Cell, ...]"

TABLES: Final = "tables"
"""The folder of the tables, unless a project has documents there."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in the file, what it holds, and which table it refers to, if any.

    ``datatype`` is one of ``string``, ``nonNegativeInteger``, and ``anyURI`` for the IRIs of
    nodes. ``predicate`` is the property of the graph, or a URI template, by which the cell is said
    of what the row is about; None if the cell only says again what others do.
    """

    name: str
    about: str
    datatype: str = "string"
    refers_to: str | None = None
    predicate: str | None = None

    @property
    def title(self) -> str:
        """Return the name in words."""
        return self.name.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, what a row is, its columns and rows; the first column is its subject.

    The first ``keys`` columns together are the primary key: no two rows are alike there, and the
    rows are in their order. Rows are held packed: whoever needs them goes through them once.
    """

    name: str
    about: str
    columns: tuple[Column, ...]
    keys: int
    rows: Packed[Row]

    def values(self, column: int) -> set[Cell]:
        """Return what stands in a column; None stands for empty cells."""
        return {row[column] for row in self.rows}


def make_table(
    name: str, about: str, columns: tuple[Column, ...], keys: int, rows: Iterable[Row]
) -> Table:
    """Return a table; its rows come in order of its key."""
    return Table(name, about, columns, keys, Packed(rows))


def make_csv(tables: Iterable[Table], folder: str = TABLES) -> Iterator[File]:
    """Yield each table as CSV in UTF-8, with the names of the columns in the first line.

    Cells are the data as they are: also what a spreadsheet would take for a formula.
    """
    for table in tables:
        yield File(f"{folder}/{table.name}.csv", partial(write_csv, table))


def write_csv(table: Table) -> Iterator[bytes]:
    """Yield a table as CSV, some rows at a time; an empty cell is what the graph doesn't fill."""
    names: Row = tuple(column.name for column in table.columns)
    for rows in chain(([names],), table.rows.blocks()):
        stream = io.StringIO(newline="")
        csv.writer(stream, lineterminator="\r\n").writerows(rows)
        yield stream.getvalue().encode()


def find_references(tables: Iterable[Table]) -> Mapping[tuple[str, str], str]:
    """Return which table each column refers to, by the names of its table and its own.

    Those are left out that don't hold in each row: a graph may point to what it doesn't describe,
    and strict readers take an empty cell for a reference to nothing.
    """
    by_name = {table.name: table for table in tables}
    keys = {name: table.values(0) for name, table in by_name.items() if table.keys == 1}
    found: dict[tuple[str, str], str] = {}
    for table in by_name.values():
        targets = {
            number: keys[column.refers_to]
            for number, column in enumerate(table.columns)
            if column.refers_to in keys
        }
        for rows in table.rows.blocks():
            for number in [
                n for n, known in targets.items() if any(r[n] not in known for r in rows)
            ]:
                del targets[number]
        named = (table.columns[number] for number in targets)
        found |= {(table.name, each.name): each.refers_to for each in named if each.refers_to}
    return found
