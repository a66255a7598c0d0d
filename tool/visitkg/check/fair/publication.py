"""What is judged: the ontologies that a project publishes, their terms, and its datasets."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from visitkg.check.vocabulary import NAMESPACE, TYPE, Entry, Term, read_vocabulary
from visitkg.graph.term import IriWriter
from visitkg.publish.address import FORMATS, Addresses
from visitkg.terms import DCAT, DCTERMS, OWL, RDFS, VOID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from visitkg.check.subject import Subject
    from visitkg.graph.parse import Located

HOME: Final = NamedNode(RDFS + "isDefinedBy")
_IMPORTS: Final = NamedNode(OWL + "imports")
_DATASETS: Final = (NamedNode(DCAT + "Dataset"), NamedNode(VOID + "Dataset"))
_LINKSET: Final = NamedNode(VOID + "Linkset")
_PARTS: Final = (NamedNode(VOID + "subset"), NamedNode(DCTERMS + "hasPart"))


@dataclass(frozen=True, slots=True)
class Publication:
    """What a project publishes, and where.

    ``ontologies`` are those that terms call their home, without the documents that they import as
    parts. ``stated`` is what the files of the ontology state, ``inside`` those of them that define
    terms; ``facts`` has what ontology and data state of each node, ``data`` what the data state.
    ``formats`` are the suffixes and media types in which a document is offered.
    """

    ontologies: tuple[Entry, ...]
    terms: tuple[Entry, ...]
    borrowed: tuple[Entry, ...]
    datasets: tuple[Entry, ...]
    stated: tuple[Located, ...]
    data: tuple[Located, ...]
    inside: frozenset[Path]
    facts: Mapping[Term, Sequence[Located]]
    addresses: Addresses
    name: Callable[[str], str]
    formats: Mapping[str, str]

    def located(self, subject: Term, *predicates: NamedNode) -> list[Located]:
        """Return what is stated of a node with one of the predicates."""
        return [item for item in self.facts.get(subject, ()) if item.triple.predicate in predicates]

    def objects(self, subject: Term, *predicates: NamedNode) -> set[Term]:
        """Return what a node is linked to by one of the predicates."""
        return {item.triple.object for item in self.located(subject, *predicates)}

    def uses(self, *predicates: NamedNode) -> list[Located]:
        """Return what the ontology states with one of the predicates."""
        return [item for item in self.stated if item.triple.predicate in predicates]


def read_publication(subject: Subject, base: str) -> Publication:
    """Return what a project with this base publishes; raise InputError for a file it can't read."""
    from visitkg.graph.parse import read_triples

    project = subject.project
    inside = subject.vocabulary_files()
    outside = [path for path in project.ontology_files() if path not in inside]
    stated = tuple(read_triples([*inside, *outside]))
    known = {*inside, *outside}
    data = tuple(read_triples([path for path in project.graph_files() if path not in known]))
    facts: dict[Term, list[Located]] = defaultdict(list)
    for item in (*stated, *data):
        facts[item.triple.subject].append(item)
    vocabulary = read_vocabulary(stated)
    closed = base if base.endswith("/") else f"{base}/"
    return Publication(
        ontologies=_find_homes(vocabulary.ontologies, vocabulary.defined),
        terms=vocabulary.defined,
        borrowed=vocabulary.borrowed,
        datasets=tuple(_find_datasets(facts)),
        stated=stated,
        data=data,
        inside=frozenset(inside),
        facts=facts,
        addresses=Addresses(closed, closed),
        name=IriWriter(project.all_prefixes()).write,
        formats=FORMATS,
    )


def namespaces(ontology: Entry) -> list[Located]:
    """Return where an ontology states its namespace."""
    return ontology.located([NAMESPACE])


def own_namespaces(publication: Publication) -> tuple[str, ...]:
    """Return what the IRIs of the ontologies' own terms begin with; nothing without ontologies."""
    stated = {text_of(item) for entry in publication.ontologies for item in namespaces(entry)}
    return tuple(sorted(stated or {entry.iri for entry in publication.ontologies}))


def text_of(located: Located) -> str:
    """Return the text or the IRI of an object."""
    term = located.triple.object
    return term.value if isinstance(term, Literal | NamedNode) else str(term)


def language_of(located: Located) -> str:
    """Return the language of an object, empty if it has none."""
    term = located.triple.object
    return (term.language or "") if isinstance(term, Literal) else ""


def _find_homes(ontologies: Sequence[Entry], terms: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the ontologies that terms call their home, else those that nobody imports."""
    homes = {text_of(item) for term in terms for item in term.located([HOME])}
    imported = {text_of(item) for entry in ontologies for item in entry.located([_IMPORTS])}
    found = [entry for entry in ontologies if entry.iri in homes]
    roots = [entry for entry in ontologies if entry.iri not in imported]
    return tuple(found or roots or ontologies)


def _find_datasets(facts: Mapping[Term, Sequence[Located]]) -> list[Entry]:
    """Return the datasets that are no part of another and no linkset."""
    parts: set[Term] = set()
    found: list[Entry] = []
    for node, items in facts.items():
        parts |= {item.triple.object for item in items if item.triple.predicate in _PARTS}
        types = {item.triple.object for item in items if item.triple.predicate == TYPE}
        if isinstance(node, NamedNode) and types & set(_DATASETS) and _LINKSET not in types:
            found.append(Entry(node.value, tuple(items)))
    return [entry for entry in found if NamedNode(entry.iri) not in parts]
