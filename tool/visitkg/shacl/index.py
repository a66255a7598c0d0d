"""Triples by subject, by predicate and by object, with the place of each."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from visitkg.errors import Position
from visitkg.graph.source import STANDARD_INPUT
from visitkg.terms import RDF, RDFS, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from visitkg.graph.parse import Located

Node: TypeAlias = NamedNode | BlankNode
Term: TypeAlias = NamedNode | BlankNode | Literal | Triple

FIRST: Final = NamedNode(RDF + "first")
NIL: Final = NamedNode(RDF + "nil")
ONE: Final = Literal("1", datatype=NamedNode(XSD + "boolean"))
REST: Final = NamedNode(RDF + "rest")
SUBCLASS_OF: Final = NamedNode(RDFS + "subClassOf")
TRUE: Final = Literal("true", datatype=NamedNode(XSD + "boolean"))
TYPE: Final = NamedNode(RDF + "type")


class Index:
    """The distinct triples of some files; answers keep the order in which they are written."""

    def __init__(self, located: Iterable[Located]) -> None:
        self._places: dict[Triple, Located] = {}
        for item in located:
            self._places.setdefault(item.triple, item)
        self._objects: defaultdict[tuple[Term, NamedNode], list[Term]] = defaultdict(list)
        self._subjects: defaultdict[tuple[NamedNode, Term], list[Node]] = defaultdict(list)
        self._pairs: defaultdict[NamedNode, list[tuple[Node, Term]]] = defaultdict(list)
        self._by_subject: defaultdict[Term, list[Triple]] = defaultdict(list)
        self._by_object: defaultdict[Term, list[Triple]] = defaultdict(list)
        for triple in self._places:
            subject, predicate, value = triple
            self._objects[subject, predicate].append(value)
            self._subjects[predicate, value].append(subject)
            self._pairs[predicate].append((subject, value))
            self._by_subject[subject].append(triple)
            self._by_object[value].append(triple)

    def __len__(self) -> int:
        """Return the number of distinct triples."""
        return len(self._places)

    def triples(self) -> tuple[Triple, ...]:
        """Return all triples."""
        return tuple(self._places)

    def objects(self, subject: Term, predicate: NamedNode) -> Sequence[Term]:
        """Return the values of a predicate at a subject."""
        return self._objects.get((subject, predicate), ())

    def subjects(self, predicate: NamedNode, value: Term) -> Sequence[Node]:
        """Return the subjects that have a value for a predicate."""
        return self._subjects.get((predicate, value), ())

    def pairs(self, predicate: NamedNode) -> Sequence[tuple[Node, Term]]:
        """Return the subjects and values of a predicate."""
        return self._pairs.get(predicate, ())

    def with_subject(self, subject: Term) -> Sequence[Triple]:
        """Return the triples with a subject."""
        return self._by_subject.get(subject, ())

    def with_object(self, value: Term) -> Sequence[Triple]:
        """Return the triples with an object."""
        return self._by_object.get(value, ())

    def holds(self, node: Term) -> bool:
        """Return whether a node is the subject or the object of a triple."""
        return node in self._by_subject or node in self._by_object

    def subclasses(self, root: Term) -> frozenset[Term]:
        """Return the class with all its subclasses, as far as rdfs:subClassOf leads."""
        found: set[Term] = set()
        waiting = [root]
        while waiting:
            node = waiting.pop()
            if node not in found:
                found.add(node)
                waiting.extend(self.subjects(SUBCLASS_OF, node))
        return frozenset(found)

    def members(self, head: Term) -> tuple[Term, ...] | None:
        """Return the members of a well-formed list, or None if it is not one.

        https://www.w3.org/TR/shacl/#syntax-rule-SHACL-list
        """
        found: list[Term] = []
        seen: set[Term] = set()
        node = head
        while node != NIL:
            first, rest = self.objects(node, FIRST), self.objects(node, REST)
            if node in seen or len(first) != 1 or len(rest) != 1:
                return None
            seen.add(node)
            found.append(first[0])
            node = rest[0]
        if self.objects(NIL, FIRST) or self.objects(NIL, REST):
            return None
        return tuple(found)

    def position(self, subject: Term, predicate: NamedNode, value: Term) -> Position | None:
        """Return the file and the line of a triple, or None if it isn't here."""
        if isinstance(subject, NamedNode | BlankNode):
            return self.position_of(Triple(subject, predicate, value))
        return None

    def position_of(self, triple: Triple) -> Position | None:
        """Return the file and the line of a triple, or None if it isn't here."""
        located = self._places.get(triple)
        if located is None:
            return None
        name = "<stdin>" if located.path == STANDARD_INPUT else str(located.path)
        return Position(name, located.line)

    def position_of_node(self, node: Term) -> Position | None:
        """Return where a node is described first, else where it is first an object, else None."""
        for triples in (self.with_subject(node), self.with_object(node)):
            if triples:
                return self.position_of(triples[0])
        return None
