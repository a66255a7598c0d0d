"""What an answer joins: the nodes of a graph, and what leads from one to another."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, NamedNode

from visitkg.serve.explore.view.column import of_kind
from visitkg.serve.explore.view.term import is_node, name_term
from visitkg.sparql.answer import Graph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from visitkg.serve.explore.explorer import Explorer
    from visitkg.serve.explore.view.column import Column
    from visitkg.sparql.answer import Answer, Row

    Node = NamedNode | BlankNode
    Find = tuple[int, int | None, int]

MOST_NODES: Final = 60
MOST_EDGES: Final = 150

_PAIR: Final = 2
_TRIPLE: Final = 3


@dataclass(frozen=True, slots=True)
class Edge:
    """What leads from a node to another; without a label where the answer names none."""

    source: Node
    label: str
    target: Node


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes in order of their names and what joins them, as much as can be drawn of it.

    ``left_nodes`` and ``left_edges`` are how many of them are left out.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    left_nodes: int
    left_edges: int


def joining(columns: Sequence[Column]) -> Find | None:
    """Return the places of source, label and target in a row; None where rows join nothing.

    Of three columns of nodes the one between is the label; of two, a text that stands between them.
    """
    nodes = of_kind(columns, "node")
    if len(nodes) == _TRIPLE:
        return nodes[0].place, nodes[1].place, nodes[2].place
    if len(nodes) != _PAIR:
        return None
    source, target = nodes
    texts = [each for each in of_kind(columns, "text") if source.place < each.place < target.place]
    return source.place, texts[0].place if len(texts) == 1 else None, target.place


def read_network(
    explorer: Explorer, answer: Answer, rows: Sequence[Row], columns: Sequence[Column]
) -> Network | None:
    """Return what an answer joins, None if that is nothing."""
    between = (0, 1, 2) if isinstance(answer, Graph) else joining(columns)
    if between is None:
        return None
    edges = list(dict.fromkeys(_read(explorer, rows, between)))
    if not edges:
        return None
    degrees = Counter(node for edge in edges for node in {edge.source, edge.target})
    kept = _choose(edges, degrees)
    drawn = [edge for edge in edges if edge.source in kept and edge.target in kept][:MOST_EDGES]
    joined = {node for edge in drawn for node in (edge.source, edge.target)}
    names = {node: name_node(explorer, node) for node in joined}
    return Network(
        tuple(sorted(joined, key=lambda node: (names[node].casefold(), str(node)))),
        tuple(drawn),
        len(degrees) - len(joined),
        len(edges) - len(drawn),
    )


def _choose(edges: Iterable[Edge], degrees: Mapping[Node, int]) -> set[Node]:
    """Return as many nodes as can be drawn: those of lines where most is joined come first."""
    kept: set[Node] = set()

    def rank(edge: Edge) -> tuple[int, int]:
        ends = degrees[edge.source], degrees[edge.target]
        return -max(ends), -min(ends)

    for edge in sorted(edges, key=rank):
        if len(kept) == MOST_NODES:
            break
        if len(kept | {edge.source, edge.target}) <= MOST_NODES:
            kept |= {edge.source, edge.target}
    return kept


def name_node(explorer: Explorer, node: Node) -> str:
    """Return what a node is called in a picture."""
    if isinstance(node, BlankNode):
        return "(no name)"
    called = explorer.called(node.value)
    return called.label.strip() or called.curie


def _read(explorer: Explorer, rows: Iterable[Row], between: Find) -> Iterator[Edge]:
    first, middle, last = between
    for row in rows:
        source, target = row[first], row[last]
        if is_node(source) and is_node(target):
            label = "" if middle is None else name_term(explorer, row[middle])
            yield Edge(source, label, target)
