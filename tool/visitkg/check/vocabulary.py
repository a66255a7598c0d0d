"""The terms that an ontology defines, and those that it borrows, with what is said of each."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from visitkg.errors import Position
from visitkg.terms import OWL, RDF, RDFS, SKOS, VANN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from visitkg.graph.parse import Located

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple

TYPE: Final = NamedNode(RDF + "type")
ONTOLOGY: Final = NamedNode(OWL + "Ontology")
NAMESPACE: Final = NamedNode(VANN + "preferredNamespaceUri")

CLASSES: Final = frozenset(
    {NamedNode(OWL + "Class"), NamedNode(OWL + "DeprecatedClass"), NamedNode(RDFS + "Class")}
)
PROPERTIES: Final = frozenset(
    NamedNode(iri)
    for iri in (
        OWL + "AnnotationProperty",
        OWL + "DatatypeProperty",
        OWL + "DeprecatedProperty",
        OWL + "ObjectProperty",
        OWL + "OntologyProperty",
        RDF + "Property",
    )
)
DATATYPES: Final = frozenset({NamedNode(RDFS + "Datatype")})
SCHEMES: Final = frozenset({NamedNode(SKOS + "ConceptScheme")})

_LOCAL_NAME: Final = re.compile(r"[^#/]*\Z")


@dataclass(frozen=True, slots=True)
class Entry:
    """A subject with an IRI, and the triples that say what it is."""

    iri: str
    triples: tuple[Located, ...]

    @property
    def local_name(self) -> str:
        """Return what follows the last ``#`` or ``/``."""
        found = _LOCAL_NAME.search(self.iri)
        return found[0] if found else ""

    @property
    def kind(self) -> str:
        """Return class, property or individual."""
        if self.is_a(CLASSES):
            return "class"
        return "property" if self.is_a(PROPERTIES) else "individual"

    @property
    def position(self) -> Position:
        """Return where it begins."""
        first = self.triples[0]
        return Position(str(first.path), first.line)

    def located(self, predicates: Iterable[NamedNode]) -> list[Located]:
        """Return its triples with one of the predicates, in the order of the files."""
        wanted = frozenset(predicates)
        return [item for item in self.triples if item.triple.predicate in wanted]

    def is_a(self, kinds: Iterable[NamedNode]) -> bool:
        """Return whether it has one of the types."""
        types = {item.triple.object for item in self.located([TYPE])}
        return not types.isdisjoint(kinds)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The ontologies of some files, the terms that they define, and the terms that they borrow."""

    ontologies: tuple[Entry, ...]
    defined: tuple[Entry, ...]
    borrowed: tuple[Entry, ...]


def read_vocabulary(triples: Iterable[Located]) -> Vocabulary:
    """Return who is defined and who is borrowed.

    A term is the ontology's own if its IRI begins with a vann:preferredNamespaceUri of the files,
    or, where none is stated, with the IRI of one of the ontologies; with neither, every typed
    term is. A borrowed one is a class, property or datatype of another namespace.
    """
    by_subject: dict[str, list[Located]] = defaultdict(list)
    for item in triples:
        if isinstance(item.triple.subject, NamedNode):
            by_subject[item.triple.subject.value].append(item)
    entries = [Entry(iri, tuple(stated)) for iri, stated in by_subject.items()]
    ontologies = tuple(entry for entry in entries if entry.is_a([ONTOLOGY]))
    namespaces = _namespaces(ontologies)
    others = [entry for entry in entries if entry not in ontologies and entry.located([TYPE])]
    return Vocabulary(
        ontologies,
        tuple(entry for entry in others if entry.iri.startswith(namespaces)),
        tuple(
            entry
            for entry in others
            if not entry.iri.startswith(namespaces) and entry.is_a(CLASSES | PROPERTIES | DATATYPES)
        ),
    )


def mentioned(triples: Iterable[Located]) -> dict[str, set[str]]:
    """Return for each IRI the IRIs or labels of the other subjects whose triples mention it."""
    found: dict[str, set[str]] = defaultdict(set)
    for item in triples:
        triple = item.triple
        subject = str(triple.subject)
        for term in (triple.predicate, triple.object):
            if isinstance(term, NamedNode) and str(term) != subject:
                found[term.value].add(subject)
            elif isinstance(term, Literal):
                found[term.datatype.value].add(subject)
    return found


def _namespaces(ontologies: Iterable[Entry]) -> tuple[str, ...]:
    stated = {
        item.triple.object.value
        for entry in ontologies
        for item in entry.located([NAMESPACE])
        if isinstance(item.triple.object, Literal | NamedNode)
    }
    return tuple(stated or {entry.iri for entry in ontologies} or {""})
