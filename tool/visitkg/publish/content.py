"""The documents of a site, and what each of them states.

Each triple stands in one document: that of its subject; for a blank node, that of what refers to
it; for a subject of another site, that of the file which states it. All documents together are the
graph. What else is published is data about pages: in the files of the project and in the pages of
parts, some of these triples stand once more.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, NamedNode, Triple

from visitkg import terms
from visitkg.errors import UsageError
from visitkg.graph.blank import canonicalise
from visitkg.graph.parse import read_quads
from visitkg.graph.source import read_source
from visitkg.publish.address import FORMATS, Addresses
from visitkg.publish.rdf_xml import find_unsayable
from visitkg.publish.view import IndexedView

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from visitkg.project import Project

    Node = NamedNode | BlankNode | Triple

TYPE: Final = NamedNode(terms.RDF + "type")
_ALL: Final = tuple(FORMATS)
_ALL_BUT_XML: Final = tuple(suffix for suffix in FORMATS if suffix != "rdf")
_LABELLED: Final = frozenset({BlankNode, Triple})
_ONTOLOGY: Final = NamedNode(terms.OWL + "Ontology")
_INFORMATION: Final = frozenset(
    {
        NamedNode(iri)
        for iri in (
            terms.OWL + "Ontology",
            terms.DCAT + "Dataset",
            terms.VOID + "Dataset",
            terms.VOID + "DatasetDescription",
        )
    }
)


@dataclass(frozen=True, slots=True)
class Document:
    """A document: its IRI, its path, the IRIs told in it, and its triples, both in order.

    ``is_thing`` if its IRI is that of something else than a document: a server then answers 303.
    ``source`` is the file of the project of which the document is the header, if it is one: its
    representations are that whole file, though what it states is told in other documents too.
    ``formats`` are the suffixes of its representations.
    """

    iri: str
    path: str
    subjects: tuple[str, ...]
    triples: tuple[Triple, ...]
    is_thing: bool
    source: Path | None = None
    formats: tuple[str, ...] = tuple(FORMATS)


@dataclass(frozen=True, slots=True)
class Site:
    """What is published: the project, its addresses, its graph term by term, and its documents.

    The view has everything: ontology, data and shapes. ``documents`` are in order of their
    paths. ``others`` tell no more of the graph, but are served as documents are; ``moved`` says
    which paths lead to which others. ``versions`` are the folders in which it stays as it was.
    """

    project: Project
    addresses: Addresses
    prefixes: Mapping[str, str]
    view: IndexedView
    documents: Mapping[str, Document] = field(default_factory=dict)
    others: tuple[Document, ...] = ()
    moved: Mapping[str, str] = field(default_factory=dict)
    versions: tuple[str, ...] = ()

    def served(self) -> tuple[Document, ...]:
        """Return all that is served as documents are."""
        return (*self.documents.values(), *self.others)

    def triples(self) -> Sequence[Triple]:
        """Return the whole graph, in order."""
        return self.view.triples


def read_site(project: Project, home: str | None = None) -> Site:
    """Return what there is to publish of a project, served at ``home``, else at its base.

    Raise UsageError if the project has no base, InputError if a file can't be read.
    """
    if not project.base:
        raise UsageError(
            "this project has no base",
            remedy='Add base = "https://example.org/" to its configuration.',
        )
    addresses = Addresses(_closed(project.base), _closed(home or project.base))
    origins = _read(published_files(project))
    ordered = sorted(origins, key=str)
    prefixes = project.all_prefixes()
    documents = _divide(ordered, origins, addresses)
    return Site(project, addresses, prefixes, IndexedView(ordered, prefixes), documents)


def formats_of(triples: Iterable[Triple]) -> tuple[str, ...]:
    """Return the suffixes of the formats that can hold some triples."""
    return _ALL if find_unsayable(triples) is None else _ALL_BUT_XML


def published_files(project: Project) -> list[Path]:
    """Return the files of a project's graph, and of its shapes if it has any.

    Raise InputError as ``Project.graph_files`` does.
    """
    return project.graph_files() + (project.shape_files() if project.shapes.exists() else [])


def _read(paths: Iterable[Path]) -> dict[Triple, Path]:
    """Return triples by the file that states them, with labels that are the same in each run."""
    origins: dict[Triple, Path] = {}
    for number, path in enumerate(sorted(paths)):
        triples = [quad.triple for quad in read_quads(read_source(path))]
        if not all(_LABELLED.isdisjoint(map(type, triple)) for triple in triples):
            triples = [_relabel(each, f"f{number}") for each in canonicalise(triples)]
        for triple in triples:
            origins.setdefault(triple, path)
    return origins


def _relabel(triple: Triple, prefix: str) -> Triple:
    """Return a triple whose blank nodes are marked as those of a file."""
    subject, predicate, value = triple
    if isinstance(subject, BlankNode):
        subject = BlankNode(prefix + subject.value)
    if isinstance(value, BlankNode):
        value = BlankNode(prefix + value.value)
    return Triple(subject, predicate, value)


def _closed(base: str) -> str:
    return base if base.endswith("/") else f"{base}/"


def _divide(
    ordered: Iterable[Triple], origins: Mapping[Triple, Path], addresses: Addresses
) -> dict[str, Document]:
    headers = _find_headers(origins, addresses)
    homes = _find_homes(origins, addresses, headers)
    gathered: dict[str, list[Triple]] = defaultdict(list)
    terms: set[NamedNode] = set()
    for triple in ordered:
        path = origins[triple]
        home = homes[triple.subject]
        gathered[home].append(triple)
        header = headers.get(path)
        if header is not None and header != home:
            gathered[header].append(triple)
        terms.update(term for term in triple if isinstance(term, NamedNode))
    # What is only mentioned has a document too: its IRI resolves.
    mentioned = {addresses.document(term.value) for term in terms}
    for iri in sorted(iri for iri in mentioned if iri is not None and iri not in gathered):
        if not _is_file(iri, gathered):
            gathered[iri] = []
    sources = {iri: path for path, iri in headers.items()}
    made = (_make(iri, found, addresses, sources.get(iri)) for iri, found in gathered.items())
    return {document.iri: document for document in sorted(made, key=lambda each: each.path)}


def _is_file(iri: str, documents: Mapping[str, object]) -> bool:
    """Return whether an IRI is that of a representation of a document."""
    stem, _, suffix = iri.rpartition(".")
    return suffix in FORMATS and stem in documents


def _find_headers(origins: Mapping[Triple, Path], addresses: Addresses) -> dict[Path, str]:
    """Return what each file says that it is, if nothing else is told in that document."""
    found: dict[Path, str] = {}
    told: set[str | None] = {None}
    for (subject, predicate, value), path in origins.items():
        if isinstance(subject, NamedNode):
            iri = subject.value
            if "#" in iri:
                told.add(addresses.document(iri))
            if predicate == TYPE and value == _ONTOLOGY:
                found[path] = iri
    return {path: iri for path, iri in found.items() if addresses.document(iri) not in told}


def _make(
    iri: str, triples: Sequence[Triple], addresses: Addresses, source: Path | None
) -> Document:
    own = NamedNode(iri)
    nodes = {triple.subject for triple in triples}
    subjects = {node.value for node in nodes if isinstance(node, NamedNode)}
    told = sorted(subject for subject in subjects if addresses.document(subject) == iri)
    is_thing = own in nodes and not any(
        subject == own and predicate == TYPE and value in _INFORMATION
        for subject, predicate, value in triples
    )
    path, formats = addresses.path(iri), formats_of(triples)
    return Document(iri, path, tuple(told), tuple(triples), is_thing, source, formats)


def _find_homes(
    origins: Mapping[Triple, Path], addresses: Addresses, headers: Mapping[Path, str]
) -> dict[Node, str]:
    """Return the document of each subject."""
    homes: dict[Node, str] = {}
    holders: dict[BlankNode, list[Node]] = defaultdict(list)
    blanks: dict[BlankNode, Path] = {}
    for (subject, _, value), path in origins.items():
        if isinstance(subject, BlankNode):
            blanks.setdefault(subject, path)
        elif subject not in homes:
            own = addresses.document(subject.value)
            homes[subject] = own or headers.get(path, addresses.base)
        if isinstance(value, BlankNode):
            holders[value].append(subject)
    for node, path in blanks.items():
        home = _home_of_blank(node, holders, homes)
        homes[node] = home or headers.get(path, addresses.base)
    return homes


def _home_of_blank(
    node: BlankNode, holders: Mapping[BlankNode, list[Node]], homes: Mapping[Node, str]
) -> str | None:
    """Return the least document of those that refer to a blank node, through others or not."""
    seen: set[Node] = set()
    waiting: list[Node] = [node]
    found = set()
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        if isinstance(current, BlankNode):
            waiting += holders.get(current, ())
        else:
            found.add(homes[current])
    return min(found, default=None)
