"""Property paths, read from and written to RDF: https://www.w3.org/TR/shacl/#property-paths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from pyoxigraph import BlankNode, NamedNode, Triple

from visitkg.shacl.index import FIRST, NIL, REST, ListFault
from visitkg.terms import SH

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.errors import Position
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
"""So deep paths are not written; whoever walks a path may call itself for each step."""
_LONGEST: Final = 100_000

_SUFFIXES: Final = {OneOrMorePath: "+", ZeroOrMorePath: "*", ZeroOrOnePath: "?"}


class PathFault(NamedTuple):
    """Why a node stands for no path, and where, unless where it is used."""

    reason: str
    position: Position | None = None


def read_path(index: Index, node: Term) -> Path | None:
    """Return the property path that a node stands for, or None if it is ill-formed."""
    found = examine_path(index, node)
    return None if isinstance(found, PathFault) else found


def examine_path(index: Index, node: Term) -> Path | PathFault:
    """Return the property path that a node stands for, or why it stands for none.

    https://www.w3.org/TR/shacl/#property-paths; one that is nested deeper than 50, or that has more
    than 100,000 steps because it uses parts of itself again and again, is refused too.
    """
    return _Examination(index).examine(node, frozenset())


class _Examination:
    """The reading of one path: how many of its steps may still come."""

    __slots__ = ("index", "left")

    def __init__(self, index: Index) -> None:
        self.index = index
        self.left = _LONGEST

    def examine(  # noqa: PLR0911  (one for each fault)
        self, node: Term, inside: frozenset[Term]
    ) -> Path | PathFault:
        """Return the path of a node; ``inside`` are the nodes that led here."""
        self.left -= 1
        if isinstance(node, NamedNode):
            return node
        if not isinstance(node, BlankNode):
            return PathFault("it is a literal")
        if node in inside:
            return PathFault("it contains itself")
        if len(inside) >= _DEEPEST or self.left < 0:
            return PathFault("it is deeper or longer than anybody can walk")
        inside |= {node}
        if self.index.objects(node, FIRST):
            steps = self._examine_list(node, inside)
            return steps if isinstance(steps, PathFault) else SequencePath(steps)
        described = self.index.with_subject(node)
        if len(described) == 1:
            return self._examine_keyword(described[0], inside)
        if not described:
            return PathFault("nothing describes it")
        place = self.index.position_of(described[1])
        return PathFault("a blank node in it has two properties", place)

    def _examine_keyword(self, triple: Triple, inside: frozenset[Term]) -> Path | PathFault:
        keyword = triple.predicate.value.removeprefix(SH)
        if keyword == "alternativePath":
            choices = self._examine_list(triple.object, inside)
            return choices if isinstance(choices, PathFault) else AlternativePath(choices)
        if keyword not in UNARY:
            place = self.index.position_of(triple)
            return PathFault(f"{triple.predicate} makes no path", place)
        inner = self.examine(triple.object, inside)
        return inner if isinstance(inner, PathFault) else UNARY[keyword](inner)

    def _examine_list(self, head: Term, inside: frozenset[Term]) -> tuple[Path, ...] | PathFault:
        """Return the paths of a list with at least two members."""
        members = self.index.read_list(head)
        if isinstance(members, ListFault):
            return PathFault(f"its list {members.reason}", members.position)
        if len(members) < 2:  # noqa: PLR2004  (the recommendation's number)
            return PathFault("a list in it has fewer than two members")
        paths: list[Path] = []
        for member in members:
            path = self.examine(member, inside)
            if isinstance(path, PathFault):
                return path
            paths.append(path)
        return tuple(paths)


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
