"""Tables, and how they are written as CSV: https://www.rfc-editor.org/rfc/rfc4180."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

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
    rows are in their order.
    """

    name: str
    about: str
    columns: tuple[Column, ...]
    keys: int
    rows: tuple[Row, ...]

    def values(self, column: int) -> set[Cell]:
        """Return what stands in a column; None stands for empty cells."""
        return {row[column] for row in self.rows}


def make_table(
    name: str, about: str, columns: tuple[Column, ...], keys: int, rows: Iterable[Row]
) -> Table:
    """Return a table with its rows in order of its key."""
    return Table(name, about, columns, keys, tuple(sorted(rows, key=lambda row: row[:keys])))


def make_csv(tables: Iterable[Table], folder: str = TABLES) -> Iterator[File]:
    """Yield each table as CSV in UTF-8, with the names of the columns in the first line.

    Cells are the data as they are: also what a spreadsheet would take for a formula.
    """
    for table in tables:
        yield File(f"{folder}/{table.name}.csv", write_csv(table))


def write_csv(table: Table) -> bytes:
    """Return a table as CSV; an empty cell is one that the graph doesn't fill."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(column.name for column in table.columns)
    writer.writerows(table.rows)
    return stream.getvalue().encode()


def find_references(tables: Iterable[Table]) -> Mapping[tuple[str, str], str]:
    """Return which table each column refers to, by the names of its table and its own.

    Those are left out that don't hold in each row: a graph may point to what it doesn't describe,
    and strict readers take an empty cell for a reference to nothing.
    """
    by_name = {table.name: table for table in tables}
    keys = {name: table.values(0) for name, table in by_name.items() if table.keys == 1}
    return {
        (table.name, column.name): column.refers_to
        for table in by_name.values()
        for number, column in enumerate(table.columns)
        if column.refers_to in keys and table.values(number) <= keys[column.refers_to]
    }
