"""A graph in dictionaries: the same answers as from a store, without asking it each time.

A site looks at each node many times over; a look-up here costs a tenth of one in the store.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from visitkg.site.view import GraphView, Read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pyoxigraph import BlankNode

    Node = NamedNode | BlankNode
    Term = NamedNode | BlankNode | Literal | Triple


_REMEMBERED: Final = 4_096
"""So much is remembered that pages near each other need not read it again."""


class IndexedView(GraphView):
    """A view of distinct triples in the order of their text.

    Literals come as they are written. There is a store only once somebody asks for it.
    """

    __slots__ = ("_about", "_memory", "_pointing", "_predicates", "triples")

    def __init__(self, triples: Sequence[Triple], prefixes: Mapping[str, str]) -> None:
        super().__init__(None, prefixes)
        about: dict[Node | Triple, dict[NamedNode, list[Term]]] = {}
        pointing: dict[Term, dict[NamedNode, list[Node | Triple]]] = {}
        predicates: set[NamedNode] = set()
        for subject, predicate, value in triples:
            about.setdefault(subject, {}).setdefault(predicate, []).append(value)
            predicates.add(predicate)
            if not isinstance(value, Literal):
                pointing.setdefault(value, {}).setdefault(predicate, []).append(subject)
        self._memory: dict[tuple[object, str], Any] = {}
        self._about = about
        self._pointing = pointing
        self._predicates = predicates
        self.triples = triples

    @property
    def store(self) -> Store:
        """Return the whole graph."""
        if self._store is None:
            self._store = Store()
            self._store.bulk_extend(Quad(*triple) for triple in self.triples)
        return self._store

    def pairs(self, predicate: NamedNode) -> Iterator[tuple[Node | Triple, Term]]:
        """Yield the subject and the object of each statement with a property."""
        for subject, values in self._about.items():
            for value in values.get(predicate, ()):
                yield subject, value

    def recall(self, read: Callable[[Any, NamedNode], Read], node: NamedNode) -> Read:
        """Return what a function reads of a node; what it has read lately is remembered."""
        memory, key = self._memory, (read, node.value)
        known = memory.get(key)
        if known is None:
            if len(memory) >= _REMEMBERED:
                memory.clear()
            known = memory[key] = read(self, node)
        return known

    def outgoing(self, node: Node) -> Iterator[Quad]:
        """Yield the statements about a node."""
        for predicate, values in self._about.get(node, {}).items():
            for value in values:
                yield Quad(node, predicate, value)

    def incoming(self, node: Term) -> Iterator[Quad]:
        """Yield the statements that have a node as their object."""
        if isinstance(node, Literal):
            yield from super().incoming(node)
            return
        for predicate, subjects in self._pointing.get(node, {}).items():
            for subject in subjects:
                yield Quad(subject, predicate, node)

    def objects(self, node: Node, predicate: NamedNode) -> list[Term]:
        """Return the distinct objects of a property, in a stable order."""
        values = self._about.get(node)
        found = values.get(predicate) if values else None
        return found.copy() if found else []

    def subjects(self, predicate: NamedNode, term: Term) -> list[NamedNode]:
        """Return the distinct subjects with an IRI that have a property with this value."""
        if isinstance(term, Literal):
            return super().subjects(predicate, term)
        values = self._pointing.get(term)
        found = values.get(predicate) if values else None
        return [node for node in found if isinstance(node, NamedNode)] if found else []

    def occurs(self, node: NamedNode) -> bool:
        """Return whether the graph mentions a node at all."""
        return node in self._about or node in self._pointing or node in self._predicates
