"""The views that fit an answer, and which of them shows it best."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from visitkg.serve.explore.view.bars import measured
from visitkg.serve.explore.view.links import joining
from visitkg.serve.explore.view.points import locate
from visitkg.serve.explore.view.term import is_node
from visitkg.serve.explore.view.timeline import dated
from visitkg.sparql.answer import Graph

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from visitkg.serve.explore.explorer import Explorer
    from visitkg.serve.explore.view.column import Column
    from visitkg.sparql.answer import Row, Table

TITLES: Final[Mapping[str, str]] = {
    "table": "Table",
    "bars": "Bars",
    "timeline": "Timeline",
    "map": "Map",
    "graph": "Graph",
}
"""The views, with their names for people."""

_FEW: Final = 3
_PAIR: Final = 2


def fitting(
    explorer: Explorer, answer: Table | Graph, rows: Sequence[Row], columns: Sequence[Column]
) -> tuple[str, ...]:
    """Return the names of the views that can show an answer, the table first."""
    if not rows or not columns:
        return ("table",)
    if isinstance(answer, Graph):
        is_joined = any(is_node(row[0]) and is_node(row[2]) for row in rows)
        return ("table", "graph") if is_joined else ("table",)
    found = {
        "table": True,
        "bars": measured(columns) is not None,
        "timeline": dated(columns) is not None,
        "map": locate(explorer, rows, columns) is not None,
        "graph": _is_joined(rows, columns),
    }
    return tuple(name for name, fits in found.items() if fits)


def _is_joined(rows: Sequence[Row], columns: Sequence[Column]) -> bool:
    between = joining(columns)
    return between is not None and any(
        row[between[0]] is not None and row[between[2]] is not None for row in rows
    )


def best(
    names: Sequence[str],
    answer: Table | Graph,
    rows: Sequence[Row],
    columns: Sequence[Column],
) -> str:
    """Return the view that shows most of an answer: a picture only if little is lost by it."""
    if isinstance(answer, Graph):
        return names[-1]
    if len(rows) > 1:
        if "map" in names and sum(column.kind == "number" for column in columns) >= _PAIR:
            return "map"
        if "bars" in names and len(columns) == _PAIR:
            return "bars"
        if "timeline" in names and len(columns) <= _FEW:
            return "timeline"
    return "table"
