"""A graph laid out for the species rules: statements by predicate and node, kinds of nodes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode

from visitkg.graph.term import IriWriter
from visitkg.owl import vocabulary as owl
from visitkg.owl.kinds import ADDED_TYPES, CLASS_EXPRESSION, TYPES, Kind, built_in_kind
from visitkg.owl.naming import UNNAMED, write_term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import Triple

    from visitkg.graph.parse import Located

Node: TypeAlias = str
"""An IRI, or ``_:`` and the label of a blank node; no IRI begins like that."""

_SHAPES: Final[dict[str, Kind]] = {
    owl.ON_PROPERTY: Kind.RESTRICTION,
    owl.FIRST: Kind.LIST,
    owl.REST: Kind.LIST,
    owl.DISTINCT_MEMBERS: Kind.ALL_DIFFERENT,
    owl.INTERSECTION_OF: Kind.DESCRIPTION,
    owl.UNION_OF: Kind.DESCRIPTION,
    owl.COMPLEMENT_OF: Kind.DESCRIPTION,
}
"""What a node must be meant to be, by what is said of it, even if its type is missing."""


class Statement(NamedTuple):
    """A triple with all the places where it stands."""

    subject: Node
    predicate: str
    object: Node | Literal
    places: list[Located]


@dataclass(frozen=True, slots=True)
class Structure:
    """The statements of a graph, found by predicate and by blank node, with the kinds of nodes."""

    statements: tuple[Statement, ...]
    by_predicate: Mapping[str, list[Statement]]
    by_blank_subject: Mapping[Node, list[Statement]]
    by_blank_object: Mapping[Node, list[Statement]]
    kinds: Mapping[Node, Kind]
    iris: IriWriter

    def about(self, node: Node) -> list[Statement]:
        """Return the statements whose subject is the blank ``node``."""
        return self.by_blank_subject.get(node, [])

    def uses(self, node: Node) -> list[Statement]:
        """Return the statements whose object is the blank ``node``."""
        return self.by_blank_object.get(node, [])

    def having(self, *predicates: str) -> Iterator[Statement]:
        """Return the statements with any of ``predicates``."""
        for predicate in predicates:
            yield from self.by_predicate.get(predicate, ())

    def kind(self, node: Node | Literal) -> Kind:
        """Return what ``node`` is, declared or built in; NONE if nothing says it."""
        if not isinstance(node, str):
            return Kind.LITERAL
        found = self.kinds.get(node)
        return found if found is not None else built_in_kind(node)

    def nodes(self, kind: Kind) -> Iterator[Node]:
        """Return the declared nodes that are of one of the kinds in ``kind``."""
        return (node for node, own in self.kinds.items() if own & kind)

    def name(self, node: Node | Literal) -> str:
        """Return ``node`` as a person would write it: "this" for a blank node."""
        if not isinstance(node, str):
            return write_term(node, self.iris)
        return UNNAMED if is_blank(node) else self.iris.write(node)


def is_blank(node: Node | Literal) -> bool:
    """Tell whether ``node`` is a blank node."""
    return isinstance(node, str) and node.startswith("_:")


def read_structure(triples: Iterable[Located], prefixes: Mapping[str, str]) -> Structure:
    """Return ``triples`` laid out; a triple that stands in several places is one statement."""
    seen: dict[tuple[Node, str, Node | Literal], Statement] = {}
    for located in triples:
        key = _terms(located.triple)
        statement = seen.get(key)
        if statement is None:
            seen[key] = Statement(*key, [located])
        else:
            statement.places.append(located)
    by_predicate: dict[str, list[Statement]] = defaultdict(list)
    by_subject: dict[Node, list[Statement]] = defaultdict(list)
    by_object: dict[Node, list[Statement]] = defaultdict(list)
    for statement in seen.values():
        by_predicate[statement.predicate].append(statement)
        if is_blank(statement.subject):
            by_subject[statement.subject].append(statement)
        if isinstance(statement.object, str) and is_blank(statement.object):
            by_object[statement.object].append(statement)
    return Structure(
        statements=tuple(seen.values()),
        by_predicate=dict(by_predicate),
        by_blank_subject=dict(by_subject),
        by_blank_object=dict(by_object),
        kinds=_read_kinds(by_predicate),
        iris=IriWriter(prefixes),
    )


def _terms(triple: Triple) -> tuple[Node, str, Node | Literal]:
    value = triple.object
    return (
        _node(triple.subject),
        triple.predicate.value,
        value if isinstance(value, Literal) else _node(value),
    )


def _node(term: NamedNode | BlankNode | Triple) -> Node:
    if isinstance(term, NamedNode):
        return term.value
    # A quoted triple of RDF 1.2 is no node of RDF 2004; its text keeps it apart from all others.
    return f"_:{term.value}" if isinstance(term, BlankNode) else f"_:{term}"


def _read_kinds(by_predicate: Mapping[str, list[Statement]]) -> dict[Node, Kind]:
    """Return the kinds that the types say, and where types are missing, those meant."""
    kinds: dict[Node, Kind] = {}
    types = by_predicate.get(owl.TYPE, ())
    for statement in types:
        kind = kind_from_type(statement)
        if kind:
            node = statement.subject
            kinds[node] = kinds.get(node, built_in_kind(node)) | kind
    for node, kind in _meant_kinds(by_predicate):
        kinds[node] = kinds.get(node, Kind.NONE) | kind
    for node in {statement.subject for statement in types if _implies_object_property(statement)}:
        kinds.setdefault(node, built_in_kind(node) or Kind.OBJECT_PROPERTY)
    return {node: _without_allowed_doubles(kind) for node, kind in kinds.items()}


def _meant_kinds(by_predicate: Mapping[str, list[Statement]]) -> Iterator[tuple[Node, Kind]]:
    for predicate, kind in _SHAPES.items():
        for statement in by_predicate.get(predicate, ()):
            if is_blank(statement.subject):
                yield statement.subject, kind


def _implies_object_property(statement: Statement) -> bool:
    return statement.object in owl.OBJECT_CHARACTERISTICS


def kind_from_type(statement: Statement) -> Kind:
    """Return what a statement with ``rdf:type`` makes of its subject; NONE if it only adds."""
    node, type_ = statement.subject, statement.object
    if node in owl.DISALLOWED_VOCABULARY or type_ in ADDED_TYPES or not isinstance(type_, str):
        return Kind.NONE
    if type_ == owl.CLASS and is_blank(node):
        return Kind.DESCRIPTION
    kind = TYPES.get(type_)
    if kind is not None:
        return kind
    return Kind.ANONYMOUS if is_blank(node) else Kind.INDIVIDUAL


def _without_allowed_doubles(kind: Kind) -> Kind:
    """Return ``kind`` without the ``owl:Class`` that a restriction may also be (S&AS 4.1)."""
    return kind & ~CLASS_EXPRESSION | Kind.RESTRICTION if kind & Kind.RESTRICTION else kind
