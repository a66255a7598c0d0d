"""The values that a path leads to from many nodes: https://www.w3.org/TR/shacl/#property-paths."""

from __future__ import annotations

from array import array
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.shacl.columns.pairs import compose, distinct, join, lefts, rights, union, without
from visitkg.shacl.path import (
    AlternativePath,
    InversePath,
    OneOrMorePath,
    SequencePath,
    ZeroOrMorePath,
    ZeroOrOnePath,
)
from visitkg.shacl.walk import bind_path, is_repeated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from visitkg.shacl.columns.graph import ColumnGraph
    from visitkg.shacl.columns.pairs import Codes, Keys, Mask
    from visitkg.shacl.path import Path
    from visitkg.shacl.walk import Walk

_FEW: Final = 64
"""So few are followed one by one along a chain: arrays cost the same for one as for many."""
_MANY: Final = 256
_REPAID: Final = 256
"""A step taken on arrays pays for the preparation of so many pairs."""


def walk(  # noqa: PLR0911  (one for each kind of path)
    graph: ColumnGraph, path: Path, starts: Codes, *, back: bool = False, most: int | None = None
) -> Keys:
    """Return the pairs of a start and what the path leads to from there, or ``back`` to it.

    ``starts`` are in order, each once; the pairs too. A start with more than ``most`` ends may have
    some only, but more than that.
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
            return _close(graph, inner, join(starts, starts), back=back, most=most)
        case OneOrMorePath(inner):
            pairs = walk(graph, inner, starts, back=back)
            return _close(graph, inner, pairs, back=back, most=most)


def reach(  # noqa: PLR0911  (one for each kind of path)
    graph: ColumnGraph, path: Path, starts: Codes, *, back: bool = False
) -> Codes:
    """Return what the path leads to, or ``back`` to, from any of the starts, in order."""
    match path:
        case NamedNode():
            return graph.unique(rights(walk(graph, path, starts, back=back)))
        case InversePath(inner):
            return reach(graph, inner, starts, back=not back)
        case SequencePath(steps):
            for step in steps[::-1] if back else steps:
                starts = reach(graph, step, starts, back=back)
            return starts
        case AlternativePath(choices):
            return union(*(reach(graph, choice, starts, back=back) for choice in choices))
        case ZeroOrOnePath(inner):
            return union(starts, reach(graph, inner, starts, back=back))
        case ZeroOrMorePath(inner):
            return _reach_all(graph, inner, starts, back=back)
        case OneOrMorePath(inner):
            return _reach_all(graph, inner, reach(graph, inner, starts, back=back), back=back)


def _reach_all(graph: ColumnGraph, path: Path, starts: Codes, *, back: bool) -> Codes:
    """Return the starts with all that is reached from them by any number of walks."""
    seen = graph.flags(starts)
    steps = bind_path(path, graph, back=back)
    while len(starts):
        if len(starts) <= _FEW and not is_repeated(path):
            starts = _follow_nodes(steps, starts, seen)
            continue
        found = reach(graph, path, starts, back=back)
        starts = found[~seen[found]]
        seen[starts] = True
    return seen.nonzero()[0]


def _follow_nodes(steps: Walk, nodes: Codes, seen: Mask) -> Codes:
    """Note what is reached from a few nodes, one by one; return the last if they become many."""
    import numpy as np

    waiting = nodes.tolist()
    while waiting and len(waiting) <= _MANY:
        reached = []
        for node in waiting:
            for end in steps(node):
                if not seen[end]:
                    seen[end] = True
                    reached.append(end)
        waiting = reached
    return np.array(waiting, dtype=np.int64)


def _walk_sequence(graph: ColumnGraph, steps: Sequence[Path], starts: Codes, *, back: bool) -> Keys:
    first, *others = steps
    pairs = walk(graph, first, starts, back=back)
    for step in others:
        middles = graph.unique(rights(pairs))
        pairs = compose(pairs, walk(graph, step, middles, back=back))
    return pairs


def _close(
    graph: ColumnGraph, path: Path, pairs: Keys, *, back: bool, most: int | None = None
) -> Keys:
    """Return the pairs with all that is reached from their ends by any number of walks.

    What is reached is kept in sorted runs, each at least twice as long as the next, so that long
    chains don't merge all of it again at each step.
    """
    import numpy as np

    runs = [pairs]
    frontier = pairs
    steps = bind_path(path, graph, back=back)
    is_chain, taken = most is None and not is_repeated(path), 1
    counts = np.zeros(0 if most is None else graph.size, dtype=np.int64)
    while len(frontier):
        if most is not None:
            np.add.at(counts, lefts(frontier), 1)
            frontier = frontier[counts[lefts(frontier)] <= most]
        taken += 1
        if is_chain and len(frontier) <= _FEW and sum(map(len, runs)) <= taken * _REPAID:
            found, frontier = _follow_pairs(steps, frontier, runs)
            runs.append(found)
            taken = 0
        else:
            step = walk(graph, path, graph.unique(rights(frontier)), back=back)
            frontier = compose(frontier, step)
            for run in runs:
                frontier = without(frontier, run)
            runs.append(frontier)
        while len(runs) > 1 and len(runs[-2]) < 2 * len(runs[-1]):
            runs[-2:] = [union(runs[-2], runs[-1])]
    return union(*runs) if len(runs) > 1 else distinct(runs[0])


def _follow_pairs(steps: Walk, pairs: Keys, runs: Sequence[Keys]) -> tuple[Keys, Keys]:
    """Return what else is reached from the ends of a few pairs, one by one, and the last of it.

    The last is empty, unless it has become too much to go on so. ``runs`` are the pairs known.
    """
    import numpy as np

    known: dict[int, set[int]] = {}
    for start in distinct(lefts(pairs)).tolist():
        bounds = [start << 32, (start + 1) << 32]
        ends = (rights(run[slice(*run.searchsorted(bounds))]).tolist() for run in runs)
        known[start] = set().union(*ends)
    follow = lru_cache(maxsize=None)(steps)
    found = array("q")
    waiting = pairs.tolist()
    while waiting and len(waiting) <= _MANY:
        reached = []
        for pair in waiting:
            start = pair >> 32
            seen = known[start]
            for end in follow(pair - (start << 32)):
                if end not in seen:
                    seen.add(end)
                    reached.append((start << 32) + end)
        found.extend(reached)
        waiting = reached
    return np.sort(np.array(found, dtype=np.int64)), np.sort(np.array(waiting, dtype=np.int64))
