"""The value nodes that a property path leads to: https://www.w3.org/TR/shacl/#property-paths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

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


def is_repeated(path: Path) -> bool:
    """Return whether a path can be of any length."""
    match path:
        case NamedNode():
            return False
        case ZeroOrMorePath() | OneOrMorePath():
            return True
        case SequencePath(parts) | AlternativePath(parts):
            return any(map(is_repeated, parts))
        case InversePath(inner) | ZeroOrOnePath(inner):
            return is_repeated(inner)


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
