"""The dataset in schema.org's words, for the block of JSON-LD in its page.

https://developers.google.com/search/docs/appearance/structured-data/dataset
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from visitkg.publish.dataset import read_dataset
from visitkg.publish.page.data import CONTEXT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from visitkg.publish.content import Site
    from visitkg.publish.dataset import Dataset, Party
    from visitkg.publish.distribution import Distribution


def schema_dataset(site: Site, distributions: Iterable[Distribution]) -> dict[str, Any]:
    """Return the dataset as a schema:Dataset with its files; what isn't known is left out."""
    dataset = read_dataset(site)
    data: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Dataset",
        "@id": dataset.iri,
        "name": dataset.title,
        "description": dataset.description,
        "url": site.addresses.home,
        "version": dataset.version,
        "isAccessibleForFree": True,
        "license": dataset.license,
        "keywords": list(dataset.keywords),
        "inLanguage": list(dataset.languages),
        "creator": [_party(party) for party in dataset.creators],
        "publisher": [_party(party) for party in dataset.publishers],
        "datePublished": dataset.issued,
        "dateModified": dataset.modified,
        "isBasedOn": list(dataset.sources),
        "temporalCoverage": _coverage(dataset),
        "spatialCoverage": [{"@type": "Place", "name": place} for place in dataset.places],
        "distribution": [_download(each) for each in distributions],
    }
    return {key: value for key, value in data.items() if value not in (None, [])}


def _party(party: Party) -> dict[str, str]:
    own = {"@id": party.iri} if party.iri else {}
    return {"@type": "Person" if party.is_person else "Organization", **own, "name": party.name}


def _coverage(dataset: Dataset) -> str | None:
    if dataset.begin is None and dataset.end is None:
        return None
    return f"{dataset.begin or '..'}/{dataset.end or '..'}"


def _download(each: Distribution) -> dict[str, Any]:
    return {
        "@type": "DataDownload",
        "name": each.title,
        "contentUrl": each.url,
        "encodingFormat": "application/gzip" if each.is_packed else each.media_type,
        "contentSize": f"{each.size} B",
        "sha256": each.sha256,
    }
