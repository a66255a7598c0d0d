"""Each IRI of the ontology leads to a document of the published site, for people and programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from visitkg.check.fair.naming import is_address
from visitkg.check.fair.requirement import Requirement, breach_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.check.fair.publication import Publication
    from visitkg.check.fair.requirement import Breach
    from visitkg.check.vocabulary import Entry

_HTML: Final = "text/html"


def _published(publication: Publication) -> Iterator[tuple[Entry, str]]:
    """Yield each ontology that the site has a document of, with the IRI of that document."""
    for entry in publication.ontologies:
        document = publication.addresses.document(entry.iri)
        if document is not None:
            yield entry, document


def _find_lost(publication: Publication) -> Iterator[Breach]:
    for entry in publication.ontologies:
        if is_address(entry.iri) and publication.addresses.document(entry.iri) is None:
            base = publication.addresses.base
            yield breach_of(entry, f"has an IRI outside the base of the project, <{base}>")


def _find_lost_terms(publication: Publication) -> Iterator[Breach]:
    """Yield the terms that the site has no document of, though it has one of the ontology."""
    if any(_published(publication)):
        for entry in publication.terms:
            if publication.addresses.document(entry.iri) is None:
                yield breach_of(entry, "has an IRI that leads out of the published site")


def _find_unreadable(publication: Publication) -> Iterator[Breach]:
    for entry, _ in _published(publication):
        if _HTML not in publication.formats.values():
            yield breach_of(entry, "is published without a page for people")


def _find_unparsable(publication: Publication) -> Iterator[Breach]:
    for entry, _ in _published(publication):
        if not set(publication.formats.values()) - {_HTML}:
            yield breach_of(entry, "is published without a format for programs")


def _find_unnegotiable(publication: Publication) -> Iterator[Breach]:
    """Yield which ontologies a server could serve only by a rule of their own."""
    for entry, document in _published(publication):
        path = publication.addresses.path(document)
        if publication.addresses.url(path) != document and document != publication.addresses.base:
            yield breach_of(entry, "has an IRI that is no path, so that no server negotiates on it")


RESOLUTION: Final = (
    Requirement(
        "ontology-leads-somewhere", ("FOOPS! URI1", "OOPS! P37", "LOV", "W3C Recipes"), _find_lost
    ),
    Requirement("term-leads-somewhere", ("LOV", "W3C Recipes"), _find_lost_terms),
    Requirement("page-for-people", ("FOOPS! DOC1", "W3C Recipes"), _find_unreadable),
    Requirement("format-for-programs", ("FOOPS! RDF1", "DWBP 12", "DWBP 14"), _find_unparsable),
    Requirement(
        "content-negotiation", ("FOOPS! CN1", "W3C Recipes", "DWBP 19"), _find_unnegotiable
    ),
)
