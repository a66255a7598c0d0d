"""The value nodes that a property path leads to: https://www.w3.org/TR/shacl/#property-paths."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from pyoxigraph import NamedNode

from visitkg.shacl.path import (
    AlternativePath,
    InversePath,
    OneOrMorePath,
    SequencePath,
    ZeroOrMorePath,
    ZeroOrOnePath,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import TypeAlias

    from pyoxigraph import BlankNode, Literal, Triple

    from visitkg.shacl.path import Path

    Walk: TypeAlias = Callable[[int], Sequence[int]]


class Graph(Protocol):
    """Distinct triples in codes, as an engine holds them."""

    def code(self, term: NamedNode | BlankNode | Literal | Triple, /) -> int:
        """Return the code of a term."""

    def objects(self, subject: int, predicate: int, /) -> Sequence[int]:
        """Return the values of a predicate at a subject."""

    def subjects(self, predicate: int, value: int, /) -> Sequence[int]:
        """Return the subjects that have a value for a predicate."""

    def description(self, subject: int, /) -> Mapping[int, Sequence[int]]:
        """Return the values of each predicate at a subject."""


def bind_path(  # noqa: PLR0911  (one for each kind of path)
    path: Path, graph: Graph, *, back: bool = False
) -> Walk:
    """Return what gives the distinct nodes that the path leads to, or ``back`` from, a node."""
    match path:
        case NamedNode():
            return _bind_predicate(graph, graph.code(path), back=back)
        case InversePath(inner):
            return bind_path(inner, graph, back=not back)
        case SequencePath(steps):
            walks = [bind_path(step, graph, back=back) for step in steps]
            return _bind_sequence(walks[::-1] if back else walks)
        case AlternativePath(choices):
            return _bind_alternative([bind_path(choice, graph, back=back) for choice in choices])
        case ZeroOrOnePath(inner):
            walk = bind_path(inner, graph, back=back)
            return lambda node: list(dict.fromkeys((node, *walk(node))))
        case ZeroOrMorePath(inner):
            walk = bind_path(inner, graph, back=back)
            return lambda node: _close(walk, (node,))
        case OneOrMorePath(inner):
            walk = bind_path(inner, graph, back=back)
            return lambda node: _close(walk, walk(node))


class Step(NamedTuple):
    """A triple in codes."""

    subject: int
    predicate: int
    value: int


def last_step(path: Path, graph: Graph, start: int, end: int) -> Step | None:
    """Return a triple by which the path from ``start`` arrives at ``end``, or None.

    Where the path is followed against its direction, the triple has ``end`` as its subject.
    """
    return _last_step(path, graph, start, end, back=False)


def _last_step(path: Path, graph: Graph, start: int, end: int, *, back: bool) -> Step | None:
    match path:
        case NamedNode():
            code = graph.code(path)
            step = Step(end, code, start) if back else Step(start, code, end)
            return step if step.value in graph.objects(step.subject, code) else None
        case InversePath(inner):
            return _last_step(inner, graph, start, end, back=not back)
        case SequencePath(steps):
            *first, last = steps[::-1] if back else steps
            starts: Iterable[int] = (start,)
            for step_path in first:
                walk = bind_path(step_path, graph, back=back)
                starts = dict.fromkeys(node for origin in starts for node in walk(origin))
            return _first_step(last, graph, starts, end, back=back)
        case AlternativePath(choices):
            found = (_last_step(choice, graph, start, end, back=back) for choice in choices)
            return next((step for step in found if step is not None), None)
        case ZeroOrOnePath(inner):
            return _last_step(inner, graph, start, end, back=back)
        case ZeroOrMorePath(inner) | OneOrMorePath(inner):
            starts = _close(bind_path(inner, graph, back=back), (start,))
            return _first_step(inner, graph, starts, end, back=back)


def _first_step(
    path: Path, graph: Graph, starts: Iterable[int], end: int, *, back: bool
) -> Step | None:
    found = (_last_step(path, graph, start, end, back=back) for start in starts)
    return next((step for step in found if step is not None), None)


def _bind_predicate(graph: Graph, predicate: int, *, back: bool) -> Walk:
    if back:
        return lambda node: graph.subjects(predicate, node)
    return lambda node: graph.objects(node, predicate)


def _bind_sequence(walks: Sequence[Walk]) -> Walk:
    def walk_all(node: int) -> Sequence[int]:
        reached: Sequence[int] = (node,)
        for walk in walks:
            reached = list(dict.fromkeys(end for start in reached for end in walk(start)))
        return reached

    return walk_all


def _bind_alternative(walks: Sequence[Walk]) -> Walk:
    return lambda node: list(dict.fromkeys(end for walk in walks for end in walk(node)))


def _close(walk: Walk, starts: Iterable[int]) -> Sequence[int]:
    """Return the starts with all that is reached from them by any number of walks."""
    reached = dict.fromkeys(starts)
    waiting = list(reached)
    while waiting:
        for end in walk(waiting.pop()):
            if end not in reached:
                reached[end] = None
                waiting.append(end)
    return list(reached)
