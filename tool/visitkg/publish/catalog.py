"""What is published, for programs that collect datasets: https://www.w3.org/TR/vocab-dcat-3/.

The catalogue is a document of the site in all formats, made at publication: it isn't part of the
graph, for it tells the sizes and checksums of files that hold the graph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Triple

from visitkg.publish.content import Document
from visitkg.publish.dataset import CATALOG, Dataset, read_dataset, tell_dataset
from visitkg.publish.file_name import free_name
from visitkg.publish.representation import representations
from visitkg.terms import DCAT, DCTERMS, FOAF, RDF, SPDX, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from visitkg.publish.content import Site
    from visitkg.publish.distribution import Distribution
    from visitkg.publish.file import File
    from visitkg.publish.versions import Version

    Value = NamedNode | Literal

_MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"
_CSVW: Final = "https://www.w3.org/TR/tabular-metadata/"


def make_catalog(
    site: Site, distributions: Iterable[Distribution], versions: Sequence[Version] = ()
) -> Iterator[File]:
    """Yield the catalogue in each RDF format."""
    document = read_catalog(site, distributions, versions)
    yield from representations(document, site.prefixes)


def read_catalog(
    site: Site, distributions: Iterable[Distribution], versions: Sequence[Version] = ()
) -> Document:
    """Return the catalogue as a document; versions are given from the newest to the oldest."""
    path = free_name(site, CATALOG)
    iri = site.addresses.base + path
    dataset = read_dataset(site)
    triples = set(_tell_catalog(site, iri, dataset))
    triples |= set(tell_dataset(site, dataset))
    triples.add(_say(dataset.iri, RDF + "type", _node(DCAT + "Dataset")))
    triples.add(_say(dataset.iri, DCAT + "landingPage", _node(site.addresses.home)))
    for each in distributions:
        triples |= set(_tell_distribution(iri, dataset, each))
    triples |= set(_tell_versions(site, iri, dataset, versions))
    ordered = tuple(sorted(triples, key=str))
    subjects = {t.subject.value for t in ordered if isinstance(t.subject, NamedNode)}
    told = tuple(sorted(each for each in subjects if site.addresses.document(each) == iri))
    return Document(iri, path, told, ordered, is_thing=False)


def _tell_catalog(site: Site, iri: str, dataset: Dataset) -> Iterator[Triple]:
    yield _say(iri, RDF + "type", _node(DCAT + "Catalog"))
    yield _say(iri, DCTERMS + "title", _words(f"Catalogue of {site.project.name}"))
    yield _say(iri, DCTERMS + "description", _words("The dataset with its files and versions."))
    yield _say(iri, DCAT + "dataset", _node(dataset.iri))
    yield _say(iri, FOAF + "homepage", _node(site.addresses.home))
    yield from _tell_license(iri, dataset)


def _tell_distribution(iri: str, dataset: Dataset, each: Distribution) -> Iterator[Triple]:
    own, checksum = f"{iri}#{each.key}", f"{iri}#{each.key}-sha256"
    yield _say(dataset.iri, DCAT + "distribution", _node(own))
    yield _say(own, RDF + "type", _node(DCAT + "Distribution"))
    yield _say(own, DCTERMS + "title", _words(each.title))
    yield _say(own, DCAT + "accessURL", _node(each.url))
    yield _say(own, DCAT + "downloadURL", _node(each.url))
    yield _say(own, DCAT + "byteSize", _typed(str(each.size), "nonNegativeInteger"))
    yield _say(own, DCAT + "mediaType", _node(_MEDIA_TYPES + each.media_type))
    if each.is_packed:
        yield _say(own, DCAT + "compressFormat", _node(f"{_MEDIA_TYPES}application/gzip"))
    if each.media_type == "text/csv":
        yield _say(own, DCTERMS + "conformsTo", _node(_CSVW))
    yield from _tell_license(own, dataset)
    yield _say(own, SPDX + "checksum", _node(checksum))
    yield _say(checksum, RDF + "type", _node(SPDX + "Checksum"))
    yield _say(checksum, SPDX + "algorithm", _node(SPDX + "checksumAlgorithm_sha256"))
    yield _say(checksum, SPDX + "checksumValue", _typed(each.sha256, "hexBinary"))


def _tell_versions(
    site: Site, iri: str, dataset: Dataset, versions: Sequence[Version]
) -> Iterator[Triple]:
    for number, version in enumerate(versions):
        own = f"{iri}#version-{version.path}"
        yield _say(dataset.iri, DCAT + "hasVersion", _node(own))
        if not number:
            yield _say(dataset.iri, DCAT + "hasCurrentVersion", _node(own))
        else:
            newer = f"{iri}#version-{versions[number - 1].path}"
            yield _say(newer, DCAT + "prev", _node(own))
            yield _say(newer, DCAT + "previousVersion", _node(own))
        yield _say(own, RDF + "type", _node(DCAT + "Dataset"))
        yield _say(own, DCAT + "isVersionOf", _node(dataset.iri))
        yield _say(own, DCTERMS + "title", _words(f"{dataset.title}, version {version.name}"))
        yield _say(own, DCAT + "version", Literal(version.name))
        yield _say(own, DCAT + "landingPage", _node(site.addresses.url(f"{version.path}/")))
        if version.date:
            yield _say(own, DCTERMS + "issued", _typed(version.date, "date"))


def _tell_license(iri: str, dataset: Dataset) -> Iterator[Triple]:
    if dataset.license:
        yield _say(iri, DCTERMS + "license", _node(dataset.license))


def _say(subject: str, predicate: str, value: Value) -> Triple:
    return Triple(NamedNode(subject), NamedNode(predicate), value)


def _node(iri: str) -> NamedNode:
    """Return what has an IRI."""
    return NamedNode(iri)


def _words(text: str) -> Literal:
    """Return words in English."""
    return Literal(text, language="en")


def _typed(form: str, datatype: str) -> Literal:
    """Return a literal of a datatype of XML Schema."""
    return Literal(form, datatype=NamedNode(XSD + datatype))
