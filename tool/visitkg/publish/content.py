"""The documents of a site, and what each of them states.

Each triple stands in one document: that of its subject; for a blank node, that of what refers to
it; for a subject of another site, that of the file which states it. All documents together are the
graph.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, NamedNode, Quad, Store, Triple

from visitkg import terms
from visitkg.errors import UsageError
from visitkg.graph.blank import canonicalise
from visitkg.graph.parse import read_document
from visitkg.publish.address import FORMATS, Addresses
from visitkg.site.view import GraphView

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from visitkg.project import Project

    Node = NamedNode | BlankNode | Triple

TYPE: Final = NamedNode(terms.RDF + "type")
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
    """

    iri: str
    path: str
    subjects: tuple[str, ...]
    triples: tuple[Triple, ...]
    is_thing: bool
    source: Path | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """What is published: the project, its addresses, its graph term by term, and its documents.

    The view's store has everything: ontology, data and shapes. ``documents`` are in order of their
    paths.
    """

    project: Project
    addresses: Addresses
    prefixes: Mapping[str, str]
    view: GraphView
    documents: Mapping[str, Document] = field(default_factory=dict)

    def triples(self) -> list[Triple]:
        """Return the whole graph, in order."""
        return sorted({t for each in self.documents.values() for t in each.triples}, key=str)


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
    stated: dict[Triple, Path] = {}
    for path in published_files(project):
        for located in read_document(path).triples:
            stated.setdefault(located.triple, path)
    origins = _label(stated)
    store = Store()
    store.bulk_extend(Quad(*triple) for triple in origins)
    prefixes = project.all_prefixes()
    documents = _divide(origins, addresses)
    return Site(project, addresses, prefixes, GraphView(store, prefixes), documents)


def published_files(project: Project) -> list[Path]:
    """Return the files of a project's graph, and of its shapes if it has any.

    Raise InputError as ``Project.graph_files`` does.
    """
    return project.graph_files() + (project.shape_files() if project.shapes.exists() else [])


def _label(stated: Mapping[Triple, Path]) -> dict[Triple, Path]:
    """Return triples with labels of blank nodes that are the same in each run."""
    origins: dict[Triple, Path] = {}
    for number, path in enumerate(sorted(set(stated.values()))):
        for triple in canonicalise(t for t, origin in stated.items() if origin == path):
            origins.setdefault(_relabel(triple, f"f{number}"), path)
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


def _divide(origins: Mapping[Triple, Path], addresses: Addresses) -> dict[str, Document]:
    headers = _find_headers(origins, addresses)
    homes = _find_homes(origins, addresses, headers)
    gathered: dict[str, list[Triple]] = defaultdict(list)
    for triple in origins:
        gathered[homes[triple.subject]].append(triple)
    sources = {iri: path for path, iri in headers.items()}
    for triple, path in origins.items():
        if path in headers and homes[triple.subject] != headers[path]:
            gathered[headers[path]].append(triple)
        # What is only mentioned has a document too: its IRI resolves.
        for node in triple:
            mentioned = addresses.document(node.value) if isinstance(node, NamedNode) else None
            if mentioned is not None and not _is_file(mentioned, gathered):
                gathered.setdefault(mentioned, [])
    made = (_make(iri, found, addresses, sources.get(iri)) for iri, found in gathered.items())
    return {document.iri: document for document in sorted(made, key=lambda each: each.path)}


def _is_file(iri: str, documents: Mapping[str, object]) -> bool:
    """Return whether an IRI is that of a representation of a document."""
    stem, _, suffix = iri.rpartition(".")
    return suffix in FORMATS and stem in documents


def _find_headers(origins: Mapping[Triple, Path], addresses: Addresses) -> dict[Path, str]:
    """Return what each file says that it is, if nothing else is told in that document."""
    fragments = {
        addresses.document(t.subject.value)
        for t in origins
        if isinstance(t.subject, NamedNode) and "#" in t.subject.value
    }
    return {
        path: t.subject.value
        for t, path in origins.items()
        if t.predicate == TYPE
        and t.object == _ONTOLOGY
        and isinstance(t.subject, NamedNode)
        and addresses.document(t.subject.value) not in (None, *fragments)
    }


def _make(
    iri: str, triples: Iterable[Triple], addresses: Addresses, source: Path | None
) -> Document:
    ordered = sorted(triples, key=str)
    subjects = {t.subject.value for t in ordered if isinstance(t.subject, NamedNode)}
    own = NamedNode(iri)
    types = {t.object for t in ordered if t.subject == own and t.predicate == TYPE}
    told = sorted(subject for subject in subjects if addresses.document(subject) == iri)
    is_thing = iri in subjects and not types & _INFORMATION
    return Document(iri, addresses.path(iri), tuple(told), tuple(ordered), is_thing, source)


def _find_homes(
    origins: Mapping[Triple, Path], addresses: Addresses, headers: Mapping[Path, str]
) -> dict[Node, str]:
    """Return the document of each subject."""
    homes: dict[Node, str] = {}
    holders: dict[BlankNode, list[Node]] = defaultdict(list)
    for triple, path in origins.items():
        subject = triple.subject
        if isinstance(subject, NamedNode):
            own = addresses.document(subject.value)
            homes.setdefault(subject, own or headers.get(path, addresses.base))
        if isinstance(triple.object, BlankNode):
            holders[triple.object].append(subject)
    for triple, path in origins.items():
        if isinstance(triple.subject, BlankNode) and triple.subject not in homes:
            home = _home_of_blank(triple.subject, holders, homes)
            homes[triple.subject] = home or headers.get(path, addresses.base)
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
