"""The header of an ontology says what it is, who made it, when, and which version it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.check.fair.publication import text_of
from visitkg.check.fair.requirement import (
    Requirement,
    Waiver,
    breach_at,
    breach_of,
    ontology_lacks,
)
from visitkg.owl.vocabulary import (
    COMPLEMENT_OF,
    DATA_RANGE,
    DISJOINT_WITH,
    HAS_VALUE,
    ONE_OF,
    OWL_2_TERMS,
    UNION_OF,
)
from visitkg.terms import DCTERMS, FOAF, OWL, PROV, RDFS, SCHEMA, VANN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.check.fair.publication import Publication
    from visitkg.check.fair.requirement import Breach

DC: Final = "http://purl.org/dc/elements/1.1/"
PAV: Final = "http://purl.org/pav/"
_BIBO: Final = "http://purl.org/ontology/bibo/"
_HTTP_SCHEMA: Final = "http://schema.org/"
_STATUS: Final = "http://www.w3.org/2003/06/sw-vocab-status/ns#term_status"
_VERSION_IRI: Final = NamedNode(OWL + "versionIRI")
_BEYOND_LITE: Final = OWL_2_TERMS | {
    COMPLEMENT_OF,
    DATA_RANGE,
    DISJOINT_WITH,
    HAS_VALUE,
    ONE_OF,
    UNION_OF,
}


def is_lite(publication: Publication) -> bool:
    """Return whether the files that define terms use no word of OWL that OWL 1 Lite lacks."""
    return not any(
        isinstance(term, NamedNode) and term.value in _BEYOND_LITE
        for item in publication.stated
        if item.path in publication.inside
        for term in item.triple
    )


def _schema(*names: str) -> tuple[str, ...]:
    return tuple(base + name for name in names for base in (SCHEMA, _HTTP_SCHEMA))


def _find_missing_version_iri(publication: Publication) -> Iterator[Breach]:
    for entry in publication.ontologies:
        stated = entry.located([_VERSION_IRI])
        if not stated:
            yield breach_of(entry, "has no owl:versionIRI")
        for item in stated:
            if text_of(item) == entry.iri:
                yield breach_at(item, "has its own IRI as owl:versionIRI")


def _find_lost_version_iri(publication: Publication) -> Iterator[Breach]:
    for entry in publication.ontologies:
        for item in entry.located([_VERSION_IRI]):
            if publication.addresses.document(text_of(item)) is None:
                yield breach_at(item, "has an owl:versionIRI outside the base of the project")


_LITE: Final = Waiver("OWL Lite has no owl:versionIRI; an OWL 2 edition can state it", is_lite)

METADATA: Final = (
    Requirement(
        "title",
        ("FOOPS! OM1", "LOV"),
        ontology_lacks(
            "title", DCTERMS + "title", DC + "title", RDFS + "label", *_schema("name", "headline")
        ),
    ),
    Requirement(
        "description",
        ("FOOPS! OM1", "LOV"),
        ontology_lacks(
            "description",
            DCTERMS + "description",
            DC + "description",
            DCTERMS + "abstract",
            RDFS + "comment",
            *_schema("description"),
        ),
    ),
    Requirement(
        # VOC1 wants words of others in the header: whatever states a creator is one of them.
        "creator",
        ("FOOPS! OM1", "FOOPS! OM5.1", "FOOPS! VOC1", "LOV"),
        ontology_lacks(
            "creator",
            DCTERMS + "creator",
            DC + "creator",
            PAV + "createdBy",
            FOAF + "maker",
            PROV + "wasAttributedTo",
            *_schema("creator", "author"),
        ),
    ),
    Requirement(
        "created",
        ("FOOPS! OM1", "FOOPS! OM2", "FOOPS! OM5.1", "LOV"),
        ontology_lacks(
            "date of creation",
            DCTERMS + "created",
            PAV + "createdOn",
            PROV + "generatedAtTime",
            *_schema("dateCreated"),
        ),
    ),
    Requirement(
        "issued",
        ("FOOPS! OM3", "FOOPS! OM5.2", "LOV"),
        ontology_lacks("date of issue", DCTERMS + "issued", *_schema("datePublished")),
    ),
    Requirement(
        "modified",
        ("FOOPS! OM3", "LOV"),
        ontology_lacks(
            "date of its last change",
            DCTERMS + "modified",
            PAV + "lastUpdateOn",
            *_schema("dateModified"),
        ),
    ),
    Requirement(
        "publisher",
        ("FOOPS! OM3", "FOOPS! OM5.2", "LOV"),
        ontology_lacks("publisher", DCTERMS + "publisher", DC + "publisher", *_schema("publisher")),
    ),
    Requirement(
        "version",
        ("FOOPS! OM2", "LOV"),
        ontology_lacks("version", OWL + "versionInfo", PAV + "version", *_schema("version")),
    ),
    Requirement(
        "version-iri",
        ("FOOPS! VER1", "FOOPS! VER2", "FOOPS! OM1"),
        _find_missing_version_iri,
        waiver=_LITE,
    ),
    Requirement("version-iri-leads-somewhere", ("FOOPS! VER2",), _find_lost_version_iri),
    Requirement(
        "prefix",
        ("FOOPS! FIND1", "FOOPS! OM2", "LOV"),
        ontology_lacks("preferred prefix", VANN + "preferredNamespacePrefix"),
    ),
    Requirement(
        "namespace",
        ("FOOPS! OM1", "LOV"),
        ontology_lacks("namespace", VANN + "preferredNamespaceUri"),
    ),
    Requirement(
        "citation",
        ("FOOPS! OM2",),
        ontology_lacks(
            "citation",
            DCTERMS + "bibliographicCitation",
            *_schema("citation", "creditText"),
        ),
        "info",
    ),
    Requirement(
        "source",
        ("FOOPS! OM3",),
        ontology_lacks(
            "source",
            DCTERMS + "source",
            DC + "source",
            PROV + "wasDerivedFrom",
            PROV + "hadPrimarySource",
        ),
        "info",
    ),
    Requirement(
        "status",
        ("FOOPS! OM3",),
        ontology_lacks("status", _BIBO + "status", _STATUS, *_schema("creativeWorkStatus")),
        "info",
    ),
    Requirement(
        "logo",
        ("FOOPS! OM3",),
        ontology_lacks("logo", FOAF + "logo", FOAF + "depiction", *_schema("logo", "image")),
        "info",
    ),
)
