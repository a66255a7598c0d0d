"""A graph that is looked at term by term: objects, subjects, names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeVar

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from visitkg.graph.load import load_store
from visitkg.site.memory import Memory
from visitkg.site.model import Reference
from visitkg.sparql.curie import curie_writer
from visitkg.terms import DCTERMS, RDFS, SKOS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import Self

    from pyoxigraph import BlankNode

    Node = NamedNode | BlankNode
    Term = NamedNode | BlankNode | Literal | Triple

Read = TypeVar("Read")
Found = TypeVar("Found")

LABEL: Final = NamedNode(RDFS + "label")
PREFERRED: Final = NamedNode(SKOS + "prefLabel")
ALTERNATIVE: Final = NamedNode(SKOS + "altLabel")
TITLE: Final = NamedNode(DCTERMS + "title")

_MOST_REFERENCES: Final = 65_536
_CAMEL_CASE: Final = re.compile(r"[a-z]+(?:[A-Z][a-z]*)+")


class GraphView:
    """A store, how its IRIs are written, and where its subjects stand.

    ``curie`` gives ``prefix:name`` for an IRI, or ``<iri>`` where no prefix fits.
    ``language`` is that of the names it gives; English and names without a language stand in. The
    store keeps the values of numbers, booleans and dates, not their spelling or narrower datatype:
    ``"5"^^xsd:nonNegativeInteger`` comes back as the integer 5.
    """

    __slots__ = ("_references", "_store", "curie", "language", "positions")

    def __init__(
        self,
        store: Store | None,
        prefixes: Mapping[str, str],
        *,
        positions: Mapping[str, str] | None = None,
        language: str = "en",
    ) -> None:
        self._store = store
        self.positions = positions or {}
        self.language = language
        self.curie = curie_writer(prefixes)
        self._references: Memory[NamedNode, Reference] = Memory(_MOST_REFERENCES)

    @property
    def store(self) -> Store:
        """Return the whole graph."""
        if self._store is None:
            self._store = Store()
        return self._store

    def pairs(self, predicate: NamedNode) -> Iterator[tuple[Node | Triple, Term]]:
        """Yield the subject and the object of each statement with a property."""
        for quad in self.store.quads_for_pattern(None, predicate, None):
            yield quad.subject, quad.object

    def outgoing(self, node: Node) -> Iterator[Quad]:
        """Yield the statements about a node."""
        return self.store.quads_for_pattern(node, None, None)

    def incoming(self, node: Term) -> Iterator[Quad]:
        """Yield the statements that have a node as their object."""
        return self.store.quads_for_pattern(None, None, node)

    def properties(self, node: Node) -> Iterable[tuple[NamedNode, Sequence[Term]]]:
        """Return each property of a node with its distinct values."""
        return _by_property((quad.predicate, quad.object) for quad in self.outgoing(node))

    def pointers(self, node: Term) -> Iterable[tuple[NamedNode, Sequence[Term]]]:
        """Return each property that leads to a node, with the distinct subjects that have it."""
        return _by_property((quad.predicate, quad.subject) for quad in self.incoming(node))

    def each_subject(self) -> Iterable[tuple[Term, Iterable[tuple[NamedNode, Sequence[Term]]]]]:
        """Return each subject, in a stable order, with its properties and their values."""
        found = {quad.subject for quad in self.store.quads_for_pattern(None, None, None)}
        nodes = sorted((node for node in found if not isinstance(node, Triple)), key=str)
        return ((node, self.properties(node)) for node in nodes)

    def named_subjects(self) -> set[NamedNode]:
        """Return the subjects that have an IRI."""
        quads = self.store.quads_for_pattern(None, None, None)
        return {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}

    def has(self, node: Node, predicate: NamedNode, term: Term) -> bool:
        """Return whether a property of a node has a value."""
        return next(self.store.quads_for_pattern(node, predicate, term), None) is not None

    def objects(self, node: Node, predicate: NamedNode) -> list[Term]:
        """Return the distinct objects of a property, in a stable order."""
        found = {quad.object for quad in self.store.quads_for_pattern(node, predicate, None)}
        return sorted(found, key=str)

    def nodes(self, node: Node, predicate: NamedNode) -> list[NamedNode]:
        """Return the objects of a property that have an IRI."""
        return [term for term in self.objects(node, predicate) if isinstance(term, NamedNode)]

    def subjects(self, predicate: NamedNode, term: Term) -> list[NamedNode]:
        """Return the distinct subjects with an IRI that have a property with this value."""
        found = {quad.subject for quad in self.store.quads_for_pattern(None, predicate, term)}
        return sorted((item for item in found if isinstance(item, NamedNode)), key=str)

    def text(self, node: Node, *predicates: NamedNode) -> str | None:
        """Return the first property's literal in the view's language, else English, else any."""
        for predicate in predicates:
            best = self.best(self.objects(node, predicate))
            if best is not None:
                return best
        return None

    def best(self, terms: Iterable[Term]) -> str | None:
        """Return the literal among some terms in the view's language, else English, else any."""
        literals = [term for term in terms if isinstance(term, Literal)]
        if not literals:
            return None
        return literals[0].value if len(literals) == 1 else min(literals, key=self._rank).value

    def _rank(self, literal: Literal) -> int:
        ranks = {self.language: 0, "en": 1, None: 1}
        return ranks.get(literal.language, 2)

    def is_property(self, node: NamedNode) -> bool:
        """Return whether a statement has a node as its property."""
        return next(self.store.quads_for_pattern(None, node, None), None) is not None

    def recall(self, read: Callable[[Self, NamedNode], Read], node: NamedNode) -> Read:
        """Return what a function reads of a node; a view that never changes may remember it."""
        return read(self, node)

    def occurs(self, node: NamedNode) -> bool:
        """Return whether the graph mentions a node at all."""
        patterns = ((node, None, None), (None, None, node), (None, node, None))
        return any(
            next(self.store.quads_for_pattern(*pattern), None) is not None for pattern in patterns
        )

    def reference(self, node: NamedNode) -> Reference:
        """Return a node as it is written and called."""
        known = self._references.get(node)
        if known is None:
            iri = node.value
            label = self.text(node, PREFERRED, LABEL, TITLE) or _words(iri)
            known = self._references.keep(node, Reference(iri, self.curie(iri), label))
        return known


