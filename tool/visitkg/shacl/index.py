"""Triples by subject, by predicate and by object, with the place of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from visitkg.errors import Position
from visitkg.graph.source import STANDARD_INPUT
from visitkg.terms import RDF, RDFS, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

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


class ListFault(NamedTuple):
    """Why a list is not well-formed, behind "this list", and where, unless where it is used."""

    reason: str
    position: Position | None


class Index:
    """The distinct triples of some files; answers keep the order in which they are written."""

    def __init__(self, located: Iterable[Located]) -> None:
        places: dict[Triple, Located] = {}
        for item in located:
            places.setdefault(item.triple, item)
        by_subject: dict[Term, list[Triple]] = {}
        pairs: dict[NamedNode, list[tuple[Node, Term]]] = {}
        for triple in places:
            subject, predicate, value = triple
            if subject in by_subject:
                by_subject[subject].append(triple)
            else:
                by_subject[subject] = [triple]
            if predicate in pairs:
                pairs[predicate].append((subject, value))
            else:
                pairs[predicate] = [(subject, value)]
        self._places = places
        self._by_subject = by_subject
        self._pairs = pairs
        # The rest is made when it is asked for.
        self._by_object: dict[Term, list[Triple]] = {}
        self._subjects: dict[NamedNode, dict[Term, list[Node]]] = {}
        self._values: dict[Term, dict[NamedNode, list[Term]]] = {}
        self._lists: dict[Term, tuple[Term, ...] | ListFault] = {}
        self._names: dict[Path, str] = {}

    def __len__(self) -> int:
        """Return the number of distinct triples."""
        return len(self._places)

    def triples(self) -> tuple[Triple, ...]:
        """Return all triples."""
        return tuple(self._places)

    def values(self, subject: Term) -> Mapping[NamedNode, Sequence[Term]]:
        """Return the values of all predicates at a subject."""
        values = self._values.get(subject)
        if values is None:
            values = self._values[subject] = {}
            for triple in self._by_subject.get(subject, ()):
                values.setdefault(triple.predicate, []).append(triple.object)
        return values

    def objects(self, subject: Term, predicate: NamedNode) -> Sequence[Term]:
        """Return the values of a predicate at a subject."""
        return self.values(subject).get(predicate, ())

    def subjects(self, predicate: NamedNode, value: Term) -> Sequence[Node]:
        """Return the subjects that have a value for a predicate."""
        subjects = self._subjects.get(predicate)
        if subjects is None:
            subjects = self._subjects[predicate] = {}
            for subject, other in self._pairs.get(predicate, ()):
                subjects.setdefault(other, []).append(subject)
        return subjects.get(value, ())

    def pairs(self, predicate: NamedNode) -> Sequence[tuple[Node, Term]]:
        """Return the subjects and values of a predicate."""
        return self._pairs.get(predicate, ())

    def with_subject(self, subject: Term) -> Sequence[Triple]:
        """Return the triples with a subject."""
        return self._by_subject.get(subject, ())

    def with_object(self, value: Term) -> Sequence[Triple]:
        """Return the triples with an object."""
        return self._objects().get(value, ())

    def _objects(self) -> Mapping[Term, Sequence[Triple]]:
        if not self._by_object:
            for triple in self._places:
                self._by_object.setdefault(triple.object, []).append(triple)
        return self._by_object

    def terms(self) -> frozenset[Term]:
        """Return the subjects, the predicates and the objects of all triples."""
        return frozenset().union(self._by_subject, self._pairs, self._objects())

    def nodes(self) -> Sequence[Term]:
        """Return the subjects and the objects of all triples, each where it is met first."""
        nodes: dict[Term, None] = {}
        for subject, _, value in self._places:
            nodes[subject] = nodes[value] = None
        return tuple(nodes)

    def holds(self, node: Term) -> bool:
        """Return whether a node is the subject or the object of a triple."""
        return node in self._by_subject or bool(self.with_object(node))

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
        found = self.read_list(head)
        return None if isinstance(found, ListFault) else found

    def read_list(self, head: Term) -> tuple[Term, ...] | ListFault:
        """Return the members of a well-formed list, or why it is not one."""
        found = self._lists.get(head)
        if found is None:
            found = self._lists[head] = self._read_list(head)
        return found

    def _read_list(  # noqa: PLR0911  (one for each fault)
        self, head: Term
    ) -> tuple[Term, ...] | ListFault:
        members: list[Term] = []
        seen: set[Term] = set()
        node = before = head
        while node != NIL:
            cell = self.values(node)
            first, rest = cell.get(FIRST, ()), cell.get(REST, ())
            if node in seen:
                return ListFault("comes back to itself", self.position(before, REST, node))
            if len(first) > 1:
                reason = "has two members in one place"
                return ListFault(reason, self.position(node, FIRST, first[1]))
            if len(rest) > 1:
                return ListFault("goes on in two ways", self.position(node, REST, rest[1]))
            if not rest:
                place = self.position_of_node(node) if first else None
                place = place or self.position(before, REST, node)
                return ListFault("ends without rdf:nil", place)
            if not first:
                reason = "has no member in one place"
                return ListFault(reason, self.position(node, REST, rest[0]))
            seen.add(node)
            members.append(first[0])
            before, node = node, rest[0]
        if self.values(NIL).keys() & {FIRST, REST}:
            return ListFault("ends in an rdf:nil that goes on", self.position_of_node(NIL))
        return tuple(members)

    def position(self, subject: Term, predicate: NamedNode, value: Term) -> Position | None:
        """Return the place of a triple, or None if it isn't here."""
        if isinstance(subject, NamedNode | BlankNode):
            return self.position_of(Triple(subject, predicate, value))
        return None

    def position_of(self, triple: Triple) -> Position | None:
        """Return the place of a triple, or None if it isn't here."""
        located = self._places.get(triple)
        if located is None:
            return None
        name = self._names.get(located.path)
        if name is None:
            name = "<stdin>" if located.path == STANDARD_INPUT else str(located.path)
            self._names[located.path] = name
        return Position(name, located.line)

    def position_of_node(self, node: Term) -> Position | None:
        """Return where a node is described first, else where it is first an object, else None."""
        triples = self.with_subject(node) or self.with_object(node)
        return self.position_of(triples[0]) if triples else None
