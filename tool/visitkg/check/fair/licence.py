"""An ontology says under which licence it may be used, by an IRI that a program can follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.check.fair.metadata import DC
from visitkg.check.fair.requirement import Requirement, breach_at, ontology_lacks
from visitkg.terms import DCTERMS, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from visitkg.check.fair.publication import Publication
    from visitkg.check.fair.requirement import Breach
    from visitkg.check.vocabulary import Entry

LICENCES: Final = (
    DCTERMS + "license",
    DCTERMS + "rights",
    DC + "rights",
    "http://creativecommons.org/ns#license",
    SCHEMA + "license",
    "http://schema.org/license",
)
_PREDICATES: Final = frozenset(NamedNode(iri) for iri in LICENCES)


def unfollowable(entries: Iterable[Entry]) -> Iterator[Breach]:
    """Yield which entries have licences, but none that is an address on the web."""
    for entry in entries:
        stated = entry.located(_PREDICATES)
        objects = [item.triple.object for item in stated]
        if stated and not any(
            isinstance(term, NamedNode) and term.value.startswith(("http://", "https://"))
            for term in objects
        ):
            yield breach_at(stated[0], "has a licence that is no address on the web")


def _find_unfollowable(publication: Publication) -> Iterator[Breach]:
    return unfollowable(publication.ontologies)


LICENCE: Final = (
    Requirement(
        "licence",
        ("FOOPS! OM1", "FOOPS! OM4.1", "OOPS! P41", "LOV"),
        ontology_lacks("licence", *LICENCES),
    ),
    Requirement("licence-leads-somewhere", ("FOOPS! OM4.2",), _find_unfollowable),
)
