"""The two engines of a plan, and which of them is the faster for some data."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from visitkg.errors import InputError
from visitkg.shacl.facts import Facts
from visitkg.shacl.nodes.graph import NodeGraph
from visitkg.shacl.nodes.run import NodeRun, NodeSelector
from visitkg.shacl.target import find_focus_nodes
from visitkg.shacl.walk import is_repeated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import TypeAlias

    from visitkg.graph.encode import EncodedTriples
    from visitkg.shacl.finding import Finding
    from visitkg.shacl.index import Node
    from visitkg.shacl.load import Data
    from visitkg.shacl.plan import Plan
    from visitkg.shacl.result import UnmatchedTarget
    from visitkg.shacl.target import Nodes
    from visitkg.shacl.walk import Graph

    Chosen: TypeAlias = Mapping[Node, Nodes]

_LARGE: Final = 20_000
"""From so many triples on, arrays are faster, though numpy has to be imported."""
_LARGE_CHAIN: Final = 2_000
"""So many may be one long chain, of which each node leads to all behind it by a repeated path."""


class Found(NamedTuple):
    """What an engine found, in the codes of the data, and what it looked at."""

    findings: Sequence[Finding]
    graph: Graph
    focus_nodes: Mapping[Node, Nodes]
    focus_node_count: int
    unmatched_targets: tuple[UnmatchedTarget, ...]


_DEEPEST: Final = 1000
"""How deeply shapes may nest: each level takes its part of the interpreter's stack."""
_FRAMES: Final = 12
"""So many calls at most lead from a shape to one that it refers to."""


@contextmanager
def room_for(plan: Plan) -> Iterator[None]:
    """Let calls nest as deeply as the shapes do; raise InputError if that is too deep."""
    depth = _find_depth(plan)
    if depth > _DEEPEST:
        raise InputError(
            f"the shapes nest more than {_DEEPEST} levels deep",
            remedy="Split them: give inner shapes targets of their own.",
        )
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(before + depth * _FRAMES)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def _find_depth(plan: Plan) -> int:
    """Return how many shapes the longest route of references passes through."""
    depths: dict[Node, int] = {}
    for root in plan.shapes:
        waiting = [root]
        while waiting:
            node = waiting[-1]
            inner = [
                each
                for check in plan.shapes[node].checks
                for each in (*check.shapes, *check.siblings)
                if each in plan.shapes
            ]
            unknown = [each for each in inner if each not in depths]
            if node in depths or not unknown:
                depths.setdefault(node, 1 + max((depths[each] for each in inner), default=0))
                waiting.pop()
            else:
                waiting.extend(unknown)
    return max(depths.values(), default=0)


def run_engine(name: str, plan: Plan, data: Data, focus_nodes: Chosen | None = None) -> Found:
    """Run the plan by the engine of a name; raise InputError for shapes that nest too deeply.

    ``focus_nodes``, in codes by their shapes, stand in the place of those that targets select.
    """
    with room_for(plan):
        return ENGINES[name](plan, data, focus_nodes)


def choose_engine(plan: Plan, triples: EncodedTriples) -> str:
    """Return the name of the engine that is the faster for so many triples."""
    repeated = any(
        shape.path is not None and is_repeated(shape.path) for shape in plan.shapes.values()
    )
    return "columns" if len(triples) >= (_LARGE_CHAIN if repeated else _LARGE) else "nodes"


def run_nodes(plan: Plan, data: Data, chosen: Chosen | None = None) -> Found:
    """Run the plan node by node."""
    graph = NodeGraph(data.triples)
    run = NodeRun(plan, graph, data.triples, Facts(data.triples.dictionary))
    focus_nodes = chosen or {}
    unmatched: tuple[UnmatchedTarget, ...] = ()
    if chosen is None:
        whole = data.validated == len(data.triples)
        validated = graph if whole else NodeGraph(data.triples, data.validated)
        focus_nodes, unmatched = find_focus_nodes(plan, NodeSelector(run, validated), run.select)
    findings = [
        run.explain(finding)
        for node, focus in focus_nodes.items()
        for finding in run.find_all(plan.shapes[node], focus)
    ]
    count = len(set(chain.from_iterable(focus_nodes.values())))
    return Found(findings, graph, focus_nodes, count, unmatched)


def run_columns(plan: Plan, data: Data, chosen: Chosen | None = None) -> Found:
    """Run the plan on columns of integers."""
    # Imported here: small data are validated before numpy is there.
    import numpy as np

    from visitkg.shacl.columns.graph import ColumnGraph
    from visitkg.shacl.columns.run import ColumnRun

    graph = ColumnGraph(data.triples, data.validated)
    run = ColumnRun(plan, graph, data.triples, Facts(data.triples.dictionary))
    selected = chosen or {}
    unmatched: tuple[UnmatchedTarget, ...] = ()
    if chosen is None:
        selected, unmatched = find_focus_nodes(plan, graph, run.nodes.select)
    focus_nodes = {
        node: graph.unique(np.asarray(focus, dtype=np.int64)) for node, focus in selected.items()
    }
    findings = [
        run.nodes.explain(finding)
        for node, focus in focus_nodes.items()
        for finding in run.find(plan.shapes[node], focus)
    ]
    seen = np.zeros(graph.size, dtype=bool)
    for focus in focus_nodes.values():
        seen[focus] = True
    return Found(findings, graph, focus_nodes, int(seen.sum()), unmatched)


ENGINES: Final[Mapping[str, Callable[[Plan, Data, Chosen | None], Found]]] = {
    "columns": run_columns,
    "nodes": run_nodes,
}
