"""What a query gives: rows, true or false, or triples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Triple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Literal, NamedNode

    Term = NamedNode | BlankNode | Literal | Triple
    Row = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The answer of a SELECT: a cell is None where its variable has no value."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """The answer of an ASK."""

    value: bool


@dataclass(frozen=True, slots=True)
class Graph:
    """The answer of a CONSTRUCT or DESCRIBE, in no particular order."""

    triples: tuple[Triple, ...]


Answer = Table | Truth | Graph


def count(answer: Answer) -> int:
    """Return how many rows or triples there are; 1 for true or false."""
    if isinstance(answer, Table):
        return len(answer.rows)
    return len(answer.triples) if isinstance(answer, Graph) else 1


def is_empty(answer: Answer) -> bool:
    """Tell whether the answer is no: false, no row, or no triple."""
    if isinstance(answer, Truth):
        return not answer.value
    return not (answer.rows if isinstance(answer, Table) else answer.triples)


def has_blank_nodes(table: Table) -> bool:
    """Tell whether a cell is or contains a blank node, whose label differs from run to run."""
    return any(_is_blank(cell) for row in table.rows for cell in row)


def relabel(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return the rows with their blank nodes labelled b0, b1 ... in the order of appearance."""
    labels: dict[BlankNode, BlankNode] = {}
    return tuple(
        tuple(None if cell is None else _relabel(cell, labels) for cell in row) for row in rows
    )


def _is_blank(term: Term | None) -> bool:
    if isinstance(term, Triple):
        return any(_is_blank(part) for part in term)
    return isinstance(term, BlankNode)


def _relabel(term: Term, labels: dict[BlankNode, BlankNode]) -> Term:
    if isinstance(term, BlankNode):
        return labels.setdefault(term, BlankNode(f"b{len(labels)}"))
    if isinstance(term, Triple):
        subject, relabelled = _relabel(term.subject, labels), _relabel(term.object, labels)
        return Triple(subject, term.predicate, relabelled)  # type: ignore[arg-type]  # of one kind
    return term
