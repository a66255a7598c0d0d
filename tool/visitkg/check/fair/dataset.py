"""A dataset says what it is, who answers for it, and how to get it whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from visitkg.check.fair.licence import LICENCES, unfollowable
from visitkg.check.fair.metadata import PAV
from visitkg.check.fair.naming import is_persistent
from visitkg.check.fair.requirement import (
    Breach,
    Requirement,
    breach_of,
    dataset_lacks,
)
from visitkg.errors import Position
from visitkg.terms import DCAT, DCTERMS, OWL, PROV, SCHEMA, VOID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.check.fair.publication import Publication

_DISTRIBUTION: Final = NamedNode(DCAT + "distribution")
_ADDRESS: Final = NamedNode(DCAT + "downloadURL")
_DUMP: Final = NamedNode(VOID + "dataDump")
_MEDIA_TYPE: Final = (NamedNode(DCAT + "mediaType"), NamedNode(DCTERMS + "format"))
_CONTACT: Final = (
    DCAT + "contactPoint",
    "http://www.w3.org/ns/adms#contactPoint",
    SCHEMA + "contactPoint",
)


def _find_undescribed(publication: Publication) -> Iterator[Breach]:
    if not publication.datasets:
        place = Position(str((publication.data or publication.stated)[0].path))
        yield Breach("no file describes the data as a dcat:Dataset or void:Dataset", place=place)


def _find_unfollowable(publication: Publication) -> Iterator[Breach]:
    return unfollowable(publication.datasets)


def _find_perishable(publication: Publication) -> Iterator[Breach]:
    for entry in publication.datasets:
        if not is_persistent(entry.iri):
            yield breach_of(entry, "has an IRI on a host that promises no persistence")


def _find_scattered(publication: Publication) -> Iterator[Breach]:
    for entry in publication.datasets:
        files = publication.objects(NamedNode(entry.iri), _DISTRIBUTION)
        if not entry.located([_DUMP]) and not any(
            publication.located(file, _ADDRESS) for file in files
        ):
            yield breach_of(entry, "has no file to download it whole")


def _find_formless(publication: Publication) -> Iterator[Breach]:
    for entry in publication.datasets:
        for item in publication.located(NamedNode(entry.iri), _DISTRIBUTION):
            file = item.triple.object
            if not publication.located(file, *_MEDIA_TYPE):
                name = publication.name(file.value) if isinstance(file, NamedNode) else "one"
                yield breach_of(entry, f"has a distribution without a media type: {name}")


DATASET: Final = (
    Requirement("dataset-described", ("DWBP 1",), _find_undescribed),
    Requirement("dataset-title", ("DWBP 2",), dataset_lacks("title", DCTERMS + "title")),
    Requirement(
        "dataset-description", ("DWBP 2",), dataset_lacks("description", DCTERMS + "description")
    ),
    Requirement(
        "dataset-keyword", ("DWBP 2",), dataset_lacks("keyword", DCAT + "keyword", DCAT + "theme")
    ),
    Requirement(
        "dataset-publisher", ("DWBP 2", "DWBP 5"), dataset_lacks("publisher", DCTERMS + "publisher")
    ),
    Requirement("dataset-creator", ("DWBP 5",), dataset_lacks("creator", DCTERMS + "creator")),
    Requirement(
        "dataset-issued", ("DWBP 2", "DWBP 5"), dataset_lacks("date of issue", DCTERMS + "issued")
    ),
    Requirement(
        "dataset-modified",
        ("DWBP 21",),
        dataset_lacks("date of its last change", DCTERMS + "modified"),
    ),
    Requirement(
        "dataset-language", ("DWBP 2", "DWBP 13"), dataset_lacks("language", DCTERMS + "language")
    ),
    Requirement(
        "dataset-coverage",
        ("DWBP 2",),
        dataset_lacks("place or time that it covers", DCTERMS + "spatial", DCTERMS + "temporal"),
    ),
    Requirement("dataset-contact", ("DWBP 2", "DWBP 29"), dataset_lacks("contact", *_CONTACT)),
    Requirement(
        "dataset-model",
        ("DWBP 3", "DWBP 15"),
        dataset_lacks("model", DCTERMS + "conformsTo", VOID + "vocabulary"),
    ),
    Requirement("dataset-licence", ("DWBP 4",), dataset_lacks("licence", *LICENCES)),
    Requirement("dataset-licence-leads-somewhere", ("DWBP 4",), _find_unfollowable),
    Requirement(
        "dataset-origin",
        ("DWBP 5", "DWBP 35"),
        dataset_lacks(
            "origin",
            DCTERMS + "provenance",
            DCTERMS + "source",
            PROV + "wasDerivedFrom",
            PROV + "wasGeneratedBy",
        ),
    ),
    Requirement(
        "dataset-version",
        ("DWBP 7",),
        dataset_lacks("version", DCAT + "version", OWL + "versionInfo", PAV + "version"),
    ),
    Requirement("dataset-persistent", ("DWBP 9", "DWBP 10"), _find_perishable),
    Requirement("dataset-download", ("DWBP 17",), _find_scattered),
    Requirement("dataset-media-types", ("DWBP 12",), _find_formless),
)
