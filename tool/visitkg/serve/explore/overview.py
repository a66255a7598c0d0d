"""What is in a graph of which nothing else is known: its classes, properties and hubs, counted."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nsmallest
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, QuerySolutions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import QuerySolution, Store

_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_CLASSES: Final = "SELECT ?node (COUNT(*) AS ?count) WHERE { ?one a ?node FILTER(isIRI(?node)) }"
_PROPERTIES: Final = "SELECT ?node (COUNT(*) AS ?count) WHERE { ?one ?node ?other }"
_HUBS: Final = (
    "SELECT ?node (COUNT(*) AS ?count)"
    f" WHERE {{ ?one ?property ?node FILTER(isIRI(?node) && ?property != <{_TYPE}>) }}"
)
_MOST_CLASSES: Final = 60
_MOST_PROPERTIES: Final = 60
_MOST_HUBS: Final = 24


@dataclass(frozen=True, slots=True)
class Ranking:
    """The nodes with the highest counts, those first, and how many nodes have one at all."""

    nodes: tuple[tuple[str, int], ...]
    count: int


@dataclass(frozen=True, slots=True)
class Overview:
    """How many triples there are; classes by their instances, properties by their statements.

    ``hubs`` are the nodes to which most statements lead, apart from those of types.
    """

    triples: int
    classes: Ranking
    properties: Ranking
    hubs: Ranking


def read_overview(store: Store) -> Overview:
    """Return what is in a graph; the engine counts."""
    return Overview(
        len(store),
        _rank(store, _CLASSES, _MOST_CLASSES),
        _rank(store, _PROPERTIES, _MOST_PROPERTIES),
        _rank(store, _HUBS, _MOST_HUBS),
    )


def _rank(store: Store, query: str, most: int) -> Ranking:
    """Return the nodes with the highest counts; all are looked at once, and few are kept."""
    whole = 0

    def count() -> Iterator[tuple[int, str]]:
        nonlocal whole
        for solution in ask_store(store, f"{query} GROUP BY ?node"):
            node = solution["node"]
            if isinstance(node, NamedNode):
                whole += 1
                yield -count_of(solution), node.value

    ordered = nsmallest(most, count())
    return Ranking(tuple((iri, -negative) for negative, iri in ordered), whole)


def ask_store(store: Store, query: str) -> Iterator[QuerySolution]:
    """Yield the rows of a query of ours over all graphs of a store."""
    found = store.query(query, use_default_graph_as_union=True)
    assert isinstance(found, QuerySolutions)  # noqa: S101  (a SELECT has no other answer)
    return found


def count_of(solution: QuerySolution) -> int:
    """Return what a row holds as ``?count``."""
    term = solution["count"]
    return int(term.value) if isinstance(term, Literal) else 0
