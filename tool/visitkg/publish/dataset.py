"""What a project says of itself as a dataset, with what stands in where it says nothing."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from visitkg.publish.file_name import NO_VERSION, free_name
from visitkg.site.kind import TYPE
from visitkg.site.view import LABEL, PREFERRED, TITLE
from visitkg.terms import DCAT, DCTERMS, FOAF, OWL, PROV, RDFS, SCHEMA, SKOS, VOID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.publish.content import Site

CATALOG: Final = "catalog"
"""The path of the document that describes what is published, unless a project has one there."""

_DATASETS: Final = (NamedNode(DCAT + "Dataset"), NamedNode(VOID + "Dataset"))
_ONTOLOGY: Final = NamedNode(OWL + "Ontology")
_VERSION: Final = NamedNode(DCAT + "version")
_VERSION_INFO: Final = NamedNode(OWL + "versionInfo")
_LICENSE: Final = NamedNode(DCTERMS + "license")
_ABOUT: Final = tuple(
    NamedNode(iri) for iri in (DCTERMS + "description", RDFS + "comment", SKOS + "definition")
)
_PEOPLE: Final = frozenset(NamedNode(n + "Person") for n in (FOAF, PROV, SCHEMA))
_NAMES: Final = (NamedNode(FOAF + "name"), PREFERRED, LABEL, TITLE)
_SOURCES: Final = (NamedNode(DCTERMS + "source"), NamedNode(PROV + "wasDerivedFrom"))
_TOLD: Final = frozenset(
    {
        TITLE,
        _VERSION,
        _LICENSE,
        NamedNode(DCAT + "keyword"),
        *(
            NamedNode(DCTERMS + name)
            for name in ("creator", "description", "issued", "language", "modified", "publisher")
        ),
    }
)
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who made or publishes a dataset: an IRI if there is one, and a name."""

    iri: str | None
    name: str
    is_person: bool = False


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset as its project describes it; ``is_described`` if it does.

    ``begin`` and ``end`` bound the time that it is about, ``places`` are the names of where.
    """

    iri: str
    title: str
    description: str
    version: str
    license: str | None = None
    issued: str | None = None
    modified: str | None = None
    creators: tuple[Party, ...] = ()
    publishers: tuple[Party, ...] = ()
    keywords: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    begin: str | None = None
    end: str | None = None
    is_described: bool = False


def read_dataset(site: Site) -> Dataset:
    """Return what a project says of itself; its name and version are always known."""
    view = site.view
    node = _find_dataset(site)
    if node is None:
        iri = f"{site.addresses.base}{free_name(site, CATALOG)}#dataset"
        name = site.project.name
        about = f"All that the project {name} states, as linked data."
        return Dataset(iri, name, about, _find_version(site, None), _usual_license(site))
    title = view.text(node, TITLE, PREFERRED, LABEL) or site.project.name
    licenses = view.nodes(node, _LICENSE)
    periods = view.objects(node, NamedNode(DCTERMS + "temporal"))
    return Dataset(
        node.value,
        title,
        view.text(node, *_ABOUT) or f"{title}, as linked data.",
        _find_version(site, node),
        licenses[0].value if licenses else _usual_license(site),
        _date(site, node, DCTERMS + "issued"),
        _date(site, node, DCTERMS + "modified"),
        _parties(site, node, DCTERMS + "creator"),
        _parties(site, node, DCTERMS + "publisher"),
        _texts(site, node, DCAT + "keyword"),
        _texts(site, node, DCTERMS + "language"),
        tuple(dict.fromkeys(n.value for p in _SOURCES for n in view.nodes(node, p))),
        tuple(party.name for party in _parties(site, node, DCTERMS + "spatial")),
        next((d for p in periods if (d := _date(site, p, DCAT + "startDate"))), None),
        next((d for p in periods if (d := _date(site, p, DCAT + "endDate"))), None),
        is_described=True,
    )


def tell_dataset(site: Site, dataset: Dataset) -> Iterator[Triple]:
    """Yield what stands beside a dataset wherever it is spoken of.

    That is what the graph states of it in these words; else what stands in for that.
    """
    own = NamedNode(dataset.iri)
    stated = [quad.triple for quad in site.view.outgoing(own) if quad.predicate in _TOLD]
    yield from (triple for triple in stated if not isinstance(triple.object, BlankNode))
    told: dict[NamedNode, Literal | NamedNode | None] = {
        TITLE: Literal(dataset.title),
        _ABOUT[0]: Literal(dataset.description, language="en"),
        _VERSION: Literal(dataset.version),
        _LICENSE: NamedNode(dataset.license) if dataset.license else None,
    }
    known = {triple.predicate for triple in stated}
    for predicate, value in told.items():
        if value is not None and predicate not in known:
            yield Triple(own, predicate, value)


def _find_dataset(site: Site) -> NamedNode | None:
    """Return the dataset that has a version, else the first of those that the site tells."""
    for class_ in _DATASETS:
        nodes = [n for n in site.view.subjects(TYPE, class_) if site.addresses.document(n.value)]
        if nodes:
            return min(nodes, key=lambda n: (not site.view.objects(n, _VERSION), n.value))
    return None


def _find_version(site: Site, dataset: NamedNode | None) -> str:
    own = site.view.text(dataset, _VERSION, _VERSION_INFO) if dataset is not None else None
    if own:
        return own
    ontologies = site.view.subjects(TYPE, _ONTOLOGY)
    told = (site.view.text(node, _VERSION_INFO) for node in ontologies)
    return next((text for text in told if text), NO_VERSION)


def _usual_license(site: Site) -> str | None:
    """Return the licence that most of the files state."""
    found = (value for _, value in site.view.pairs(_LICENSE))
    counts = Counter(value.value for value in found if isinstance(value, NamedNode))
    return min(counts, key=lambda iri: (-counts[iri], iri), default=None)


def _parties(site: Site, node: NamedNode, predicate: str) -> tuple[Party, ...]:
    parties = set()
    for term in site.view.objects(node, NamedNode(predicate)):
        if isinstance(term, Literal):
            parties.add(Party(None, term.value))
        elif isinstance(term, NamedNode):
            name = site.view.text(term, *_NAMES) or site.view.reference(term).label
            is_person = not _PEOPLE.isdisjoint(site.view.nodes(term, TYPE))
            parties.add(Party(term.value, name, is_person))
    return tuple(sorted(parties, key=lambda party: (party.name, party.iri or "")))


def _texts(site: Site, node: NamedNode, predicate: str) -> tuple[str, ...]:
    terms = site.view.objects(node, NamedNode(predicate))
    return tuple(sorted({term.value for term in terms if isinstance(term, Literal)}))


def _date(site: Site, node: object, predicate: str) -> str | None:
    """Return the day that a property gives, None for anything that doesn't begin with one."""
    if not isinstance(node, NamedNode | BlankNode):
        return None
    match = _DATE.match(site.view.text(node, NamedNode(predicate)) or "")
    return match[0] if match else None
