"""A store in memory that is asked like one far away, and what a report must be."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import BlankNode, QuerySolutions, RdfFormat, Store, Triple, serialize

from visitkg.errors import InputError
from visitkg.graph.encode import EncodedTriples
from visitkg.graph.source import Source as Text
from visitkg.shacl.load import Data
from visitkg.shacl.run import run_plan
from visitkg.sparql.answer import Table

if TYPE_CHECKING:
    from visitkg.shacl.endpoint.source import Source
    from visitkg.shacl.plan import Plan
    from visitkg.shacl.result import ValidationReport, ValidationResult

_MOST_DETAILS: Final = 100


class MemorySource:
    """A store that counts what it is asked, and gives blank nodes new labels in each answer.

    It cuts answers ``after`` so many rows without a word, and fails where ``broken`` is in the
    query.
    """

    def __init__(self, text: str, *, after: int = 0, broken: str = "\0") -> None:
        self.store = Store()
        self.store.load(text.encode(), RdfFormat.TURTLE)
        self.queries: list[str] = []
        self._after = after
        self._broken = broken

    def load(self, path: Path) -> None:
        """Add what a file states."""
        self.store.load(path.read_bytes(), RdfFormat.TURTLE, base_iri=path.resolve().as_uri())

    def select(self, query: str) -> Table:
        """Return the answer, or its first rows."""
        self.queries.append(query)
        if self._broken in query:
            raise InputError("the store is out of order")
        found = self.store.query(query)
        assert isinstance(found, QuerySolutions)
        number = len(self.queries)
        rows = tuple(tuple(_relabel(cell, number) for cell in solution) for solution in found)
        names = tuple(variable.value for variable in found.variables)
        return Table(names, rows[: self._after] if self._after else rows)


def _relabel(term: Any, number: int) -> Any:  # noqa: ANN401  (of one type)
    if isinstance(term, BlankNode):
        return BlankNode(f"q{number}n{term.value}")
    if isinstance(term, Triple):
        return Triple(_relabel(term.subject, number), term.predicate, _relabel(term.object, number))
    return term


def validate_copy(plan: Plan, source: Source) -> ValidationReport:
    """Return the report of validating all that a store gives away."""
    rows: Any = source.select("SELECT ?s ?p ?o WHERE { ?s ?p ?o }").rows
    data = serialize((Triple(*row) for row in rows), format=RdfFormat.N_TRIPLES)
    triples = EncodedTriples()
    triples.add_file(Text(Path("copy.nt"), data or b"", RdfFormat.N_TRIPLES, None))
    return run_plan(plan, Data(triples, len(triples)))


def tell(report: ValidationReport) -> dict[str, object]:
    """Return all that a report says but for positions; blank nodes of the data have no name."""
    told = {
        field.name: getattr(report, field.name)
        for field in fields(report)
        if field.name not in {"labels", "prefixes", "results", "texts"}
    }
    named = {
        _unnamed(term): report.labels.get(term) is not None
        for result in report.results
        for term in (result.focus_node, result.value_node)
        if term is not None and not isinstance(term, BlankNode)
    }
    return {**told, "labels": named, "results": Counter(map(tell_result, report.results))}


def tell_result(result: ValidationResult) -> tuple[object, ...]:
    """Return all that a result says but for positions."""
    kept = {"detail", "position", "related_position", "focus_node", "value_node"}
    return (
        _unnamed(result.focus_node),
        _unnamed(result.value_node),
        *(getattr(result, field.name) for field in fields(result) if field.name not in kept),
        frozenset(Counter(map(tell_result, result.detail)).items()) if _is_whole(result) else None,
    )


def _is_whole(result: ValidationResult) -> bool:
    """Return whether all details are told: of many, a hundred that come first."""
    return _count(result) < _MOST_DETAILS


def _count(result: ValidationResult) -> int:
    return sum(1 + _count(detail) for detail in result.detail)


def _unnamed(term: Any) -> Any:  # noqa: ANN401  (of one type)
    if isinstance(term, Triple):
        return Triple(*(_unnamed(part) for part in term))
    return BlankNode("b") if isinstance(term, BlankNode) else term
