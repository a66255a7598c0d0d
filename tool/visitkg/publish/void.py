"""The dataset in VoID, where programs look for it: https://www.w3.org/TR/void/#well-known."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Triple

from visitkg.publish.content import Document
from visitkg.publish.dataset import read_dataset, tell_dataset
from visitkg.publish.file import File
from visitkg.publish.representation import represent
from visitkg.site.kind import TYPE
from visitkg.terms import DCTERMS, FOAF, RDF, VOID

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from visitkg.publish.content import Site
    from visitkg.publish.distribution import Distribution

WELL_KNOWN: Final = ".well-known/void"
"""Turtle, though the name has no suffix: a server has to be told."""

_MOST_EXAMPLES: Final = 5


def make_void(site: Site, distributions: Iterable[Distribution]) -> File:
    """Return the description that the dataset has at its well-known address."""
    iri = site.addresses.url(WELL_KNOWN)
    triples = tuple(sorted(set(_tell(site, iri, distributions)), key=str))
    document = Document(iri, WELL_KNOWN, (iri,), triples, is_thing=False)
    return File(WELL_KNOWN, represent(document, "ttl", site.prefixes))


def _tell(site: Site, iri: str, distributions: Iterable[Distribution]) -> Iterator[Triple]:
    dataset = read_dataset(site)
    own = NamedNode(dataset.iri)
    here = NamedNode(iri)
    title = Literal(f"Description of {dataset.title}", language="en")
    yield Triple(here, TYPE, NamedNode(VOID + "DatasetDescription"))
    yield Triple(here, NamedNode(DCTERMS + "title"), title)
    yield Triple(here, NamedNode(FOAF + "primaryTopic"), own)
    yield Triple(here, NamedNode(FOAF + "topic"), own)
    yield Triple(own, TYPE, NamedNode(VOID + "Dataset"))
    yield from tell_dataset(site, dataset)
    yield Triple(own, NamedNode(FOAF + "homepage"), NamedNode(site.addresses.home))
    yield Triple(own, NamedNode(VOID + "uriSpace"), Literal(site.addresses.base))
    for each in distributions:
        if each.table is None:
            yield Triple(own, NamedNode(VOID + "dataDump"), NamedNode(each.url))
    for example in find_examples(site):
        yield Triple(own, NamedNode(VOID + "exampleResource"), NamedNode(example))
    for vocabulary in find_vocabularies(site):
        yield Triple(own, NamedNode(VOID + "vocabulary"), NamedNode(vocabulary))


def find_examples(site: Site) -> tuple[str, ...]:
    """Return a thing of each of the classes with the most things, the one that is told most of."""
    classes: dict[str, list[str]] = {}
    lengths: dict[str, int] = {}
    for document in site.documents.values():
        if document.is_thing and document.iri in document.subjects:
            lengths[document.iri] = len(document.triples)
            for type_ in site.view.nodes(NamedNode(document.iri), TYPE):
                classes.setdefault(type_.value, []).append(document.iri)
    largest = sorted(classes, key=lambda class_: (-len(classes[class_]), class_))[:_MOST_EXAMPLES]
    best = (min(classes[c], key=lambda iri: (-lengths[iri], iri)) for c in largest)
    return tuple(dict.fromkeys(best))


def find_vocabularies(site: Site) -> tuple[str, ...]:
    """Return the namespaces with a prefix whose properties and classes the graph uses."""
    namespaces = sorted(set(site.prefixes.values()), key=len, reverse=True)
    terms: Counter[str] = Counter()
    for _, predicate, value in site.triples():
        terms[predicate.value] += 1
        if predicate == TYPE and isinstance(value, NamedNode):
            terms[value.value] += 1
    found = {next((n for n in namespaces if term.startswith(n)), None) for term in terms}
    return tuple(sorted(namespace for namespace in found if namespace and namespace != RDF))
