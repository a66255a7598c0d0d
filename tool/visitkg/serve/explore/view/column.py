"""What the columns of an answer hold: numbers, dates, nodes or texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from pyoxigraph import NamedNode

from visitkg.serve.explore.view.term import is_node, name_term, read_date, read_number
from visitkg.sparql.answer import Graph, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from visitkg.serve.explore.explorer import Explorer
    from visitkg.sparql.answer import Row, Term

    Kind = Literal["number", "date", "node", "text", "empty"]

MOST_LOOKED_AT: Final = 2_000
"""What a column holds is judged by its first rows."""

_LABEL_NAMES: Final = ("label", "name", "title")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an answer: its name, its place from the left, and what all its cells hold."""

    name: str
    place: int
    kind: Kind


def as_table(answer: Table | Graph) -> Table:
    """Return rows; those of a graph are its triples, in a stable order."""
    if isinstance(answer, Table):
        return answer
    rows = sorted({(each.subject, each.predicate, each.object) for each in answer.triples}, key=str)
    return Table(("subject", "predicate", "object"), tuple(rows))


def read_columns(table: Table) -> tuple[Column, ...]:
    """Return what each column holds: of one kind all through, else it is one of texts."""
    rows = table.rows[:MOST_LOOKED_AT]
    return tuple(
        Column(name, place, _judge([row[place] for row in rows if row[place] is not None]))
        for place, name in enumerate(table.variables)
    )


def _judge(cells: Sequence[Term | None]) -> Kind:
    if not cells:
        return "empty"
    if all(read_number(cell) is not None for cell in cells):
        return "number"
    if all(read_date(cell) is not None for cell in cells):
        return "date"
    return "node" if all(is_node(cell) for cell in cells) else "text"


def of_kind(columns: Sequence[Column], *kinds: Kind) -> list[Column]:
    """Return the columns that hold something of some kinds."""
    return [column for column in columns if column.kind in kinds]


def find_label(columns: Sequence[Column]) -> Column | None:
    """Return the column by which rows are called: the first of nodes or texts."""
    found = of_kind(columns, "node", "text")
    if not found:
        return None
    if found[0].kind == "node":
        return found[0]
    named = [column for column in found if column.name.lower().endswith(_LABEL_NAMES)]
    return (named or found)[0]


def name_row(
    explorer: Explorer, row: Row, label: Column, columns: Sequence[Column]
) -> tuple[str, str | None]:
    """Return what a row is called, and the IRI of that; a text has that of what is so called."""
    cell = row[label.place]
    name = name_term(explorer, cell)
    if isinstance(cell, NamedNode):
        return name, cell.value
    for column in columns:
        node = row[column.place]
        if isinstance(node, NamedNode) and explorer.called(node.value).label == name:
            return name, node.value
    return name, None
