"""The last triple of the way that a path takes: where a value is written."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import NamedNode

from visitkg.shacl.path import (
    AlternativePath,
    InversePath,
    OneOrMorePath,
    SequencePath,
    ZeroOrMorePath,
    ZeroOrOnePath,
)
from visitkg.shacl.walk import bind_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from visitkg.shacl.path import Path
    from visitkg.shacl.walk import Graph

_REMEMBERED: Final = 64


class Step(NamedTuple):
    """A triple in codes."""

    subject: int
    predicate: int
    value: int


class Steps:
    """Finds last triples; what a path leads to from the latest nodes is remembered."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._remember = lru_cache(_REMEMBERED)(self._walk)
        self.walked = 0
        """How many nodes have been reached in all."""

    def reach(self, path: Path, node: int, *, back: bool = False) -> Mapping[int, None]:
        """Return the nodes that the path leads to, or ``back`` from, a node, in order."""
        return self._remember(path, node, back)

    def _walk(self, path: Path, node: int, back: bool) -> Mapping[int, None]:  # noqa: FBT001  (a key)
        found = dict.fromkeys(bind_path(path, self._graph, back=back)(node))
        self.walked += len(found)
        return found

    def last(  # noqa: PLR0911  (one for each kind of path)
        self, path: Path, start: int, end: int, *, back: bool = False
    ) -> Step | None:
        """Return a triple by which the path from ``start`` arrives at ``end``, where it leads.

        None if it arrives without a step. Where the path is followed against its direction, the
        triple has ``end`` as its subject.
        """
        match path:
            case NamedNode():
                code = self._graph.code(path)
                return Step(end, code, start) if back else Step(start, code, end)
            case InversePath(inner):
                return self.last(inner, start, end, back=not back)
            case SequencePath(steps):
                return self._last_of_sequence(steps[::-1] if back else steps, start, end, back=back)
            case AlternativePath(choices):
                leading = (each for each in choices if end in self.reach(each, start, back=back))
                return self.last(next(leading), start, end, back=back)
            case ZeroOrOnePath(inner):
                return None if start == end else self.last(inner, start, end, back=back)
            case ZeroOrMorePath(inner) | OneOrMorePath(inner):
                if start == end and isinstance(path, ZeroOrMorePath):
                    return None
                repeated = ZeroOrMorePath(inner)
                return self._last_from(repeated, inner, start, end, back=back)

    def _last_of_sequence(
        self, steps: tuple[Path, ...], start: int, end: int, *, back: bool
    ) -> Step | None:
        *first, last = steps
        before = SequencePath(tuple(first[::-1] if back else first))
        step = self._last_from(before, last, start, end, back=back)
        # The last path may have led nowhere, as by sh:zeroOrMorePath.
        return step or self.last(before, start, end, back=back) if first else step

    def _last_from(
        self, before: Path, path: Path, start: int, end: int, *, back: bool
    ) -> Step | None:
        """Return the last triple of ``path``, taken where ``before`` leads from the start."""
        origins = self.reach(path, end, back=not back)
        if len(origins) > 1:
            starts = self.reach(before, start, back=back)
            fewer, others = sorted((starts, origins), key=len)
            origins = {node: None for node in fewer if node in others}
        steps = (self.last(path, origin, end, back=back) for origin in origins)
        return next((step for step in steps if step is not None), None)
