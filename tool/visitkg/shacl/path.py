"""Property paths, read from and written to RDF: https://www.w3.org/TR/shacl/#property-paths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from pyoxigraph import BlankNode, NamedNode, Triple

from visitkg.shacl.index import FIRST, NIL, REST
from visitkg.terms import SH

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.shacl.index import Index, Node, Term


@dataclass(frozen=True, slots=True)
class SequencePath:
    """One path after the other, at least two."""

    steps: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class AlternativePath:
    """Any of several paths, at least two."""

    choices: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class InversePath:
    """A path walked from its end to its start."""

    path: Path


@dataclass(frozen=True, slots=True)
class ZeroOrMorePath:
    """A path walked any number of times, or not at all."""

    path: Path


@dataclass(frozen=True, slots=True)
class OneOrMorePath:
    """A path walked at least once."""

    path: Path


@dataclass(frozen=True, slots=True)
class ZeroOrOnePath:
    """A path walked once or not at all."""

    path: Path


Path: TypeAlias = (
    NamedNode
    | SequencePath
    | AlternativePath
    | InversePath
    | ZeroOrMorePath
    | OneOrMorePath
    | ZeroOrOnePath
)

UNARY: Final[dict[str, type[InversePath | ZeroOrMorePath | OneOrMorePath | ZeroOrOnePath]]] = {
    "inversePath": InversePath,
    "oneOrMorePath": OneOrMorePath,
    "zeroOrMorePath": ZeroOrMorePath,
    "zeroOrOnePath": ZeroOrOnePath,
}
"""The keywords that take one path."""

_DEEPEST: Final = 50
_SUFFIXES: Final = {OneOrMorePath: "+", ZeroOrMorePath: "*", ZeroOrOnePath: "?"}


def read_path(index: Index, node: Term, inside: frozenset[Term] = frozenset()) -> Path | None:
    """Return the property path that a node stands for, or None if it is ill-formed.

    https://www.w3.org/TR/shacl/#property-paths; ``inside`` are the nodes that led here, for a path
    that contains itself is ill-formed, and one nested deeper than 50 is taken for one that does.
    """
    if isinstance(node, NamedNode):
        return node
    if not isinstance(node, BlankNode) or node in inside or len(inside) >= _DEEPEST:
        return None
    inside |= {node}
    if index.objects(node, FIRST):
        steps = _read_paths(index, node, inside)
        return SequencePath(steps) if steps else None
    described = index.with_subject(node)
    if len(described) != 1:
        return None
    keyword, value = described[0].predicate.value.removeprefix(SH), described[0].object
    if keyword == "alternativePath":
        choices = _read_paths(index, value, inside)
        return AlternativePath(choices) if choices else None
    inner = read_path(index, value, inside) if keyword in UNARY else None
    return UNARY[keyword](inner) if inner else None


def _read_paths(index: Index, head: Term, inside: frozenset[Term]) -> tuple[Path, ...] | None:
    """Return the paths of a list with at least two members."""
    members = index.members(head)
    if members is None or len(members) < 2:  # noqa: PLR2004  (the recommendation's number)
        return None
    paths = [path for member in members if (path := read_path(index, member, inside))]
    return tuple(paths) if len(paths) == len(members) else None


def render_path(path: Path, render_predicate: Callable[[NamedNode], str] = str) -> str:
    """Return the path as SPARQL writes it: ``^ex:part/ex:name*``."""
    match path:
        case NamedNode():
            return render_predicate(path)
        case SequencePath(steps):
            return "/".join(_render_inner(step, render_predicate) for step in steps)
        case AlternativePath(choices):
            return "|".join(_render_inner(choice, render_predicate) for choice in choices)
        case InversePath(inner):
            return "^" + _render_inner(inner, render_predicate)
        case _:
            return _render_inner(path.path, render_predicate) + _SUFFIXES[type(path)]


def _render_inner(path: Path, render_predicate: Callable[[NamedNode], str]) -> str:
    text = render_path(path, render_predicate)
    return text if isinstance(path, NamedNode) else f"({text})"


def path_triples(path: Path) -> tuple[Node, list[Triple]]:
    """Return the node that stands for the path, and the triples that describe it."""
    triples: list[Triple] = []
    return _describe(path, triples), triples


def _describe(path: Path, triples: list[Triple]) -> Node:
    match path:
        case NamedNode():
            return path
        case SequencePath(steps):
            return _describe_list(steps, triples)
        case AlternativePath(choices):
            node = BlankNode()
            value = _describe_list(choices, triples)
            triples.append(Triple(node, NamedNode(SH + "alternativePath"), value))
            return node
        case _:
            node = BlankNode()
            keyword = next(word for word, kind in UNARY.items() if isinstance(path, kind))
            triples.append(Triple(node, NamedNode(SH + keyword), _describe(path.path, triples)))
            return node


def _describe_list(paths: tuple[Path, ...], triples: list[Triple]) -> Node:
    rest: Node = NIL
    for path in reversed(paths):
        cell = BlankNode()
        triples.append(Triple(cell, FIRST, _describe(path, triples)))
        triples.append(Triple(cell, REST, rest))
        rest = cell
    return rest
