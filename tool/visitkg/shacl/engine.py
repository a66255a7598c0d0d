"""The two engines of a plan, and which of them is the faster for some data."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from visitkg.shacl.facts import Facts
from visitkg.shacl.nodes.graph import NodeGraph
from visitkg.shacl.nodes.run import NodeRun, NodeSelector
from visitkg.shacl.target import find_focus_nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from visitkg.graph.encode import EncodedTriples
    from visitkg.shacl.finding import Finding
    from visitkg.shacl.index import Node
    from visitkg.shacl.load import Data
    from visitkg.shacl.plan import Plan
    from visitkg.shacl.result import UnmatchedTarget
    from visitkg.shacl.target import Nodes
    from visitkg.shacl.walk import Graph

_LARGE: Final = 20_000
"""From so many triples on, arrays are faster, though numpy has to be imported."""


class Found(NamedTuple):
    """What an engine found, in the codes of the data, and what it looked at."""

    findings: Sequence[Finding]
    graph: Graph
    focus_nodes: Mapping[Node, Nodes]
    focus_node_count: int
    unmatched_targets: tuple[UnmatchedTarget, ...]


def choose_engine(triples: EncodedTriples) -> str:
    """Return the name of the engine that is the faster for so many triples."""
    return "columns" if len(triples) >= _LARGE else "nodes"


def run_nodes(plan: Plan, data: Data) -> Found:
    """Run the plan node by node."""
    graph = NodeGraph(data.triples)
    run = NodeRun(plan, graph, data.triples, Facts(data.triples.dictionary))
    whole = data.validated == len(data.triples)
    validated = graph if whole else NodeGraph(data.triples, data.validated)
    focus_nodes, unmatched = find_focus_nodes(plan, NodeSelector(run, validated), run.select)
    findings = [
        finding
        for node, focus in focus_nodes.items()
        for finding in run.find_all(plan.shapes[node], focus)
    ]
    count = len(set(chain.from_iterable(focus_nodes.values())))
    return Found(findings, graph, focus_nodes, count, unmatched)


def run_columns(plan: Plan, data: Data) -> Found:
    """Run the plan on columns of integers."""
    # Imported here: small data are validated before numpy is there.
    import numpy as np

    from visitkg.shacl.columns.graph import ColumnGraph
    from visitkg.shacl.columns.run import ColumnRun

    graph = ColumnGraph(data.triples, data.validated)
    run = ColumnRun(plan, graph, data.triples, Facts(data.triples.dictionary))
    selected, unmatched = find_focus_nodes(plan, graph, run.nodes.select)
    focus_nodes = {
        node: graph.unique(np.asarray(focus, dtype=np.int64)) for node, focus in selected.items()
    }
    findings = [
        finding
        for node, focus in focus_nodes.items()
        for finding in run.find(plan.shapes[node], focus)
    ]
    seen = np.zeros(graph.size, dtype=bool)
    for focus in focus_nodes.values():
        seen[focus] = True
    return Found(findings, graph, focus_nodes, int(seen.sum()), unmatched)


ENGINES: Final[Mapping[str, Callable[[Plan, Data], Found]]] = {
    "columns": run_columns,
    "nodes": run_nodes,
}
