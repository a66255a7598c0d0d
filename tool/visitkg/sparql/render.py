"""The text of an answer, in the format that is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from visitkg.errors import UsageError
from visitkg.sparql.answer import Answer, Graph, Table, Truth

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMATS: Final = (
    "table",
    "csv",
    "tsv",
    "json",
    "xml",
    "markdown",
    "turtle",
    "n-triples",
    "json-ld",
)
"""All formats: the last three for graphs, the others for tables and truth."""

_GRAPH_FORMATS: Final = frozenset({"json-ld", "n-triples", "turtle"})
_STANDARD_FORMATS: Final = frozenset({"csv", "json", "tsv", "xml"})


def render(
    answer: Answer,
    format_name: str | None = None,
    *,
    prefixes: Mapping[str, str] | None = None,
    columns: int | None = None,
) -> str:
    """Return the text of an answer, with a line end at its end.

    Without a format, rows are a table, a truth is a word, a graph is canonical Turtle. ``columns``
    is the width that a table has to fit; None cuts nothing. Raise UsageError for a format that the
    answer can't have.
    """
    prefixes = prefixes or {}
    if isinstance(answer, Graph):
        return _render_graph(answer, format_name or "turtle", prefixes)
    if format_name in _GRAPH_FORMATS:
        what = "rows" if isinstance(answer, Table) else "true or false"
        raise _unfit(format_name, f"the answer is {what}, not a graph", _row_formats())
    if format_name in _STANDARD_FORMATS:
        # Imported here: people ask for tables.
        from visitkg.sparql.results import write_results

        return write_results(answer, format_name)
    if isinstance(answer, Truth):
        return f"{str(answer.value).lower()}\n"
    # Imported here: what scripts ask for has no need of it.
    from visitkg.sparql.table import write_markdown, write_table

    if format_name == "markdown":
        return write_markdown(answer, prefixes)
    return write_table(answer, prefixes, columns)


def _render_graph(graph: Graph, format_name: str, prefixes: Mapping[str, str]) -> str:
    # Imported here: most answers are tables.
    from visitkg.sparql.graph_text import write_graph

    if format_name not in _GRAPH_FORMATS:
        raise _unfit(format_name, "the answer is a graph", sorted(_GRAPH_FORMATS))
    return write_graph(graph, format_name, prefixes)


def _row_formats() -> list[str]:
    return [name for name in FORMATS if name not in _GRAPH_FORMATS]


def _unfit(format_name: str | None, why: str, fitting: list[str]) -> UsageError:
    return UsageError(
        f"this answer can't be written as {format_name}: {why}",
        remedy=f"The formats that fit are: {', '.join(fitting)}.",
    )
