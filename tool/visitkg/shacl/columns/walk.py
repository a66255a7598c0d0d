"""The values that a path leads to from many nodes: https://www.w3.org/TR/shacl/#property-paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from visitkg.shacl.columns.pairs import compose, distinct, join, rights, union, without
from visitkg.shacl.path import (
    AlternativePath,
    InversePath,
    OneOrMorePath,
    SequencePath,
    ZeroOrMorePath,
    ZeroOrOnePath,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from visitkg.shacl.columns.graph import ColumnGraph
    from visitkg.shacl.columns.pairs import Codes, Keys
    from visitkg.shacl.path import Path


def walk(  # noqa: PLR0911  (one for each kind of path)
    graph: ColumnGraph, path: Path, starts: Codes, *, back: bool = False
) -> Keys:
    """Return the pairs of a start and what the path leads to from there, or ``back`` to it.

    ``starts`` are in order, each once; the pairs too.
    """
    match path:
        case NamedNode():
            code = graph.code(path)
            pairs = graph.backward(code) if back else graph.forward(code)
            return graph.restrict(pairs, starts)
        case InversePath(inner):
            return walk(graph, inner, starts, back=not back)
        case SequencePath(steps):
            return _walk_sequence(graph, steps[::-1] if back else steps, starts, back=back)
        case AlternativePath(choices):
            return union(*(walk(graph, choice, starts, back=back) for choice in choices))
        case ZeroOrOnePath(inner):
            return union(join(starts, starts), walk(graph, inner, starts, back=back))
        case ZeroOrMorePath(inner):
            return _close(graph, inner, join(starts, starts), back=back)
        case OneOrMorePath(inner):
            return _close(graph, inner, walk(graph, inner, starts, back=back), back=back)


def _walk_sequence(graph: ColumnGraph, steps: Sequence[Path], starts: Codes, *, back: bool) -> Keys:
    first, *others = steps
    pairs = walk(graph, first, starts, back=back)
    for step in others:
        middles = graph.unique(rights(pairs))
        pairs = compose(pairs, walk(graph, step, middles, back=back))
    return pairs


def _close(graph: ColumnGraph, path: Path, pairs: Keys, *, back: bool) -> Keys:
    """Return the pairs with all that is reached from their ends by any number of walks.

    What is reached is kept in sorted runs, each at least twice as long as the next, so that long
    chains don't merge all of it again at each step.
    """
    runs = [pairs]
    frontier = pairs
    while len(frontier):
        step = walk(graph, path, graph.unique(rights(frontier)), back=back)
        frontier = compose(frontier, step)
        for run in runs:
            frontier = without(frontier, run)
        runs.append(frontier)
        while len(runs) > 1 and len(runs[-2]) < 2 * len(runs[-1]):
            runs[-2:] = [union(runs[-2], runs[-1])]
    return union(*runs) if len(runs) > 1 else distinct(runs[0])
