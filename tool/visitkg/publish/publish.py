"""All files of a site, part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitkg.publish.file import File
from visitkg.publish.representation import RDF_FORMATS, represent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.publish.content import Site


def make_site(site: Site) -> Iterator[File]:
    """Yield each file of a site, in the same order and with the same bytes on each run."""
    yield from make_representations(site)


def make_representations(site: Site) -> Iterator[File]:
    """Yield each document in each RDF format."""
    for document in site.documents.values():
        for suffix in RDF_FORMATS:
            yield File(f"{document.path}.{suffix}", represent(document, suffix, site.prefixes))