def open_view(
    paths: Iterable[Path], prefixes: Mapping[str, str], *, with_positions: bool = False
) -> GraphView:
    """Return a view of some files; with positions, it knows the line where each subject begins.

    Raise InputError as ``visitkg.graph.load.load_store`` does.
    """
    if not with_positions:
        return GraphView(load_store(paths), prefixes)
    # Imported here: telling lines apart is not needed for most descriptions.
    from visitkg.graph.parse import read_triples

    store = Store()
    positions: dict[str, str] = {}
    for located in read_triples(paths):
        store.add(Quad(*located.triple))
        subject = located.triple.subject
        if isinstance(subject, NamedNode):
            line = "" if located.line is None else f":{located.line}"
            positions.setdefault(subject.value, f"{located.path}{line}")
    return GraphView(store, prefixes, positions=positions)


def _by_property(
    pairs: Iterable[tuple[NamedNode, Found]],
) -> Iterable[tuple[NamedNode, Sequence[Found]]]:
    found: dict[NamedNode, dict[Found, None]] = {}
    for predicate, term in pairs:
        found.setdefault(predicate, {})[term] = None
    return [(predicate, list(terms)) for predicate, terms in found.items()]


def _words(iri: str) -> str:
    """Return the last part of an IRI, in words where it has some: was derived from."""
    name = re.split(r"[#/]", iri.rstrip("#/"))[-1]
    if _CAMEL_CASE.fullmatch(name):
        return re.sub(r"(?=[A-Z])", " ", name).lower()
    return name
