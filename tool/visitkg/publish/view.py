"""A graph in dictionaries: the same answers as from a store, without asking it each time.

A site looks at each node many times over; a look-up here costs a tenth of one in the store.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from visitkg.site.memory import Memory
from visitkg.site.view import GraphView, Read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pyoxigraph import BlankNode

    Node = NamedNode | BlankNode
    Term = NamedNode | BlankNode | Literal | Triple


_REMEMBERED: Final = 32_768
"""So much is remembered that the pages of ten thousand resources read each but once."""

_NONE: Final[Mapping[NamedNode, list[Any]]] = {}


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
        self._memory: Memory[tuple[object, NamedNode], Any] = Memory(_REMEMBERED)
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

    @property
    def about(self) -> Mapping[Node | Triple, Mapping[NamedNode, Sequence[Term]]]:
        """Return what is said of each subject, its properties and their values in order."""
        return self._about

    def pairs(self, predicate: NamedNode) -> Iterator[tuple[Node | Triple, Term]]:
        """Yield the subject and the object of each statement with a property."""
        if predicate not in self._predicates:
            return
        for subject, values in self._about.items():
            for value in values.get(predicate, ()):
                yield subject, value

    def recall(self, read: Callable[[Any, NamedNode], Read], node: NamedNode) -> Read:
        """Return what a function reads of a node; what it has read lately is remembered."""
        key = (read, node)
        known: Read | None = self._memory.get(key)
        return self._memory.keep(key, read(self, node)) if known is None else known

    def outgoing(self, node: Node) -> Iterator[Quad]:
        """Yield the statements about a node."""
        for predicate, values in self._about.get(node, _NONE).items():
            for value in values:
                yield Quad(node, predicate, value)

    def incoming(self, node: Term) -> Iterator[Quad]:
        """Yield the statements that have a node as their object."""
        if isinstance(node, Literal):
            yield from super().incoming(node)
            return
        for predicate, subjects in self._pointing.get(node, _NONE).items():
            for subject in subjects:
                yield Quad(subject, predicate, node)

    def properties(self, node: Node) -> Iterable[tuple[NamedNode, Sequence[Term]]]:
        """Return each property of a node with its distinct values."""
        return self._about.get(node, _NONE).items()

    def pointers(self, node: Term) -> Iterable[tuple[NamedNode, Sequence[Term]]]:
        """Return each property that leads to a node, with the distinct subjects that have it."""
        if isinstance(node, Literal):
            return super().pointers(node)
        return self._pointing.get(node, _NONE).items()

    def each_subject(self) -> Iterable[tuple[Term, Iterable[tuple[NamedNode, Sequence[Term]]]]]:
        """Return each subject, in a stable order, with its properties and their values."""
        return ((node, values.items()) for node, values in self._about.items())

    def has(self, node: Node, predicate: NamedNode, term: Term) -> bool:
        """Return whether a property of a node has a value."""
        return term in self._about.get(node, _NONE).get(predicate, ())

    def is_property(self, node: NamedNode) -> bool:
        """Return whether a statement has a node as its property."""
        return node in self._predicates

    def nodes(self, node: Node, predicate: NamedNode) -> list[NamedNode]:
        """Return the objects of a property that have an IRI."""
        found = self._about.get(node, _NONE).get(predicate)
        return [term for term in found if isinstance(term, NamedNode)] if found else []

    def text(self, node: Node, *predicates: NamedNode) -> str | None:
        """Return the first property's literal in the view's language, else English, else any."""
        values = self._about.get(node, _NONE)
        for predicate in predicates:
            best = self.best(values[predicate]) if predicate in values else None
            if best is not None:
                return best
        return None

    def objects(self, node: Node, predicate: NamedNode) -> list[Term]:
        """Return the distinct objects of a property, in a stable order."""
        return self._about.get(node, _NONE).get(predicate, [])[:]

    def subjects(self, predicate: NamedNode, term: Term) -> list[NamedNode]:
        """Return the distinct subjects with an IRI that have a property with this value."""
        if isinstance(term, Literal):
            return super().subjects(predicate, term)
        found = self._pointing.get(term, _NONE).get(predicate)
        return [node for node in found if isinstance(node, NamedNode)] if found else []

    def occurs(self, node: NamedNode) -> bool:
        """Return whether the graph mentions a node at all."""
        return node in self._about or node in self._pointing or node in self._predicates
